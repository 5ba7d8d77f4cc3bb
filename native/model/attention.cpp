// Attention: every query reads the keys and values of its sequence up to itself.
#include <algorithm>
#include <cstring>
#include <limits>

#include "forward.h"

namespace llamita {

// Numbers of a softmax in a row of partials: maximum, sum, then the mixture from the next line on.
constexpr std::size_t kMixedPlace = 16;

void Forward::plan_attention() {
  for (std::size_t first = 0; first < rows_.size();) {
    std::size_t last = first;
    while (last < rows_.size() && rows_[last].cache == rows_[first].cache) {
      ++last;
    }
    const std::size_t num_tokens = rows_[last - 1].position + 1;
    Sequence sequence{rows_[first].cache,
                      first,
                      last - first,
                      rows_[first].position,
                      (num_tokens + kSegmentTokens - 1) / kSegmentTokens,
                      false,
                      num_partials_};
    sequence.is_spread = sequence.num_rows <= kSpreadRows && sequence.num_segments > 1;
    if (sequence.is_spread) {
      num_partials_ += sequence.num_segments * shape().num_heads * sequence.num_rows;
      join_sequences_.insert(join_sequences_.end(), shape().num_kv_heads, sequences_.size());
    }
    sequences_.push_back(sequence);
    first = last;
  }
  for (std::size_t index = 0; index < sequences_.size(); ++index) {
    const Sequence& sequence = sequences_[index];
    const std::size_t step = sequence.is_spread ? 1 : sequence.num_segments;
    for (std::size_t kv_head = 0; kv_head < shape().num_kv_heads; ++kv_head) {
      for (std::size_t row = 0; row < sequence.num_rows; row += kAttentionRows) {
        const std::size_t count = std::min(kAttentionRows, sequence.num_rows - row);
        for (std::size_t segment = 0; segment < sequence.num_segments; segment += step) {
          attention_tasks_.push_back(
              {index, kv_head, sequence.first_row + row, count, segment, step});
        }
      }
    }
  }
  // The last rows of a long prompt have the most to read: they begin first.
  std::stable_sort(attention_tasks_.begin(), attention_tasks_.end(),
                   [this](const AttentionTask& left, const AttentionTask& right) {
                     return rows_[left.first_row].position > rows_[right.first_row].position;
                   });
}

Forward::Softmaxes Forward::softmaxes_in(Buffer<float>& buffer, std::size_t num_queries) const {
  float* const numbers = buffer.data();
  const std::size_t padded = (num_queries + 15) / 16 * 16;
  return {numbers, numbers + padded, numbers + 2 * padded};
}

void Forward::gather_queries(const AttentionTask& task, float* queries) const {
  const std::size_t width = shape().head_width;
  const std::size_t group_width = group_heads() * width;
  for (std::size_t i = 0; i < task.num_rows; ++i) {
    const float* source =
        space().queries.data() + (task.first_row + i) * query_width() + task.kv_head * group_width;
    std::memcpy(queries + i * group_width, source, group_width * sizeof(float));
  }
}

// One segment of one head's cache, read from the beginning: a softmax of its own for every query.
void Forward::attend_segment(std::size_t layer, const AttentionTask& task, std::size_t segment,
                             const float* queries, const Softmaxes& found) const {
  const Sequence& sequence = sequences_[task.sequence];
  const std::size_t num_queries = task.num_rows * group_heads();
  std::fill_n(found.max, num_queries, -std::numeric_limits<float>::infinity());
  std::fill_n(found.sum, num_queries, 0.0f);
  std::fill_n(found.mixed, num_queries * mixed_width(), 0.0f);
  std::array<std::uint32_t, 128> num_visible;
  const std::size_t last_position = rows_[task.first_row + task.num_rows - 1].position;
  for (std::size_t page = segment * kSegmentPages; page < (segment + 1) * kSegmentPages; ++page) {
    const std::size_t first_token = page * kPageTokens;
    if (first_token > last_position) {
      return;
    }
    const PageLayout& layout = sequence.cache->layout();
    HeadPage head = layout.head(sequence.cache->page(page), layer, task.kv_head);
    if (first_token + kPageTokens <= last_position) {
      head.next = layout.head(sequence.cache->page(page + 1), layer, task.kv_head).keys;
    }
    for (std::size_t first = 0; first < num_queries; first += num_visible.size()) {
      const std::size_t count = std::min(num_visible.size(), num_queries - first);
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t position = rows_[task.first_row + (first + i) / group_heads()].position;
        const std::size_t visible = position + 1 > first_token ? position + 1 - first_token : 0;
        num_visible[i] = static_cast<std::uint32_t>(std::min(visible, kPageTokens));
      }
      const Queries part{queries + first * shape().head_width,
                         shape().head_width,
                         count,
                         num_visible.data(),
                         found.max + first,
                         found.sum + first,
                         found.mixed + first * mixed_width(),
                         mixed_width()};
      kernels().attend[static_cast<int>(layout.kv_format())](head, shape().head_width, part);
    }
  }
}

