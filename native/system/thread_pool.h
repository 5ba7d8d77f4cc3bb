// Threads that work through phases together. The chunks of a phase are dealt out evenly, each
// thread a run of neighbors; who has done its own takes over what others have not begun. A phase
// begins when all chunks of the one before are done. So a thread that the system puts aside between
// two chunks holds nobody up: the others take its share.
//
// Who waits spins for a few microseconds, then sleeps: other programs get the processor.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace llamita {

// What is to be done; lives until the run that it was given to is over.
class Job {
 public:
  virtual ~Job() = default;
  // Called by any thread, for every phase and chunk once. Must not throw.
  virtual void run_chunk(std::size_t phase, std::size_t chunk, std::size_t worker) noexcept = 0;
};

class ThreadPool {
 public:
  static constexpr std::size_t kMaxPhases = 3072;

  // The calling thread is worker 0 of every run, so num_threads - 1 are started.
  // Throws std::invalid_argument where num_threads is not in [1, 1024], std::system_error where the
  // system gives no thread.
  explicit ThreadPool(std::size_t num_threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  std::size_t num_threads() const { return num_workers_; }

  // Runs every chunk of every phase; one run at a time, others wait for it to end.
  //   num_chunks: of each phase, at most kMaxPhases of them.
  //   before_phase: called by this thread before it begins a phase; may not throw.
  void run(Job& job, std::span<const std::uint32_t> num_chunks,
           const std::function<void(std::size_t phase)>& before_phase);

 private:
  // One thread's share of one phase: the next chunk to take, and in the upper half the number of
  // the run, so that a thread which comes late from an earlier run takes nothing from this one.
  struct alignas(64) Share {
    std::atomic<std::uint64_t> next{0};
  };
  struct alignas(64) Done {
    std::atomic<std::uint32_t> num_chunks{0};
  };

  void serve(std::size_t worker);
  void work(std::uint32_t run, std::size_t worker,
            const std::function<void(std::size_t)>* before_phase);
  std::uint32_t work_on(std::size_t phase, std::uint32_t run, std::size_t worker, Job& job);
  bool take_chunk(Share& share, std::uint32_t run, std::uint32_t end, std::uint32_t& chunk);
  Share& share(std::size_t phase, std::size_t worker) {
    return shares_[phase * num_threads() + worker];
  }
  // Where the share of a worker begins, in a phase of `count` chunks.
  std::uint32_t first_chunk(std::uint32_t count, std::size_t worker) const {
    return static_cast<std::uint32_t>(static_cast<std::size_t>(count) * worker / num_workers_);
  }
  template <class Condition>
  void wait_until(Condition condition);
  void wake_sleepers();
  void stop();

  std::size_t num_workers_;
  std::unique_ptr<Share[]> shares_;  // of each phase, one for each worker
  std::unique_ptr<Done[]> done_;     // of each phase
  std::unique_ptr<std::atomic<std::uint32_t>[]> num_chunks_;
  std::atomic<std::size_t> num_phases_{0};
  std::atomic<Job*> job_{nullptr};
  std::atomic<std::uint32_t> run_{0};
  std::atomic<std::uint32_t> event_{0};  // changes when sleepers have something to look at
  std::atomic<std::uint32_t> num_sleeping_{0};
  std::atomic<bool> is_stopping_{false};
  std::mutex mutex_;
  std::vector<std::thread> threads_;
};

}  // namespace llamita
