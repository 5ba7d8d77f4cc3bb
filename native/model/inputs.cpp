// What products read: rows, normalized and quantized, by one thread for all or by each for itself.
#include <algorithm>

#include "forward.h"

namespace llamita {

Input Forward::shared_input(const float* floats, std::size_t num_values,
                            std::size_t num_rows) const {
  return {space().blocks.data(), floats, num_values, num_rows};
}

void Forward::prepare_rows(const Input& input, std::size_t first, std::size_t last) const {
  if (input.num_values % kBlockValues != 0) {
    return;  // then the weights are floats, and so is what they are multiplied by
  }
  for (std::size_t row = first; row < last; ++row) {
    kernels().quantize(input.floats + row * input.num_values, input.num_values,
                       input.row_blocks(row), input.group_width());
  }
}

void Forward::normalize_chunk(const std::vector<float>& norm, std::size_t chunk) const {
  const std::size_t width = shape().width;
  float* const normalized = space().normalized.data();
  const std::size_t first = chunk * kRowsPerChunk;
  const std::size_t last = std::min(first + kRowsPerChunk, rows_.size());
  for (std::size_t row = first; row < last; ++row) {
    kernels().normalize(space().states.data() + row * width, norm.data(), width,
                        shape().norm_epsilon, normalized + row * width);
  }
  prepare_rows(shared_input(normalized, width, rows_.size()), first, last);
}

void Forward::prepare_chunk(const float* floats, std::size_t num_values, std::size_t chunk) const {
  const std::size_t first = chunk * kRowsPerChunk;
  const std::size_t last = std::min(first + kRowsPerChunk, rows_.size());
  prepare_rows(shared_input(floats, num_values, rows_.size()), first, last);
}

// Few rows: this thread's own copy, made when it takes its first chunk of the phase. Only then is
// it sure that the phase is not over, and what it reads not overwritten.
Input Forward::few_input(std::size_t phase, Worker& worker, const float* floats,
                         std::size_t num_values, const float* norm) const {
  const Input input{worker.blocks.data(), norm == nullptr ? floats : worker.normalized.data(),
                    num_values, rows_.size()};
  if (worker.prepared_phase == phase) {
    return input;
  }
  if (norm != nullptr) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      kernels().normalize(floats + row * num_values, norm, num_values, shape().norm_epsilon,
                          worker.normalized.data() + row * num_values);
    }
  }
  prepare_rows(input, 0, rows_.size());
  worker.prepared_phase = phase;
  return input;
}

Input Forward::normalized_input(std::size_t phase, Worker& worker,
                                const std::vector<float>& norm) const {
  if (is_few()) {
    return few_input(phase, worker, space().states.data(), shape().width, norm.data());
  }
  return shared_input(space().normalized.data(), shape().width, rows_.size());
}

// The state of one wanted row, normalized, as the output matrix reads it. Errors made here reach
// the logits at once, with nothing behind that averages them, and the rows are few: so the numbers
// are given as two of int8, the second for what the first leaves over, and the products added.
void Forward::prepare_output_row(const Input& input, std::size_t index, float* normalized) const {
  const std::size_t width = shape().width;
  const std::size_t planes = output_planes();
  float* const values = normalized + index * planes * width;
  kernels().normalize(space().states.data() + wanted_rows_[index] * width,
                      space().output_norm.data(), width, shape().norm_epsilon, values);
  if (planes == 1) {
    return;
  }
  prepare_rows(input, 2 * index, 2 * index + 1);
  const ActivationBlock* blocks = input.row_blocks(2 * index);
  for (std::size_t k = 0; k < width; ++k) {
    const ActivationBlock& block = blocks[k / kBlockValues * input.group_width()];
    values[width + k] = values[k] - block.scale * static_cast<float>(block.q[k % kBlockValues]);
  }
  prepare_rows(input, 2 * index + 1, 2 * index + 2);
}

void Forward::prepare_output_chunk(std::size_t chunk) const {
  float* const normalized = space().normalized.data();
  const Input input = shared_input(normalized, shape().width, num_output_rows());
  const std::size_t first = chunk * kRowsPerChunk;
  const std::size_t last = std::min(first + kRowsPerChunk, wanted_rows_.size());
  for (std::size_t index = first; index < last; ++index) {
    prepare_output_row(input, index, normalized);
  }
}

Input Forward::output_input(std::size_t phase, Worker& worker) const {
  if (num_output_rows() > kFewRows) {
    return shared_input(space().normalized.data(), shape().width, num_output_rows());
  }
  float* const normalized = worker.normalized.data();
  const Input input{worker.blocks.data(), normalized, shape().width, num_output_rows()};
  if (worker.prepared_phase != phase) {
    for (std::size_t index = 0; index < wanted_rows_.size(); ++index) {
      prepare_output_row(input, index, normalized);
    }
    worker.prepared_phase = phase;
  }
  return input;
}

Input Forward::plain_input(std::size_t phase, Worker& worker, const float* floats,
                           std::size_t num_values) const {
  if (is_few()) {
    return few_input(phase, worker, floats, num_values, nullptr);
  }
  return shared_input(floats, num_values, rows_.size());
}

}  // namespace llamita
