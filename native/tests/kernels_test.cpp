// Every table this machine can run computes the bits of kernels/generic.cpp.
#include "../kernels/kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "../formats/pack.h"
#include "../kernels/tables.h"
#include "check.h"
#include "random.h"

namespace {

using llamita::ActivationBlock;
using llamita::Columns;
using llamita::Format;
using llamita::FormatInfo;
using llamita::Kernels;
using namespace llamita::tests;

// Two numbers that are none count as the same: which one an instruction makes is its own affair.
bool same(const std::vector<float>& left, const std::vector<float>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) ||
           (std::isnan(a) && std::isnan(b));
  });
}

std::string about(const Kernels& kernels, std::string_view what) {
  return std::string(kernels.name) + " " + std::string(what);
}

std::vector<const Kernels*> fast_tables() {
  const auto usable = llamita::usable_kernels();
  return {usable.begin(), usable.end() - 1};
}

// Up to 8 random tokens, quantized by `kernels`, with a block of zeros and, if wanted, of damage.
struct Tokens {
  std::vector<float> floats;
  std::vector<ActivationBlock> blocks;
  Columns columns;

  Tokens(Random& random, const Kernels& kernels, std::size_t num_values, std::size_t count)
      : floats(random_floats(random, num_values * count)),
        blocks(num_values / 32 * llamita::kMaxColumns) {
    if (num_values >= 64) {
      std::fill_n(floats.begin() + 32, 32, 0.0f);
    }
    for (std::size_t c = 0; c < count && num_values % 32 == 0; ++c) {
      kernels.quantize(floats.data() + c * num_values, num_values, blocks.data() + c,
                       llamita::kMaxColumns);
    }
    columns = {blocks.data(), llamita::kMaxColumns, floats.data(), num_values, count};
  }
};

std::vector<float> product(const Kernels& kernels, Format format,
                           const std::vector<std::byte>& tile, std::size_t num_values,
                           const Columns& columns) {
  std::vector<float> out(columns.count * llamita::kTileRows, -1.0f);
  kernels.multiply_for(format)(tile.data(), num_values, columns, out.data());
  return out;
}

std::vector<std::byte> random_tile(Random& random, Format format, std::size_t num_rows,
                                   std::size_t num_values) {
  std::vector<std::byte> tile(llamita::tile_bytes(format, num_values));
  llamita::pack_tile(format, random_rows(random, format, num_rows, num_values), num_rows,
                     num_values, tile);
  return tile;
}

void every_table_multiplies_every_format_as_generic_does(const Kernels& kernels) {
  Random random(1);
  for (const FormatInfo& info : llamita::all_formats()) {
    const bool is_float = llamita::is_float(info.format);
    for (std::size_t count = 1; count <= llamita::kMaxColumns; ++count) {
      const std::size_t num_values = is_float ? 8 * count + 3 : info.block_values * (1 + count % 3);
      const auto tile = random_tile(random, info.format, count == 3 ? 5 : 16, num_values);
      const Tokens tokens(random, llamita::generic_kernels(), num_values, count);
      CHECK(
          same(product(kernels, info.format, tile, num_values, tokens.columns),
               product(llamita::generic_kernels(), info.format, tile, num_values, tokens.columns)),
          about(kernels, info.name) + " with " + std::to_string(count) + " columns");
    }
  }
}

