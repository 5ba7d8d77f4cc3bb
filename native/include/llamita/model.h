// A Llama decoder on this processor: token ids -> logits.
//
// What a row computes depends on the row alone, bit for bit: not on the number of threads, the
// other rows of a step, how a prompt was cut, or where its cache came from. See
// docs/concepts/numerics.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "llamita/cache.h"

namespace llamita {

class ByteSource;

struct ModelShape {
  std::size_t num_layers;
  std::size_t width;
  std::size_t num_heads;
  std::size_t num_kv_heads;
  std::size_t head_width;
  std::size_t feed_forward_width;
  std::size_t vocabulary_size;
  std::size_t context_tokens;
  float norm_epsilon;
  double rope_base;
  double rope_scale;
};

// What a matrix is for. Those of the whole model have layer 0.
enum class Role {
  kTokenEmbedding,
  kOutput,  // left out where the token embedding is the output as well
  kQuery,
  kKey,
  kValue,
  kAttentionOutput,
  kGate,
  kUp,
  kDown,
};

// Norms, as floats.
enum class NormRole { kAttention, kFeedForward, kOutput };

enum class Wanted { kNone, kLast, kAll };

struct Read {
  Cache* cache;
  std::span<const std::int32_t> token_ids;
  Wanted logits;
  float* out;  // as many rows of vocabulary_size numbers as are wanted
};

class Model {
 public:
  // kernels: a table's name, or empty for the best one. Throws std::invalid_argument where a number
  // is out of range or this machine cannot run the table.
  Model(const ModelShape& shape, std::string_view kernels, std::size_t num_threads,
        KvFormat kv_format);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // Packs one matrix; see Matrix::pack for what it throws. `num_rows` and `num_values` must be what
  // the shape says of this role.
  void set_matrix(Role role, std::size_t layer, int gguf_type, std::size_t num_rows,
                  std::size_t num_values, const ByteSource& source);
  void set_norm(NormRole role, std::size_t layer, std::span<const float> weight);
  // Throws std::invalid_argument, which names the first thing that was not set.
  void check_complete() const;

  const ModelShape& shape() const { return shape_; }
  std::string_view kernel_table() const;
  std::size_t num_threads() const;
  std::size_t size_bytes() const;       // of all packed matrices
  std::size_t bytes_per_token() const;  // that decoding one token reads, the cache not counted

  std::size_t page_bytes() const;  // that a cache grows by, for every 64 tokens

  Cache new_cache(std::size_t limit_tokens) const;

  // Reads for several sequences, each with a cache of its own; one step at a time, others wait.
  // Ids, limits and that caches differ are the caller's to check. `cancel` is called
  // before each batch of rows and now and then between layers; true ends the step. Returns whether
  // the step was finished; if not, each cache holds a prefix of what it was to read. Throws
  // std::invalid_argument where a cache is not of this model, std::bad_alloc; all caches are then
  // what they were.
  bool step(std::span<const Read> reads, const std::function<bool()>& cancel);

 private:
  friend class Forward;
  struct Layer;
  struct Workspace;

  ModelShape shape_;
  std::vector<Layer> layers_;
  std::unique_ptr<Workspace> workspace_;
  std::shared_ptr<const PageLayout> page_layout_;
};

}  // namespace llamita
