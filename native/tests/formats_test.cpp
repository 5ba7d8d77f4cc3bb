// Packing: what goes into a tile comes out of it.
#include <bit>
#include <cstring>
#include <string>
#include <vector>

#include "../formats/half.h"
#include "../formats/layout.h"
#include "../formats/pack.h"
#include "check.h"
#include "llamita/format.h"
#include "random.h"

namespace {

using llamita::Format;
using llamita::FormatInfo;
using namespace llamita::tests;

void halves_become_floats_and_back_again() {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float value = llamita::float_from_half(half);
    if (value == value) {
      CHECK(llamita::half_from_float(value) == half, std::to_string(bits));
    } else {
      CHECK((llamita::half_from_float(value) & 0x7E00) == 0x7E00, std::to_string(bits));
    }
  }
}

void floats_become_the_nearest_half() {
  CHECK(llamita::float_from_half(llamita::half_from_float(1.0f + 0x1p-11f)) == 1.0f);  // to even
  CHECK(llamita::float_from_half(llamita::half_from_float(1.0f + 0x1.8p-11f)) == 1.0f + 0x1p-10f);
  CHECK(llamita::float_from_half(llamita::half_from_float(65519.0f)) == 65504.0f);
  CHECK(llamita::half_from_float(65520.0f) == 0x7C00);
  CHECK(llamita::half_from_float(-1e30f) == 0xFC00);
  CHECK(llamita::float_from_half(llamita::half_from_float(0x1p-24f)) == 0x1p-24f);
  CHECK(llamita::half_from_float(0x1p-25f) == 0);  // halfway to the smallest: to even
  CHECK(llamita::half_from_float(0x1.8p-25f) == 1);
}

// The numbers of a block do not depend on the row it is packed into, nor on the rows beside it.
void a_row_comes_out_wherever_it_was_put() {
  Random random(1);
  for (const FormatInfo& info : llamita::all_formats()) {
    const std::size_t num_values = llamita::is_float(info.format) ? 37 : 512;
    const auto rows = random_rows(random, info.format, 16, num_values);
    const std::size_t row_bytes = rows.size() / 16;
    std::vector<std::byte> tile(llamita::tile_bytes(info.format, num_values));
    std::vector<std::byte> alone(tile.size());
    llamita::pack_tile(info.format, rows, 16, num_values, tile);
    std::vector<float> found(num_values);
    std::vector<float> expected(num_values);
    for (std::size_t r = 0; r < 16; ++r) {
      llamita::pack_tile(info.format, std::span(rows).subspan(r * row_bytes, row_bytes), 1,
                         num_values, alone);
      llamita::unpack_row(info.format, tile, r, found);
      llamita::unpack_row(info.format, alone, 0, expected);
      CHECK(std::memcmp(found.data(), expected.data(), num_values * 4) == 0,
            std::string(info.name));
      llamita::unpack_row(info.format, alone, 5, found);
      CHECK(found == std::vector<float>(num_values), std::string(info.name) + ": a missing row");
    }
  }
}

void tiles_of_the_common_formats_are_as_large_as_their_blocks() {
  for (const Format format : {Format::kQ4_0, Format::kQ4_1, Format::kQ5_0, Format::kQ5_1,
                              Format::kQ8_0, Format::kQ2_K, Format::kQ6_K, Format::kF16}) {
    const FormatInfo& info = llamita::format_info(format);
    CHECK(llamita::tile_bytes(format, 512) == 16 * 512 / info.block_values * info.block_bytes,
          std::string(info.name));
  }
}

}  // namespace

int main() {
  halves_become_floats_and_back_again();
  floats_become_the_nearest_half();
  a_row_comes_out_wherever_it_was_put();
  tiles_of_the_common_formats_are_as_large_as_their_blocks();
  return llamita::tests::exit_status();
}
