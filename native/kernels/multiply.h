// One tile times up to 8 tokens, for any instruction set S (see avx2.cpp for what S provides).
//
// P parts of the 16 rows (S::kLanes rows each) and C columns are worked on at once; every (row,
// column) has its own sum, so neither number changes a result. Everything here has internal
// linkage: files are compiled for different processors, and none may lend its code to another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "kernels.h"

namespace llamita {
namespace {

template <Format kFormat>
struct Packed {
  static constexpr Layout kLayout = layout_of(kFormat);
};

// The 4 values of group G of every row of a part, as bytes. `low` and `high` point to the block's
// planes.
template <class S, class W, std::size_t G>
typename S::Bytes group_values(const std::byte* low, const std::byte* high) {
  constexpr Layout L = W::kLayout;
  if constexpr (L.low_bits == 8) {
    return S::load_bytes(low + G * kVectorBytes);
  } else {
    typename S::Bytes values;
    if constexpr (L.low_bits == 4) {
      values = S::template bits<4, (G / 4) * 4, 0>(S::load_bytes(low + (G % 4) * kVectorBytes));
    } else {
      values = S::template bits<2, (G % 4) * 2, 0>(S::load_bytes(low + (G / 4) * kVectorBytes));
    }
    if constexpr (L.high_bits == 1) {
      values = S::combine(values, S::template bits<1, G, L.low_bits>(S::load_bytes(high)));
    } else if constexpr (L.high_bits == 2) {
      values = S::combine(values, S::template bits<2, (G % 4) * 2, L.low_bits>(
                                      S::load_bytes(high + (G / 4) * kVectorBytes)));
    }
    return values;
  }
}

template <class S, class W, std::size_t P, std::size_t C>
struct TileProduct {
  static constexpr Layout L = W::kLayout;
  using Floats = typename S::Floats;

  static constexpr std::size_t kPartFloats = S::kLanes;

  Floats acc[P][C];
  Floats super_scale[P];
  Floats super_min[P];

  void begin() {
    for (std::size_t p = 0; p < P; ++p) {
      for (std::size_t c = 0; c < C; ++c) {
        acc[p][c] = S::zero();
      }
    }
  }

  void begin_super(const std::byte* place, std::size_t first_row) {
    if constexpr (L.has_super()) {
      for (std::size_t p = 0; p < P; ++p) {
        const std::size_t row = first_row + p * kPartFloats;
        super_scale[p] = S::floats_from_halves(place + 2 * row);
        if constexpr (L.has_min()) {
          super_min[p] = S::floats_from_halves(place + 2 * kTileRows + 2 * row);
        }
      }
    }
  }

  // Scale and minimum of one group of values, of the rows of part p.
  Floats scale(const std::byte* block, std::size_t row, std::size_t p, std::size_t group) const {
    const std::byte* place = block + group * kTileRows + row;
    if constexpr (L.scales == Scales::kSuper) {
      return S::mul(super_scale[p], S::floats_from_int8(place));
    } else if constexpr (L.scales == Scales::kSuperAndMin) {
      return S::mul(super_scale[p], S::floats_from_uint8(place));
    } else if constexpr (L.scales == Scales::kSuperAndMinNibbles) {
      return S::mul(super_scale[p], S::floats_from_low_nibbles(place));
    } else {
      return S::floats_from_halves(block + 2 * row);
    }
  }

  Floats min(const std::byte* block, std::size_t row, std::size_t p, std::size_t group) const {
    if constexpr (L.scales == Scales::kSuperAndMin) {
      const std::byte* place = block + (L.scale_groups() + group) * kTileRows + row;
      return S::negative(S::mul(super_min[p], S::floats_from_uint8(place)));
    } else if constexpr (L.scales == Scales::kSuperAndMinNibbles) {
      const std::byte* place = block + group * kTileRows + row;
      return S::negative(S::mul(super_min[p], S::floats_from_high_nibbles(place)));
    } else {
      return S::floats_from_halves(block + 2 * kTileRows + 2 * row);
    }
  }

