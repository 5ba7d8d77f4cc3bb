// Multiplying and adding as fast as this machine can: what a kernel table could reach at best, with
// everything it needs in registers and in the first-level cache.
//
// Every pass does the same with other instructions: a tile of kNumRows vectors of weights, loaded
// in each step, times kNumColumns vectors of x, each product added to a sum of its own. So no sum
// waits for the one before, and loads are half as many as products.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "llamita/machine.h"
#include "probe.h"
#include "target.h"

namespace llamita {
namespace {

constexpr std::size_t kNumRows = 5;  // 10 sums: two units with a latency of five cycles
constexpr std::size_t kNumColumns = 2;
constexpr std::size_t kNumSteps = 16'384;    // of one pass, which takes about 50 microseconds
constexpr std::size_t kNumTiles = 16;        // of weights, in turn: 5 KiB, in any first-level cache
constexpr std::size_t kMaxVectorBytes = 64;  // narrower instructions read the beginning of each
constexpr double kOperationsPerProduct = 2;

// All ones, so that the right sums are known. They are memory, filled elsewhere, so that no
// compiler computes the sums beforehand.
template <typename Number>
struct Operands {
  static constexpr std::size_t kVectorNumbers = kMaxVectorBytes / sizeof(Number);

  const Number* weights(std::size_t step, std::size_t row) const {
    return all_weights.data() + (step % kNumTiles * kNumRows + row) * kVectorNumbers;
  }
  const Number* x(std::size_t column) const { return all_x.data() + column * kVectorNumbers; }

  std::vector<Number> all_weights = std::vector<Number>(kNumTiles * kNumRows * kVectorNumbers, 1);
  std::vector<Number> all_x = std::vector<Number>(kNumColumns * kVectorNumbers, 1);
};

// The loop of one instruction set: NAME computes the sum of all products, NAME##_products how many
// they are. A macro, because a template cannot pass a target on to what it calls.
#define LLAMITA_PASS(name, features, Vector, Number, Sum, load, multiply_add, store) \
  constexpr std::size_t name##_products =                                            \
      kNumSteps * kNumRows * kNumColumns * (sizeof(Vector) / sizeof(Number));        \
  LLAMITA_TARGET(features) double name(const Operands<Number>& operands) {           \
    Vector x[kNumColumns];                                                           \
    Vector sums[kNumRows][kNumColumns] = {};                                         \
    for (std::size_t c = 0; c < kNumColumns; ++c) {                                  \
      x[c] = load(operands.x(c));                                                    \
    }                                                                                \
    for (std::size_t step = 0; step < kNumSteps; ++step) {                           \
      LLAMITA_UNROLL                                                                 \
      for (std::size_t r = 0; r < kNumRows; ++r) {                                   \
        const Vector weights = load(operands.weights(step, r));                      \
        LLAMITA_UNROLL                                                               \
        for (std::size_t c = 0; c < kNumColumns; ++c) {                              \
          sums[r][c] = multiply_add(sums[r][c], weights, x[c]);                      \
        }                                                                            \
      }                                                                              \
    }                                                                                \
    double total = 0;                                                                \
    for (const auto& row : sums) {                                                   \
      for (const Vector& sum : row) {                                                \
        Sum lanes[sizeof(Vector) / sizeof(Sum)];                                     \
        store(lanes, sum);                                                           \
        for (const Sum lane : lanes) {                                               \
          total += static_cast<double>(lane);                                        \
        }                                                                            \
      }                                                                              \
    }                                                                                \
    return total;                                                                    \
  }

using Int8Pass = double (*)(const Operands<std::int8_t>&);
using FmaPass = double (*)(const Operands<float>&);

// What one kernel table has to multiply and add with.
struct Table {
  std::string_view name;
  Int8Pass int8;
  std::size_t int8_products;
  FmaPass fma;
  std::size_t fma_products;
};

#if defined(LLAMITA_X86_64)

LLAMITA_TARGET("avx2") inline __m256i load_256(const std::int8_t* numbers) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(numbers));
}

LLAMITA_TARGET("avx2") inline void store_256(std::int32_t* lanes, __m256i sum) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), sum);
}

