# Compiles for another system with what Zig carries: a C++ compiler (clang), headers and C libraries
# of every system. `pip install ziglang` brings it; a preset says for which system, in
# LLAMITA_ZIG_TARGET (processor-system-library, as `python-zig targets` lists them).
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LLAMITA_ZIG_TARGET)

if(NOT LLAMITA_ZIG_TARGET MATCHES "^([a-z0-9_]+)-(linux|macos|windows)")
  message(FATAL_ERROR "expected LLAMITA_ZIG_TARGET as in aarch64-macos, got `${LLAMITA_ZIG_TARGET}`")
endif()
set(CMAKE_SYSTEM_PROCESSOR ${CMAKE_MATCH_1})
set(NAMES_linux Linux)
set(NAMES_macos Darwin)
set(NAMES_windows Windows)
set(CMAKE_SYSTEM_NAME ${NAMES_${CMAKE_MATCH_2}})

find_program(ZIG python-zig REQUIRED)
set(CMAKE_CXX_COMPILER ${ZIG} c++ -target ${LLAMITA_ZIG_TARGET})
set(CMAKE_AR ${ZIG})
set(CMAKE_RANLIB ${ZIG})
set(CMAKE_USER_MAKE_RULES_OVERRIDE_CXX ${CMAKE_CURRENT_LIST_DIR}/zig_archives.cmake)

# It names processors by -mcpu alone.
set(LLAMITA_DOTPROD_FLAG -mcpu=generic+dotprod)

# What is built for another processor of this system runs here where QEMU is installed.
if(CMAKE_SYSTEM_NAME STREQUAL CMAKE_HOST_SYSTEM_NAME)
  find_program(QEMU NAMES qemu-${CMAKE_SYSTEM_PROCESSOR}-static qemu-${CMAKE_SYSTEM_PROCESSOR})
  if(QEMU)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${QEMU})
  endif()
endif()
