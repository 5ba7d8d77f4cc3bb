// One batch of rows through the whole model, as phases that all threads work on.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "parts.h"

namespace llamita {

// One token to be read.
struct Row {
  Cache* cache;
  std::size_t position;
  std::int32_t token_id;
  float* logits;  // where they go; null where none are wanted
};

class Forward final : public Job {
 public:
  // Rows of the same cache stand together, in order; their pages are reserved. Throws
  // std::bad_alloc.
  Forward(Model& model, std::span<const Row> rows);

  // Returns false where `cancel` said so; the caches are then untouched but for their unused tails.
  bool run(const std::function<bool()>& cancel);

  void run_chunk(std::size_t phase, std::size_t chunk, std::size_t worker) noexcept override;

 private:
  enum class Kind {
    kEmbed,
    kAttentionNorm,
    kQueryKeyValue,
    kAttend,
    kJoin,
    kPrepareMixed,
    kAttentionOutput,
    kFeedForwardNorm,
    kGateUp,
    kPrepareHidden,
    kDown,
    kOutputNorm,
    kLogits,
  };
  struct Phase {
    Kind kind;
    std::uint32_t layer;
  };
  // Rows of one sequence in this batch.
  struct Sequence {
    Cache* cache;
    std::size_t first_row;
    std::size_t num_rows;
    std::size_t first_position;
    std::size_t num_segments;
    bool is_spread;             // its segments are tasks of their own
    std::size_t first_partial;  // of num_segments x kv heads x rows x heads of a group
  };
  // Rows of a sequence that read one head's segments, from `first_segment` on.
  struct AttentionTask {
    std::size_t sequence;
    std::size_t kv_head;
    std::size_t first_row;
    std::size_t num_rows;
    std::size_t first_segment;
    std::size_t num_segments;
  };
  // Softmaxes of several queries: maxima, sums, mixtures.
  struct Softmaxes {
    float* max;
    float* sum;
    float* mixed;
  };

  void plan();
  void plan_attention();
  void add_phase(Kind kind, std::size_t layer, std::size_t num_chunks);
  void reserve_memory();

  const ModelShape& shape() const { return model_.shape_; }
  Model::Workspace& space() const { return *model_.workspace_; }
  const Kernels& kernels() const { return space().kernels; }
  bool is_few() const { return rows_.size() <= kFewRows; }
  std::size_t group_heads() const { return shape().num_heads / shape().num_kv_heads; }
  std::size_t query_width() const { return shape().num_heads * shape().head_width; }
  std::size_t mixed_width() const { return padded_width(shape().head_width); }

  // Chunks of tiles.
  std::size_t tiles_per_chunk(const Matrix& matrix, std::size_t together) const;
  std::size_t tile_chunks(const Matrix& matrix, std::size_t together) const;
  template <class Use>
  void multiply_tiles(const Matrix& matrix, std::size_t first, std::size_t last, const Input& input,
                      Use use) const;

  // Inputs of products.
  Input shared_input(const float* floats, std::size_t num_values, std::size_t num_rows) const;
  // The output matrix reads each wanted row as two: its int8 numbers, and what they leave over.
  std::size_t output_planes() const { return is_float(space().output_matrix().format()) ? 1 : 2; }
  std::size_t num_output_rows() const { return wanted_rows_.size() * output_planes(); }
  Input few_input(std::size_t phase, Worker& worker, const float* floats, std::size_t num_values,
                  const float* norm) const;
  void prepare_rows(const Input& input, std::size_t first, std::size_t last) const;
  Input normalized_input(std::size_t phase, Worker& worker, const std::vector<float>& norm) const;
  Input plain_input(std::size_t phase, Worker& worker, const float* floats,
                    std::size_t num_values) const;
  void normalize_chunk(const std::vector<float>& norm, std::size_t chunk) const;
  void prepare_output_row(const Input& input, std::size_t index, float* normalized) const;
  void prepare_output_chunk(std::size_t chunk) const;
  Input output_input(std::size_t phase, Worker& worker) const;
  void prepare_chunk(const float* floats, std::size_t num_values, std::size_t chunk) const;

  void embed(std::size_t row) const;
  void query_key_value(std::size_t phase, const Model::Layer& layer, std::size_t layer_index,
                       std::size_t chunk, Worker& worker) const;
  void finish_head(const Matrix& matrix, const Model::Layer& layer, std::size_t layer_index,
                   std::size_t head, float* values) const;
  void add_product(std::size_t phase, const Matrix& matrix, const float* floats, std::size_t chunk,
                   Worker& worker) const;
  void gate_up(std::size_t phase, const Model::Layer& layer, std::size_t chunk,
               Worker& worker) const;
  void logits(std::size_t phase, std::size_t chunk, Worker& worker) const;

  void attend(std::size_t layer, const AttentionTask& task, Worker& worker) const;
  void gather_queries(const AttentionTask& task, float* queries) const;
  void attend_segment(std::size_t layer, const AttentionTask& task, std::size_t segment,
                      const float* queries, const Softmaxes& found) const;
  void join_softmax(const Softmaxes& total, const Softmaxes& other, std::size_t query) const;
  void write_mixed(std::size_t row, std::size_t kv_head, std::size_t head, float sum,
                   const float* mixed) const;
  void join_segments(std::size_t chunk, Worker& worker) const;
  Softmaxes partial(const Sequence& sequence, std::size_t segment, std::size_t kv_head) const;
  Softmaxes softmaxes_in(Buffer<float>& buffer, std::size_t num_queries) const;

  Model& model_;
  std::span<const Row> rows_;
  std::vector<Phase> phases_;
  std::vector<std::uint32_t> num_chunks_;
  std::vector<Sequence> sequences_;
  std::vector<AttentionTask> attention_tasks_;
  std::vector<std::size_t> join_sequences_;  // sequence of each join chunk, one chunk a kv head
  std::vector<std::size_t> wanted_rows_;
  std::size_t num_partials_ = 0;
  std::atomic<bool> is_cancelled_{false};
};

}  // namespace llamita
