#pragma once

// What a tag says of the distribution: `3.12-slim-bookworm`, `8-jdk-oraclelinux8`, `20-alpine3.19`.
// Internal to analyzer/bases.

#include <string>
#include <string_view>

namespace plimsoll {

struct Variant {
  std::string version;       // the leading version: "3.12"; "" when there is none or it has holes
  std::string distribution;  // as the words of the tag name it; "" when they name none
  std::string release;
  bool slim = false;
  bool minimal = false;     // ubi-minimal, *-minimal
  bool shell_less = false;  // distroless, chiseled, micro
  bool debug = false;       // distroless' :debug
  bool nonroot = false;
  bool unknown = false;  // a hole stands where a distribution may be named
};

[[nodiscard]] Variant read_tag(std::string_view tag);

// The number of a Debian or Ubuntu release by code name; "" when it is none.
struct Codename {
  std::string_view distribution;
  std::string_view name;
  std::string_view release;
};
[[nodiscard]] const Codename* find_codename(std::string_view name);

}  // namespace plimsoll
