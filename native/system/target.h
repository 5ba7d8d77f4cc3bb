// Instructions above the baseline inside a file that is compiled for it: LLAMITA_TARGET("avx2")
// before a function lets its body, and only its body, use them. Whoever calls it has asked the
// machine first.
#pragma once

#if defined(__x86_64__) || defined(_M_X64)
#define LLAMITA_X86_64
#include <immintrin.h>
#elif defined(__aarch64__) || defined(_M_ARM64)
#define LLAMITA_AARCH64
#include <arm_neon.h>
#endif

#if defined(__GNUC__) || defined(__clang__)
#define LLAMITA_TARGET(features) __attribute__((target(features)))
#define LLAMITA_UNROLL _Pragma("GCC unroll 16")
#else  // MSVC compiles every intrinsic everywhere
#define LLAMITA_TARGET(features)
#define LLAMITA_UNROLL
#endif
