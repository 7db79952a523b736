#pragma once

// Packages of distributions that serve to build, and nothing that runs.

#include <string_view>

namespace plimsoll {

// Compilers, build systems, headers: `gcc`, `gcc-12`, `cmake`, `libpq-dev`, `musl-dev`, `x-devel`.
// Not what only looks alike (`gcc-12-base`).
[[nodiscard]] bool is_build_package(std::string_view name);
// Of those what compiles, or pulls in what does: headers may have come along with a library.
[[nodiscard]] bool is_compiler_package(std::string_view name);

}  // namespace plimsoll
