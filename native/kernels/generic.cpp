// The meaning of every kernel but products: plain loops, one number after the other.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "../formats/half.h"
#include "kernels.h"
#include "numbers.h"
#include "tables.h"

namespace llamita {
namespace {

constexpr std::size_t kLanes = 16;

// The larger one; b where either is no number, so that damage is passed on.
float larger(float a, float b) {
  return a > b ? a : b;
}
float smaller(float a, float b) {
  return a < b ? a : b;
}

float exponential(float x) {
  using namespace numbers;
  const float clamped = smaller(kExpHighest, larger(kExpLowest, x));
  const float n = std::nearbyint(clamped * kLog2E);
  const float r = std::fma(n, kNegativeLn2Low, std::fma(n, kNegativeLn2High, clamped));
  float p = kExp7;
  for (const float coefficient : {kExp6, kExp5, kExp4, kExp3, kExp2}) {
    p = std::fma(p, r, coefficient);
  }
  const float exp_r = std::fma(p, r * r, r) + 1.0f;
  const std::int32_t exponent = n == n ? static_cast<std::int32_t>(n) : 0;
  return exp_r * std::bit_cast<float>((exponent + 127) << 23);
}

// The sum of 16 lanes, halves first.
float sum_of(std::array<float, kLanes> lanes) {
  for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) {
      lanes[i] += lanes[i + half];
    }
  }
  return lanes[0];
}

