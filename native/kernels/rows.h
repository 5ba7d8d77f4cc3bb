// What is done to one row of numbers, for any instruction set S: the bits of kernels/generic.cpp.
#pragma once

#include <math.h>
#include <string.h>

#include <cstddef>
#include <cstdint>

#include "kernels.h"
#include "numbers.h"

namespace llamita {
namespace {

inline constexpr std::size_t kLanes16 = 16;
inline constexpr float kSmallestScaled = 0x1p-100f;

template <class S>
typename S::Floats exponential(typename S::Floats x) {
  using namespace numbers;
  const auto clamped = S::min(S::all(kExpHighest), S::max(S::all(kExpLowest), x));
  const auto n = S::round(S::mul(clamped, S::all(kLog2E)));
  const auto r = S::fma(n, S::all(kNegativeLn2Low), S::fma(n, S::all(kNegativeLn2High), clamped));
  auto p = S::fma(S::all(kExp7), r, S::all(kExp6));
  p = S::fma(p, r, S::all(kExp5));
  p = S::fma(p, r, S::all(kExp4));
  p = S::fma(p, r, S::all(kExp3));
  p = S::fma(p, r, S::all(kExp2));
  const auto exp_r = S::add(S::fma(p, S::mul(r, r), r), S::all(1.0f));
  return S::mul(exp_r, S::power_of_two(n));
}

template <class S>
float exponential_of(float x) {
  float lanes[S::kLanes];
  S::store(lanes, exponential<S>(S::all(x)));
  return lanes[0];
}

// The sum of 16 lanes, halves first.
inline float sum_of_16(float* lanes) {
  for (std::size_t half = kLanes16 / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) {
      lanes[i] += lanes[i + half];
    }
  }
  return lanes[0];
}

// The largest magnitude as bits, which are ordered as floats are, with what is no number above all.
inline std::uint32_t largest_magnitude(const float* x, std::size_t num_values) {
  std::uint32_t largest = 0;
  for (std::size_t i = 0; i < num_values; ++i) {
    std::uint32_t bits;
    memcpy(&bits, x + i, sizeof(bits));
    bits &= 0x7FFF'FFFFu;
    largest = bits > largest ? bits : largest;
  }
  return largest;
}

// What int8 numbers stand for, and what floats are multiplied by to become them.
struct Int8Scale {
  float scale;
  float inverse;
};

inline Int8Scale int8_scale(std::uint32_t largest_bits) {
  float largest;
  memcpy(&largest, &largest_bits, sizeof(largest));
  if (largest_bits >= 0x7F80'0000u) {
    return {NAN, 0.0f};
  }
  if (largest < kSmallestScaled) {
    return {0.0f, 0.0f};
  }
  return {largest / numbers::kMaxInt8, numbers::kMaxInt8 / largest};
}

// num_values: a multiple of S::kLanes. An inverse of 0 makes zeros, whatever x holds.
template <class S>
void round_to_int8(const float* x, float inverse, std::size_t num_values, std::int8_t* q) {
  if (inverse == 0.0f) {
    for (std::size_t i = 0; i < num_values; ++i) {
      q[i] = 0;
    }
    return;
  }
  for (std::size_t i = 0; i < num_values; i += S::kLanes) {
    S::store_int8(q + i, S::mul(S::load(x + i), S::all(inverse)));
  }
}

template <class S>
void quantize(const float* x, std::size_t num_values, ActivationBlock* blocks, std::size_t stride) {
  for (std::size_t b = 0; b < num_values / kBlockValues; ++b) {
    const float* values = x + b * kBlockValues;
    ActivationBlock& block = blocks[b * stride];
    const Int8Scale found = int8_scale(largest_magnitude(values, kBlockValues));
    block.scale = found.scale;
    round_to_int8<S>(values, found.inverse, kBlockValues, block.q);
    const std::int32_t first = S::sum_of_int8(block.q);
    const std::int32_t second = S::sum_of_int8(block.q + 16);
    block.scaled_sum = block.scale * static_cast<float>(first + second);
    block.scaled_half_sum[0] = block.scale * static_cast<float>(first);
    block.scaled_half_sum[1] = block.scale * static_cast<float>(second);
    block.negative_sum = -(first + second);
    block.negative_half_sum[0] = -first;
    block.negative_half_sum[1] = -second;
    block.unused = 0;
  }
}

template <class S>
void normalize(const float* x, const float* weight, std::size_t num_values, float epsilon,
               float* out) {
  constexpr std::size_t kParts = kLanes16 / S::kLanes;
  typename S::Floats squares[kParts];
  for (auto& part : squares) {
    part = S::zero();
  }
  std::size_t i = 0;
  for (; i + kLanes16 <= num_values; i += kLanes16) {
    for (std::size_t p = 0; p < kParts; ++p) {
      const auto values = S::load(x + i + p * S::kLanes);
      squares[p] = S::fma(values, values, squares[p]);
    }
  }
  float lanes[kLanes16];
  for (std::size_t p = 0; p < kParts; ++p) {
    S::store(lanes + p * S::kLanes, squares[p]);
  }
  for (std::size_t rest = i; rest < num_values; ++rest) {
    lanes[rest - i] = fmaf(x[rest], x[rest], lanes[rest - i]);
  }
  const float mean = sum_of_16(lanes) / static_cast<float>(num_values);
  const float inverse = 1.0f / sqrtf(mean + epsilon);
  for (i = 0; i + S::kLanes <= num_values; i += S::kLanes) {
    const auto scaled = S::mul(S::load(x + i), S::all(inverse));
    S::store(out + i, S::mul(scaled, S::load(weight + i)));
  }
  for (; i < num_values; ++i) {
    out[i] = x[i] * inverse * weight[i];
  }
}

template <class S>
void rotate(float* x, const float* cosine, const float* sine, std::size_t num_values) {
  std::size_t i = 0;
  for (; i + S::kLanes <= num_values; i += S::kLanes) {
    const auto values = S::load(x + i);
    const auto turned = S::mul(values, S::load(cosine + i));
    S::store(x + i, S::fma(S::swap_pairs(values), S::load(sine + i), turned));
  }
  for (; i < num_values; i += 2) {
    const float first = fmaf(x[i + 1], sine[i], x[i] * cosine[i]);
    x[i + 1] = fmaf(x[i], sine[i + 1], x[i + 1] * cosine[i + 1]);
    x[i] = first;
  }
}

template <class S>
typename S::Floats silu_multiplied(typename S::Floats gate, typename S::Floats up) {
  const auto divisor = S::add(S::all(1.0f), exponential<S>(S::negative(gate)));
  return S::mul(S::div(gate, divisor), up);
}

template <class S>
void silu_multiply(float* gate, const float* up, std::size_t num_values) {
  std::size_t i = 0;
  for (; i + S::kLanes <= num_values; i += S::kLanes) {
    S::store(gate + i, silu_multiplied<S>(S::load(gate + i), S::load(up + i)));
  }
  for (; i < num_values; ++i) {
    gate[i] = gate[i] / (1.0f + exponential_of<S>(-gate[i])) * up[i];
  }
}

template <class S>
void add(float* x, const float* y, std::size_t num_values) {
  std::size_t i = 0;
  for (; i + S::kLanes <= num_values; i += S::kLanes) {
    S::store(x + i, S::add(S::load(x + i), S::load(y + i)));
  }
  for (; i < num_values; ++i) {
    x[i] += y[i];
  }
}

}  // namespace
}  // namespace llamita