  template <std::size_t kGroup, std::size_t... G>
  void multiply_group(const std::byte* block, std::size_t first_row, const ActivationBlock* x,
                      std::index_sequence<G...>) {
    constexpr std::size_t kFirst = kGroup * L.group_values / 4;
    constexpr bool kHalves = L.group_values == 16;
    for (std::size_t p = 0; p < P; ++p) {
      const std::size_t row = first_row + p * kPartFloats;
      const std::byte* low = block + L.scale_bytes() + 4 * row;
      const std::byte* high = low + L.low_bytes();
      typename S::template Dot<W> dot[C];
      for (std::size_t c = 0; c < C; ++c) {
        dot[c].begin(kHalves ? &x[c].negative_half_sum[kGroup] : &x[c].negative_sum);
      }
      (add_products<G, kFirst>(dot, low, high, x), ...);
      const Floats weight_scale = scale(block, row, p, kGroup);
      for (std::size_t c = 0; c < C; ++c) {
        acc[p][c] = S::fma(dot[c].sums(), S::mul(weight_scale, S::set(&x[c].scale)), acc[p][c]);
      }
      if constexpr (L.has_min()) {
        const Floats weight_min = min(block, row, p, kGroup);
        for (std::size_t c = 0; c < C; ++c) {
          const float* sum = kHalves ? &x[c].scaled_half_sum[kGroup] : &x[c].scaled_sum;
          acc[p][c] = S::fma(weight_min, S::set(sum), acc[p][c]);
        }
      }
    }
  }

  template <std::size_t G, std::size_t kFirst>
  static void add_products(typename S::template Dot<W>* dot, const std::byte* low,
                           const std::byte* high, const ActivationBlock* x) {
    const typename S::Bytes w = group_values<S, W, kFirst + G>(low, high);
    for (std::size_t c = 0; c < C; ++c) {
      dot[c].template add<G>(w, x[c].q + 4 * (kFirst + G));
    }
  }

