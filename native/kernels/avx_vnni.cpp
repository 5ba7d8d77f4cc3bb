// AVX2 with `vpdpbusd` on 256 bits: Alder Lake, Zen 5, and what came after.
#include "simd_x86.h"
#include "table.h"
#include "tables.h"

namespace llamita {
namespace {

struct AvxVnni : Simd256 {
  // `vpdpbusd` adds four products of unsigned and signed bytes to 32 bits, exactly.
  template <class W>
  struct Dot {
    static constexpr Layout L = W::kLayout;

    __m256i sums32;

    void begin(const std::int32_t* negative_sum) {
      if constexpr (L.offset_log2 < 0) {
        sums32 = _mm256_setzero_si256();
      } else {
        sums32 = _mm256_slli_epi32(_mm256_set1_epi32(*negative_sum), L.offset_log2);
      }
    }

    template <std::size_t G>
    void add(__m256i w, const std::int8_t* x) {
      sums32 = _mm256_dpbusd_avx_epi32(sums32, w, four_bytes_everywhere(x));
    }

    Floats sums() const { return _mm256_cvtepi32_ps(sums32); }
  };
};

}  // namespace

const Kernels& avx_vnni_kernels() {
  static const Kernels table = make_table<AvxVnni>("avx_vnni");
  return table;
}

}  // namespace llamita
