// Weights, activations and pages of any bytes: every table that runs here computes the bits of
// kernels/generic.cpp, and touches nothing beyond its arrays.
#include <limits>

#include "../formats/pack.h"
#include "../kernels/kernels.h"
#include "../kernels/tables.h"
#include "input.h"

namespace {

using llamita::ActivationBlock;
using llamita::Columns;
using llamita::FormatInfo;
using llamita::generic_kernels;
using llamita::Kernels;
using namespace llamita::fuzz;

void expect_same(const Kernels& kernels, std::string_view what, std::span<const float> found,
                 std::span<const float> expected) {
  expect(same(found, expected), std::string(kernels.name) + ", " + std::string(what));
}

std::span<const Kernels* const> fast_tables() {
  return llamita::usable_kernels().first(llamita::usable_kernels().size() - 1);
}

// Every number of the blocks as a float: integers of 16 bits and fewer lose nothing.
std::vector<float> numbers_of(const std::vector<ActivationBlock>& blocks) {
  std::vector<float> numbers;
  for (const ActivationBlock& block : blocks) {
    numbers.insert(numbers.end(), block.q, block.q + 32);
    numbers.insert(numbers.end(), {block.scale, block.scaled_sum, block.scaled_half_sum[0],
                                   block.scaled_half_sum[1], static_cast<float>(block.negative_sum),
                                   static_cast<float>(block.negative_half_sum[0]),
                                   static_cast<float>(block.negative_half_sum[1])});
  }
  return numbers;
}

std::vector<ActivationBlock> quantized(const Kernels& kernels, const std::vector<float>& x,
                                       std::size_t num_values, std::size_t count) {
  std::vector<ActivationBlock> blocks(num_values / 32 * count);
  for (std::size_t c = 0; c < count && !blocks.empty(); ++c) {
    kernels.quantize(x.data() + c * num_values, num_values, blocks.data() + c, count);
  }
  return blocks;
}

void multiply(Input& input) {
  const FormatInfo& info = input.one_of(llamita::all_formats());
  const std::size_t num_values =
      info.block_values == 1 ? input.number(1, 40) : info.block_values * input.number(1, 3);
  const std::size_t num_rows = input.number(1, llamita::kTileRows);
  const std::size_t count = input.number(1, llamita::kMaxColumns);
  const auto rows = input.bytes(num_rows * num_values / info.block_values * info.block_bytes);
  std::vector<std::byte> tile(llamita::tile_bytes(info.format, num_values));
  llamita::pack_tile(info.format, rows, num_rows, num_values, tile);
  std::vector<float> row(num_values);
  for (std::size_t r = 0; r < llamita::kTileRows; ++r) {
    llamita::unpack_row(info.format, tile, r, row);
  }
  const std::vector<float> x = input.floats(num_values * count);
  const auto blocks = quantized(generic_kernels(), x, num_values, count);
  const Columns columns{blocks.data(), count, x.data(), num_values, count};
  std::vector<float> expected(count * llamita::kTileRows);
  generic_kernels().multiply_for(info.format)(tile.data(), num_values, columns, expected.data());
  for (const Kernels* kernels : fast_tables()) {
    expect_same(*kernels, "quantize", numbers_of(quantized(*kernels, x, num_values, count)),
                numbers_of(blocks));
    std::vector<float> found(expected.size());
    kernels->multiply_for(info.format)(tile.data(), num_values, columns, found.data());
    expect_same(*kernels, info.name, found, expected);
  }
}

void work_on_rows(Input& input) {
  const std::size_t size = 2 * input.number(1, 40);
  const std::vector<float> x = input.floats(size);
  const std::vector<float> y = input.floats(size, 100.0f);
  const std::vector<float> z = input.floats(size);
  const auto results = [&](const Kernels& kernels) {
    std::vector<float> normalized(size);
    kernels.normalize(x.data(), y.data(), size, 1e-5f, normalized.data());
    std::vector<float> row = x;
    kernels.rotate(row.data(), y.data(), z.data(), size);
    normalized.insert(normalized.end(), row.begin(), row.end());
    kernels.silu_multiply(row.data(), y.data(), size);
    normalized.insert(normalized.end(), row.begin(), row.end());
    kernels.add(row.data(), z.data(), size);
    normalized.insert(normalized.end(), row.begin(), row.end());
    return normalized;
  };
  const std::vector<float> expected = results(generic_kernels());
  for (const Kernels* kernels : fast_tables()) {
    expect_same(*kernels, "rows", results(*kernels), expected);
  }
}

// A page as a snapshot may hold it: any bytes, with some tokens stored on top.
struct Page {
  std::vector<std::byte> keys;
  std::vector<std::byte> values;
  std::vector<float> scales;