  void multiply_block(const std::byte* block, std::size_t first_row, const ActivationBlock* x) {
    constexpr auto kIndices = std::make_index_sequence<L.group_values / 4>{};
    multiply_group<0>(block, first_row, x, kIndices);
    if constexpr (L.scale_groups() == 2) {
      multiply_group<1>(block, first_row, x, kIndices);
    }
  }
};

// A tile is read once from memory where all parts are worked on together; this far ahead it is
// asked for. Measured: docs/log.md.
inline constexpr std::size_t kPrefetchBytes = 4096;

template <class S, class W, std::size_t P, std::size_t C>
void multiply_part(const std::byte* tile, std::size_t num_values, std::size_t first_row,
                   const ActivationBlock* x, std::size_t stride, float* out) {
  constexpr Layout L = W::kLayout;
  TileProduct<S, W, P, C> product;
  product.begin();
  const std::size_t num_blocks = num_values / kBlockValues;
  for (std::size_t b = 0; b < num_blocks;) {
    std::size_t end = num_blocks;
    if constexpr (L.has_super()) {
      product.begin_super(tile, first_row);
      tile += L.super_bytes();
      end = b + kSuperBlocks;
    }
    for (; b < end; ++b) {
      if constexpr (C == 1) {
        for (std::size_t line = 0; line < L.block_bytes(); line += 64) {
          S::prefetch(tile + kPrefetchBytes + line);
        }
      }
      product.multiply_block(tile, first_row, x);
      tile += L.block_bytes();
      x += stride;
    }
  }
  for (std::size_t p = 0; p < P; ++p) {
    for (std::size_t c = 0; c < C; ++c) {
      S::store(out + c * kTileRows + first_row + p * S::kLanes, product.acc[p][c]);
    }
  }
}

template <class S, class W, std::size_t C>
void multiply_columns(const std::byte* tile, std::size_t num_values, const ActivationBlock* x,
                      std::size_t stride, float* out) {
  constexpr std::size_t kParts = kTileRows / S::kLanes;
  constexpr std::size_t kWanted = S::kSums / C;
  constexpr std::size_t P = kWanted < 1 ? 1 : kWanted > kParts ? kParts : kWanted;
  for (std::size_t part = 0; part < kParts; part += P) {
    multiply_part<S, W, P, C>(tile, num_values, part * S::kLanes, x, stride, out);
  }
}

// Splits the columns into powers of two, at most S::kColumns of them.
template <class S, class W>
void multiply_quantized(const std::byte* tile, std::size_t num_values, const Columns& x,
                        float* out) {
  std::size_t c = 0;
  if constexpr (S::kColumns >= 8) {
    for (; c + 8 <= x.count; c += 8) {
      multiply_columns<S, W, 8>(tile, num_values, x.blocks + c, x.block_stride,
                                out + c * kTileRows);
    }
  }
  for (; c + 4 <= x.count; c += 4) {
    multiply_columns<S, W, 4>(tile, num_values, x.blocks + c, x.block_stride, out + c * kTileRows);
  }
  for (; c + 2 <= x.count; c += 2) {
    multiply_columns<S, W, 2>(tile, num_values, x.blocks + c, x.block_stride, out + c * kTileRows);
  }
  if (c < x.count) {
    multiply_columns<S, W, 1>(tile, num_values, x.blocks + c, x.block_stride, out + c * kTileRows);
  }
}

template <class S, Format kFormat>
typename S::Floats load_weights(const std::byte* place) {
  if constexpr (kFormat == Format::kF16) {
    return S::floats_from_halves(place);
  } else if constexpr (kFormat == Format::kBF16) {
    return S::floats_from_brains(place);
  } else {
    return S::load(reinterpret_cast<const float*>(place));
  }
}

// Four sums for each row and column, of the values with the same k mod 4.
template <class S, Format kFormat, std::size_t C>
void multiply_float_columns(const std::byte* tile, std::size_t num_values, const float* x,
                            std::size_t stride, float* out) {
  constexpr std::size_t kValueBytes = kFormat == Format::kF32 ? 4 : 2;
  constexpr std::size_t kRowBytes = kValueBytes * kTileRows;
  for (std::size_t row = 0; row < kTileRows; row += S::kLanes) {
    typename S::Floats sums[C][4];
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < 4; ++i) {
        sums[c][i] = S::zero();
      }
    }
    const std::byte* place = tile + kValueBytes * row;
    std::size_t k = 0;
    for (; k + 4 <= num_values; k += 4) {
      for (std::size_t i = 0; i < 4; ++i) {
        const auto w = load_weights<S, kFormat>(place + (k + i) * kRowBytes);
        for (std::size_t c = 0; c < C; ++c) {
          sums[c][i] = S::fma(w, S::set(x + c * stride + k + i), sums[c][i]);
        }
      }
    }
    for (std::size_t i = 0; k + i < num_values; ++i) {
      const auto w = load_weights<S, kFormat>(place + (k + i) * kRowBytes);
      for (std::size_t c = 0; c < C; ++c) {
        sums[c][i] = S::fma(w, S::set(x + c * stride + k + i), sums[c][i]);
      }
    }
    for (std::size_t c = 0; c < C; ++c) {
      const auto sum = S::add(S::add(sums[c][0], sums[c][1]), S::add(sums[c][2], sums[c][3]));
      S::store(out + c * kTileRows + row, sum);
    }
  }
}

template <class S, Format kFormat>
void multiply_floats(const std::byte* tile, std::size_t num_values, const Columns& x, float* out) {
  std::size_t c = 0;
  for (; c + 4 <= x.count; c += 4) {
    multiply_float_columns<S, kFormat, 4>(tile, num_values, x.floats + c * x.float_stride,
                                          x.float_stride, out + c * kTileRows);
  }
  for (; c < x.count; ++c) {
    multiply_float_columns<S, kFormat, 1>(tile, num_values, x.floats + c * x.float_stride,
                                          x.float_stride, out + c * kTileRows);
  }
}

}  // namespace
}  // namespace llamita