void the_largest_integers_do_not_overflow(const Kernels& kernels) {
  Random random(2);
  for (const FormatInfo& info : llamita::all_formats()) {
    if (llamita::is_float(info.format)) {
      continue;
    }
    for (const int fill : {0x00, 0x7F, 0x80, 0xFF}) {
      std::vector<std::byte> rows = random_rows(random, info.format, 16, 256);
      std::vector<std::byte> filled(rows.size(), static_cast<std::byte>(fill));
      const std::size_t row_bytes = rows.size() / 16;
      // Scales stay as they are: the first bytes or the last, by format.
      for (std::size_t row = 0; row < 16; ++row) {
        for (std::size_t block = 0; block < row_bytes; block += info.block_bytes) {
          const std::size_t place = row * row_bytes + block;
          const std::size_t tail = info.block_bytes - 4;
          std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(place), 2,
                      filled.begin() + static_cast<std::ptrdiff_t>(place));
          std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(place + tail), 4,
                      filled.begin() + static_cast<std::ptrdiff_t>(place + tail));
        }
      }
      std::vector<std::byte> tile(llamita::tile_bytes(info.format, 256));
      llamita::pack_tile(info.format, filled, 16, 256, tile);
      Tokens tokens(random, llamita::generic_kernels(), 256, 8);
      for (ActivationBlock& block : tokens.blocks) {
        std::fill_n(block.q, 32, static_cast<std::int8_t>(fill == 0x80 ? -127 : 127));
        block.negative_sum = -32 * block.q[0];
        block.negative_half_sum[0] = block.negative_half_sum[1] = -16 * block.q[0];
      }
      CHECK(same(product(kernels, info.format, tile, 256, tokens.columns),
                 product(llamita::generic_kernels(), info.format, tile, 256, tokens.columns)),
            about(kernels, info.name) + " filled with " + std::to_string(fill));
    }
  }
}

// A sum in float64 over what the packed weights and the tokens' own floats say.
void generic_products_are_those_of_the_unpacked_numbers() {
  Random random(3);
  const Kernels& kernels = llamita::generic_kernels();
  for (const FormatInfo& info : llamita::all_formats()) {
    const auto tile = random_tile(random, info.format, 16, 512);
    const Tokens tokens(random, kernels, 512, 2);
    const auto found = product(kernels, info.format, tile, 512, tokens.columns);
    std::vector<float> row(512);
    for (std::size_t r = 0; r < 16; ++r) {
      llamita::unpack_row(info.format, tile, r, row);
      for (std::size_t c = 0; c < 2; ++c) {
        double expected = 0;
        double size = 0;
        for (std::size_t k = 0; k < 512; ++k) {
          const ActivationBlock& block = tokens.blocks[k / 32 * llamita::kMaxColumns + c];
          const double x = llamita::is_float(info.format)
                               ? static_cast<double>(tokens.floats[c * 512 + k])
                               : static_cast<double>(block.scale) * block.q[k % 32];
          expected += static_cast<double>(row[k]) * x;
          size += std::abs(static_cast<double>(row[k]) * x);
        }
        const double error = std::abs(static_cast<double>(found[c * 16 + r]) - expected);
        CHECK(error <= 1e-5 * size, about(kernels, info.name) + " off by " + std::to_string(error));
      }
    }
  }
}

void quantizing_is_the_same_and_marks_damage(const Kernels& kernels) {
  Random random(4);
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> x = random_floats(random, 32 * 8, 3.0f);
  x[40] = infinity;
  x[70] = std::numeric_limits<float>::quiet_NaN();
  std::fill_n(x.begin() + 96, 32, 0.0f);
  std::fill_n(x.begin() + 128, 32, 1e-38f);
  std::fill_n(x.begin() + 160, 32, 3e38f);
  x[200] = -infinity;
  std::vector<ActivationBlock> left(8);
  std::vector<ActivationBlock> right(8);
  kernels.quantize(x.data(), x.size(), left.data(), 1);
  llamita::generic_kernels().quantize(x.data(), x.size(), right.data(), 1);
  CHECK(std::memcmp(left.data(), right.data(), 8 * sizeof(ActivationBlock)) == 0,
        about(kernels, ""));
  for (std::size_t b = 0; b < 8; ++b) {
    CHECK(std::isnan(left[b].scale) == (b == 1 || b == 2 || b == 6),
          about(kernels, std::to_string(b)));
  }
}

