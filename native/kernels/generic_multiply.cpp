// The meaning of products: plain loops, one number after the other.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include "../formats/half.h"
#include "../formats/pack.h"
#include "kernels.h"
#include "tables.h"

namespace llamita {
namespace {

// What a tile says about one row of one block: integers and the scales of their groups.
struct RowBlock {
  std::array<int, kBlockValues> q;
  std::array<float, 2> scale;
  std::array<float, 2> min;
};

class TileReader {
 public:
  TileReader(Format format, const std::byte* tile) : layout_(layout_of(format)), next_(tile) {}

  void begin_block(std::size_t index) {
    if (layout_.has_super() && index % kSuperBlocks == 0) {
      super_ = next_;
      next_ += layout_.super_bytes();
    }
    block_ = next_;
    next_ += layout_.block_bytes();
  }

  RowBlock row(std::size_t r) const {
    RowBlock result{};
    for (std::size_t k = 0; k < kBlockValues; ++k) {
      const std::byte* low = block_ + layout_.scale_bytes();
      result.q[k] = bits(low, r, k, layout_.low_bits);
      if (layout_.high_bits > 0) {
        result.q[k] |= bits(low + layout_.low_bytes(), r, k, layout_.high_bits) << layout_.low_bits;
      }
    }
    for (std::size_t group = 0; group < layout_.scale_groups(); ++group) {
      read_scales(r, group, result);
    }
    return result;
  }

 private:
  static int bits(const std::byte* plane, std::size_t r, std::size_t k, int width) {
    const std::size_t group = k / 4;
    const std::size_t lane = 4 * r + k % 4;
    const auto at = [&](std::size_t vector, std::size_t shift) {
      const int byte = std::to_integer<int>(plane[vector * kVectorBytes + lane]);
      return byte >> shift & ((1 << width) - 1);
    };
    switch (width) {
      case 8:
        return at(group, 0);
      case 4:
        return at(group % 4, group / 4 * 4);
      case 2:
        return at(group / 4, group % 4 * 2);
      default:
        return at(0, group);
    }
  }

  static float half(const std::byte* place, std::size_t r) {
    std::uint16_t bits;
    std::memcpy(&bits, place + 2 * r, sizeof(bits));
    return float_from_half(bits);
  }

  void read_scales(std::size_t r, std::size_t group, RowBlock& result) const {
    if (!layout_.has_super()) {
      result.scale[group] = half(block_, r);
      result.min[group] = layout_.has_min() ? half(block_ + 2 * kTileRows, r) : 0.0f;
      return;
    }
    const int byte = std::to_integer<int>(block_[group * kTileRows + r]);
    const float scale = half(super_, r);
    if (!layout_.has_min()) {
      result.scale[group] = scale * static_cast<float>(static_cast<std::int8_t>(byte));
      return;
    }
    const bool nibbles = layout_.scales == Scales::kSuperAndMinNibbles;
    const int min_byte =
        nibbles ? byte >> 4
                : std::to_integer<int>(block_[(layout_.scale_groups() + group) * kTileRows + r]);
    result.scale[group] = scale * static_cast<float>(nibbles ? byte & 15 : byte);
    result.min[group] = -(half(super_ + 2 * kTileRows, r) * static_cast<float>(min_byte));
  }

  Layout layout_;
  const std::byte* next_;
  const std::byte* super_ = nullptr;
  const std::byte* block_ = nullptr;
};

// acc = fma(integer sum, scale * x scale, acc), then with a minimum acc = fma(min, x sum, acc):
// group after group, block after block.
template <Format kFormat>
void multiply_quantized(const std::byte* tile, std::size_t num_values, const Columns& x,
                        float* out) {
  constexpr Layout layout = layout_of(kFormat);
  constexpr int offset = layout.offset_log2 < 0 ? 0 : 1 << layout.offset_log2;
  constexpr bool halves = layout.group_values == 16;
  std::fill_n(out, x.count * kTileRows, 0.0f);
  TileReader reader(kFormat, tile);
  for (std::size_t b = 0; b < num_values / kBlockValues; ++b) {
    reader.begin_block(b);
    for (std::size_t r = 0; r < kTileRows; ++r) {
      const RowBlock w = reader.row(r);
      for (std::size_t c = 0; c < x.count; ++c) {
        const ActivationBlock& a = x.blocks[b * x.block_stride + c];
        float& acc = out[c * kTileRows + r];
        for (std::size_t group = 0; group < layout.scale_groups(); ++group) {
          std::int32_t sum = 0;
          for (std::size_t k = group * layout.group_values; k < (group + 1) * layout.group_values;
               ++k) {
            sum += (w.q[k] - offset) * a.q[k];
          }
          acc = std::fma(static_cast<float>(sum), w.scale[group] * a.scale, acc);
          if (layout.has_min()) {
            acc = std::fma(w.min[group], halves ? a.scaled_half_sum[group] : a.scaled_sum, acc);
          }
        }
      }
    }
  }
}

// Four sums, of the values k with the same k mod 4; then (0 + 1) + (2 + 3).
template <Format kFormat>
void multiply_floats(const std::byte* tile, std::size_t num_values, const Columns& x, float* out) {
  std::vector<float> row(num_values);
  const std::size_t size = tile_bytes(kFormat, num_values);
  for (std::size_t r = 0; r < kTileRows; ++r) {
    unpack_row(kFormat, {tile, size}, r, row);
    for (std::size_t c = 0; c < x.count; ++c) {
      std::array<float, 4> sums{};
      for (std::size_t k = 0; k < num_values; ++k) {
        sums[k % 4] = std::fma(row[k], x.floats[c * x.float_stride + k], sums[k % 4]);
      }
      out[c * kTileRows + r] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
  }
}

}  // namespace

void fill_generic_products(Kernels& table) {
  table.multiply[static_cast<int>(Format::kF32)] = multiply_floats<Format::kF32>;
  table.multiply[static_cast<int>(Format::kF16)] = multiply_floats<Format::kF16>;
  table.multiply[static_cast<int>(Format::kBF16)] = multiply_floats<Format::kBF16>;
  table.multiply[static_cast<int>(Format::kQ4_0)] = multiply_quantized<Format::kQ4_0>;
  table.multiply[static_cast<int>(Format::kQ4_1)] = multiply_quantized<Format::kQ4_1>;
  table.multiply[static_cast<int>(Format::kQ5_0)] = multiply_quantized<Format::kQ5_0>;
  table.multiply[static_cast<int>(Format::kQ5_1)] = multiply_quantized<Format::kQ5_1>;
  table.multiply[static_cast<int>(Format::kQ8_0)] = multiply_quantized<Format::kQ8_0>;
  table.multiply[static_cast<int>(Format::kQ2_K)] = multiply_quantized<Format::kQ2_K>;
  table.multiply[static_cast<int>(Format::kQ3_K)] = multiply_quantized<Format::kQ3_K>;
  table.multiply[static_cast<int>(Format::kQ4_K)] = multiply_quantized<Format::kQ4_K>;
  table.multiply[static_cast<int>(Format::kQ5_K)] = multiply_quantized<Format::kQ5_K>;
  table.multiply[static_cast<int>(Format::kQ6_K)] = multiply_quantized<Format::kQ6_K>;
}

}  // namespace llamita
