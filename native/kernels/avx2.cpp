// AVX2, FMA, F16C: x86 processors since 2013 (Intel) and 2015 (AMD).
#include "simd_x86.h"
#include "table.h"
#include "tables.h"

namespace llamita {
namespace {

struct Avx2 : Simd256 {
  // Sums of products of bytes. `maddubs` multiplies unsigned by signed bytes and adds pairs into 16
  // bits, saturating at 32,767; as many results are added there as are sure to fit: a pair is at
  // most 2 * 127 * the largest q.
  template <class W>
  struct Dot {
    static constexpr Layout L = W::kLayout;
    static constexpr bool kSigned = L.low_bits == 8;
    static constexpr int kLargest = kSigned ? 128 : (1 << (L.low_bits + L.high_bits)) - 1;
    static constexpr std::size_t kRun = 32767 / (2 * 127 * kLargest);
    static constexpr std::size_t kGroups = L.group_values / 4;

    __m256i sums32;
    __m256i sums16;

    void begin(const std::int32_t* negative_sum) {
      if constexpr (kSigned || L.offset_log2 < 0) {
        sums32 = _mm256_setzero_si256();
      } else {
        sums32 = _mm256_slli_epi32(_mm256_set1_epi32(*negative_sum), L.offset_log2);
      }
    }

    template <std::size_t G>
    void add(__m256i w, const std::int8_t* x) {
      __m256i a = four_bytes_everywhere(x);
      if constexpr (kSigned) {
        // The offset taken off again, the sign moved from the weights to the activations.
        w = _mm256_xor_si256(w, _mm256_set1_epi8(static_cast<char>(0x80)));
        a = _mm256_sign_epi8(a, w);
        w = _mm256_abs_epi8(w);
      }
      const __m256i pairs = _mm256_maddubs_epi16(w, a);
      sums16 = G % kRun == 0 ? pairs : _mm256_add_epi16(sums16, pairs);
      if constexpr ((G + 1) % kRun == 0 || G + 1 == kGroups) {
        sums32 = _mm256_add_epi32(sums32, _mm256_madd_epi16(sums16, _mm256_set1_epi16(1)));
      }
    }

    Floats sums() const { return _mm256_cvtepi32_ps(sums32); }
  };
};

}  // namespace

const Kernels& avx2_kernels() {
  static const Kernels table = make_table<Avx2>("avx2");
  return table;
}

}  // namespace llamita
