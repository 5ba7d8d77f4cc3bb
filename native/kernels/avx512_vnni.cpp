// AVX-512 (F, BW, VL, DQ) with VNNI: a register holds one number of each of a tile's 16 rows.
#include <immintrin.h>
#include <string.h>

#include "table.h"
#include "tables.h"

namespace llamita {
namespace {

struct Avx512 {
  using Floats = __m512;
  using Bytes = __m512i;
  static constexpr std::size_t kLanes = 16;
  static constexpr std::size_t kSums = 8;  // of 32 registers
  static constexpr std::size_t kColumns = 8;
  static constexpr std::size_t kAttendVectors = 4;

  static Floats zero() { return _mm512_setzero_ps(); }
  static Floats all(float x) { return _mm512_set1_ps(x); }
  static Floats set(const float* x) { return _mm512_set1_ps(*x); }
  static Floats load(const float* x) { return _mm512_loadu_ps(x); }
  static void store(float* x, Floats v) { _mm512_storeu_ps(x, v); }
  static Floats add(Floats a, Floats b) { return _mm512_add_ps(a, b); }
  static Floats sub(Floats a, Floats b) { return _mm512_sub_ps(a, b); }
  static Floats mul(Floats a, Floats b) { return _mm512_mul_ps(a, b); }
  static Floats div(Floats a, Floats b) { return _mm512_div_ps(a, b); }
  static Floats fma(Floats a, Floats b, Floats c) { return _mm512_fmadd_ps(a, b, c); }
  static Floats max(Floats a, Floats b) { return _mm512_max_ps(a, b); }
  static Floats min(Floats a, Floats b) { return _mm512_min_ps(a, b); }
  static Floats negative(Floats a) { return _mm512_xor_ps(a, _mm512_set1_ps(-0.0f)); }
  static Floats round(Floats a) {
    return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  static Floats power_of_two(Floats n) {
    const __m512i biased = _mm512_add_epi32(_mm512_cvtps_epi32(n), _mm512_set1_epi32(127));
    return _mm512_castsi512_ps(_mm512_slli_epi32(biased, 23));
  }
  static Floats swap_pairs(Floats a) { return _mm512_permute_ps(a, 0b10'11'00'01); }

  static Floats floats_from_halves(const void* place) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(static_cast<const __m256i*>(place)));
  }
  static Floats floats_from_brains(const void* place) {
    const __m256i bits = _mm256_loadu_si256(static_cast<const __m256i*>(place));
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
  }
  static Floats floats_from_int8(const void* place) {
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(sixteen_bytes(place)));
  }
  static Floats floats_from_uint8(const void* place) {
    return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(sixteen_bytes(place)));
  }
  static Floats floats_from_low_nibbles(const void* place) {
    const __m512i bytes = _mm512_cvtepu8_epi32(sixteen_bytes(place));
    return _mm512_cvtepi32_ps(_mm512_and_si512(bytes, _mm512_set1_epi32(15)));
  }
  static Floats floats_from_high_nibbles(const void* place) {
    return _mm512_cvtepi32_ps(_mm512_srli_epi32(_mm512_cvtepu8_epi32(sixteen_bytes(place)), 4));
  }
  static void store_halves(std::uint16_t* place, Floats v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(place),
                        _mm512_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
  }
  static std::uint16_t half(float x) {
    const __m128i halves = _mm_cvtps_ph(_mm_set_ss(x), _MM_FROUND_TO_NEAREST_INT);
    return static_cast<std::uint16_t>(_mm_extract_epi16(halves, 0));
  }
  static void store_int8(std::int8_t* place, Floats v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(place),
                     _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(v)));
  }

  // Of 16 numbers: as unsigned ones, with 128 added to each, which is taken off again.
  static std::int32_t sum_of_int8(const std::int8_t* place) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(place));
    const __m128i shifted = _mm_xor_si128(bytes, _mm_set1_epi8(static_cast<char>(0x80)));
    const __m128i halves = _mm_sad_epu8(shifted, _mm_setzero_si128());
    return _mm_cvtsi128_si32(halves) + _mm_extract_epi16(halves, 4) - 16 * 128;
  }

  static Bytes load_bytes(const void* place) { return _mm512_loadu_si512(place); }
  static Bytes combine(Bytes a, Bytes b) { return _mm512_or_si512(a, b); }
  template <int kWidth, int kFrom, int kTo>
  static Bytes bits(Bytes x) {
    constexpr char kMask = static_cast<char>(((1 << kWidth) - 1) << kTo);
    if constexpr (kFrom > kTo) {
      x = _mm512_srli_epi32(x, kFrom - kTo);
    } else if constexpr (kFrom < kTo) {
      x = _mm512_slli_epi32(x, kTo - kFrom);
    }
    return _mm512_and_si512(x, _mm512_set1_epi8(kMask));
  }
  static void prefetch(const std::byte* place) {
    _mm_prefetch(reinterpret_cast<const char*>(place), _MM_HINT_T0);
  }

  // `vpdpbusd` adds four products of unsigned and signed bytes to 32 bits, exactly.
  template <class W>
  struct Dot {
    static constexpr Layout L = W::kLayout;

    __m512i sums32;

    void begin(const std::int32_t* negative_sum) {
      if constexpr (L.offset_log2 < 0) {
        sums32 = _mm512_setzero_si512();
      } else {
        sums32 = _mm512_slli_epi32(_mm512_set1_epi32(*negative_sum), L.offset_log2);
      }
    }

    template <std::size_t G>
    void add(__m512i w, const std::int8_t* x) {
      std::int32_t word;
      memcpy(&word, x, sizeof(word));
      sums32 = _mm512_dpbusd_epi32(sums32, w, _mm512_set1_epi32(word));
    }

    Floats sums() const { return _mm512_cvtepi32_ps(sums32); }
  };

 private:
  static __m128i sixteen_bytes(const void* place) {
    return _mm_loadu_si128(static_cast<const __m128i*>(place));
  }
};

}  // namespace

const Kernels& avx512_vnni_kernels() {
  static const Kernels table = make_table<Avx512>("avx512_vnni");
  return table;
}

}  // namespace llamita
