// IEEE half precision in plain integer arithmetic: the meaning that instructions are held to.
#pragma once

#include <bit>
#include <cstdint>

namespace llamita {

// Exact.
inline float float_from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1Fu;
  const std::uint32_t fraction = half & 0x3FFu;
  if (exponent == 0) {  // zero and the subnormal numbers: fraction * 2^-24
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
  }
  if (exponent == 0x1Fu) {  // infinities, and what is no number: made quiet, as instructions do
    const std::uint32_t quiet = fraction == 0 ? 0 : 0x0040'0000u;
    return std::bit_cast<float>(sign | 0x7F80'0000u | (fraction << 13) | quiet);
  }
  return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

// The nearest half, of two equally near the even one; beyond the largest, infinity.
inline std::uint16_t half_from_float(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7FFF'FFFFu;
  if (magnitude > 0x7F80'0000u) {
    return static_cast<std::uint16_t>(sign | 0x7E00u | ((magnitude >> 13) & 0x3FFu));
  }
  if (magnitude >= 0x4780'0000u) {  // 65536 and more
    return static_cast<std::uint16_t>(sign | 0x7C00u);
  }
  if (magnitude < 0x3880'0000u) {  // below the smallest normal half, 2^-14
    // Adding 0.5 leaves the multiple of 2^-24 in the low bits, rounded to the nearest, to even.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return static_cast<std::uint16_t>(sign |
                                      (std::bit_cast<std::uint32_t>(shifted) - 0x3F00'0000u));
  }
  const std::uint32_t odd = (magnitude >> 13) & 1u;
  return static_cast<std::uint16_t>(sign | ((magnitude - 0x3800'0000u + 0xFFFu + odd) >> 13));
}

inline float float_from_brain(std::uint16_t brain) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(brain) << 16);
}

}  // namespace llamita
