// One page of one head's keys and values, read once by all queries of the group, for any
// instruction set S: the bits of kernels/generic.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels.h"
#include "rows.h"

namespace llamita {
namespace {

template <class S>
struct HalfNumbers {
  static constexpr std::size_t kBytes = 2;
  static constexpr bool kHasScales = false;
  static typename S::Floats load(const std::byte* place) { return S::floats_from_halves(place); }
};

template <class S>
struct Int8Numbers {
  static constexpr std::size_t kBytes = 1;
  static constexpr bool kHasScales = true;
  static typename S::Floats load(const std::byte* place) { return S::floats_from_int8(place); }
};

// A page is read from memory by the first queries that come. As far ahead as this it is asked for:
// pages lie apart, so the processor's own prefetching would begin anew with each. Measured:
// docs/log.md.
inline constexpr std::size_t kPageAheadBytes = 16384;

// R queries that read a page together.
template <class S, template <class> class Numbers, std::size_t R>
struct PageReader {
  using Floats = typename S::Floats;
  using N = Numbers<S>;
  static constexpr std::size_t kVectors = S::kAttendVectors;  // worked on at once

  const HeadPage& page;
  std::size_t head_width;
  const float* q;
  std::size_t q_stride;
  const std::uint32_t* num_visible;
  std::size_t most_visible = 0;
  bool comes_first = false;  // no other queries have read this page just before
  std::size_t least_visible = kPageTokens;
  alignas(64) float weight[R][kPageTokens] = {};
  float correction[R] = {};

  void score() {
    for (std::size_t r = 0; r < R; ++r) {
      most_visible = num_visible[r] > most_visible ? num_visible[r] : most_visible;
      least_visible = num_visible[r] < least_visible ? num_visible[r] : least_visible;
    }
    constexpr std::size_t kStep = kVectors * S::kLanes;
    for (std::size_t first = 0; first < most_visible; first += kStep) {
      score_tokens(first);
    }
  }

  // What is read some time after `place`, counted from the page's first key: in this page, or in
  // the one that is read next. The caller prefetches it: compilers drop calls of functions that do
  // only that.
  const std::byte* ahead_of(std::size_t place) const {
    const std::size_t page_bytes =
        kPageTokens * (head_width + padded_width(head_width)) * N::kBytes;
    const std::size_t ahead = place + (kPageAheadBytes < page_bytes ? kPageAheadBytes : page_bytes);
    if (ahead < page_bytes) {
      return page.keys + ahead;
    }
    return page.next != nullptr ? page.next + (ahead - page_bytes) : page.keys;
  }

  void score_tokens(std::size_t first) {
    Floats sums[R][kVectors];
    for (std::size_t r = 0; r < R; ++r) {
      for (std::size_t v = 0; v < kVectors; ++v) {
        sums[r][v] = S::zero();
      }
    }
    const std::byte* keys = page.keys + first * N::kBytes;
    constexpr std::size_t kRowBytes = kPageTokens * N::kBytes;
    for (std::size_t d = 0; d < head_width; ++d) {
      if (comes_first && first == 0) {
        for (std::size_t line = 0; line < kRowBytes; line += 64) {
          S::prefetch(ahead_of(d * kRowBytes + line));
        }
      }
      for (std::size_t v = 0; v < kVectors; ++v) {
        const Floats key = N::load(keys + v * S::kLanes * N::kBytes);
        for (std::size_t r = 0; r < R; ++r) {
          sums[r][v] = S::fma(key, S::set(q + r * q_stride + d), sums[r][v]);
        }
      }
      keys += kRowBytes;
    }
    for (std::size_t v = 0; v < kVectors; ++v) {
      const std::size_t token = first + v * S::kLanes;
      for (std::size_t r = 0; r < R; ++r) {
        if constexpr (N::kHasScales) {
          sums[r][v] = S::mul(sums[r][v], S::load(page.key_scales + token));
        }
        S::store(weight[r] + token, sums[r][v]);
      }
    }
  }

