// What a fuzzer's bytes decide, and what is expected of the answer.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace llamita::fuzz {

// The fuzzer's bytes, one after the other; behind the last one, random ones that they seed. So a
// short input fills large arrays, and stays a short one to mutate.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : left_(data, size) {
    std::seed_seq seed(data, data + size);
    random_.seed(seed);
  }

  std::uint8_t byte() {
    if (left_.empty()) {
      return static_cast<std::uint8_t>(random_() & 0xFF);
    }
    const std::uint8_t first = left_.front();
    left_ = left_.subspan(1);
    return first;
  }

  // In [least, most]; there are at most 2^16 to choose from.
  std::size_t number(std::size_t least, std::size_t most) {
    const std::size_t count = most - least + 1;
    const std::size_t low = byte();
    return least + (count <= 256 ? low : low << 8 | byte()) % count;
  }

  bool one_in(std::size_t count) { return number(1, count) == 1; }

  template <class T>
  const T& one_of(std::span<const T> choices) {
    return choices[number(0, choices.size() - 1)];
  }

  std::vector<std::byte> bytes(std::size_t count) {
    std::vector<std::byte> bytes(count);
    std::ranges::generate(bytes, [&] { return static_cast<std::byte>(byte()); });
    return bytes;
  }

  // Any bits at all, or numbers in [-spread, spread].
  std::vector<float> floats(std::size_t count, float spread = 2.0f) {
    std::vector<float> floats(count);
    if (one_in(4)) {
      const auto any = bytes(count * sizeof(float));
      std::ranges::copy(any, std::as_writable_bytes(std::span(floats)).begin());
      return floats;
    }
    std::ranges::generate(floats, [&] {
      return spread * (static_cast<float>(number(0, 65'534)) / 32'767.0f - 1.0f);
    });
    return floats;
  }

 private:
  std::span<const std::uint8_t> left_;
  std::minstd_rand random_;
};

// Ends the process, which is what a fuzzer takes as a finding.
inline void expect(bool is_true, const std::string& what) {
  if (!is_true) {
    std::fprintf(stderr, "not as expected: %s\n", what.c_str());
    std::abort();
  }
}

// To the bit; two numbers that are none count as the same.
inline bool same(std::span<const float> left, std::span<const float> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) ||
           (std::isnan(a) && std::isnan(b));
  });
}

}  // namespace llamita::fuzz
