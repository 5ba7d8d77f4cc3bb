#include "pack.h"

#include <array>
#include <cstring>

#include "half.h"
#include "layout.h"
#include "quants.h"

namespace llamita {
namespace {

using Word = std::uint32_t;
constexpr std::size_t kGroups = kBlockValues / 4;  // words of 4 values in a block

Word word_at(const std::uint8_t* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

// Where the numbers of one row stand within the 16 of its tile.
struct Lane {
  std::byte* tile;
  std::size_t row;

  void put_byte(std::size_t place, std::uint8_t value) const {
    tile[place + row] = static_cast<std::byte>(value);
  }
  void put_half(std::size_t place, std::uint16_t half) const {
    std::memcpy(tile + place + 2 * row, &half, sizeof(half));
  }
  void put_word(std::size_t place, Word word) const {
    std::memcpy(tile + place + 4 * row, &word, sizeof(word));
  }
};

// The planes of 32 values; `bits` of them in the plane that begins at `place`, from bit `first` on.
void put_plane(const Lane& lane, std::size_t place, const std::uint8_t* q, int first, int bits) {
  std::array<Word, kGroups> group;
  const Word mask = 0x01010101u * ((1u << bits) - 1u);
  for (std::size_t g = 0; g < kGroups; ++g) {
    group[g] = (word_at(q + 4 * g) >> first) & mask;
  }
  if (bits == 8) {
    for (std::size_t g = 0; g < kGroups; ++g) {
      lane.put_word(place + g * kVectorBytes, group[g]);
    }
  } else if (bits == 4) {
    for (std::size_t j = 0; j < 4; ++j) {
      lane.put_word(place + j * kVectorBytes, group[j] | (group[j + 4] << 4));
    }
  } else {
    const std::size_t per_vector = 8 / static_cast<std::size_t>(bits);
    for (std::size_t j = 0; j < kGroups / per_vector; ++j) {
      Word word = 0;
      for (std::size_t i = 0; i < per_vector; ++i) {
        word |= group[j * per_vector + i] << (i * static_cast<std::size_t>(bits));
      }
      lane.put_word(place + j * kVectorBytes, word);
    }
  }
}

// The scales and minima of one block's groups, from number `first_group` of GGUF's block on.
void put_scales(const Layout& layout, const Lane& lane, std::size_t place, const Quants& quants,
                std::size_t first_group) {
  if (layout.scales == Scales::kHalf || layout.scales == Scales::kHalfAndMin) {
    lane.put_half(place, quants.half_scale);
    if (layout.has_min()) {
      lane.put_half(place + 2 * kTileRows, quants.half_min);
    }
    return;
  }
  const std::size_t groups = layout.scale_groups();
  for (std::size_t i = 0; i < groups; ++i) {
    const std::uint8_t scale = quants.scale[first_group + i];
    const std::uint8_t min = quants.min[first_group + i];
    if (layout.scales == Scales::kSuperAndMinNibbles) {
      lane.put_byte(place + i * kTileRows, static_cast<std::uint8_t>(scale | (min << 4)));
    } else {
      lane.put_byte(place + i * kTileRows, scale);
      if (layout.has_min()) {
        lane.put_byte(place + (groups + i) * kTileRows, min);
      }
    }
  }
}

void pack_quantized_row(Format format, const std::byte* row, std::size_t num_values,
                        const Lane& lane) {
  const Layout layout = layout_of(format);
  const FormatInfo& info = format_info(format);
  const std::size_t blocks_each = info.block_values / kBlockValues;
  std::size_t place = 0;
  Quants quants{};
  for (std::size_t i = 0; i < num_values / info.block_values; ++i) {
    take_apart(format, row + i * info.block_bytes, quants);
    if (layout.has_super()) {
      lane.put_half(place, quants.half_scale);
      if (layout.has_min()) {
        lane.put_half(place + 2 * kTileRows, quants.half_min);
      }
      place += layout.super_bytes();
    }
    for (std::size_t j = 0; j < blocks_each; ++j) {
      const std::uint8_t* q = quants.q.data() + j * kBlockValues;
      put_scales(layout, lane, place, quants, j * layout.scale_groups());
      place += layout.scale_bytes();
      put_plane(lane, place, q, 0, layout.low_bits);
      place += layout.low_bytes();
      if (layout.high_bits > 0) {
        put_plane(lane, place, q, layout.low_bits, layout.high_bits);
        place += layout.high_bytes();
      }
    }
  }
}

void pack_floats(std::size_t value_bytes, std::span<const std::byte> rows, std::size_t num_rows,
                 std::size_t num_values, std::span<std::byte> tile) {
  for (std::size_t r = 0; r < num_rows; ++r) {
    const std::byte* row = rows.data() + r * num_values * value_bytes;
    for (std::size_t k = 0; k < num_values; ++k) {
      std::memcpy(tile.data() + (k * kTileRows + r) * value_bytes, row + k * value_bytes,
                  value_bytes);
    }
  }
}

// Reads back what Lane wrote.
struct LaneView {
  const std::byte* tile;
  std::size_t row;

  std::uint8_t byte_at(std::size_t place) const {
    return std::to_integer<std::uint8_t>(tile[place + row]);
  }
  std::uint16_t half_at(std::size_t place) const {
    std::uint16_t half;
    std::memcpy(&half, tile + place + 2 * row, sizeof(half));
    return half;
  }
  // Bits of value k of a block, from a plane of `bits` bits a value.
  int plane_at(std::size_t place, std::size_t k, int bits) const {
    const std::size_t group = k / 4;
    const std::size_t width = static_cast<std::size_t>(bits);
    // Groups j and j + 4 share a byte of 4-bit numbers; of narrower ones, neighbors do.
    const std::size_t vector = bits == 8 ? group : bits == 4 ? group % 4 : group * width / 8;
    const std::size_t shift = bits == 8 ? 0 : bits == 4 ? group / 4 * 4 : group * width % 8;
    const int byte = std::to_integer<int>(tile[place + vector * kVectorBytes + 4 * row + k % 4]);
    return byte >> shift & ((1 << bits) - 1);
  }
};

struct ScaleAndMin {
  float scale;
  float min;  // to be added
};

ScaleAndMin scales_at(const Layout& layout, const LaneView& lane, std::size_t super,
                      std::size_t place, std::size_t group) {
  if (!layout.has_super()) {
    return {float_from_half(lane.half_at(place)),
            layout.has_min() ? float_from_half(lane.half_at(place + 2 * kTileRows)) : 0.0f};
  }
  const float scale = float_from_half(lane.half_at(super));
  const std::uint8_t byte = lane.byte_at(place + group * kTileRows);
  if (!layout.has_min()) {
    return {scale * static_cast<float>(static_cast<std::int8_t>(byte)), 0.0f};
  }
  const float min = float_from_half(lane.half_at(super + 2 * kTileRows));
  if (layout.scales == Scales::kSuperAndMinNibbles) {
    return {scale * static_cast<float>(byte & 0x0F), -(min * static_cast<float>(byte >> 4))};
  }
  const std::uint8_t min_byte = lane.byte_at(place + (layout.scale_groups() + group) * kTileRows);
  return {scale * static_cast<float>(byte), -(min * static_cast<float>(min_byte))};
}

void unpack_quantized_row(const Layout& layout, const LaneView& lane, std::span<float> values) {
  std::size_t place = 0;
  std::size_t super = 0;
  const int offset = layout.offset_log2 < 0 ? 0 : 1 << layout.offset_log2;
  for (std::size_t block = 0; block < values.size() / kBlockValues; ++block) {
    if (layout.has_super() && block % kSuperBlocks == 0) {
      super = place;
      place += layout.super_bytes();
    }
    const std::size_t low = place + layout.scale_bytes();
    const std::size_t high = low + layout.low_bytes();
    for (std::size_t k = 0; k < kBlockValues; ++k) {
      const ScaleAndMin found = scales_at(layout, lane, super, place, k / layout.group_values);
      int q = lane.plane_at(low, k, layout.low_bits);
      if (layout.high_bits > 0) {
        q |= lane.plane_at(high, k, layout.high_bits) << layout.low_bits;
      }
      const float scaled = found.scale * static_cast<float>(q - offset);
      values[block * kBlockValues + k] = layout.has_min() ? scaled + found.min : scaled;
    }
    place += layout.block_bytes();
  }
}

}  // namespace

void pack_tile(Format format, std::span<const std::byte> rows, std::size_t num_rows,
               std::size_t num_values, std::span<std::byte> tile) {
  if (num_rows < kTileRows) {
    std::memset(tile.data(), 0, tile.size());
  }
  const FormatInfo& info = format_info(format);
  if (is_float(format)) {
    return pack_floats(info.block_bytes, rows, num_rows, num_values, tile);
  }
  const std::size_t row_bytes = num_values / info.block_values * info.block_bytes;
  for (std::size_t r = 0; r < num_rows; ++r) {
    pack_quantized_row(format, rows.data() + r * row_bytes, num_values, {tile.data(), r});
  }
}

void unpack_row(Format format, std::span<const std::byte> tile, std::size_t row,
                std::span<float> values) {
  if (!is_float(format)) {
    return unpack_quantized_row(layout_of(format), {tile.data(), row}, values);
  }
  const std::size_t value_bytes = format_info(format).block_bytes;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const std::byte* place = tile.data() + (k * kTileRows + row) * value_bytes;
    if (format == Format::kF32) {
      std::memcpy(&values[k], place, sizeof(float));
      continue;
    }
    std::uint16_t bits;
    std::memcpy(&bits, place, sizeof(bits));
    values[k] = format == Format::kF16 ? float_from_half(bits) : float_from_brain(bits);
  }
}

}  // namespace llamita
