// What this machine can do: its instruction sets, and how fast it reads memory.
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

// Bytes per second that `num_threads` threads read together, each summing its own part of a buffer
// of `size_bytes`, for at least `min_seconds`. A buffer that fits into the caches measures those.
// Throws std::invalid_argument, which names the value that is out of range, and std::bad_alloc.
double measure_read_bandwidth(int num_threads, std::size_t size_bytes, double min_seconds);

}  // namespace llamita
