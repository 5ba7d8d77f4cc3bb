// A whole table from what an instruction set S provides.
#pragma once

#include "attention.h"
#include "kernels.h"
#include "multiply.h"
#include "rows.h"

namespace llamita {
namespace {

template <class S, Format... kFormats>
void fill_quantized(Kernels& table) {
  ((table.multiply[static_cast<int>(kFormats)] = multiply_quantized<S, Packed<kFormats>>), ...);
}

template <class S, Format... kFormats>
void fill_floats(Kernels& table) {
  ((table.multiply[static_cast<int>(kFormats)] = multiply_floats<S, kFormats>), ...);
}

template <class S>
Kernels make_table(std::string_view name) {
  Kernels table{};
  table.name = name;
  fill_floats<S, Format::kF32, Format::kF16, Format::kBF16>(table);
  fill_quantized<S, Format::kQ4_0, Format::kQ4_1, Format::kQ5_0, Format::kQ5_1, Format::kQ8_0,
                 Format::kQ2_K, Format::kQ3_K, Format::kQ4_K, Format::kQ5_K, Format::kQ6_K>(table);
  table.quantize = quantize<S>;
  table.normalize = normalize<S>;
  table.rotate = rotate<S>;
  table.silu_multiply = silu_multiply<S>;
  table.add = add<S>;
  table.store_key[0] = store_half_key<S>;
  table.store_key[1] = store_int8_key<S>;
  table.store_value[0] = store_half_value<S>;
  table.store_value[1] = store_int8_value<S>;
  table.attend[0] = attend<S, HalfNumbers>;
  table.attend[1] = attend<S, Int8Numbers>;
  table.join = join<S>;
  return table;
}

}  // namespace
}  // namespace llamita
