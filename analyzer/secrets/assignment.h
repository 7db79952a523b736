#pragma once

// `name = value` in all the ways in which files write it.

#include <optional>
#include <string_view>

#include "analyzer/secrets/class_table.h"

namespace plimsoll::secrets {

struct Assignment {
  std::string_view name;
  Stretch value;  // without quotes
  bool quoted = false;
  [[nodiscard]] std::string_view text(const Spot& spot) const {
    return spot.text.substr(value.begin, value.end - value.begin);
  }
};

// The assignment to the name in which the spot's literal stands: `db_password: x`, `"token" =>
// "x"`, `apiKey="x"`, `--password x`, `<password>x</password>`, `define('DB_PASSWORD', 'x')`,
// `key="password" value="x"`. Looks at 64 bytes of name and 1,024 of value at most.
[[nodiscard]] std::optional<Assignment> read_assignment(const Spot& spot);

// A secret without a shape of its own, told by its name and by looking drawn or chosen.
enum class Worth : std::uint8_t { None, Chosen /* by a person */, Drawn };
[[nodiscard]] Worth judge_assignment(const Spot& spot, const Assignment& assignment);

}  // namespace plimsoll::secrets
