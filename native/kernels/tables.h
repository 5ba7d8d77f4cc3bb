// The tables that may be compiled in; kernels/choose.cpp knows which are, and which this machine
// runs.
#pragma once

#include "kernels.h"

namespace llamita {

const Kernels& generic_kernels();
const Kernels& avx2_kernels();
const Kernels& avx_vnni_kernels();
const Kernels& avx512_vnni_kernels();
const Kernels& neon_kernels();

}  // namespace llamita
