#pragma once

// Whether a smaller sibling of the base image has all that the target uses.

#include <optional>
#include <string>

#include "analyzer/facts.h"

namespace plimsoll {

struct SmallerBase {
  const From* from = nullptr;  // that names the base
  bool has_toolchain = false;  // it builds, and what is started does not; else a full image
  std::string instead;         // for people: "`python:3.12-slim`", "a slim Debian image"
};

// Nothing where a step may compile, install or call what only the larger image has, where what is
// started is a script or not known, and for stages in which people work.
[[nodiscard]] std::optional<SmallerBase> smaller_base(const Facts& facts);

}  // namespace plimsoll