void quantize(const float* x, std::size_t num_values, ActivationBlock* blocks, std::size_t stride) {
  for (std::size_t b = 0; b < num_values / kBlockValues; ++b) {
    const float* values = x + b * kBlockValues;
    ActivationBlock& block = blocks[b * stride];
    std::uint32_t largest_bits = 0;  // of magnitudes: as integers they are ordered as floats are
    for (std::size_t k = 0; k < kBlockValues; ++k) {
      largest_bits = std::max(largest_bits, std::bit_cast<std::uint32_t>(values[k]) & 0x7FFF'FFFFu);
    }
    const float largest = std::bit_cast<float>(largest_bits);
    const bool is_finite = largest_bits < 0x7F80'0000u;
    // A block below this has a scale whose inverse is infinite; its numbers are zero to any use.
    const bool is_zero = largest < 0x1p-100f;
    const float inverse = is_finite && !is_zero ? numbers::kMaxInt8 / largest : 0.0f;
    block.scale = !is_finite ? std::numeric_limits<float>::quiet_NaN()
                  : is_zero  ? 0.0f
                             : largest / numbers::kMaxInt8;
    std::array<std::int32_t, 2> sums{};
    for (std::size_t k = 0; k < kBlockValues; ++k) {
      const float q = is_finite ? std::nearbyint(values[k] * inverse) : 0.0f;
      block.q[k] = static_cast<std::int8_t>(q);
      sums[k / 16] += block.q[k];
    }
    const std::int32_t sum = sums[0] + sums[1];
    block.scaled_sum = block.scale * static_cast<float>(sum);
    block.negative_sum = -sum;
    for (std::size_t half = 0; half < 2; ++half) {
      block.scaled_half_sum[half] = block.scale * static_cast<float>(sums[half]);
      block.negative_half_sum[half] = -sums[half];
    }
    block.unused = 0;
  }
}

void normalize(const float* x, const float* weight, std::size_t num_values, float epsilon,
               float* out) {
  std::array<float, kLanes> squares{};
  for (std::size_t i = 0; i < num_values; ++i) {
    squares[i % kLanes] = std::fma(x[i], x[i], squares[i % kLanes]);
  }
  const float mean = sum_of(squares) / static_cast<float>(num_values);
  const float inverse = 1.0f / std::sqrt(mean + epsilon);
  for (std::size_t i = 0; i < num_values; ++i) {
    out[i] = x[i] * inverse * weight[i];
  }
}

void rotate(float* x, const float* cosine, const float* sine, std::size_t num_values) {
  for (std::size_t i = 0; i < num_values; i += 2) {
    const float first = std::fma(x[i + 1], sine[i], x[i] * cosine[i]);
    x[i + 1] = std::fma(x[i], sine[i + 1], x[i + 1] * cosine[i + 1]);
    x[i] = first;
  }
}

void silu_multiply(float* gate, const float* up, std::size_t num_values) {
  for (std::size_t i = 0; i < num_values; ++i) {
    gate[i] = gate[i] / (1.0f + exponential(-gate[i])) * up[i];
  }
}

void add(float* x, const float* y, std::size_t num_values) {
  for (std::size_t i = 0; i < num_values; ++i) {
    x[i] += y[i];
  }
}

// How a number of the cache is kept: as a half, or as int8 with the scale of its token.
struct HalfNumbers {
  static float at(const std::byte* numbers, std::size_t place) {
    std::uint16_t half;
    std::memcpy(&half, numbers + 2 * place, sizeof(half));
    return float_from_half(half);
  }
  static float scale(const float*, std::size_t) { return 1.0f; }
  static void put(std::byte* numbers, std::size_t place, float value, float) {
    const std::uint16_t half = half_from_float(value);
    std::memcpy(numbers + 2 * place, &half, sizeof(half));
  }
  static float prepare(const float*, std::size_t, float*, std::size_t) { return 1.0f; }
};

struct Int8Numbers {
  static float at(const std::byte* numbers, std::size_t place) {
    return static_cast<float>(static_cast<std::int8_t>(numbers[place]));
  }
  static float scale(const float* scales, std::size_t slot) { return scales[slot]; }
  static void put(std::byte* numbers, std::size_t place, float value, float inverse) {
    const float q = inverse == 0.0f ? 0.0f : std::nearbyint(value * inverse);
    numbers[place] = static_cast<std::byte>(static_cast<std::int8_t>(q));
  }
  // Sets the token's scale; returns what its numbers are multiplied by, 0 where all become zero.
  static float prepare(const float* x, std::size_t width, float* scales, std::size_t slot) {
    std::uint32_t largest_bits = 0;
    for (std::size_t i = 0; i < width; ++i) {
      largest_bits = std::max(largest_bits, std::bit_cast<std::uint32_t>(x[i]) & 0x7FFF'FFFFu);
    }
    const float largest = std::bit_cast<float>(largest_bits);
    if (largest_bits >= 0x7F80'0000u) {
      scales[slot] = std::numeric_limits<float>::quiet_NaN();
      return 0.0f;
    }
    scales[slot] = largest < 0x1p-100f ? 0.0f : largest / numbers::kMaxInt8;
    return largest < 0x1p-100f ? 0.0f : numbers::kMaxInt8 / largest;
  }
};

template <class Numbers>
void store_key(const HeadPage& page, std::size_t slot, const float* key, std::size_t head_width) {
  const float inverse = Numbers::prepare(key, head_width, page.key_scales, slot);
  for (std::size_t d = 0; d < head_width; ++d) {
    Numbers::put(page.keys, d * kPageTokens + slot, key[d], inverse);
  }
}

template <class Numbers>
void store_value(const HeadPage& page, std::size_t slot, const float* value,
                 std::size_t head_width) {
  const float inverse = Numbers::prepare(value, head_width, page.value_scales, slot);
  const std::size_t first = slot * padded_width(head_width);
  for (std::size_t d = 0; d < padded_width(head_width); ++d) {
    Numbers::put(page.values, first + d, d < head_width ? value[d] : 0.0f, inverse);
  }
}

// score = (sum over d, in order, of key * query) * key scale; the page's largest score becomes the
// new maximum; what was gathered is scaled to it; weight = exp(score - maximum) goes into four sums
// of 16 lanes, and with the value's scale times each value into `mixed`, token after token.
template <class Numbers>
void attend_one(const HeadPage& page, std::size_t head_width, const float* q,
                std::size_t num_visible, float& max, float& sum, float* mixed) {
  std::array<float, kPageTokens> weight{};
  float page_max = -std::numeric_limits<float>::infinity();
  for (std::size_t t = 0; t < num_visible; ++t) {
    float score = 0;
    for (std::size_t d = 0; d < head_width; ++d) {
      score = std::fma(Numbers::at(page.keys, d * kPageTokens + t), q[d], score);
    }
    weight[t] = score * Numbers::scale(page.key_scales, t);
    page_max = larger(page_max, weight[t]);
  }
  const float new_max = larger(max, page_max);
  const float correction = exponential(max - new_max);
  for (std::size_t t = 0; t < num_visible; ++t) {
    weight[t] = exponential(weight[t] - new_max);
  }
  std::array<float, kLanes> lanes;
  for (std::size_t i = 0; i < kLanes; ++i) {
    lanes[i] = (weight[i] + weight[i + 16]) + (weight[i + 32] + weight[i + 48]);
  }
  sum = std::fma(sum, correction, sum_of(lanes));
  max = new_max;
  const std::size_t width = padded_width(head_width);
  for (std::size_t d = 0; d < width; ++d) {
    float mix = mixed[d] * correction;
    for (std::size_t t = 0; t < num_visible; ++t) {
      const float share = weight[t] * Numbers::scale(page.value_scales, t);
      mix = std::fma(share, Numbers::at(page.values, t * width + d), mix);
    }
    mixed[d] = mix;
  }
}

template <class Numbers>
void attend(const HeadPage& page, std::size_t head_width, const Queries& queries) {
  for (std::size_t i = 0; i < queries.count; ++i) {
    if (queries.num_visible[i] > 0) {
      attend_one<Numbers>(page, head_width, queries.q + i * queries.q_stride,
                          queries.num_visible[i], queries.max[i], queries.sum[i],
                          queries.mixed + i * queries.mixed_stride);
    }
  }
}

void join(float* max, float* sum, float* mixed, float other_max, float other_sum,
          const float* other_mixed, std::size_t num_values) {
  const float new_max = larger(*max, other_max);
  const float ours = exponential(*max - new_max);
  const float theirs = exponential(other_max - new_max);
  *max = new_max;
  *sum = std::fma(other_sum, theirs, *sum * ours);
  for (std::size_t i = 0; i < num_values; ++i) {
    mixed[i] = std::fma(other_mixed[i], theirs, mixed[i] * ours);
  }
}

Kernels make_table() {
  Kernels table{};
  table.name = "generic";
  fill_generic_products(table);
  table.quantize = quantize;
  table.normalize = normalize;
  table.rotate = rotate;
  table.silu_multiply = silu_multiply;
  table.add = add;
  table.store_key[0] = store_key<HalfNumbers>;
  table.store_key[1] = store_key<Int8Numbers>;
  table.store_value[0] = store_value<HalfNumbers>;
  table.store_value[1] = store_value<Int8Numbers>;
  table.attend[0] = attend<HalfNumbers>;
  table.attend[1] = attend<Int8Numbers>;
  table.join = join;
  return table;
}

}  // namespace

const Kernels& generic_kernels() {
  static const Kernels table = make_table();
  return table;
}

}  // namespace llamita
