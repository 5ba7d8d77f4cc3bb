// Numbers that are the same in every run.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include "../formats/half.h"
#include "llamita/format.h"

namespace llamita::tests {

using Random = std::mt19937;

inline std::vector<float> random_floats(Random& random, std::size_t count, float spread = 1.0f) {
  std::normal_distribution<float> normal(0.0f, spread);
  std::vector<float> values(count);
  for (float& value : values) {
    value = normal(random);
  }
  return values;
}

inline void put_half(std::byte* place, float value) {
  const std::uint16_t half = half_from_float(value);
  place[0] = static_cast<std::byte>(half & 0xFF);
  place[1] = static_cast<std::byte>(half >> 8);
}

// Rows of random blocks: any integers, scales that are numbers.
inline std::vector<std::byte> random_rows(Random& random, Format format, std::size_t num_rows,
                                          std::size_t num_values) {
  const FormatInfo& info = format_info(format);
  const std::size_t num_blocks = num_rows * num_values / info.block_values;
  std::vector<std::byte> bytes(num_blocks * info.block_bytes);
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(random() & 0xFF);
  }
  std::normal_distribution<float> normal(0.0f, 0.02f);
  for (std::size_t i = 0; i < num_blocks; ++i) {
    std::byte* block = bytes.data() + i * info.block_bytes;
    switch (format) {
      case Format::kF32: {
        const float value = normal(random);
        std::memcpy(block, &value, sizeof(value));
        break;
      }
      case Format::kBF16: {
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(normal(random));
        block[0] = static_cast<std::byte>(bits >> 16 & 0xFF);
        block[1] = static_cast<std::byte>(bits >> 24);
        break;
      }
      case Format::kQ2_K:
        put_half(block + 80, normal(random));
        put_half(block + 82, normal(random));
        break;
      case Format::kQ3_K:
        put_half(block + 108, normal(random));
        break;
      case Format::kQ6_K:
        put_half(block + 208, normal(random));
        break;
      case Format::kQ4_1:
      case Format::kQ5_1:
      case Format::kQ4_K:
      case Format::kQ5_K:
        put_half(block + 2, normal(random));
        [[fallthrough]];
      default:
        put_half(block, normal(random));
    }
  }
  return bytes;
}

}  // namespace llamita::tests
