#include "machine.h"

#include <nanobind/stl/string_view.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "llamita/machine.h"

namespace nb = nanobind;

namespace llamita {
namespace {

nb::dict machine() {
  const Machine found = describe_machine();
  nb::dict features;
  for (const Feature& feature : found.features) {
    features[nb::str(feature.name.data(), feature.name.size())] = feature.is_usable;
  }
  nb::dict result;
  result["architecture"] = nb::str(found.architecture.c_str());
  result["brand"] = nb::str(found.brand.c_str());
  result["features"] = features;
  return result;
}

nb::list tables() {
  nb::list names;
  for (const std::string_view name : arithmetic_tables()) {
    names.append(nb::str(name.data(), name.size()));
  }
  return names;
}

Arithmetic arithmetic_named(std::string_view name) {
  if (name == "int8") {
    return Arithmetic::kInt8;
  }
  if (name == "fma") {
    return Arithmetic::kFma;
  }
  throw std::invalid_argument("kind must be one of [int8, fma], got " + std::string(name));
}

double peak_arithmetic(int num_threads, std::string_view kind, std::string_view table,
                       double min_seconds) {
  return measure_peak_arithmetic(num_threads, arithmetic_named(kind), table, min_seconds);
}

}  // namespace

void bind_machine(nb::module_& module) {
  module.def("machine", &machine);
  module.def("arithmetic_tables", &tables);
  module.def("measure_read_bandwidth", &measure_read_bandwidth, nb::arg("num_threads"),
             nb::arg("size_bytes"), nb::arg("min_seconds"),
             nb::call_guard<nb::gil_scoped_release>());
  module.def("measure_peak_arithmetic", &peak_arithmetic, nb::arg("num_threads"), nb::arg("kind"),
             nb::arg("table"), nb::arg("min_seconds"), nb::call_guard<nb::gil_scoped_release>());
}

}  // namespace llamita
