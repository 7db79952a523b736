#pragma once

// What an image may weigh and waste: [image] of plimsoll.toml and the flags of `plimsoll image`.
// And dive's own rules, read as dive reads them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/source/source_file.h"

namespace plimsoll::app {

// With both, the greater is allowed: a percentage of a small image is noise.
struct WasteLimit {
  std::optional<std::uint64_t> bytes;
  std::optional<double> ratio;  // of all bytes of files
};

// Waste that is known and accepted: it is not counted against max-waste.
struct WasteAllowance {
  std::string path;                    // a glob, absolute: "/var/lib/dpkg/**"
  std::optional<std::uint64_t> bytes;  // so much of it; absent: all
  std::string reason;                  // empty from the command line
  std::string origin;                  // "plimsoll.toml:12", "--allow-waste"
};

struct ImagePolicy {
  std::optional<WasteLimit> max_waste;
  std::optional<std::uint64_t> max_size;  // bytes of files of all layers
  std::optional<double> min_efficiency;   // 0 to 1
  bool dive_score = false;                // efficiency and waste by dive's definitions
  std::vector<WasteAllowance> allow_waste;
};

// "10%", "5MB", "10%,5MB". Each fails with what it may be.
[[nodiscard]] Result<WasteLimit> waste_limit_from(std::string_view text);
[[nodiscard]] Result<std::uint64_t> size_from(std::string_view text);
// "0.9", "90%".
[[nodiscard]] Result<double> ratio_from(std::string_view text);
// "/var/cache/**", "/var/cache/**=5MB".
[[nodiscard]] Result<WasteAllowance> allowance_from(std::string_view text);

// The rules of dive's CI mode; absent: switched off. The initial values are dive's.
struct DiveRules {
  std::optional<double> lowest_efficiency = 0.9;
  std::optional<std::uint64_t> highest_wasted_bytes;
  std::optional<double> highest_user_wasted_ratio = 0.1;  // dive calls it a percent
};

// A `.dive-ci`: the rules at its top or under `rules:`, in kebab-case ("lowest-efficiency", with or
// without "-threshold") or camelCase; "disabled", "off", "false" and nothing switch one off. Fails
// with the text to print, with excerpt.
[[nodiscard]] Result<DiveRules> read_dive_rules(const SourceFile& file);
// One rule by name, as above; for flags.
[[nodiscard]] Result<void> set_dive_rule(DiveRules& rules, std::string_view name,
                                         std::string_view value);

}  // namespace plimsoll::app
