#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "llamita/machine.h"

namespace llamita {
namespace {

using Clock = std::chrono::steady_clock;
using Word = std::uint64_t;

constexpr int kMaxThreads = 1024;
constexpr int kMaxSeconds = 60;
constexpr std::size_t kMinPartBytes = 4096;  // less per thread measures the clock, not the memory
constexpr std::size_t kWordsPerLine = 8;     // a cache line; as many sums hide the adder's latency
constexpr Word kFill = 1;                    // so that the right sum is known

// Holds every thread until all have touched their memory; the threads sleep, none spins.
class StartLine {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    ++num_waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }

  void open_at(int num_waiting) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return num_waiting_ >= num_waiting; });
    is_open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int num_waiting_ = 0;
  bool is_open_ = false;
};

// Opens the line also when starting a thread throws: those already started must not wait for ever.
class OpensAtLast {
 public:
  explicit OpensAtLast(StartLine& line) : line_(line) {}
  ~OpensAtLast() { line_.open_at(0); }
  OpensAtLast(const OpensAtLast&) = delete;
  OpensAtLast& operator=(const OpensAtLast&) = delete;

 private:
  StartLine& line_;
};

Word sum_of(std::span<const Word> words) {
  std::array<Word, kWordsPerLine> sums{};
  for (std::size_t i = 0; i < words.size(); i += kWordsPerLine) {
    for (std::size_t j = 0; j < kWordsPerLine; ++j) {
      sums[j] += words[i + j];
    }
  }
  Word total = 0;
  for (const Word sum : sums) {
    total += sum;
  }
  return total;
}

// The bytes per second of one thread. Writing first, from here, places the pages near this core.
double read_part(std::span<Word> words, double min_seconds, StartLine& line) {
  for (Word& word : words) {
    word = kFill;
  }
  line.wait();
  const Clock::time_point start = Clock::now();
  std::chrono::duration<double> elapsed{};
  Word sum = 0;
  std::uint64_t num_passes = 0;
  do {
    sum += sum_of(words);
    ++num_passes;
    elapsed = Clock::now() - start;
  } while (elapsed.count() < min_seconds);
  // Looking at the sum is what keeps the compiler from dropping the reads.
  if (sum != num_passes * words.size() * kFill) {
    throw std::runtime_error("the bandwidth probe read other bytes than it wrote");
  }
  return static_cast<double>(num_passes * words.size_bytes()) / elapsed.count();
}

void validate(int num_threads, std::size_t size_bytes, double min_seconds) {
  if (num_threads < 1 || num_threads > kMaxThreads) {
    throw std::invalid_argument("num_threads must be in [1, " + std::to_string(kMaxThreads) +
                                "], got " + std::to_string(num_threads));
  }
  const std::size_t min_bytes = static_cast<std::size_t>(num_threads) * kMinPartBytes;
  if (size_bytes < min_bytes) {
    throw std::invalid_argument("size_bytes must be at least " + std::to_string(min_bytes) + " (" +
                                std::to_string(kMinPartBytes) + " per thread), got " +
                                std::to_string(size_bytes));
  }
  if (!(min_seconds > 0 && min_seconds <= kMaxSeconds)) {
    throw std::invalid_argument("min_seconds must be in (0, " + std::to_string(kMaxSeconds) +
                                "], got " + std::to_string(min_seconds));
  }
}

}  // namespace

double measure_read_bandwidth(int num_threads, std::size_t size_bytes, double min_seconds) {
  validate(num_threads, size_bytes, min_seconds);
  const std::size_t num_parts = static_cast<std::size_t>(num_threads);
  const std::size_t num_lines = size_bytes / num_parts / (kWordsPerLine * sizeof(Word));
  const std::size_t part_words = num_lines * kWordsPerLine;
  const auto words = std::make_unique_for_overwrite<Word[]>(num_parts * part_words);

  StartLine line;
  std::vector<std::future<double>> rates;
  {
    const OpensAtLast at_last(line);
    for (std::size_t i = 0; i < num_parts; ++i) {
      const std::span part(words.get() + i * part_words, part_words);
      rates.push_back(std::async(std::launch::async, read_part, part, min_seconds, std::ref(line)));
    }
    line.open_at(num_threads);
  }
  double total_bytes_per_s = 0;
  for (std::future<double>& rate : rates) {
    total_bytes_per_s += rate.get();
  }
  return total_bytes_per_s;
}

}  // namespace llamita
