// Checks that say what failed and go on; a test's exit status is whether any did.
#pragma once

#include <cstdio>
#include <string>

namespace llamita::tests {

inline int num_failed = 0;

inline void check(bool is_true, const char* condition, const char* file, int line,
                  const std::string& detail = {}) {
  if (!is_true) {
    ++num_failed;
    std::fprintf(stderr, "%s:%d: not true: %s %s\n", file, line, condition, detail.c_str());
  }
}

inline int exit_status() {
  std::fprintf(stderr, "%d checks failed\n", num_failed);
  return num_failed == 0 ? 0 : 1;
}

}  // namespace llamita::tests

// CHECK(condition) or CHECK(condition, std::string that says what was there).
#define CHECK(condition, ...) \
  ::llamita::tests::check((condition), #condition, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__)
