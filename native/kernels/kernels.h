// The arithmetic, one table per instruction set.
//
// kernels/generic.cpp is the meaning of every entry, in plain loops. The other tables compute the
// same bits: integer sums are exact in any order, and every float goes through the same operations
// in the same order, where `fma` is one operation. native/tests/kernels_test.cpp holds each table
// to that.
//
// Shape letters: C columns (tokens), K values along a row, 16 rows of a tile, D head width,
// 64 tokens of a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "../formats/layout.h"
#include "llamita/format.h"

namespace llamita {

// 32 numbers of one token as int8: x = scale * q, rounded to the nearest, |q| <= 127. The sums are
// what an offset or a minimum of the weights is multiplied by. One cache line.
struct alignas(64) ActivationBlock {
  std::int8_t q[32];
  float scale;
  float scaled_sum;           // scale * sum of q
  float scaled_half_sum[2];   // of values 0-15, of 16-31
  std::int32_t negative_sum;  // -(sum of q)
  std::int32_t negative_half_sum[2];
  std::int32_t unused;
};

// At most this many tokens are multiplied by a tile at once.
inline constexpr std::size_t kMaxColumns = 8;

// Up to 8 tokens: their rows as floats, and quantized. Block b of column c is blocks[b * stride +
// c].
struct Columns {
  const ActivationBlock* blocks;
  std::size_t block_stride;
  const float* floats;  // value k of column c is floats[c * float_stride + k]
  std::size_t float_stride;
  std::size_t count;  // 1 to kMaxColumns
};

inline constexpr std::size_t kPageTokens = 64;

enum class KvFormat { kF16 = 0, kInt8 = 1 };
inline constexpr std::size_t kNumKvFormats = 2;

// Keys and values of one head in one page. Keys lie with the tokens side by side (D x 64), values
// with a token's numbers side by side (64 x padded D). int8 numbers have a scale for each token.
struct HeadPage {
  std::byte* keys;
  std::byte* values;  // directly behind the keys
  float* key_scales;  // 64, int8 only
  float* value_scales;
  const std::byte* next = nullptr;  // the keys of the page that is read after this one, if known
};

// Queries that read one page of one head, and what they have gathered so far: the running softmax.
struct Queries {
  const float* q;  // row i at q + i * q_stride, already divided by sqrt(D)
  std::size_t q_stride;
  std::size_t count;
  const std::uint32_t* num_visible;  // how many tokens of the page row i sees, 0 to 64
  float* max;                        // count
  float* sum;                        // count
  float* mixed;                      // row i at mixed + i * mixed_stride, padded D numbers
  std::size_t mixed_stride;
};

struct Kernels {
  std::string_view name;

  // out[c * 16 + r] = sum over k of tile[r, k] * x[c, k]; K in whole blocks of the format.
  using Multiply = void (*)(const std::byte* tile, std::size_t num_values, const Columns& x,
                            float* out_C16);
  Multiply multiply[31];  // by Format; null where there is no such format

  // One row as int8: block b goes to blocks[b * stride]. Blocks with anything infinite or no number
  // get a scale that is none, so that damage stays visible. K in whole blocks of 32.
  void (*quantize)(const float* x, std::size_t num_values, ActivationBlock* blocks,
                   std::size_t stride);

  // out = x / sqrt(mean(x^2) + epsilon) * weight. Sums run over 16 lanes, then from the halves.
  void (*normalize)(const float* x, const float* weight, std::size_t num_values, float epsilon,
                    float* out);

  // x[2i], x[2i+1] turned by angles whose cosines stand twice in `cosine`, whose sines stand with
  // both signs in `sine`: x = fma(swapped x, sine, x * cosine).
  void (*rotate)(float* x, const float* cosine, const float* sine, std::size_t num_values);

  // gate[i] = gate[i] / (1 + exp(-gate[i])) * up[i].
  void (*silu_multiply)(float* gate, const float* up, std::size_t num_values);

  // x[i] += y[i].
  void (*add)(float* x, const float* y, std::size_t num_values);

  // Puts the key or the value of one token into its place in the page. Padding is zero.
  void (*store_key[kNumKvFormats])(const HeadPage& page, std::size_t slot, const float* key,
                                   std::size_t head_width);
  void (*store_value[kNumKvFormats])(const HeadPage& page, std::size_t slot, const float* value,
                                     std::size_t head_width);

  // One step of the online softmax: every query reads what it may see of the page.
  void (*attend[kNumKvFormats])(const HeadPage& page, std::size_t head_width,
                                const Queries& queries);

  // Joins two running softmaxes: the first becomes both. mixed: `num_values` numbers.
  void (*join)(float* max, float* sum, float* mixed, float other_max, float other_sum,
               const float* other_mixed, std::size_t num_values);

  Multiply multiply_for(Format format) const { return multiply[static_cast<int>(format)]; }
};

constexpr std::size_t padded_width(std::size_t head_width) {
  return (head_width + 15) / 16 * 16;
}

// The tables this processor can run, the best one first; generic is always the last.
std::span<const Kernels* const> usable_kernels();

// The best table, or the one with this name. Throws std::invalid_argument, which lists the usable
// ones.
const Kernels& choose_kernels(std::string_view name);

}  // namespace llamita
