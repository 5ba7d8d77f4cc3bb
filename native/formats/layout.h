// How a matrix lies in memory for the kernels: in tiles of 16 rows, whose numbers stand side by
// side.
//
// A tile holds 16 whole rows. Quantized rows go by blocks of 32 values; within a block the vector
// units are fed 64 bytes at a time, 4 values of each of the 16 rows:
//
//   group g of a block = its values 4g .. 4g+3, so a block has 8 groups
//   lane r = the 4 bytes 4r .. 4r+3 of 64 = row r; byte b of a lane = value 4g + b
//
// The bits of a value may be split over a low and a high plane:
//
//   low, 8 bits   8 x 64 bytes: vector g holds group g, offset by 128
//   low, 4 bits   4 x 64 bytes: vector j holds group j in the low half of each byte, j + 4 in the
//   high 2 bits        2 x 64 bytes: vector j holds the groups 4j .. 4j+3, from the lowest bits
//   upward 1 bit         1 x 64 bytes: bit g of each byte belongs to group g
//
// Scales stand before the planes they scale, one number for each of the 16 rows.
// Letters: q a quantized number, d a scale, m a minimum.
#pragma once

#include <cstddef>

#include "llamita/format.h"

namespace llamita {

inline constexpr std::size_t kTileRows = 16;
inline constexpr std::size_t kBlockValues = 32;
inline constexpr std::size_t kSuperValues = 256;
inline constexpr std::size_t kSuperBlocks = kSuperValues / kBlockValues;
inline constexpr std::size_t kVectorBytes = 64;  // 16 rows x 4 bytes

enum class Scales {
  kHalf,                // f16 d for each group of values: d (q - offset)
  kHalfAndMin,          // f16 d, f16 m: d q + m
  kSuper,               // for 256 values f16 d, for each group i8 s: d s (q - offset)
  kSuperAndMin,         // for 256 values f16 d and m, for each group u8 s and t: d s q - m t
  kSuperAndMinNibbles,  // the same, s and t 4 bits each, in one byte
};

struct Layout {
  int low_bits;
  int high_bits;
  std::size_t group_values;  // how many values share a scale: 16 or 32
  Scales scales;
  int offset_log2;  // the offset of q is 1 << offset_log2; -1 where there is none

  constexpr bool has_super() const {
    return scales != Scales::kHalf && scales != Scales::kHalfAndMin;
  }
  constexpr bool has_min() const { return scales != Scales::kHalf && scales != Scales::kSuper; }
  constexpr std::size_t scale_groups() const { return kBlockValues / group_values; }
  // Once for 256 values.
  constexpr std::size_t super_bytes() const {
    return !has_super() ? 0 : (has_min() ? 2 : 1) * 2 * kTileRows;
  }
  // Of each block: scales, then the low plane, then the high one.
  constexpr std::size_t scale_bytes() const {
    switch (scales) {
      case Scales::kHalf:
        return scale_groups() * 2 * kTileRows;
      case Scales::kHalfAndMin:
        return scale_groups() * 4 * kTileRows;
      case Scales::kSuperAndMin:
        return scale_groups() * 2 * kTileRows;
      default:
        return scale_groups() * kTileRows;
    }
  }
  constexpr std::size_t low_bytes() const {
    return static_cast<std::size_t>(low_bits) * kVectorBytes;
  }
  constexpr std::size_t high_bytes() const {
    return static_cast<std::size_t>(high_bits) * kVectorBytes;
  }
  constexpr std::size_t block_bytes() const { return scale_bytes() + low_bytes() + high_bytes(); }
  constexpr std::size_t tile_bytes(std::size_t num_values) const {
    return num_values / kBlockValues * block_bytes() + num_values / kSuperValues * super_bytes();
  }
};

// Of quantized formats only.
constexpr Layout layout_of(Format format) {
  switch (format) {
    case Format::kQ4_0:
      return {4, 0, 32, Scales::kHalf, 3};
    case Format::kQ4_1:
      return {4, 0, 32, Scales::kHalfAndMin, -1};
    case Format::kQ5_0:
      return {4, 1, 32, Scales::kHalf, 4};
    case Format::kQ5_1:
      return {4, 1, 32, Scales::kHalfAndMin, -1};
    case Format::kQ2_K:
      return {2, 0, 16, Scales::kSuperAndMinNibbles, -1};
    case Format::kQ3_K:
      return {2, 1, 16, Scales::kSuper, 2};
    case Format::kQ4_K:
      return {4, 0, 32, Scales::kSuperAndMin, -1};
    case Format::kQ5_K:
      return {4, 1, 32, Scales::kSuperAndMin, -1};
    case Format::kQ6_K:
      return {4, 2, 16, Scales::kSuper, 5};
    default:
      return {8, 0, 32, Scales::kHalf, 7};  // Q8_0
  }
}

// Of floats: value k of the 16 rows, then value k + 1, each in its own format.
std::size_t tile_bytes(Format format, std::size_t num_values);

}  // namespace llamita
