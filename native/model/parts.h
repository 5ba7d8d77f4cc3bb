// What a Model is made of, and the memory that a step works in.
#pragma once

#include <mutex>
#include <vector>

#include "../kernels/kernels.h"
#include "../system/memory.h"
#include "../system/thread_pool.h"
#include "llamita/model.h"
#include "matrix.h"

namespace llamita {

struct Model::Layer {
  std::vector<float> attention_norm;
  std::vector<float> feed_forward_norm;
  Matrix query;
  Matrix key;
  Matrix value;
  Matrix attention_output;
  Matrix gate;
  Matrix up;
  Matrix down;
};

// Rows read at a time: enough that each weight is used often once it is in the processor's cache,
// few enough that `cancel` is heard soon.
inline constexpr std::size_t kBatchRows = 256;

// Up to so many rows every thread prepares the inputs of a product by itself: cheaper than to wait
// for one another. It is also what a product takes at once.
inline constexpr std::size_t kFewRows = kMaxColumns;

// Where rows are prepared for all, a thread takes so many: those whose blocks alternate.
inline constexpr std::size_t kRowsPerChunk = kMaxColumns;

// The running softmax of a page range is kept apart for every so many tokens, at fixed places, and
// joined in order; so threads can share a long cache without changing a bit.
inline constexpr std::size_t kSegmentTokens = 256;
inline constexpr std::size_t kSegmentPages = kSegmentTokens / kPageTokens;

// Up to so many rows of one sequence have their segments spread over the threads.
inline constexpr std::size_t kSpreadRows = 16;

// Tokens of one sequence that a thread takes through the cache together.
inline constexpr std::size_t kAttentionRows = 16;
static_assert(kSpreadRows <= kAttentionRows);  // a task has all rows of a sequence that is spread

// Rows as a product reads them: quantized where its weights are, and as floats.
struct Input {
  ActivationBlock* blocks = nullptr;
  const float* floats = nullptr;
  std::size_t num_values = 0;
  std::size_t num_rows = 0;

  // Rows go in groups of 8; within a group their blocks alternate.
  std::size_t group_width() const { return num_rows < kMaxColumns ? num_rows : kMaxColumns; }
  std::size_t num_groups() const { return (num_rows + kMaxColumns - 1) / kMaxColumns; }
  ActivationBlock* row_blocks(std::size_t row) const {
    const std::size_t group_blocks = num_values / kBlockValues * group_width();
    return blocks + row / kMaxColumns * group_blocks + row % kMaxColumns;
  }
  Columns columns(std::size_t group) const {
    const std::size_t first = group * kMaxColumns;
    const std::size_t count = num_rows - first < kMaxColumns ? num_rows - first : kMaxColumns;
    return {row_blocks(first), group_width(), floats + first * num_values, num_values, count};
  }
  static std::size_t blocks_for(std::size_t num_rows, std::size_t num_values) {
    const std::size_t width = num_rows < kMaxColumns ? num_rows : kMaxColumns;
    const std::size_t groups = (num_rows + kMaxColumns - 1) / kMaxColumns;
    return groups * width * (num_values / kBlockValues);
  }
};

// What one thread needs for itself.
struct Worker {
  Buffer<float> normalized;        // few rows, width
  Buffer<ActivationBlock> blocks;  // few rows, the widest input
  Buffer<float> head;              // all rows, head width: one head's queries, keys or values
  Buffer<float> queries;           // attention: a block of rows of one group of heads
  Buffer<float> segment;
  Buffer<float> total;
  std::size_t prepared_phase = 0;  // which phase `blocks` were made for
};

struct Model::Workspace {
  Workspace(const Kernels& table, std::size_t num_threads)
      : kernels(table), pool(num_threads), workers(num_threads) {}

  const Kernels& kernels;
  std::mutex mutex;  // held while a step runs
  ThreadPool pool;
  Arena arena;  // of all packed matrices
  Matrix token_embedding;
  Matrix output;  // empty where the token embedding serves
  std::vector<float> output_norm;
  std::vector<float> frequencies;  // of the rotary positions

  std::vector<Worker> workers;
  Buffer<float> states;
  Buffer<float> normalized;
  Buffer<float> queries;
  Buffer<float> mixed;
  Buffer<float> hidden;
  Buffer<float> cosines;
  Buffer<float> sines;
  Buffer<float> partials;
  Buffer<ActivationBlock> blocks;

  const Matrix& output_matrix() const { return output.is_empty() ? token_embedding : output; }
};

}  // namespace llamita