void rows_are_worked_on_alike(const Kernels& kernels) {
  const Kernels& generic = llamita::generic_kernels();
  Random random(5);
  for (const std::size_t size : {2u, 6u, 16u, 30u, 64u, 576u, 1000u}) {
    const auto x = random_floats(random, size, 4.0f);
    const auto y = random_floats(random, size, 4.0f);
    std::vector<float> left(size);
    std::vector<float> right(size);
    kernels.normalize(x.data(), y.data(), size, 1e-5f, left.data());
    generic.normalize(x.data(), y.data(), size, 1e-5f, right.data());
    CHECK(same(left, right), about(kernels, "normalize " + std::to_string(size)));
    left = right = x;
    kernels.rotate(left.data(), y.data(), x.data(), size);
    generic.rotate(right.data(), y.data(), x.data(), size);
    CHECK(same(left, right), about(kernels, "rotate " + std::to_string(size)));
    left = right = x;
    left[0] = right[0] = -1000.0f;
    left[1] = right[1] = 1000.0f;
    kernels.silu_multiply(left.data(), y.data(), size);
    generic.silu_multiply(right.data(), y.data(), size);
    CHECK(same(left, right), about(kernels, "silu " + std::to_string(size)));
    kernels.add(left.data(), y.data(), size);
    generic.add(right.data(), y.data(), size);
    CHECK(same(left, right), about(kernels, "add " + std::to_string(size)));
  }
}

// A page of random keys and values, filled by `kernels`.
struct Page {
  std::vector<std::byte> keys;
  std::vector<std::byte> values;
  std::vector<float> key_scales = std::vector<float>(llamita::kPageTokens);
  std::vector<float> value_scales = std::vector<float>(llamita::kPageTokens);

  Page(unsigned seed, const Kernels& kernels, int kv, std::size_t width)
      : keys(width * llamita::kPageTokens * 2),
        values(llamita::padded_width(width) * llamita::kPageTokens * 2) {
    Random random(seed);
    for (std::size_t slot = 0; slot < llamita::kPageTokens; ++slot) {
      kernels.store_key[kv](view(), slot, random_floats(random, width, 2.0f).data(), width);
      kernels.store_value[kv](view(), slot, random_floats(random, width, 2.0f).data(), width);
    }
  }

  llamita::HeadPage view() {
    return {keys.data(), values.data(), key_scales.data(), value_scales.data(), nullptr};
  }
};

// What queries have gathered after reading one page twice.
std::vector<float> gathered(const Kernels& kernels, Page& page, int kv, std::size_t width,
                            const std::vector<std::uint32_t>& num_visible) {
  Random random(7);
  const std::size_t count = num_visible.size();
  const std::size_t padded = llamita::padded_width(width);
  const auto q = random_floats(random, count * width, 0.3f);
  std::vector<float> max(count, -std::numeric_limits<float>::infinity());
  std::vector<float> sum(count);
  std::vector<float> mixed(count * padded);
  for (int i = 0; i < 2; ++i) {
    kernels.attend[kv](
        page.view(), width,
        {q.data(), width, count, num_visible.data(), max.data(), sum.data(), mixed.data(), padded});
  }
  for (std::size_t i = 1; i < count; ++i) {
    kernels.join(&max[0], &sum[0], mixed.data(), max[i], sum[i], &mixed[i * padded], padded);
  }
  mixed.insert(mixed.end(), max.begin(), max.end());
  mixed.insert(mixed.end(), sum.begin(), sum.end());
  return mixed;
}

