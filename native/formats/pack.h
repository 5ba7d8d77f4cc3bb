// Rows of GGUF blocks into tiles, and single rows back out of them as floats.
#pragma once

#include <cstddef>
#include <span>

#include "llamita/format.h"

namespace llamita {

// Packs up to 16 rows, which lie one after the other, into one tile; rows that are missing become
// zeros. Every pattern of bytes has a meaning, so nothing can fail: sizes are the caller's to
// check.
//   rows: num_rows x num_values in `format`; num_values fills whole blocks and is a multiple of 32
//         where the format is quantized.
//   tile: tile_bytes(format, num_values) bytes.
void pack_tile(Format format, std::span<const std::byte> rows, std::size_t num_rows,
               std::size_t num_values, std::span<std::byte> tile);

// Row `row` of a tile as floats, in the arithmetic of the format's definition: bit for bit what
// weights/blocks.py says.
void unpack_row(Format format, std::span<const std::byte> tile, std::size_t row,
                std::span<float> values);

}  // namespace llamita