void Forward::join_softmax(const Softmaxes& total, const Softmaxes& other,
                           std::size_t query) const {
  kernels().join(total.max + query, total.sum + query, total.mixed + query * mixed_width(),
                 other.max[query], other.sum[query], other.mixed + query * mixed_width(),
                 mixed_width());
}

void Forward::write_mixed(std::size_t row, std::size_t kv_head, std::size_t head, float sum,
                          const float* mixed) const {
  const std::size_t width = shape().head_width;
  float* target =
      space().mixed.data() + row * query_width() + (kv_head * group_heads() + head) * width;
  for (std::size_t d = 0; d < width; ++d) {
    target[d] = mixed[d] / sum;
  }
}

Forward::Softmaxes Forward::partial(const Sequence& sequence, std::size_t segment,
                                    std::size_t kv_head) const {
  const std::size_t num_queries = sequence.num_rows * group_heads();
  const std::size_t first =
      sequence.first_partial + (segment * shape().num_kv_heads + kv_head) * num_queries;
  float* const numbers = space().partials.data() + first * (kMixedPlace + mixed_width());
  // Maxima, then sums, in the room of both; mixtures behind.
  return {numbers, numbers + num_queries, numbers + kMixedPlace * num_queries};
}

void Forward::attend(std::size_t layer, const AttentionTask& task, Worker& worker) const {
  const Sequence& sequence = sequences_[task.sequence];
  float* const queries = worker.queries.data();
  gather_queries(task, queries);
  if (sequence.is_spread) {
    return attend_segment(layer, task, task.first_segment, queries,
                          partial(sequence, task.first_segment, task.kv_head));
  }
  const std::size_t num_queries = task.num_rows * group_heads();
  const Softmaxes total = softmaxes_in(worker.total, num_queries);
  const Softmaxes found = softmaxes_in(worker.segment, num_queries);
  attend_segment(layer, task, 0, queries, total);
  const std::size_t last_position = rows_[task.first_row + task.num_rows - 1].position;
  for (std::size_t segment = 1; segment * kSegmentTokens <= last_position; ++segment) {
    attend_segment(layer, task, segment, queries, found);
    for (std::size_t query = 0; query < num_queries; ++query) {
      if (rows_[task.first_row + query / group_heads()].position >= segment * kSegmentTokens) {
        join_softmax(total, found, query);
      }
    }
  }
  for (std::size_t query = 0; query < num_queries; ++query) {
    write_mixed(task.first_row + query / group_heads(), task.kv_head, query % group_heads(),
                total.sum[query], total.mixed + query * mixed_width());
  }
}

void Forward::join_segments(std::size_t chunk, Worker& worker) const {
  const Sequence& sequence = sequences_[join_sequences_[chunk]];
  const std::size_t kv_head = chunk % shape().num_kv_heads;
  const std::size_t num_queries = sequence.num_rows * group_heads();
  const Softmaxes total = softmaxes_in(worker.total, num_queries);
  const Softmaxes first = partial(sequence, 0, kv_head);
  std::copy_n(first.max, num_queries, total.max);
  std::copy_n(first.sum, num_queries, total.sum);
  std::copy_n(first.mixed, num_queries * mixed_width(), total.mixed);
  for (std::size_t segment = 1; segment < sequence.num_segments; ++segment) {
    const Softmaxes found = partial(sequence, segment, kv_head);
    for (std::size_t query = 0; query < num_queries; ++query) {
      const std::size_t position = sequence.first_position + query / group_heads();
      if (position >= segment * kSegmentTokens) {
        join_softmax(total, found, query);
      }
    }
  }
  for (std::size_t query = 0; query < num_queries; ++query) {
    write_mixed(sequence.first_row + query / group_heads(), kv_head, query % group_heads(),
                total.sum[query], total.mixed + query * mixed_width());
  }
}

}  // namespace llamita
