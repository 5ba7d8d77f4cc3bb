#include "probe.h"

#include <future>
#include <stdexcept>
#include <string>
#include <vector>

namespace llamita {
namespace {

constexpr int kMaxThreads = 1024;
constexpr int kMaxSeconds = 60;

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

}  // namespace

void StartLine::wait() {
  std::unique_lock lock(mutex_);
  ++num_waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return is_open_; });
}

void StartLine::open_at(int num_waiting) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return num_waiting_ >= num_waiting; });
  is_open_ = true;
  changed_.notify_all();
}

double sum_of_rates(int num_threads, const std::function<double(int, StartLine&)>& rate_of) {
  StartLine line;
  std::vector<std::future<double>> rates;
  {
    const OpensAtLast at_last(line);
    for (int thread = 0; thread < num_threads; ++thread) {
      rates.push_back(std::async(std::launch::async, rate_of, thread, std::ref(line)));
    }
    line.open_at(num_threads);
  }
  double sum = 0;
  for (std::future<double>& rate : rates) {
    sum += rate.get();
  }
  return sum;
}

void validate_probe(int num_threads, double min_seconds) {
  if (num_threads < 1 || num_threads > kMaxThreads) {
    throw std::invalid_argument("num_threads must be in [1, " + std::to_string(kMaxThreads) +
                                "], got " + std::to_string(num_threads));
  }
  if (!(min_seconds > 0 && min_seconds <= kMaxSeconds)) {
    throw std::invalid_argument("min_seconds must be in (0, " + std::to_string(kMaxSeconds) +
                                "], got " + std::to_string(min_seconds));
  }
}

bool is_usable(const Machine& machine, std::string_view feature) {
  for (const Feature& found : machine.features) {
    if (found.name == feature) {
      return found.is_usable;
    }
  }
  return false;
}

}  // namespace llamita
