// GGUF's quantized blocks taken apart: their small integers, and their scales as they are stored.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "llamita/format.h"

namespace llamita {

// One block of 32 or 256 values. Halves stay bits, so that packing them changes nothing.
struct Quants {
  std::array<std::uint8_t, 256> q;     // offset included: never negative
  std::array<std::uint8_t, 16> scale;  // of each group, where the block is one of 256
  std::array<std::uint8_t, 16> min;    // the same
  std::uint16_t half_scale = 0;
  std::uint16_t half_min = 0;
};

// Takes apart one block of a quantized format, `format_info(format).block_bytes` long.
void take_apart(Format format, const std::byte* block, Quants& quants);

}  // namespace llamita
