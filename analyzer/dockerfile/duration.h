#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plimsoll {

// The nanoseconds of a duration such as `1m30.5s`, by the rules of Go's time.ParseDuration, which
// HEALTHCHECK is read with; nullopt where it refuses or overflows.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);

}  // namespace plimsoll
