// What python.cpp puts into the module for llamita.engines.cpu.machine.
#pragma once

#include <nanobind/nanobind.h>

namespace llamita {

void bind_machine(nanobind::module_& module);

}  // namespace llamita
