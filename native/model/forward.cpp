#include "forward.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

namespace llamita {
namespace {

// How much of a matrix a thread takes at once. Few rows: each weight is read once, so a chunk is as
// small as can be for all threads to end together, and as large as makes it worth taking. Many rows
// follow each other through a chunk, so it is as large as stays in the second-level cache.
constexpr std::size_t kLeastChunkBytes = std::size_t{16} << 10;
constexpr std::size_t kFewChunkBytes = std::size_t{96} << 10;
constexpr std::size_t kManyChunkBytes = std::size_t{384} << 10;
constexpr std::size_t kChunksPerThread = 12;

// Tokens that pass by a chunk's tiles before the next ones do: what they bring stays in the cache
// too.
constexpr std::size_t kGroupsTogether = 8;

// How often `cancel` is called within a batch: often enough for a person, rarely enough to cost
// nothing.
constexpr std::chrono::milliseconds kAskEvery{5};

std::size_t ceil_div(std::size_t count, std::size_t unit) {
  return (count + unit - 1) / unit;
}

}  // namespace

Forward::Forward(Model& model, std::span<const Row> rows) : model_(model), rows_(rows) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].logits != nullptr) {
      wanted_rows_.push_back(row);
    }
  }
  plan_attention();
  plan();
  reserve_memory();
}

void Forward::add_phase(Kind kind, std::size_t layer, std::size_t num_chunks) {
  phases_.push_back({kind, static_cast<std::uint32_t>(layer)});
  num_chunks_.push_back(static_cast<std::uint32_t>(num_chunks));
}

void Forward::plan() {
  const std::size_t row_chunks = ceil_div(rows_.size(), kRowsPerChunk);
  add_phase(Kind::kEmbed, 0, rows_.size());
  for (std::size_t index = 0; index < shape().num_layers; ++index) {
    const Model::Layer& layer = model_.layers_[index];
    if (!is_few()) {
      add_phase(Kind::kAttentionNorm, index, row_chunks);
    }
    add_phase(Kind::kQueryKeyValue, index, shape().num_heads + 2 * shape().num_kv_heads);
    add_phase(Kind::kAttend, index, attention_tasks_.size());
    if (!join_sequences_.empty()) {
      add_phase(Kind::kJoin, index, join_sequences_.size());
    }
    if (!is_few()) {
      add_phase(Kind::kPrepareMixed, index, row_chunks);
    }
    add_phase(Kind::kAttentionOutput, index, tile_chunks(layer.attention_output, 1));
    if (!is_few()) {
      add_phase(Kind::kFeedForwardNorm, index, row_chunks);
    }
    add_phase(Kind::kGateUp, index, tile_chunks(layer.gate, 2));
    if (!is_few()) {
      add_phase(Kind::kPrepareHidden, index, row_chunks);
    }
    add_phase(Kind::kDown, index, tile_chunks(layer.down, 1));
  }
  if (!wanted_rows_.empty()) {
    if (num_output_rows() > kFewRows) {
      add_phase(Kind::kOutputNorm, 0, ceil_div(wanted_rows_.size(), kRowsPerChunk));
    }
    add_phase(Kind::kLogits, 0, tile_chunks(space().output_matrix(), 1));
  }
}

void Forward::reserve_memory() {
  const std::size_t num_rows = rows_.size();
  const std::size_t width = shape().width;
  const std::size_t widest = std::max({width, query_width(), shape().feed_forward_width});
  Model::Workspace& memory = space();
  memory.states.get(num_rows * width);
  memory.queries.get(num_rows * query_width());
  memory.mixed.get(num_rows * query_width());
  memory.hidden.get(num_rows * shape().feed_forward_width);
  memory.cosines.get(num_rows * shape().head_width);
  memory.sines.get(num_rows * shape().head_width);
  memory.normalized.get(std::max(num_rows, num_output_rows()) * width);
  memory.blocks.get(
      std::max(Input::blocks_for(num_rows, widest), Input::blocks_for(num_output_rows(), width)));
  memory.partials.get(num_partials_ * (16 + mixed_width()));
  const std::size_t most_queries = std::max(kAttentionRows, kSpreadRows) * group_heads();
  for (Worker& worker : memory.workers) {
    worker.prepared_phase = static_cast<std::size_t>(-1);
    worker.normalized.get(kFewRows * width);
    worker.blocks.get(Input::blocks_for(kFewRows, widest));
    worker.head.get(num_rows * mixed_width());
    worker.queries.get(most_queries * shape().head_width);
    worker.segment.get(2 * (most_queries + 16) + most_queries * mixed_width());
    worker.total.get(2 * (most_queries + 16) + most_queries * mixed_width());
  }
}

