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

_native-tools:
    @command -v cmake > /dev/null || { echo 'just native: no cmake; install it: `pip install cmake`, or Debian: `apt-get install cmake`' >&2; exit 1; }
    @command -v ninja > /dev/null || command -v make > /dev/null || { echo 'just native: neither ninja nor make; install one: `pip install ninja`, or Debian: `apt-get install ninja-build`' >&2; exit 1; }
    @command -v "${CXX:-c++}" > /dev/null || command -v cl > /dev/null || { echo 'just native: no C++ compiler; install one: Debian: `apt-get install g++`' >&2; exit 1; }

# Tests; `just test tests/text -k infill` runs some
test *options:
    python -m pytest {{ options }}

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
