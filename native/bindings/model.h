// Python's view of llamita/model.h.
#pragma once

#include <nanobind/nanobind.h>

namespace llamita {

void bind_model(nanobind::module_& module);

}  // namespace llamita
