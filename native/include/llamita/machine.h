// What this machine can do: its instruction sets, how fast it reads memory, and how fast it
// computes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace llamita {

struct Feature {
  std::string_view name;  // as compilers spell it: "avx2", "avx512_vnni", "dotprod"
  bool is_usable;         // the processor has it and the operating system saves its registers
};

struct Machine {
  std::string architecture;       // "x86_64", "aarch64", or "other"
  std::string brand;              // what the processor calls itself; empty if it does not say
  std::vector<Feature> features;  // every one looked for on this architecture, also the absent
};

// Asks the processor and the operating system. Cheap: microseconds.
Machine describe_machine();

// Bytes per second that `num_threads` threads read together with the widest loads there are, each
// summing its own part of a buffer of `size_bytes`, for at least `min_seconds`. A buffer that fits
// into the caches measures those. Throws std::invalid_argument, which names the value that is out
// of range, and std::bad_alloc.
double measure_read_bandwidth(int num_threads, std::size_t size_bytes, double min_seconds);

enum class Arithmetic {
  kInt8,  // products of int8, added to int32
  kFma,   // products of float32, added to float32
};

// The kernel tables whose arithmetic can be measured here, the widest first; "generic" has no peak
// of its own.
std::vector<std::string_view> arithmetic_tables();

// Operations per second, an addition and a multiplication counting one each, that `num_threads`
// threads reach together with the instructions of `table`, for at least `min_seconds`.
// Throws std::invalid_argument, which names the value that is out of range.
double measure_peak_arithmetic(int num_threads, Arithmetic kind, std::string_view table,
                               double min_seconds);

}  // namespace llamita
