// The extension module llamita.engines.cpu._native. Only this folder knows Python; checks and
// messages live below it.
#include <nanobind/nanobind.h>

#include "machine.h"
#include "model.h"

NB_MODULE(_native, module) {
  llamita::bind_machine(module);
  llamita::bind_model(module);
}
