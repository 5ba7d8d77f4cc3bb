// How numbers are packed into bytes: the block formats of GGUF, by their numbers there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace llamita {

enum class Format : std::uint8_t {
  kF32 = 0,
  kF16 = 1,
  kQ4_0 = 2,
  kQ4_1 = 3,
  kQ5_0 = 6,
  kQ5_1 = 7,
  kQ8_0 = 8,
  kQ2_K = 10,
  kQ3_K = 11,
  kQ4_K = 12,
  kQ5_K = 13,
  kQ6_K = 14,
  kBF16 = 30,
};

struct FormatInfo {
  Format format;
  std::string_view name;
  std::size_t block_values;  // how many numbers one block stands for; blocks do not cross rows
  std::size_t block_bytes;
};

// Every format there is here, in the order of their numbers.
std::span<const FormatInfo> all_formats();

// Throws std::invalid_argument where GGUF's number is none of them.
const FormatInfo& format_info(int gguf_type);
const FormatInfo& format_info(Format format);

// Whether its numbers are floats, multiplied by floats; the others are small integers with scales.
constexpr bool is_float(Format format) {
  return format == Format::kF32 || format == Format::kF16 || format == Format::kBF16;
}

}  // namespace llamita
