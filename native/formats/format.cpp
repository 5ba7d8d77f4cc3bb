#include "llamita/format.h"

#include <array>
#include <stdexcept>
#include <string>

#include "layout.h"

namespace llamita {
namespace {

constexpr std::array kFormats{
    FormatInfo{Format::kF32, "F32", 1, 4},       FormatInfo{Format::kF16, "F16", 1, 2},
    FormatInfo{Format::kQ4_0, "Q4_0", 32, 18},   FormatInfo{Format::kQ4_1, "Q4_1", 32, 20},
    FormatInfo{Format::kQ5_0, "Q5_0", 32, 22},   FormatInfo{Format::kQ5_1, "Q5_1", 32, 24},
    FormatInfo{Format::kQ8_0, "Q8_0", 32, 34},   FormatInfo{Format::kQ2_K, "Q2_K", 256, 84},
    FormatInfo{Format::kQ3_K, "Q3_K", 256, 110}, FormatInfo{Format::kQ4_K, "Q4_K", 256, 144},
    FormatInfo{Format::kQ5_K, "Q5_K", 256, 176}, FormatInfo{Format::kQ6_K, "Q6_K", 256, 210},
    FormatInfo{Format::kBF16, "BF16", 1, 2},
};

}  // namespace

std::span<const FormatInfo> all_formats() {
  return kFormats;
}

const FormatInfo& format_info(int gguf_type) {
  for (const FormatInfo& info : kFormats) {
    if (static_cast<int>(info.format) == gguf_type) {
      return info;
    }
  }
  throw std::invalid_argument("block format " + std::to_string(gguf_type) +
                              " is none that these kernels multiply");
}

const FormatInfo& format_info(Format format) {
  return format_info(static_cast<int>(format));
}

std::size_t tile_bytes(Format format, std::size_t num_values) {
  if (is_float(format)) {
    return num_values * kTileRows * format_info(format).block_bytes;
  }
  return layout_of(format).tile_bytes(num_values);
}

}  // namespace llamita