  // Scores become weights exp(score - maximum); the running softmax of query r is brought up to
  // date.
  void soften(std::size_t r, float& max, float& sum) {
    float* scores = weight[r];
    for (std::size_t t = num_visible[r]; t < kPageTokens; ++t) {
      scores[t] = -INFINITY;
    }
    Floats largest = S::load(scores);
    for (std::size_t t = S::kLanes; t < kPageTokens; t += S::kLanes) {
      largest = S::max(largest, S::load(scores + t));
    }
    float lanes[kLanes16];
    S::store(lanes, largest);
    float new_max = max;
    for (std::size_t i = 0; i < S::kLanes; ++i) {
      new_max = new_max > lanes[i] ? new_max : lanes[i];
    }
    correction[r] = exponential_of<S>(max - new_max);
    for (std::size_t t = 0; t < kPageTokens; t += S::kLanes) {
      S::store(scores + t, exponential<S>(S::sub(S::load(scores + t), S::all(new_max))));
    }
    for (std::size_t t = num_visible[r]; t < kPageTokens; ++t) {
      scores[t] = 0.0f;
    }
    for (std::size_t i = 0; i < kLanes16; i += S::kLanes) {
      const Floats left = S::add(S::load(scores + i), S::load(scores + i + 16));
      const Floats right = S::add(S::load(scores + i + 32), S::load(scores + i + 48));
      S::store(lanes + i, S::add(left, right));
    }
    sum = fmaf(sum, correction[r], sum_of_16(lanes));
    max = new_max;
    if constexpr (N::kHasScales) {
      for (std::size_t t = 0; t < num_visible[r]; ++t) {
        scores[t] *= page.value_scales[t];
      }
    }
  }

  // kCount vectors of every query's mixture, from number `first` on.
  template <std::size_t kCount>
  void mix_numbers(std::size_t first, float* mixed, std::size_t mixed_stride) {
    const std::size_t row_bytes = padded_width(head_width) * N::kBytes;
    Floats sums[R][kCount];
    for (std::size_t r = 0; r < R; ++r) {
      for (std::size_t v = 0; v < kCount; ++v) {
        sums[r][v] = S::mul(S::load(mixed + r * mixed_stride + first + v * S::kLanes),
                            S::all(correction[r]));
      }
    }
    const std::byte* values = page.values + first * N::kBytes;
    const std::size_t keys_bytes = kPageTokens * head_width * N::kBytes;
    for (std::size_t t = 0; t < least_visible; ++t) {
      if (comes_first && first == 0) {
        for (std::size_t line = 0; line < row_bytes; line += 64) {
          S::prefetch(ahead_of(keys_bytes + t * row_bytes + line));
        }
      }
      for (std::size_t v = 0; v < kCount; ++v) {
        const Floats value = N::load(values + t * row_bytes + v * S::kLanes * N::kBytes);
        for (std::size_t r = 0; r < R; ++r) {
          sums[r][v] = S::fma(S::set(weight[r] + t), value, sums[r][v]);
        }
      }
    }
    for (std::size_t r = 0; r < R; ++r) {
      for (std::size_t t = least_visible; t < num_visible[r]; ++t) {
        for (std::size_t v = 0; v < kCount; ++v) {
          const Floats value = N::load(values + t * row_bytes + v * S::kLanes * N::kBytes);
          sums[r][v] = S::fma(S::set(weight[r] + t), value, sums[r][v]);
        }
      }
      for (std::size_t v = 0; v < kCount; ++v) {
        S::store(mixed + r * mixed_stride + first + v * S::kLanes, sums[r][v]);
      }
    }
  }

