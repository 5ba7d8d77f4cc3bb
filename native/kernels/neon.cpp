// Arm with dot products (Armv8.2 and later: Apple silicon, Graviton 2, Raspberry Pi 5).
#include <arm_neon.h>
#include <string.h>

#include "table.h"
#include "tables.h"

namespace llamita {
namespace {

struct Neon {
  using Floats = float32x4_t;
  using Bytes = uint8x16_t;
  static constexpr std::size_t kLanes = 4;
  static constexpr std::size_t kSums = 8;  // of 32 registers
  static constexpr std::size_t kColumns = 8;
  static constexpr std::size_t kAttendVectors = 4;

  static Floats zero() { return vdupq_n_f32(0.0f); }
  static Floats all(float x) { return vdupq_n_f32(x); }
  static Floats set(const float* x) { return vld1q_dup_f32(x); }
  static Floats load(const float* x) { return vld1q_f32(x); }
  static void store(float* x, Floats v) { vst1q_f32(x, v); }
  static Floats add(Floats a, Floats b) { return vaddq_f32(a, b); }
  static Floats sub(Floats a, Floats b) { return vsubq_f32(a, b); }
  static Floats mul(Floats a, Floats b) { return vmulq_f32(a, b); }
  static Floats div(Floats a, Floats b) { return vdivq_f32(a, b); }
  static Floats fma(Floats a, Floats b, Floats c) { return vfmaq_f32(c, a, b); }
  // a where it is the larger one, else b: what no number does is as in the other tables.
  static Floats max(Floats a, Floats b) { return vbslq_f32(vcgtq_f32(a, b), a, b); }
  static Floats min(Floats a, Floats b) { return vbslq_f32(vcltq_f32(a, b), a, b); }
  static Floats negative(Floats a) { return vnegq_f32(a); }
  static Floats round(Floats a) { return vrndnq_f32(a); }
  static Floats power_of_two(Floats n) {
    const int32x4_t biased = vaddq_s32(vcvtq_s32_f32(n), vdupq_n_s32(127));
    return vreinterpretq_f32_s32(vshlq_n_s32(biased, 23));
  }
  static Floats swap_pairs(Floats a) { return vrev64q_f32(a); }

  static Floats floats_from_halves(const void* place) {
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(static_cast<const std::uint16_t*>(place))));
  }
  static Floats floats_from_brains(const void* place) {
    const uint16x4_t bits = vld1_u16(static_cast<const std::uint16_t*>(place));
    return vreinterpretq_f32_u32(vshll_n_u16(bits, 16));
  }
  static Floats floats_from_int8(const void* place) {
    const int8x8_t bytes = vreinterpret_s8_u32(four_bytes(place));
    return vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(bytes))));
  }
  static Floats floats_from_uint8(const void* place) { return floats_from(unsigned_words(place)); }
  static Floats floats_from_low_nibbles(const void* place) {
    return floats_from(vandq_u32(unsigned_words(place), vdupq_n_u32(15)));
  }
  static Floats floats_from_high_nibbles(const void* place) {
    return floats_from(vshrq_n_u32(unsigned_words(place), 4));
  }
  static void store_halves(std::uint16_t* place, Floats v) {
    vst1_u16(place, vreinterpret_u16_f16(vcvt_f16_f32(v)));
  }
  static std::uint16_t half(float x) {
    return vget_lane_u16(vreinterpret_u16_f16(vcvt_f16_f32(vdupq_n_f32(x))), 0);
  }
  static void store_int8(std::int8_t* place, Floats v) {
    const int16x4_t halves = vqmovn_s32(vcvtnq_s32_f32(v));
    const int8x8_t bytes = vqmovn_s16(vcombine_s16(halves, halves));
    const std::uint32_t word = vget_lane_u32(vreinterpret_u32_s8(bytes), 0);
    memcpy(place, &word, sizeof(word));
  }

  static std::int32_t sum_of_int8(const std::int8_t* place) { return vaddlvq_s8(vld1q_s8(place)); }

  static Bytes load_bytes(const void* place) {
    return vld1q_u8(static_cast<const std::uint8_t*>(place));
  }
  static Bytes combine(Bytes a, Bytes b) { return vorrq_u8(a, b); }
  template <int kWidth, int kFrom, int kTo>
  static Bytes bits(Bytes x) {
    constexpr std::uint8_t kMask = static_cast<std::uint8_t>(((1 << kWidth) - 1) << kTo);
    if constexpr (kFrom > kTo) {
      x = vshrq_n_u8(x, kFrom - kTo);
    } else if constexpr (kFrom < kTo) {
      x = vshlq_n_u8(x, kTo - kFrom);
    }
    return vandq_u8(x, vdupq_n_u8(kMask));
  }
  static void prefetch(const std::byte* place) { __builtin_prefetch(place); }

  // `sdot` adds four products of signed bytes to 32 bits, exactly. Values of 6 bits or fewer are
  // the same signed and unsigned; from those of 8 the offset is taken off.
  template <class W>
  struct Dot {
    static constexpr Layout L = W::kLayout;
    static constexpr bool kSigned = L.low_bits == 8;

    int32x4_t sums32;

    void begin(const std::int32_t* negative_sum) {
      if constexpr (kSigned || L.offset_log2 < 0) {
        sums32 = vdupq_n_s32(0);
      } else {
        sums32 = vshlq_n_s32(vld1q_dup_s32(negative_sum), L.offset_log2);
      }
    }

    template <std::size_t G>
    void add(uint8x16_t w, const std::int8_t* x) {
      if constexpr (kSigned) {
        w = veorq_u8(w, vdupq_n_u8(0x80));
      }
      std::int32_t word;
      memcpy(&word, x, sizeof(word));
      sums32 = vdotq_s32(sums32, vreinterpretq_s8_u8(w), vreinterpretq_s8_s32(vdupq_n_s32(word)));
    }

    Floats sums() const { return vcvtq_f32_s32(sums32); }
  };

 private:
  static uint32x2_t four_bytes(const void* place) {
    std::uint32_t word;
    memcpy(&word, place, sizeof(word));
    return vdup_n_u32(word);
  }
  static uint32x4_t unsigned_words(const void* place) {
    const uint8x8_t bytes = vreinterpret_u8_u32(four_bytes(place));
    return vmovl_u16(vget_low_u16(vmovl_u8(bytes)));
  }
  static Floats floats_from(uint32x4_t words) { return vcvtq_f32_u32(words); }
};

}  // namespace

const Kernels& neon_kernels() {
  static const Kernels table = make_table<Neon>("neon");
  return table;
}

}  // namespace llamita
