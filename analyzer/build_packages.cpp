#include "analyzer/build_packages.h"

#include <algorithm>
#include <array>

namespace plimsoll {

// `gcc-12`, `g++-12`, `clang-15`: a name and a version.
static std::string_view without_version(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == name.size()) return name;
  const bool version = name.find_first_not_of("0123456789.", dash + 1) == std::string_view::npos;
  return version ? name.substr(0, dash) : name;
}

bool is_build_package(std::string_view name) {
  static constexpr std::array<std::string_view, 27> names{
      "build-essential", "build-base",    "gcc",     "g++",        "make",        "cmake",
      "autoconf",        "automake",      "libtool", "pkg-config", "ninja-build", "gcc-c++",
      "clang",           "rustc",         "cargo",   "golang",     "golang-go",   "go",
      "maven",           "gradle",        "bison",   "flex",       "musl-dev",    "libc-dev",
      "libc6-dev",       "linux-headers", "cpp"};
  const std::string_view plain = without_version(name);
  return std::find(names.begin(), names.end(), plain) != names.end() || name.ends_with("-dev") ||
         name.ends_with("-devel");
}

bool is_compiler_package(std::string_view name) {
  static constexpr std::array<std::string_view, 12> names{
      "build-essential", "build-base", "gcc",    "g++",       "gcc-c++", "clang",
      "rustc",           "cargo",      "golang", "golang-go", "maven",   "gradle"};
  return std::find(names.begin(), names.end(), without_version(name)) != names.end();
}

}  // namespace plimsoll