LLAMITA_TARGET("avx2") inline __m256i dot_256(__m256i sum, __m256i weights, __m256i x) {
  const __m256i pairs = _mm256_maddubs_epi16(weights, x);
  return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

LLAMITA_TARGET("avx2,fma") inline __m256 fma_256(__m256 sum, __m256 weights, __m256 x) {
  return _mm256_fmadd_ps(weights, x, sum);
}

LLAMITA_TARGET("avx512f") inline __m512 fma_512(__m512 sum, __m512 weights, __m512 x) {
  return _mm512_fmadd_ps(weights, x, sum);
}

LLAMITA_PASS(int8_avx2, "avx2", __m256i, std::int8_t, std::int32_t, load_256, dot_256, store_256)
LLAMITA_PASS(int8_avx_vnni, "avx2,avxvnni", __m256i, std::int8_t, std::int32_t, load_256,
             _mm256_dpbusd_avx_epi32, store_256)
LLAMITA_PASS(int8_avx512_vnni, "avx512f,avx512vnni", __m512i, std::int8_t, std::int32_t,
             _mm512_loadu_si512, _mm512_dpbusd_epi32, _mm512_storeu_si512)
LLAMITA_PASS(fma_avx2, "avx2,fma", __m256, float, float, _mm256_loadu_ps, fma_256, _mm256_storeu_ps)
LLAMITA_PASS(fma_avx512, "avx512f", __m512, float, float, _mm512_loadu_ps, fma_512,
             _mm512_storeu_ps)

std::vector<Table> usable_tables() {
  const Machine machine = describe_machine();
  std::vector<Table> tables;
  if (is_usable(machine, "avx512_vnni")) {
    tables.push_back({"avx512_vnni", int8_avx512_vnni, int8_avx512_vnni_products, fma_avx512,
                      fma_avx512_products});
  }
  if (is_usable(machine, "avx2") && is_usable(machine, "fma")) {
    if (is_usable(machine, "avx_vnni")) {
      tables.push_back(
          {"avx_vnni", int8_avx_vnni, int8_avx_vnni_products, fma_avx2, fma_avx2_products});
    }
    tables.push_back({"avx2", int8_avx2, int8_avx2_products, fma_avx2, fma_avx2_products});
  }
  return tables;
}

#elif defined(LLAMITA_AARCH64)

// The baseline has no instruction for it: products of 16 bits, then pairs of them added.
inline int32x4_t dot_by_pairs(int32x4_t sum, int8x16_t weights, int8x16_t x) {
  const int16x8_t low = vmull_s8(vget_low_s8(weights), vget_low_s8(x));
  return vpadalq_s16(sum, vmlal_high_s8(low, weights, x));
}

LLAMITA_PASS(int8_pairs, "arch=armv8-a", int8x16_t, std::int8_t, std::int32_t, vld1q_s8,
             dot_by_pairs, vst1q_s32)
LLAMITA_PASS(int8_dots, "arch=armv8.2-a+dotprod", int8x16_t, std::int8_t, std::int32_t, vld1q_s8,
             vdotq_s32, vst1q_s32)
LLAMITA_PASS(fma_neon, "arch=armv8-a", float32x4_t, float, float, vld1q_f32, vfmaq_f32, vst1q_f32)

std::vector<Table> usable_tables() {
  const bool has_dots = is_usable(describe_machine(), "dotprod");
  return {{"neon", has_dots ? int8_dots : int8_pairs,
           has_dots ? int8_dots_products : int8_pairs_products, fma_neon, fma_neon_products}};
}

#else

std::vector<Table> usable_tables() {
  return {};
}

#endif

// Products per second of one thread, with operands of its own.
template <typename Number>
double repeat_pass(double (*pass)(const Operands<Number>&), std::size_t num_products,
                   double min_seconds, StartLine& line) {
  const Operands<Number> operands;
  const double expected = static_cast<double>(num_products);
  line.wait();
  const double passes_per_s = passes_per_second(min_seconds, [&] {
    // Looking at the sums is what keeps the compiler from dropping them.
    if (pass(operands) != expected) {
      throw std::runtime_error("the arithmetic probe got another sum than that of its numbers");
    }
  });
  return passes_per_s * expected;
}

const Table& find_table(const std::vector<Table>& tables, std::string_view name) {
  std::string names;
  for (const Table& table : tables) {
    if (table.name == name) {
      return table;
    }
    names += (names.empty() ? "" : ", ") + std::string(table.name);
  }
  throw std::invalid_argument("table must be one of [" + names + "], got " + std::string(name));
}

}  // namespace

std::vector<std::string_view> arithmetic_tables() {
  std::vector<std::string_view> names;
  for (const Table& table : usable_tables()) {
    names.push_back(table.name);
  }
  return names;
}

double measure_peak_arithmetic(int num_threads, Arithmetic kind, std::string_view table_name,
                               double min_seconds) {
  validate_probe(num_threads, min_seconds);
  const std::vector<Table> tables = usable_tables();
  const Table& table = find_table(tables, table_name);
  return kOperationsPerProduct * sum_of_rates(num_threads, [&](int, StartLine& line) {
           return kind == Arithmetic::kInt8
                      ? repeat_pass(table.int8, table.int8_products, min_seconds, line)
                      : repeat_pass(table.fma, table.fma_products, min_seconds, line);
         });
}

}  // namespace llamita
