// Source: `block_q4_0` and its siblings in ggml's `ggml-common.h`; src/llamita/weights/blocks.py
// and k_blocks.py say the same in NumPy, and the tests hold one to the other.
#include "quants.h"

#include <cstring>

namespace llamita {
namespace {

using Bytes = const std::uint8_t*;

std::uint16_t half_at(Bytes block, std::size_t place) {
  std::uint16_t half;
  std::memcpy(&half, block + place, sizeof(half));
  return half;
}

void spread_4_bits(Bytes packed, std::uint8_t* q, std::size_t num_bytes) {
  for (std::size_t i = 0; i < num_bytes; ++i) {
    q[i] = packed[i] & 0x0F;
    q[i + num_bytes] = static_cast<std::uint8_t>(packed[i] >> 4);
  }
}

// Bit i of 32 is the fifth bit of value i.
void add_fifth_bits(Bytes packed, std::uint8_t* q) {
  std::uint32_t bits;
  std::memcpy(&bits, packed, sizeof(bits));
  for (std::size_t i = 0; i < 32; ++i) {
    q[i] = static_cast<std::uint8_t>(q[i] | ((bits >> i & 1u) << 4));
  }
}

// Two halves of 32 bytes; value 32 j + i of a half is bits 2j and 2j + 1 of its byte i.
void spread_2_bits(Bytes packed, std::uint8_t* q) {
  for (std::size_t half = 0; half < 2; ++half) {
    for (std::size_t j = 0; j < 4; ++j) {
      for (std::size_t i = 0; i < 32; ++i) {
        q[128 * half + 32 * j + i] = packed[32 * half + i] >> (2 * j) & 3;
      }
    }
  }
}

// Four groups of 32 bytes: their low halves are one sub-block of 32 values, their high ones the
// next.
void spread_k_4_bits(Bytes packed, std::uint8_t* q) {
  for (std::size_t j = 0; j < 4; ++j) {
    spread_4_bits(packed + 32 * j, q + 64 * j, 32);
  }
}

// 8 scales and 8 minima of 6 bits in 12 bytes: the first four of each are the low 6 bits of bytes
// 0-3 and 4-7, whose upper bits belong to the other four, with the halves of bytes 8-11.
void take_6_bit_scales(Bytes packed, Quants& quants) {
  for (std::size_t j = 0; j < 4; ++j) {
    quants.scale[j] = packed[j] & 0x3F;
    quants.min[j] = packed[j + 4] & 0x3F;
    quants.scale[j + 4] = static_cast<std::uint8_t>((packed[j + 8] & 0x0F) | (packed[j] >> 6 << 4));
    quants.min[j + 4] = static_cast<std::uint8_t>((packed[j + 8] >> 4) | (packed[j + 4] >> 6 << 4));
  }
}

void take_q2_k(Bytes block, Quants& quants) {
  for (std::size_t j = 0; j < 16; ++j) {
    quants.scale[j] = block[j] & 0x0F;
    quants.min[j] = static_cast<std::uint8_t>(block[j] >> 4);
  }
  spread_2_bits(block + 16, quants.q.data());
  quants.half_scale = half_at(block, 80);
  quants.half_min = half_at(block, 82);
}

// The high bit of value 32 j + i is bit j of byte i; scales are stored with 32 added.
void take_q3_k(Bytes block, Quants& quants) {
  spread_2_bits(block + 32, quants.q.data());
  for (std::size_t j = 0; j < 8; ++j) {
    for (std::size_t i = 0; i < 32; ++i) {
      std::uint8_t& q = quants.q[32 * j + i];
      q = static_cast<std::uint8_t>(q | ((block[i] >> j & 1) << 2));
    }
  }
  const Bytes packed = block + 96;
  for (std::size_t s = 0; s < 16; ++s) {
    const int low = s < 8 ? packed[s] & 0x0F : packed[s - 8] >> 4;
    const int high = packed[8 + s % 4] >> (2 * (s / 4)) & 3;
    quants.scale[s] = static_cast<std::uint8_t>((low | (high << 4)) - 32);
  }
  quants.half_scale = half_at(block, 108);
}

void take_q4_k(Bytes block, Quants& quants) {
  quants.half_scale = half_at(block, 0);
  quants.half_min = half_at(block, 2);
  take_6_bit_scales(block + 4, quants);
  spread_k_4_bits(block + 16, quants.q.data());
}

void take_q5_k(Bytes block, Quants& quants) {
  quants.half_scale = half_at(block, 0);
  quants.half_min = half_at(block, 2);
  take_6_bit_scales(block + 4, quants);
  spread_k_4_bits(block + 48, quants.q.data());
  for (std::size_t j = 0; j < 8; ++j) {
    for (std::size_t i = 0; i < 32; ++i) {
      std::uint8_t& q = quants.q[32 * j + i];
      q = static_cast<std::uint8_t>(q | ((block[16 + i] >> j & 1) << 4));
    }
  }
}

void take_q6_k(Bytes block, Quants& quants) {
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint8_t* q = quants.q.data() + 128 * half;
    spread_4_bits(block + 64 * half, q, 64);
    for (std::size_t j = 0; j < 4; ++j) {
      for (std::size_t i = 0; i < 32; ++i) {
        const int high = block[128 + 32 * half + i] >> (2 * j) & 3;
        q[32 * j + i] = static_cast<std::uint8_t>(q[32 * j + i] | (high << 4));
      }
    }
  }
  std::memcpy(quants.scale.data(), block + 192, 16);
  quants.half_scale = half_at(block, 208);
}

}  // namespace

void take_apart(Format format, const std::byte* bytes, Quants& quants) {
  const Bytes block = reinterpret_cast<Bytes>(bytes);
  quants.half_scale = half_at(block, 0);
  switch (format) {
    case Format::kQ4_0:
      return spread_4_bits(block + 2, quants.q.data(), 16);
    case Format::kQ4_1:
      quants.half_min = half_at(block, 2);
      return spread_4_bits(block + 4, quants.q.data(), 16);
    case Format::kQ5_0:
      spread_4_bits(block + 6, quants.q.data(), 16);
      return add_fifth_bits(block + 2, quants.q.data());
    case Format::kQ5_1:
      quants.half_min = half_at(block, 2);
      spread_4_bits(block + 8, quants.q.data(), 16);
      return add_fifth_bits(block + 4, quants.q.data());
    case Format::kQ8_0:
      for (std::size_t i = 0; i < 32; ++i) {
        quants.q[i] = static_cast<std::uint8_t>(block[2 + i] ^ 0x80);
      }
      return;
    case Format::kQ2_K:
      return take_q2_k(block, quants);
    case Format::kQ3_K:
      return take_q3_k(block, quants);
    case Format::kQ4_K:
      return take_q4_k(block, quants);
    case Format::kQ5_K:
      return take_q5_k(block, quants);
    default:
      return take_q6_k(block, quants);
  }
}

}  // namespace llamita
