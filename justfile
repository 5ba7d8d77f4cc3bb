# Everything that people, hooks and CI run. `just` alone lists it.

set windows-shell := ["sh", "-cu"]

_default:
    @just --list

# Install everything, build the engine; set up the hooks where pre-commit is installed
setup:
    python -m pip install --editable '.[dev]'
    if command -v pre-commit > /dev/null; then pre-commit install; fi

# All that CI checks, in its order
check: lint types floors native test docs

# Rules, formatting and spelling; changes nothing
lint:
    ruff check
    ruff format --check
    find native \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 clang-format --dry-run --Werror
    codespell

# Static types
types:
    mypy

# Who may import whom (.importlinter)
floors:
    lint-imports --no-cache

# Build and test the C++ engine, with warnings as errors and sanitizers
native: _native-tools
    cmake --preset check
    cmake --build --preset check --parallel
    ctest --preset check

# Compile the C++ engine and its tests for other systems; nothing of it runs
cross: _native-tools _zig
    for target in aarch64-macos x86_64-windows-gnu x86_64-linux-gnu aarch64-linux-gnu; do cmake --preset $target && cmake --build build/$target --parallel || exit 1; done

# Test the C++ engine on an emulated Arm processor
arm: _native-tools _zig
    @command -v qemu-aarch64-static > /dev/null || command -v qemu-aarch64 > /dev/null || { echo 'just arm: no QEMU to run Arm programs; install it: Debian: `apt-get install qemu-user-static`' >&2; exit 1; }
    cmake --preset aarch64-linux-musl
    cmake --build build/aarch64-linux-musl --parallel
    ctest --preset aarch64-linux-musl

# Fuzz the C++ engine, each target for so many seconds; what they learn stays in build/fuzz
fuzz seconds="60": _native-tools
    @command -v clang++ > /dev/null || { echo 'just fuzz: no clang, which has libFuzzer; install it: Debian: `apt-get install clang`' >&2; exit 1; }
    cmake --preset fuzz
    cmake --build build/fuzz --parallel
    for target in kernels model; do mkdir -p build/fuzz/corpus/$target && build/fuzz/${target}_fuzz -max_total_time={{ seconds }} -max_len=512 -len_control=0 -print_final_stats=1 -artifact_prefix=build/fuzz/$target- build/fuzz/corpus/$target || exit 1; done

_zig:
    @command -v python-zig > /dev/null || { echo 'no Zig, which compiles for other systems; install it: `pip install ziglang`' >&2; exit 1; }

_native-tools:
    @command -v cmake > /dev/null || { echo 'just native: no cmake; install it: `pip install cmake`, or Debian: `apt-get install cmake`' >&2; exit 1; }
    @command -v ninja > /dev/null || command -v make > /dev/null || { echo 'just native: neither ninja nor make; install one: `pip install ninja`, or Debian: `apt-get install ninja-build`' >&2; exit 1; }
    @command -v "${CXX:-c++}" > /dev/null || command -v cl > /dev/null || { echo 'just native: no C++ compiler; install one: Debian: `apt-get install g++`' >&2; exit 1; }

# Tests; `just test tests/text -k infill` runs some
test *options:
    python -m pytest {{ options }}

# Build a corpus on a Ray cluster of this machine, kill its workers, compare; needs `pip install -e '.[ray]'`
ray:
    @python -c 'import ray' || { echo "just ray: no Ray; install it: pip install --editable '.[dev,ray]'" >&2; exit 1; }
    python -m pytest -m ray tests/corpus

# Generated documentation; stale is an error
docs:
    python -m tests.docs.generate --check

# The published numbers, again, on this machine
bench *options:
    python -m benchmarks {{ options }}

# Format everything in place
fmt:
    ruff check --fix
    ruff format
    find native \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 clang-format -i
