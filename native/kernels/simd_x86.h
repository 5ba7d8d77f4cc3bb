// What AVX2 and AVX-VNNI share: 8 floats or 32 bytes at a time. They differ in how bytes are
// multiplied.
#pragma once

#include <immintrin.h>
#include <string.h>

#include <cstddef>
#include <cstdint>

#include "../formats/layout.h"

namespace llamita {
namespace {

struct Simd256 {
  using Floats = __m256;
  using Bytes = __m256i;
  static constexpr std::size_t kLanes = 8;
  static constexpr std::size_t kSums = 4;  // of 16 registers
  static constexpr std::size_t kColumns = 4;
  static constexpr std::size_t kAttendVectors = 2;

  static Floats zero() { return _mm256_setzero_ps(); }
  static Floats all(float x) { return _mm256_set1_ps(x); }
  static Floats set(const float* x) { return _mm256_broadcast_ss(x); }
  static Floats load(const float* x) { return _mm256_loadu_ps(x); }
  static void store(float* x, Floats v) { _mm256_storeu_ps(x, v); }
  static Floats add(Floats a, Floats b) { return _mm256_add_ps(a, b); }
  static Floats sub(Floats a, Floats b) { return _mm256_sub_ps(a, b); }
  static Floats mul(Floats a, Floats b) { return _mm256_mul_ps(a, b); }
  static Floats div(Floats a, Floats b) { return _mm256_div_ps(a, b); }
  static Floats fma(Floats a, Floats b, Floats c) { return _mm256_fmadd_ps(a, b, c); }
  static Floats max(Floats a, Floats b) { return _mm256_max_ps(a, b); }
  static Floats min(Floats a, Floats b) { return _mm256_min_ps(a, b); }
  static Floats negative(Floats a) { return _mm256_xor_ps(a, _mm256_set1_ps(-0.0f)); }
  static Floats round(Floats a) {
    return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  static Floats power_of_two(Floats n) {
    const __m256i biased = _mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127));
    return _mm256_castsi256_ps(_mm256_slli_epi32(biased, 23));
  }
  static Floats swap_pairs(Floats a) { return _mm256_permute_ps(a, 0b10'11'00'01); }

  static Floats floats_from_halves(const void* place) {
    return _mm256_cvtph_ps(_mm_loadu_si128(static_cast<const __m128i*>(place)));
  }
  static Floats floats_from_brains(const void* place) {
    const __m128i bits = _mm_loadu_si128(static_cast<const __m128i*>(place));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
  }
  static Floats floats_from_int8(const void* place) {
    return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(eight_bytes(place)));
  }
  static Floats floats_from_uint8(const void* place) {
    return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(eight_bytes(place)));
  }
  static Floats floats_from_low_nibbles(const void* place) {
    const __m256i bytes = _mm256_cvtepu8_epi32(eight_bytes(place));
    return _mm256_cvtepi32_ps(_mm256_and_si256(bytes, _mm256_set1_epi32(15)));
  }
  static Floats floats_from_high_nibbles(const void* place) {
    return _mm256_cvtepi32_ps(_mm256_srli_epi32(_mm256_cvtepu8_epi32(eight_bytes(place)), 4));
  }
  static void store_halves(std::uint16_t* place, Floats v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(place),
                     _mm256_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
  }
  static std::uint16_t half(float x) {
    return static_cast<std::uint16_t>(_cvtss_sh(x, _MM_FROUND_TO_NEAREST_INT));
  }
  // Rounded to the nearest, of two equally near to the even one; |v| < 128.
  static void store_int8(std::int8_t* place, Floats v) {
    const __m256i words = _mm256_cvtps_epi32(v);
    const __m128i halves =
        _mm_packs_epi32(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(place), _mm_packs_epi16(halves, halves));
  }

  // Of 16 numbers: as unsigned ones, with 128 added to each, which is taken off again.
  static std::int32_t sum_of_int8(const std::int8_t* place) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(place));
    const __m128i shifted = _mm_xor_si128(bytes, _mm_set1_epi8(static_cast<char>(0x80)));
    const __m128i halves = _mm_sad_epu8(shifted, _mm_setzero_si128());
    return _mm_cvtsi128_si32(halves) + _mm_extract_epi16(halves, 4) - 16 * 128;
  }

  static Bytes load_bytes(const void* place) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(place));
  }
  static Bytes combine(Bytes a, Bytes b) { return _mm256_or_si256(a, b); }
  // `kWidth` bits of each byte from bit `kFrom` on, moved to bit `kTo`.
  template <int kWidth, int kFrom, int kTo>
  static Bytes bits(Bytes x) {
    constexpr char kMask = static_cast<char>(((1 << kWidth) - 1) << kTo);
    if constexpr (kFrom > kTo) {
      x = _mm256_srli_epi32(x, kFrom - kTo);
    } else if constexpr (kFrom < kTo) {
      x = _mm256_slli_epi32(x, kTo - kFrom);
    }
    return _mm256_and_si256(x, _mm256_set1_epi8(kMask));
  }
  static void prefetch(const std::byte* place) {
    _mm_prefetch(reinterpret_cast<const char*>(place), _MM_HINT_T0);
  }

  static __m256i four_bytes_everywhere(const std::int8_t* place) {
    std::int32_t word;
    memcpy(&word, place, sizeof(word));
    return _mm256_set1_epi32(word);
  }

 private:
  static __m128i eight_bytes(const void* place) {
    return _mm_loadl_epi64(static_cast<const __m128i*>(place));
  }
};

}  // namespace
}  // namespace llamita
