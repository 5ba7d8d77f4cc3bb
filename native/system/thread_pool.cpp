#include "thread_pool.h"

#include <chrono>
#include <stdexcept>
#include <string>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace llamita {
namespace {

constexpr std::size_t kMaxThreads = 1024;

// How long to spin before sleeping: a little longer than the gap between two phases, or than what
// drawing a token takes; waking a thread costs as much.
constexpr std::chrono::microseconds kSpin{40};
constexpr int kPausesBetweenLooks = 16;

void pause() {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__) && !defined(_MSC_VER)
  __asm__ volatile("yield");
#endif
}

}  // namespace

ThreadPool::ThreadPool(std::size_t num_threads) {
  if (num_threads < 1 || num_threads > kMaxThreads) {
    throw std::invalid_argument("num_threads must be in [1, " + std::to_string(kMaxThreads) +
                                "], got " + std::to_string(num_threads));
  }
  num_workers_ = num_threads;
  shares_ = std::make_unique<Share[]>(kMaxPhases * num_threads);
  done_ = std::make_unique<Done[]>(kMaxPhases);
  num_chunks_ = std::make_unique<std::atomic<std::uint32_t>[]>(kMaxPhases);
  try {
    for (std::size_t worker = 1; worker < num_threads; ++worker) {
      threads_.emplace_back([this, worker] { serve(worker); });
    }
  } catch (...) {
    stop();
    throw;
  }
}

ThreadPool::~ThreadPool() {
  stop();
}

void ThreadPool::stop() {
  is_stopping_.store(true);
  event_.fetch_add(1);
  event_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

void ThreadPool::run(Job& job, std::span<const std::uint32_t> num_chunks,
                     const std::function<void(std::size_t)>& before_phase) {
  if (num_chunks.size() > kMaxPhases) {
    throw std::invalid_argument("a run has at most " + std::to_string(kMaxPhases) +
                                " phases, got " + std::to_string(num_chunks.size()));
  }
  const std::lock_guard lock(mutex_);
  const std::uint32_t run = run_.load(std::memory_order_relaxed) + 1;
  for (std::size_t phase = 0; phase < num_chunks.size(); ++phase) {
    for (std::size_t worker = 0; worker < num_workers_; ++worker) {
      const std::uint64_t first = first_chunk(num_chunks[phase], worker);
      share(phase, worker)
          .next.store(static_cast<std::uint64_t>(run) << 32 | first, std::memory_order_relaxed);
    }
    // Behind the shares: a thread late from an earlier run that sees the new number of chunks, and
    // thinks that there is more to take, sees that the shares are not of its run.
    num_chunks_[phase].store(num_chunks[phase], std::memory_order_release);
    done_[phase].num_chunks.store(0, std::memory_order_relaxed);
  }
  num_phases_.store(num_chunks.size(), std::memory_order_relaxed);
  job_.store(&job, std::memory_order_relaxed);
  run_.store(run);
  wake_sleepers();
  work(run, 0, &before_phase);
}

void ThreadPool::serve(std::size_t worker) {
  std::uint32_t served = 0;
  for (;;) {
    wait_until([&] { return run_.load() != served || is_stopping_.load(); });
    if (is_stopping_.load()) {
      return;
    }
    served = run_.load();
    work(served, worker, nullptr);
  }
}

void ThreadPool::work(std::uint32_t run, std::size_t worker,
                      const std::function<void(std::size_t)>* before_phase) {
  const std::size_t num_phases = num_phases_.load(std::memory_order_relaxed);
  Job* const job = job_.load(std::memory_order_relaxed);
  for (std::size_t phase = 0; phase < num_phases; ++phase) {
    if (before_phase != nullptr) {
      (*before_phase)(phase);
    }
    const std::uint32_t count = num_chunks_[phase].load(std::memory_order_relaxed);
    std::atomic<std::uint32_t>& done = done_[phase].num_chunks;
    const std::uint32_t num_worked_on = work_on(phase, run, worker, *job);
    if (num_worked_on > 0 && done.fetch_add(num_worked_on) + num_worked_on == count) {
      wake_sleepers();
    }
    const auto is_over = [&] { return run_.load() != run; };
    wait_until([&] { return done.load() >= count || is_over() || is_stopping_.load(); });
    if (is_over()) {
      return;  // the others have finished this run and begun another
    }
  }
}

// Its own share first, then what is left of the others'. Returns how many chunks it did.
std::uint32_t ThreadPool::work_on(std::size_t phase, std::uint32_t run, std::size_t worker,
                                  Job& job) {
  const std::uint32_t count = num_chunks_[phase].load(std::memory_order_acquire);
  std::uint32_t num_worked_on = 0;
  for (std::size_t i = 0; i < num_workers_; ++i) {
    const std::size_t owner = (worker + i) % num_workers_;
    std::uint32_t chunk = 0;
    while (take_chunk(share(phase, owner), run, first_chunk(count, owner + 1), chunk)) {
      job.run_chunk(phase, chunk, worker);
      ++num_worked_on;
    }
  }
  return num_worked_on;
}

// A run that is over cannot be taken from: its number no longer stands in `next`. While a chunk is
// taken and not done its run cannot be over, so what the job points to is alive.
bool ThreadPool::take_chunk(Share& share, std::uint32_t run, std::uint32_t end,
                            std::uint32_t& chunk) {
  std::uint64_t next = share.next.load(std::memory_order_acquire);
  for (;;) {
    if (next >> 32 != run || static_cast<std::uint32_t>(next) >= end) {
      return false;
    }
    if (share.next.compare_exchange_weak(next, next + 1, std::memory_order_acq_rel)) {
      chunk = static_cast<std::uint32_t>(next);
      return true;
    }
  }
}

template <class Condition>
void ThreadPool::wait_until(Condition condition) {
  if (condition()) {
    return;
  }
  const auto deadline = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < kPausesBetweenLooks; ++i) {
      if (condition()) {
        return;
      }
      pause();
    }
  } while (std::chrono::steady_clock::now() < deadline);
  // A sleeper says so before it looks for the last time; who makes a condition true looks for
  // sleepers afterwards. Both in one order of all (seq_cst), so one of them sees the other.
  num_sleeping_.fetch_add(1);
  for (;;) {
    const std::uint32_t event = event_.load();
    if (condition()) {
      break;
    }
    event_.wait(event);
  }
  num_sleeping_.fetch_sub(1);
}

void ThreadPool::wake_sleepers() {
  if (num_sleeping_.load() > 0) {
    event_.fetch_add(1);
    event_.notify_all();
  }
}

}  // namespace llamita