bool Forward::run(const std::function<bool()>& cancel) {
  auto asked = std::chrono::steady_clock::time_point::min();  // so the first phase asks
  space().pool.run(*this, num_chunks_, [&](std::size_t phase) {
    if (!cancel || (asked != asked.min() && phases_[phase].kind != Kind::kQueryKeyValue)) {
      return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (asked == asked.min() || now - asked >= kAskEvery) {
      asked = now;
      if (cancel()) {
        is_cancelled_.store(true, std::memory_order_relaxed);
      }
    }
  });
  return !is_cancelled_.load(std::memory_order_relaxed);
}

void Forward::run_chunk(std::size_t phase, std::size_t chunk, std::size_t worker_index) noexcept {
  if (is_cancelled_.load(std::memory_order_relaxed)) {
    return;
  }
  Worker& worker = space().workers[worker_index];
  const std::size_t index = phases_[phase].layer;
  const Model::Layer& layer = model_.layers_[index];
  switch (phases_[phase].kind) {
    case Kind::kEmbed:
      return embed(chunk);
    case Kind::kAttentionNorm:
      return normalize_chunk(layer.attention_norm, chunk);
    case Kind::kQueryKeyValue:
      return query_key_value(phase, layer, index, chunk, worker);
    case Kind::kAttend:
      return attend(index, attention_tasks_[chunk], worker);
    case Kind::kJoin:
      return join_segments(chunk, worker);
    case Kind::kPrepareMixed:
      return prepare_chunk(space().mixed.data(), query_width(), chunk);
    case Kind::kAttentionOutput:
      return add_product(phase, layer.attention_output, space().mixed.data(), chunk, worker);
    case Kind::kFeedForwardNorm:
      return normalize_chunk(layer.feed_forward_norm, chunk);
    case Kind::kGateUp:
      return gate_up(phase, layer, chunk, worker);
    case Kind::kPrepareHidden:
      return prepare_chunk(space().hidden.data(), shape().feed_forward_width, chunk);
    case Kind::kDown:
      return add_product(phase, layer.down, space().hidden.data(), chunk, worker);
    case Kind::kOutputNorm:
      return prepare_output_chunk(chunk);
    case Kind::kLogits:
      return logits(phase, chunk, worker);
  }
}

// `together`: how many matrices a chunk takes the same tiles of.
std::size_t Forward::tiles_per_chunk(const Matrix& matrix, std::size_t together) const {
  const std::size_t tile_bytes = matrix.tile_size() * together;
  const std::size_t num_threads = space().pool.num_threads();
  const std::size_t share = matrix.size_bytes() * together / (num_threads * kChunksPerThread);
  const std::size_t most = is_few() ? kFewChunkBytes : kManyChunkBytes;
  const std::size_t wanted = std::min(std::max(share, kLeastChunkBytes), most);
  return std::max<std::size_t>(1, wanted / tile_bytes);
}

std::size_t Forward::tile_chunks(const Matrix& matrix, std::size_t together) const {
  return ceil_div(matrix.num_tiles(), tiles_per_chunk(matrix, together));
}

// Calls use(tile, first row, number of rows, products): 16 products for each row.
template <class Use>
void Forward::multiply_tiles(const Matrix& matrix, std::size_t first, std::size_t last,
                             const Input& input, Use use) const {
  const Kernels::Multiply multiply = kernels().multiply_for(matrix.format());
  alignas(64) float products[kMaxColumns * kTileRows];
  for (std::size_t begin = 0; begin < input.num_groups(); begin += kGroupsTogether) {
    const std::size_t end = std::min(begin + kGroupsTogether, input.num_groups());
    for (std::size_t tile = first; tile < last; ++tile) {
      for (std::size_t group = begin; group < end; ++group) {
        const Columns columns = input.columns(group);
        multiply(matrix.tile(tile), matrix.num_values(), columns, products);
        use(tile, group * kMaxColumns, columns.count, products);
      }
    }
  }
}

void Forward::embed(std::size_t row) const {
  const std::size_t width = shape().width;
  const std::size_t head_width = shape().head_width;
  const auto token = static_cast<std::size_t>(rows_[row].token_id);
  space().token_embedding.unpack(token, {space().states.data() + row * width, width});
  float* const cosines = space().cosines.data() + row * head_width;
  float* const sines = space().sines.data() + row * head_width;
  for (std::size_t pair = 0; pair < head_width / 2; ++pair) {
    // The angle is a float product as in Meta's code; its sine is then as exact as it can be.
    const float angle = static_cast<float>(rows_[row].position) * space().frequencies[pair];
    const auto cosine = static_cast<float>(std::cos(static_cast<double>(angle)));
    const auto sine = static_cast<float>(std::sin(static_cast<double>(angle)));
    cosines[2 * pair] = cosines[2 * pair + 1] = cosine;
    sines[2 * pair] = -sine;
    sines[2 * pair + 1] = sine;
  }
}

// One head's queries, keys or values of all rows.
void Forward::query_key_value(std::size_t phase, const Model::Layer& layer, std::size_t layer_index,
                              std::size_t chunk, Worker& worker) const {
  const Input input = normalized_input(phase, worker, layer.attention_norm);
  const std::size_t num_heads = shape().num_heads;
  const std::size_t num_kv_heads = shape().num_kv_heads;
  const Matrix& matrix = chunk < num_heads                  ? layer.query
                         : chunk < num_heads + num_kv_heads ? layer.key
                                                            : layer.value;
  const std::size_t head = chunk < num_heads ? chunk : (chunk - num_heads) % num_kv_heads;
  const std::size_t first_tile = head * matrix.tiles_per_group();
  float* const values = worker.head.data();
  multiply_tiles(matrix, first_tile, first_tile + matrix.tiles_per_group(), input,
                 [&](std::size_t tile, std::size_t row, std::size_t count, const float* products) {
                   float* target = values + row * mixed_width() + (tile - first_tile) * kTileRows;
                   for (std::size_t c = 0; c < count; ++c) {
                     std::memcpy(target + c * mixed_width(), products + c * kTileRows,
                                 kTileRows * sizeof(float));
                   }
                 });
  finish_head(matrix, layer, layer_index, head, values);
}

void Forward::finish_head(const Matrix& matrix, const Model::Layer& layer, std::size_t layer_index,
                          std::size_t head, float* values) const {
  const std::size_t width = shape().head_width;
  const float scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(width)));
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    float* const numbers = values + row * mixed_width();
    if (&matrix != &layer.value) {
      kernels().rotate(numbers, space().cosines.data() + row * width,
                       space().sines.data() + row * width, width);
    }
    if (&matrix == &layer.query) {
      float* const target = space().queries.data() + row * query_width() + head * width;
      for (std::size_t d = 0; d < width; ++d) {
        target[d] = numbers[d] * scale;
      }
      continue;
    }
    const Row& to_read = rows_[row];
    const PageLayout& layout = to_read.cache->layout();
    const int kv = static_cast<int>(layout.kv_format());
    const HeadPage page =
        layout.head(to_read.cache->page(to_read.position / kPageTokens), layer_index, head);
    const auto store = &matrix == &layer.key ? kernels().store_key[kv] : kernels().store_value[kv];
    store(page, to_read.position % kPageTokens, numbers, width);
  }
}