void attention_is_the_same(const Kernels& kernels) {
  const Kernels& generic = llamita::generic_kernels();
  for (int kv = 0; kv < static_cast<int>(llamita::kNumKvFormats); ++kv) {
    for (const std::size_t width : {4u, 8u, 16u, 24u, 64u, 128u}) {
      Page ours(6, kernels, kv, width);
      Page theirs(6, generic, kv, width);
      const std::string what =
          "attention, width " + std::to_string(width) + ", kv " + std::to_string(kv);
      CHECK(ours.keys == theirs.keys && ours.values == theirs.values, about(kernels, what));
      CHECK(ours.key_scales == theirs.key_scales, about(kernels, what));
      for (const std::vector<std::uint32_t>& visible : {std::vector<std::uint32_t>{64},
                                                        {1},
                                                        {17, 18},
                                                        {64, 64, 64},
                                                        {5, 6, 7, 8},
                                                        {0, 0, 3, 63, 64, 1},
                                                        {30, 31, 32, 33, 34, 35, 36, 37, 38}}) {
        CHECK(same(gathered(kernels, ours, kv, width, visible),
                   gathered(generic, theirs, kv, width, visible)),
              about(kernels, what));
      }
    }
  }
}

// softmax(q k) v in float64, over the numbers as they were given.
void generic_attention_is_softmax() {
  const Kernels& kernels = llamita::generic_kernels();
  const std::size_t width = 16;
  Random random(8);
  std::vector<std::vector<float>> keys;
  std::vector<std::vector<float>> values;
  Page page(9, kernels, 0, width);
  for (std::size_t slot = 0; slot < llamita::kPageTokens; ++slot) {
    keys.push_back(random_floats(random, width));
    values.push_back(random_floats(random, width));
    kernels.store_key[0](page.view(), slot, keys.back().data(), width);
    kernels.store_value[0](page.view(), slot, values.back().data(), width);
  }
  const auto q = random_floats(random, width);
  const std::uint32_t visible = 50;
  float max = -std::numeric_limits<float>::infinity();
  float sum = 0;
  std::vector<float> mixed(width);
  kernels.attend[0](page.view(), width,
                    {q.data(), width, 1, &visible, &max, &sum, mixed.data(), width});
  double total = 0;
  std::vector<double> expected(width);
  for (std::size_t t = 0; t < visible; ++t) {
    double score = 0;
    for (std::size_t d = 0; d < width; ++d) {
      score += static_cast<double>(q[d]) * static_cast<double>(keys[t][d]);
    }
    total += std::exp(score);
    for (std::size_t d = 0; d < width; ++d) {
      expected[d] += std::exp(score) * static_cast<double>(values[t][d]);
    }
  }
  for (std::size_t d = 0; d < width; ++d) {
    const double error = std::abs(static_cast<double>(mixed[d] / sum) - expected[d] / total);
    CHECK(error < 2e-3, std::to_string(error));  // keys and values are halves
  }
}

void tables_have_names_and_generic_is_the_last() {
  std::set<std::string_view> names;
  for (const Kernels* kernels : llamita::usable_kernels()) {
    CHECK(names.insert(kernels->name).second, std::string(kernels->name));
    CHECK(&llamita::choose_kernels(kernels->name) == kernels, std::string(kernels->name));
  }
  CHECK(llamita::usable_kernels().back()->name == "generic");
  CHECK(&llamita::choose_kernels("") == llamita::usable_kernels().front());
  std::string message;
  try {
    llamita::choose_kernels("sse9");
  } catch (const std::invalid_argument& error) {
    message = error.what();
  }
  CHECK(message.starts_with("kernel table `sse9` cannot run here: expected one of `"), message);
}

}  // namespace

// Named tables must run here: so where a machine is emulated for the sake of one, it is tested.
int main(int num_arguments, char** arguments) {
  for (int i = 1; i < num_arguments; ++i) {
    CHECK(llamita::choose_kernels(arguments[i]).name == arguments[i]);
  }
  tables_have_names_and_generic_is_the_last();
  generic_products_are_those_of_the_unpacked_numbers();
  generic_attention_is_softmax();
  for (const Kernels* kernels : fast_tables()) {
    every_table_multiplies_every_format_as_generic_does(*kernels);
    the_largest_integers_do_not_overflow(*kernels);
    quantizing_is_the_same_and_marks_damage(*kernels);
    rows_are_worked_on_alike(*kernels);
    attention_is_the_same(*kernels);
  }
  return llamita::tests::exit_status();
}
