// The tables that may be compiled in; kernels/choose.cpp knows which are, and which this machine
// runs.
#pragma once

#include "kernels.h"

namespace llamita {

const Kernels& generic_kernels();
void fill_generic_products(Kernels& table);  // a part of it, in a file of its own
const Kernels& avx2_kernels();
const Kernels& avx_vnni_kernels();
const Kernels& avx512_vnni_kernels();
const Kernels& neon_kernels();

}  // namespace llamita
