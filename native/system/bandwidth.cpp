// Reading as fast as this machine reads: plain loads of its widest registers, each added to a sum
// so that no compiler drops it. One sum per load of a group hides the adder's latency.
#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "llamita/machine.h"
#include "memory.h"
#include "probe.h"
#include "target.h"

namespace llamita {
namespace {

using Word = std::uint64_t;
using SumOf = Word (*)(std::span<const Word>);

constexpr std::size_t kMinPartBytes = 4096;  // less per thread measures the clock, not the memory
constexpr std::size_t kGroupBytes = 512;     // what one turn of the loop reads: eight cache lines
constexpr std::size_t kGroupWords = kGroupBytes / sizeof(Word);
constexpr Word kFill = 1;  // so that the right sum is known

template <std::size_t kNumWords>
Word total_of(const std::array<Word, kNumWords>& words) {
  Word total = 0;
  for (const Word word : words) {
    total += word;
  }
  return total;
}

#if !defined(LLAMITA_AARCH64)  // where a machine may have nothing wider

Word sum_by_words(std::span<const Word> words) {
  std::array<Word, kGroupWords> sums{};
  for (std::size_t i = 0; i < words.size(); i += kGroupWords) {
    for (std::size_t j = 0; j < kGroupWords; ++j) {
      sums[j] += words[i + j];
    }
  }
  return total_of(sums);
}

#endif

#if defined(LLAMITA_X86_64)

LLAMITA_TARGET("avx2") Word sum_avx2(std::span<const Word> words) {
  constexpr std::size_t kVectorWords = sizeof(__m256i) / sizeof(Word);
  constexpr std::size_t kNumSums = 8;
  __m256i sums[kNumSums] = {};
  for (const Word *word = words.data(), *end = word + words.size(); word != end;) {
    LLAMITA_UNROLL
    for (std::size_t j = 0; j < kNumSums; ++j, word += kVectorWords) {
      sums[j] =
          _mm256_add_epi64(sums[j], _mm256_loadu_si256(reinterpret_cast<const __m256i*>(word)));
    }
  }
  std::array<Word, kNumSums * kVectorWords> parts;
  for (std::size_t j = 0; j < kNumSums; ++j) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(parts.data() + j * kVectorWords), sums[j]);
  }
  return total_of(parts);
}

LLAMITA_TARGET("avx512f") Word sum_avx512(std::span<const Word> words) {
  constexpr std::size_t kVectorWords = sizeof(__m512i) / sizeof(Word);
  constexpr std::size_t kNumSums = 8;
  __m512i sums[kNumSums] = {};
  for (const Word *word = words.data(), *end = word + words.size(); word != end;) {
    LLAMITA_UNROLL
    for (std::size_t j = 0; j < kNumSums; ++j, word += kVectorWords) {
      sums[j] = _mm512_add_epi64(sums[j], _mm512_loadu_si512(word));
    }
  }
  std::array<Word, kNumSums * kVectorWords> parts;
  for (std::size_t j = 0; j < kNumSums; ++j) {
    _mm512_storeu_si512(parts.data() + j * kVectorWords, sums[j]);
  }
  return total_of(parts);
}

SumOf widest_sum() {
  const Machine machine = describe_machine();
  if (is_usable(machine, "avx512f")) {
    return sum_avx512;
  }
  return is_usable(machine, "avx2") ? sum_avx2 : sum_by_words;
}

#elif defined(LLAMITA_AARCH64)

Word sum_neon(std::span<const Word> words) {
  constexpr std::size_t kVectorWords = sizeof(uint64x2_t) / sizeof(Word);
  constexpr std::size_t kNumSums = 8;
  uint64x2_t sums[kNumSums] = {};
  for (const Word *word = words.data(), *end = word + words.size(); word != end;) {
    LLAMITA_UNROLL
    for (std::size_t j = 0; j < kNumSums; ++j, word += kVectorWords) {
      sums[j] = vaddq_u64(sums[j], vld1q_u64(word));
    }
  }
  std::array<Word, kNumSums * kVectorWords> parts;
  for (std::size_t j = 0; j < kNumSums; ++j) {
    vst1q_u64(parts.data() + j * kVectorWords, sums[j]);
  }
  return total_of(parts);
}

SumOf widest_sum() {
  return sum_neon;
}

#else

SumOf widest_sum() {
  return sum_by_words;
}

#endif

// The bytes per second of one thread. Writing first, from here, places the pages near this core.
double read_part(SumOf sum_of, std::span<Word> words, double min_seconds, StartLine& line) {
  for (Word& word : words) {
    word = kFill;
  }
  line.wait();
  const double passes_per_s = passes_per_second(min_seconds, [&] {
    // Looking at the sum is what keeps the compiler from dropping the reads.
    if (sum_of(words) != words.size() * kFill) {
      throw std::runtime_error("the bandwidth probe read other bytes than it wrote");
    }
  });
  return passes_per_s * static_cast<double>(words.size_bytes());
}

}  // namespace

double measure_read_bandwidth(int num_threads, std::size_t size_bytes, double min_seconds) {
  validate_probe(num_threads, min_seconds);
  const std::size_t num_parts = static_cast<std::size_t>(num_threads);
  if (size_bytes < num_parts * kMinPartBytes) {
    throw std::invalid_argument(
        "size_bytes must be at least " + std::to_string(num_parts * kMinPartBytes) + " (" +
        std::to_string(kMinPartBytes) + " per thread), got " + std::to_string(size_bytes));
  }
  const std::size_t part_words = size_bytes / num_parts / kGroupBytes * kGroupWords;
  // As the engine's weights lie: in large pages where the system has them.
  const Memory memory = allocate(num_parts * part_words * sizeof(Word));
  Word* const words = reinterpret_cast<Word*>(memory.get());
  const SumOf sum_of = widest_sum();
  return sum_of_rates(num_threads, [&](int thread, StartLine& line) {
    const std::span part(words + static_cast<std::size_t>(thread) * part_words, part_words);
    return read_part(sum_of, part, min_seconds, line);
  });
}

}  // namespace llamita
