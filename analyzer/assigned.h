#pragma once

// Variables that a Dockerfile gives a value, wherever it does: ENV, ARG, and the shell text of RUN,
// CMD, ENTRYPOINT and HEALTHCHECK.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

struct Assigned {
  std::string name;
  Value value;  // expanded as far as it is known
  Span span;    // `NAME=value`
  const Instruction* by = nullptr;
};

// In file order; only the names that `wanted` accepts. `X=1 cmd`, `export X=1`, `env X=1 cmd` and a
// bare `X=1` are told alike. An ARG without a default gives no value.
[[nodiscard]] std::vector<Assigned> assigned(const Facts& facts,
                                             const std::function<bool(std::string_view)>& wanted);

}  // namespace plimsoll
