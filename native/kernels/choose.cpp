#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "llamita/machine.h"
#include "tables.h"

namespace llamita {
namespace {

[[maybe_unused]] bool has(const Machine& machine, std::string_view name) {
  for (const Feature& feature : machine.features) {
    if (feature.name == name) {
      return feature.is_usable;
    }
  }
  return false;
}

std::vector<const Kernels*> find_usable() {
  std::vector<const Kernels*> usable;
  [[maybe_unused]] const Machine machine = describe_machine();
#if defined(LLAMITA_X86_KERNELS)
  const bool avx2 = has(machine, "avx2") && has(machine, "fma") && has(machine, "f16c");
  if (avx2 && has(machine, "avx512_vnni")) {
    usable.push_back(&avx512_vnni_kernels());
  }
  if (avx2 && has(machine, "avx_vnni")) {
    usable.push_back(&avx_vnni_kernels());
  }
  if (avx2) {
    usable.push_back(&avx2_kernels());
  }
#elif defined(LLAMITA_ARM_KERNELS)
  if (has(machine, "dotprod")) {
    usable.push_back(&neon_kernels());
  }
#endif
  usable.push_back(&generic_kernels());
  return usable;
}

}  // namespace

std::span<const Kernels* const> usable_kernels() {
  static const std::vector<const Kernels*> usable = find_usable();
  return usable;
}

const Kernels& choose_kernels(std::string_view name) {
  if (name.empty()) {
    return *usable_kernels().front();
  }
  std::string names;
  for (const Kernels* kernels : usable_kernels()) {
    if (kernels->name == name) {
      return *kernels;
    }
    names += (names.empty() ? "`" : ", `") + std::string(kernels->name) + "`";
  }
  throw std::invalid_argument("kernel table `" + std::string(name) +
                              "` cannot run here: expected one of " + names);
}

}  // namespace llamita
