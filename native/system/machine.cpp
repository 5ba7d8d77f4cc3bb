// One implementation of `architecture`, `brand` and `features` per kind of processor; the
// preprocessor chooses between whole blocks, never inside a function.
#include "llamita/machine.h"

#include <array>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) || defined(_M_X64)
#define LLAMITA_X86_64
#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#elif defined(__aarch64__) && defined(__linux__)
#define LLAMITA_AARCH64_LINUX
#include <asm/hwcap.h>
#include <sys/auxv.h>

#include <fstream>
#elif defined(__aarch64__) && defined(__APPLE__)
#define LLAMITA_AARCH64_APPLE
#include <sys/sysctl.h>
#endif

namespace llamita {
namespace {

#if defined(LLAMITA_X86_64)

struct Registers {
  std::uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
};

#if defined(_MSC_VER) && !defined(__clang__)
Registers cpuid(std::uint32_t leaf, std::uint32_t subleaf) {
  std::array<int, 4> values{};
  __cpuidex(values.data(), static_cast<int>(leaf), static_cast<int>(subleaf));
  Registers registers;
  std::memcpy(&registers, values.data(), sizeof(registers));
  return registers;
}

std::uint64_t saved_register_sets() {
  return _xgetbv(0);
}
#else
Registers cpuid(std::uint32_t leaf, std::uint32_t subleaf) {
  Registers r;
  __cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
  return r;
}

// As assembly, because the intrinsic wants the whole file compiled with -mxsave.
std::uint64_t saved_register_sets() {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<std::uint64_t>(high) << 32) | low;
}
#endif

bool has_bit(std::uint64_t word, int bit) {
  return ((word >> bit) & 1) != 0;
}

bool has_all(std::uint64_t word, std::uint64_t mask) {
  return (word & mask) == mask;
}

// Asking for a leaf above the highest returns the data of another, so each is checked first.
Registers cpuid_or_zero(std::uint32_t leaf, std::uint32_t subleaf) {
  if (cpuid(leaf & 0x80000000u, 0).eax < leaf) {
    return {};
  }
  return cpuid(leaf, subleaf);
}

std::string architecture() {
  return "x86_64";
}

// Source: Intel SDM volume 2A, CPUID, and volume 1, 13.3 (XCR0).
std::vector<Feature> features() {
  constexpr std::uint64_t kAvxState = 0b110;           // XMM and YMM
  constexpr std::uint64_t kAvx512State = 0b1110'0110;  // and mask registers, ZMM
  constexpr std::uint64_t kAvx512Companions = (1u << 17) | (1u << 30) | (1u << 31);
  const Registers leaf1 = cpuid_or_zero(1, 0);
  const Registers leaf7 = cpuid_or_zero(7, 0);
  const Registers leaf7_1 = leaf7.eax >= 1 ? cpuid(7, 1) : Registers{};
  const std::uint64_t saved = has_bit(leaf1.ecx, 27) ? saved_register_sets() : 0;  // OSXSAVE
  const bool avx = has_bit(leaf1.ecx, 28) && has_all(saved, kAvxState);
  const bool avx512f = avx && has_bit(leaf7.ebx, 16) && has_all(saved, kAvx512State);
  return {
      {"avx2", avx && has_bit(leaf7.ebx, 5)},
      {"fma", avx && has_bit(leaf1.ecx, 12)},
      {"f16c", avx && has_bit(leaf1.ecx, 29)},
      {"avx512f", avx512f},
      // Every processor with VNNI has DQ, BW and VL beside it; a virtual machine may hide them.
      {"avx512_vnni", avx512f && has_bit(leaf7.ecx, 11) && has_all(leaf7.ebx, kAvx512Companions)},
      {"avx_vnni", avx && has_bit(leaf7_1.eax, 4)},
  };
}

std::string brand() {
  constexpr std::uint32_t kFirstLeaf = 0x80000002u;
  constexpr std::uint32_t kNumLeaves = 3;
  std::array<char, kNumLeaves * sizeof(Registers) + 1> text{};
  for (std::uint32_t i = 0; i < kNumLeaves; ++i) {
    const Registers registers = cpuid_or_zero(kFirstLeaf + i, 0);
    std::memcpy(text.data() + i * sizeof(Registers), &registers, sizeof(Registers));
  }
  return text.data();
}

#elif defined(LLAMITA_AARCH64_LINUX)

std::string architecture() {
  return "aarch64";
}

std::vector<Feature> features() {
  const unsigned long first = getauxval(AT_HWCAP);
  const unsigned long second = getauxval(AT_HWCAP2);
  return {
      {"neon", (first & HWCAP_ASIMD) != 0},
      {"dotprod", (first & HWCAP_ASIMDDP) != 0},
      {"i8mm", (second & HWCAP2_I8MM) != 0},
  };
}

// Arm processors carry no name; boards and some kernels give one.
std::string brand() {
  std::ifstream file("/sys/firmware/devicetree/base/model");
  std::string name;
  std::getline(file, name, '\0');
  return name;
}

#elif defined(LLAMITA_AARCH64_APPLE)

bool has_feature(const char* key) {
  int value = 0;
  std::size_t size_bytes = sizeof(value);
  return sysctlbyname(key, &value, &size_bytes, nullptr, 0) == 0 && value != 0;
}

std::string architecture() {
  return "aarch64";
}

std::vector<Feature> features() {
  return {
      {"neon", true},
      {"dotprod", has_feature("hw.optional.arm.FEAT_DotProd")},
      {"i8mm", has_feature("hw.optional.arm.FEAT_I8MM")},
  };
}

std::string brand() {
  std::array<char, 256> text{};
  std::size_t size_bytes = text.size() - 1;
  sysctlbyname("machdep.cpu.brand_string", text.data(), &size_bytes, nullptr, 0);
  return text.data();
}

#else

std::string architecture() {
  return "other";
}

std::vector<Feature> features() {
  return {};
}

std::string brand() {
  return {};
}

#endif

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

Machine describe_machine() {
  return {architecture(), trimmed(brand()), features()};
}

}  // namespace llamita
