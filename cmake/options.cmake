set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

option(PLIMSOLL_WERROR "Warnings are errors" OFF)
option(PLIMSOLL_TESTS "Build the tests" ON)
option(PLIMSOLL_BENCH "Build the benchmarks" OFF)
option(PLIMSOLL_FUZZ "Build libFuzzer entries (clang); without it a plain main replays the seeds" OFF)
option(PLIMSOLL_STATIC "Link statically what the system offers as static" OFF)
option(PLIMSOLL_COVERAGE "Instrument for coverage" OFF)
set(PLIMSOLL_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Nine tenths of compiling a rule is reading rule.h. Precompiled it takes a third of the time; but
# with ccache what another clone has compiled takes none, and that wants plain headers.
if(CCACHE AND NOT PLIMSOLL_SANITIZE)
  set(precompile OFF)
else()
  set(precompile ON)
endif()
option(PLIMSOLL_PRECOMPILE "Precompile the header of the rules" ${precompile})

# Our own code is compiled with these; code of others is not.
add_library(plimsoll_flags INTERFACE)
target_include_directories(plimsoll_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(plimsoll_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers>
  # GCC 12 and 13 see writes out of bounds in the standard library's own strings (GCC bug 105329).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>>:-Wno-array-bounds$<SEMICOLON>-Wno-restrict$<SEMICOLON>-Wno-stringop-overflow$<SEMICOLON>-Wno-stringop-overread>
  $<$<AND:$<BOOL:${PLIMSOLL_WERROR}>,$<COMPILE_LANGUAGE:CXX>>:-Werror>)

# Everything static but glibc: 0.9 ms from start to exit instead of 1.5 (a fully static program
# takes 0.7, but could not load a library when one is first needed, as registries will want).
# Without -pie it would be 0.17 ms less, which is what 25,000 relocations take; but the program reads
# what strangers wrote, and stays where nobody can tell. Packed relocations save nothing.
if(PLIMSOLL_STATIC)
  add_link_options(-static-libstdc++ -static-libgcc)
endif()

if(PLIMSOLL_SANITIZE)
  add_compile_options(-fsanitize=${PLIMSOLL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PLIMSOLL_SANITIZE})
endif()
if(PLIMSOLL_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(PLIMSOLL_COVERAGE)
  add_compile_options(--coverage -O0)
  add_link_options(--coverage)
endif()