  void mix(float* mixed, std::size_t mixed_stride) {
    const std::size_t width = padded_width(head_width);
    std::size_t first = 0;
    for (; first + kVectors * S::kLanes <= width; first += kVectors * S::kLanes) {
      mix_numbers<kVectors>(first, mixed, mixed_stride);
    }
    for (; first < width; first += S::kLanes) {
      mix_numbers<1>(first, mixed, mixed_stride);
    }
  }
};

template <class S, template <class> class Numbers, std::size_t R>
void attend_together(const HeadPage& page, std::size_t head_width, const Queries& queries,
                     std::size_t first) {
  PageReader<S, Numbers, R> reader{page, head_width, queries.q + first * queries.q_stride,
                                   queries.q_stride, queries.num_visible + first};
  reader.comes_first = first == 0;
  reader.score();
  for (std::size_t r = 0; r < R; ++r) {
    const std::size_t row = first + r;
    reader.soften(r, queries.max[row], queries.sum[row]);
  }
  reader.mix(queries.mixed + first * queries.mixed_stride, queries.mixed_stride);
}

template <class S, template <class> class Numbers>
void attend(const HeadPage& page, std::size_t head_width, const Queries& queries) {
  std::size_t i = 0;
  while (i < queries.count) {
    // Queries that see nothing of the page are left as they are.
    std::size_t end = i;
    while (end < queries.count && end < i + 4 && queries.num_visible[end] > 0) {
      ++end;
    }
    switch (end - i) {
      case 0:
        ++end;
        break;
      case 1:
        attend_together<S, Numbers, 1>(page, head_width, queries, i);
        break;
      case 2:
        attend_together<S, Numbers, 2>(page, head_width, queries, i);
        break;
      case 3:
        attend_together<S, Numbers, 3>(page, head_width, queries, i);
        break;
      default:
        attend_together<S, Numbers, 4>(page, head_width, queries, i);
    }
    i = end;
  }
}

template <class S>
void store_half_key(const HeadPage& page, std::size_t slot, const float* key,
                    std::size_t head_width) {
  std::uint16_t* place = reinterpret_cast<std::uint16_t*>(page.keys) + slot;
  std::size_t d = 0;
  for (; d + S::kLanes <= head_width; d += S::kLanes) {
    std::uint16_t halves[S::kLanes];
    S::store_halves(halves, S::load(key + d));
    for (std::size_t i = 0; i < S::kLanes; ++i) {
      place[(d + i) * kPageTokens] = halves[i];
    }
  }
  for (; d < head_width; ++d) {
    place[d * kPageTokens] = S::half(key[d]);
  }
}

template <class S>
void store_half_value(const HeadPage& page, std::size_t slot, const float* value,
                      std::size_t head_width) {
  const std::size_t width = padded_width(head_width);
  std::uint16_t* place = reinterpret_cast<std::uint16_t*>(page.values) + slot * width;
  std::size_t d = 0;
  for (; d + S::kLanes <= head_width; d += S::kLanes) {
    S::store_halves(place + d, S::load(value + d));
  }
  for (; d < width; ++d) {
    place[d] = d < head_width ? S::half(value[d]) : std::uint16_t{0};
  }
}

// One token's numbers, padded with zeros, as int8 into q; returns their scale.
template <class S>
float round_token(const float* x, std::size_t head_width, std::int8_t* q) {
  const Int8Scale found = int8_scale(largest_magnitude(x, head_width));
  const std::size_t whole = head_width / S::kLanes * S::kLanes;
  round_to_int8<S>(x, found.inverse, whole, q);
  float rest[S::kLanes] = {};
  for (std::size_t d = whole; d < head_width; ++d) {
    rest[d - whole] = x[d];
  }
  if (whole < padded_width(head_width)) {
    round_to_int8<S>(rest, found.inverse, S::kLanes, q + whole);
  }
  return found.scale;
}

inline constexpr std::size_t kMostHeadWidth = 512;

template <class S>
void store_int8_key(const HeadPage& page, std::size_t slot, const float* key,
                    std::size_t head_width) {
  std::int8_t q[kMostHeadWidth];
  page.key_scales[slot] = round_token<S>(key, head_width, q);
  for (std::size_t d = 0; d < head_width; ++d) {
    page.keys[d * kPageTokens + slot] = static_cast<std::byte>(q[d]);
  }
}

template <class S>
void store_int8_value(const HeadPage& page, std::size_t slot, const float* value,
                      std::size_t head_width) {
  const std::size_t width = padded_width(head_width);
  std::int8_t q[kMostHeadWidth] = {};
  page.value_scales[slot] = round_token<S>(value, head_width, q);
  memcpy(page.values + slot * width, q, width);
}

template <class S>
void join(float* max, float* sum, float* mixed, float other_max, float other_sum,
          const float* other_mixed, std::size_t num_values) {
  const float new_max = *max > other_max ? *max : other_max;
  const float ours = exponential_of<S>(*max - new_max);
  const float theirs = exponential_of<S>(other_max - new_max);
  *max = new_max;
  *sum = fmaf(other_sum, theirs, *sum * ours);
  for (std::size_t i = 0; i < num_values; i += S::kLanes) {
    const auto scaled = S::mul(S::load(mixed + i), S::all(ours));
    S::store(mixed + i, S::fma(S::load(other_mixed + i), S::all(theirs), scaled));
  }
}

}  // namespace
}  // namespace llamita
