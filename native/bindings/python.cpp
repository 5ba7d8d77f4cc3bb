// The one file that knows Python: llamita.engines.cpu._native. Checks and messages live below it.
#include <nanobind/nanobind.h>

#include <string>

#include "llamita/machine.h"

namespace nb = nanobind;

namespace {

nb::dict machine() {
  const llamita::Machine found = llamita::describe_machine();
  nb::dict features;
  for (const llamita::Feature& feature : found.features) {
    features[nb::str(feature.name.data(), feature.name.size())] = feature.is_usable;
  }
  nb::dict result;
  result["architecture"] = nb::str(found.architecture.c_str());
  result["brand"] = nb::str(found.brand.c_str());
  result["features"] = features;
  return result;
}

}  // namespace

NB_MODULE(_native, module) {
  module.def("machine", &machine);
  module.def("measure_read_bandwidth", &llamita::measure_read_bandwidth, nb::arg("num_threads"),
             nb::arg("size_bytes"), nb::arg("min_seconds"),
             nb::call_guard<nb::gil_scoped_release>());
}
