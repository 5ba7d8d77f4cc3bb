#include "llamita/model.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string>

#include "forward.h"
#include "parts.h"

namespace llamita {
namespace {

constexpr std::size_t kMostWidth = std::size_t{1} << 24;
constexpr std::size_t kMostHeadWidth = 512;  // what kernels keep on their stacks
constexpr std::size_t kMostLayers = 256;
static_assert(10 * kMostLayers + 3 <= ThreadPool::kMaxPhases);  // see Forward::plan

void require(bool is_true, const std::string& message) {
  if (!is_true) {
    throw std::invalid_argument(message);
  }
}

void check_range(std::string_view name, std::size_t value, std::size_t most) {
  require(value >= 1 && value <= most, std::string(name) + " must be in [1, " +
                                           std::to_string(most) + "], got " +
                                           std::to_string(value));
}

void check_shape(const ModelShape& shape) {
  check_range("num_layers", shape.num_layers, kMostLayers);
  check_range("width", shape.width, kMostWidth);
  check_range("num_heads", shape.num_heads, kMostWidth);
  check_range("num_kv_heads", shape.num_kv_heads, shape.num_heads);
  check_range("head_width", shape.head_width, kMostHeadWidth);
  check_range("feed_forward_width", shape.feed_forward_width, kMostWidth);
  check_range("vocabulary_size", shape.vocabulary_size, kMostWidth);
  check_range("context_tokens", shape.context_tokens, std::size_t{1} << 31);
  require(shape.num_heads % shape.num_kv_heads == 0, "num_kv_heads must divide num_heads");
  require(shape.num_heads * shape.head_width <= kMostWidth, "heads are too wide together");
  require(shape.head_width % 2 == 0, "head_width must be even");
  require(shape.norm_epsilon >= 0.0f, "norm_epsilon must not be negative");
  require(shape.rope_base > 0 && std::isfinite(shape.rope_base), "rope_base must be positive");
  require(shape.rope_scale > 0 && std::isfinite(shape.rope_scale), "rope_scale must be positive");
}

// Pair i turns by position * base^(-2i / D) / scale; rounded once, from double.
std::vector<float> rotary_frequencies(const ModelShape& shape) {
  std::vector<float> frequencies;
  for (std::size_t pair = 0; pair < shape.head_width / 2; ++pair) {
    const double exponent = 2.0 * static_cast<double>(pair) / static_cast<double>(shape.head_width);
    frequencies.push_back(
        static_cast<float>(std::pow(shape.rope_base, -exponent) / shape.rope_scale));
  }
  return frequencies;
}

struct MatrixShape {
  std::size_t num_rows;
  std::size_t num_values;
  std::size_t group_rows;
};

MatrixShape matrix_shape(const ModelShape& shape, Role role) {
  const std::size_t query_width = shape.num_heads * shape.head_width;
  const std::size_t kv_width = shape.num_kv_heads * shape.head_width;
  switch (role) {
    case Role::kTokenEmbedding:
    case Role::kOutput:
      return {shape.vocabulary_size, shape.width, shape.vocabulary_size};
    case Role::kQuery:
      return {query_width, shape.width, shape.head_width};
    case Role::kKey:
    case Role::kValue:
      return {kv_width, shape.width, shape.head_width};
    case Role::kAttentionOutput:
      return {shape.width, query_width, shape.width};
    case Role::kGate:
    case Role::kUp:
      return {shape.feed_forward_width, shape.width, shape.feed_forward_width};
    case Role::kDown:
      break;
  }
  return {shape.width, shape.feed_forward_width, shape.width};
}

// The rows of a step, one after the other, with the place of their logits.
std::vector<Row> flattened(std::span<const Read> reads, std::size_t vocabulary_size) {
  std::vector<Row> rows;
  for (const Read& read : reads) {
    const std::size_t count = read.token_ids.size();
    for (std::size_t i = 0; i < count; ++i) {
      float* logits = nullptr;
      if (read.logits == Wanted::kAll) {
        logits = read.out + i * vocabulary_size;
      } else if (read.logits == Wanted::kLast && i + 1 == count) {
        logits = read.out;
      }
      rows.push_back({read.cache, read.cache->length_tokens() + i, read.token_ids[i], logits});
    }
  }
  return rows;
}

}  // namespace

Model::Model(const ModelShape& shape, std::string_view kernels, std::size_t num_threads,
             KvFormat kv_format)
    : shape_(shape) {
  check_shape(shape);
  layers_.resize(shape.num_layers);
  workspace_ = std::make_unique<Workspace>(choose_kernels(kernels), num_threads);
  workspace_->frequencies = rotary_frequencies(shape);
  page_layout_ = std::make_shared<const PageLayout>(shape.num_layers, shape.num_kv_heads,
                                                    shape.head_width, kv_format);
}

Model::~Model() = default;

void Model::set_matrix(Role role, std::size_t layer, int gguf_type, std::size_t num_rows,
                       std::size_t num_values, const ByteSource& source) {
  require(layer < layers_.size(), "there is no layer " + std::to_string(layer));
  const Format format = format_info(gguf_type).format;
  const MatrixShape expected = matrix_shape(shape_, role);
  require(num_rows == expected.num_rows && num_values == expected.num_values,
          "expected " + std::to_string(expected.num_rows) + " x " +
              std::to_string(expected.num_values) + " numbers, got " + std::to_string(num_rows) +
              " x " + std::to_string(num_values));
  Layer& parts = layers_[layer];
  Matrix* const places[] = {
      &workspace_->token_embedding, &workspace_->output, &parts.query, &parts.key, &parts.value,
      &parts.attention_output,      &parts.gate,         &parts.up,    &parts.down};
  const std::size_t index = static_cast<std::size_t>(role);
  require(index < std::size(places), "there is no role " + std::to_string(index));
  Matrix& place = *places[index];
  require(place.is_empty(), "it is set already");
  place = Matrix::pack(format, num_rows, num_values, expected.group_rows, source, workspace_->pool,
                       workspace_->arena);
}

void Model::set_norm(NormRole role, std::size_t layer, std::span<const float> weight) {
  require(layer < layers_.size(), "there is no layer " + std::to_string(layer));
  require(weight.size() == shape_.width, "expected " + std::to_string(shape_.width) +
                                             " numbers, got " + std::to_string(weight.size()));
  std::vector<float>& place = role == NormRole::kOutput      ? workspace_->output_norm
                              : role == NormRole::kAttention ? layers_[layer].attention_norm
                                                             : layers_[layer].feed_forward_norm;
  place.assign(weight.begin(), weight.end());
}

void Model::check_complete() const {
  require(!workspace_->token_embedding.is_empty(), "the token embedding is missing");
  require(!workspace_->output_norm.empty(), "the output norm is missing");
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    bool is_complete = !layer.attention_norm.empty() && !layer.feed_forward_norm.empty();
    for (const Matrix* matrix : {&layer.query, &layer.key, &layer.value, &layer.attention_output,
                                 &layer.gate, &layer.up, &layer.down}) {
      is_complete = is_complete && !matrix->is_empty();
    }
    require(is_complete, "a part of layer " + std::to_string(i) + " is missing");
  }
}