// states += matrix * floats.
void Forward::add_product(std::size_t phase, const Matrix& matrix, const float* floats,
                          std::size_t chunk, Worker& worker) const {
  const Input input = plain_input(phase, worker, floats, matrix.num_values());
  const std::size_t step = tiles_per_chunk(matrix, 1);
  const std::size_t first = chunk * step;
  const std::size_t last = std::min(first + step, matrix.num_tiles());
  const std::size_t width = shape().width;
  multiply_tiles(matrix, first, last, input,
                 [&](std::size_t tile, std::size_t row, std::size_t count, const float* products) {
                   const std::size_t place = tile * kTileRows;
                   const std::size_t num_values = std::min(kTileRows, width - place);
                   for (std::size_t c = 0; c < count; ++c) {
                     kernels().add(space().states.data() + (row + c) * width + place,
                                   products + c * kTileRows, num_values);
                   }
                 });
}

// hidden = silu(gate * normalized) * (up * normalized).
void Forward::gate_up(std::size_t phase, const Model::Layer& layer, std::size_t chunk,
                      Worker& worker) const {
  const Input input = normalized_input(phase, worker, layer.feed_forward_norm);
  const std::size_t step = tiles_per_chunk(layer.gate, 2);
  const std::size_t first = chunk * step;
  const std::size_t last = std::min(first + step, layer.gate.num_tiles());
  const Kernels::Multiply multiply_up = kernels().multiply_for(layer.up.format());
  const std::size_t width = shape().feed_forward_width;
  multiply_tiles(layer.gate, first, last, input,
                 [&](std::size_t tile, std::size_t row, std::size_t count, float* gate) {
                   alignas(64) float up[kMaxColumns * kTileRows];
                   multiply_up(layer.up.tile(tile), layer.up.num_values(),
                               input.columns(row / kMaxColumns), up);
                   kernels().silu_multiply(gate, up, count * kTileRows);
                   const std::size_t place = tile * kTileRows;
                   const std::size_t num_values = std::min(kTileRows, width - place);
                   for (std::size_t c = 0; c < count; ++c) {
                     std::memcpy(space().hidden.data() + (row + c) * width + place,
                                 gate + c * kTileRows, num_values * sizeof(float));
                   }
                 });
}

void Forward::logits(std::size_t phase, std::size_t chunk, Worker& worker) const {
  const Matrix& matrix = space().output_matrix();
  const Input input = output_input(phase, worker);
  const std::size_t planes = output_planes();
  const std::size_t step = tiles_per_chunk(matrix, 1);
  const std::size_t first = chunk * step;
  const std::size_t last = std::min(first + step, matrix.num_tiles());
  multiply_tiles(matrix, first, last, input,
                 [&](std::size_t tile, std::size_t row, std::size_t count, float* products) {
                   const std::size_t place = tile * kTileRows;
                   const std::size_t num_values =
                       std::min(kTileRows, shape().vocabulary_size - place);
                   for (std::size_t c = 0; c < count; c += planes) {
                     float* const product = products + c * kTileRows;
                     if (planes == 2) {
                       kernels().add(product, product + kTileRows, kTileRows);
                     }
                     std::memcpy(rows_[wanted_rows_[(row + c) / planes]].logits + place, product,
                                 num_values * sizeof(float));
                   }
                 });
}

}  // namespace llamita
