#pragma once

// From the layers that speak of a path to what holds there.

#include <span>

#include "app/config/configuration.h"
#include "app/config/layer.h"

namespace plimsoll::app {

// The layers in order, the later over the earlier: a table is merged key by key, the choice of
// rules is resolved by rules::resolve, everything else is replaced. `only` has its own place, since
// it is said on the command line alone.
[[nodiscard]] std::unique_ptr<Configuration> effective(std::span<const Layer* const> layers,
                                                       const std::vector<std::string>& only,
                                                       std::int64_t today);

// The value as TOML, on one line.
[[nodiscard]] std::string to_toml(const Value& value);
// A key as TOML: bare where it may be.
[[nodiscard]] std::string to_toml_key(std::string_view key);

}  // namespace plimsoll::app
