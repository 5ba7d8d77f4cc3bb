// Constants that every table computes with, so that they agree to the last bit.
#pragma once

namespace llamita::numbers {

// exp(x) = 2^n * exp(r) with n the integer nearest to x / ln 2: |r| <= ln(2) / 2, where a
// polynomial of degree 7 has a relative error below 2^-23. ln 2 in two parts, the first exact in
// few bits, so that x - n ln 2 loses nothing. Source: Cephes, expf.
inline constexpr float kExpLowest = -87.0f;  // 2^n stays a normal number
inline constexpr float kExpHighest = 87.0f;
inline constexpr float kLog2E = 1.44269504088896341f;
inline constexpr float kNegativeLn2High = -0.693359375f;
inline constexpr float kNegativeLn2Low = 2.12194440e-4f;
inline constexpr float kExp7 = 1.9875691500e-4f;
inline constexpr float kExp6 = 1.3981999507e-3f;
inline constexpr float kExp5 = 8.3334519073e-3f;
inline constexpr float kExp4 = 4.1665795894e-2f;
inline constexpr float kExp3 = 1.6666665459e-1f;
inline constexpr float kExp2 = 5.0000001201e-1f;

inline constexpr float kMaxInt8 = 127.0f;

}  // namespace llamita::numbers
