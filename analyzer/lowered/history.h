#pragma once

// The texts of the history, as BuildKit writes them with Go's fmt. Internal to analyzer/lowered.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/config.h"

namespace plimsoll::lowered {

// `["a" "b\n"]`, as %q prints a list.
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& words);
// `[a b]`, as %v prints a list.
[[nodiscard]] std::string plain_list(const std::vector<std::string>& words);
// `{Test:[CMD true] Interval:30s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}`.
[[nodiscard]] std::string healthcheck_text(const HealthcheckConfig& healthcheck);
// `1m30s`, `1.5s`, `100ms`, `0s`.
[[nodiscard]] std::string duration_text(std::int64_t nanoseconds);

}  // namespace plimsoll::lowered
