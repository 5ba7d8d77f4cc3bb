// What the probes of this machine share: limits on what is asked, and threads that start together.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>

#include "llamita/machine.h"

namespace llamita {

// Holds every thread until all are ready; the threads sleep, none spins.
class StartLine {
 public:
  void wait();
  void open_at(int num_waiting);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int num_waiting_ = 0;
  bool is_open_ = false;
};

// Runs `rate_of(thread, line)` on every thread and adds up what they return. Each prepares, waits
// at the line, and measures for itself. What one of them throws is thrown here.
double sum_of_rates(int num_threads, const std::function<double(int, StartLine&)>& rate_of);

// Repeats `pass` until `min_seconds` are over; passes per second.
template <typename Pass>
double passes_per_second(double min_seconds, const Pass& pass) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::chrono::duration<double> elapsed{};
  double num_passes = 0;
  do {
    pass();
    ++num_passes;
    elapsed = Clock::now() - start;
  } while (elapsed.count() < min_seconds);
  return num_passes / elapsed.count();
}

// Throws std::invalid_argument, which names the value that is out of range.
void validate_probe(int num_threads, double min_seconds);

bool is_usable(const Machine& machine, std::string_view feature);

}  // namespace llamita