  llamita::HeadPage view() {
    return {keys.data(), values.data(), scales.data(), scales.data() + llamita::kPageTokens};
  }
};

struct Attention {
  std::size_t head_width;
  std::size_t kv;
  Page page;
  std::vector<std::size_t> slots;  // that are stored
  std::vector<float> tokens;       // their keys and values
  std::vector<float> queries;
  std::vector<std::uint32_t> num_visible;
};

Attention any_attention(Input& input) {
  Attention given;
  given.head_width = 2 * input.number(1, 20);
  given.kv = input.number(0, llamita::kNumKvFormats - 1);
  const std::size_t number_bytes = given.kv == 0 ? 2 : 1;
  const std::size_t padded = llamita::padded_width(given.head_width);
  given.page = {input.bytes(llamita::kPageTokens * given.head_width * number_bytes),
                input.bytes(llamita::kPageTokens * padded * number_bytes),
                input.floats(2 * llamita::kPageTokens)};
  const std::size_t num_stored = input.number(0, 4);
  for (std::size_t i = 0; i < num_stored; ++i) {
    given.slots.push_back(input.number(0, llamita::kPageTokens - 1));
  }
  given.tokens = input.floats(2 * num_stored * given.head_width);
  const std::size_t num_queries = input.number(1, 6);
  given.queries = input.floats(num_queries * given.head_width);
  for (std::size_t i = 0; i < num_queries; ++i) {
    given.num_visible.push_back(static_cast<std::uint32_t>(input.number(0, llamita::kPageTokens)));
  }
  return given;
}

// The page after storing, then each query's sum, mixture and maximum. Where a sum is none, so is
// the whole mixture, and the maximum says nothing: it is left out.
std::vector<float> attended(const Kernels& kernels, const Attention& given) {
  Page page = given.page;
  const std::size_t width = given.head_width;
  for (std::size_t i = 0; i < given.slots.size(); ++i) {
    const float* key = given.tokens.data() + 2 * i * width;
    kernels.store_key[given.kv](page.view(), given.slots[i], key, width);
    kernels.store_value[given.kv](page.view(), given.slots[i], key + width, width);
  }
  std::vector<float> found = page.scales;
  for (const auto* numbers : {&page.keys, &page.values}) {
    for (const std::byte byte : *numbers) {
      found.push_back(static_cast<float>(byte));
    }
  }
  const std::size_t count = given.num_visible.size();
  const std::size_t padded = llamita::padded_width(width);
  std::vector<float> max(count, -std::numeric_limits<float>::infinity());
  std::vector<float> sum(count);
  std::vector<float> mixed(count * padded);
  kernels.attend[given.kv](page.view(), width,
                           {given.queries.data(), width, count, given.num_visible.data(),
                            max.data(), sum.data(), mixed.data(), padded});
  for (std::size_t i = 1; i < count; ++i) {
    kernels.join(&max[0], &sum[0], mixed.data(), max[i], sum[i], &mixed[i * padded], padded);
  }
  for (std::size_t i = 0; i < count; ++i) {
    found.insert(found.end(), {sum[i], std::isnan(sum[i]) ? 0.0f : max[i] + 0.0f});
    for (std::size_t d = 0; d < width; ++d) {
      found.push_back(mixed[i * padded + d]);
    }
  }
  return found;
}

void attend(Input& input) {
  const Attention given = any_attention(input);
  const std::vector<float> expected = attended(generic_kernels(), given);
  for (const Kernels* kernels : fast_tables()) {
    expect_same(*kernels, "attention", attended(*kernels, given), expected);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  switch (input.number(0, 3)) {
    case 0:
      work_on_rows(input);
      break;
    case 1:
      attend(input);
      break;
    default:
      multiply(input);
  }
  return 0;
}