std::string_view Model::kernel_table() const {
  return workspace_->kernels.name;
}

std::size_t Model::num_threads() const {
  return workspace_->pool.num_threads();
}

std::size_t Model::bytes_per_token() const {
  std::size_t total = workspace_->output_matrix().size_bytes();
  for (const Layer& layer : layers_) {
    for (const Matrix* matrix : {&layer.query, &layer.key, &layer.value, &layer.attention_output,
                                 &layer.gate, &layer.up, &layer.down}) {
      total += matrix->size_bytes();
    }
  }
  return total;
}

std::size_t Model::size_bytes() const {
  const bool is_tied = workspace_->output.is_empty();
  return bytes_per_token() + (is_tied ? 0 : workspace_->token_embedding.size_bytes());
}

std::size_t Model::page_bytes() const {
  return page_layout_->page_bytes();
}

Cache Model::new_cache(std::size_t limit_tokens) const {
  return Cache(page_layout_, limit_tokens);
}

bool Model::step(std::span<const Read> reads, const std::function<bool()>& cancel) {
  for (const Read& read : reads) {
    require(&read.cache->layout() == page_layout_.get(), "the cache is one of another model");
  }
  const std::lock_guard lock(workspace_->mutex);
  const std::vector<Row> rows = flattened(reads, shape_.vocabulary_size);
  std::vector<std::size_t> lengths;
  for (const Read& read : reads) {
    lengths.push_back(read.cache->length_tokens());
  }
  bool is_finished = true;
  try {
    for (const Read& read : reads) {
      read.cache->reserve(read.token_ids.size());
    }
    for (std::size_t first = 0; first < rows.size() && is_finished; first += kBatchRows) {
      const std::span batch(rows.data() + first, std::min(kBatchRows, rows.size() - first));
      Forward forward(*this, batch);
      is_finished = forward.run(cancel);
      for (std::size_t i = 0; i < batch.size() && is_finished; ++i) {
        batch[i].cache->advance(1);
      }
    }
  } catch (...) {
    for (std::size_t i = 0; i < reads.size(); ++i) {
      reads[i].cache->truncate(lengths[i]);
    }
    throw;
  }
  if (!is_finished) {
    for (const Read& read : reads) {
      read.cache->release_unused();
    }
  }
  return is_finished;
}

}  // namespace llamita
