#pragma once

// From facts to findings: runs the selected rules, applies what the file's comments ignore, sorts.

#include <string>
#include <vector>

#include "analyzer/finding/finding.h"
#include "rules/selection/selection.h"

namespace plimsoll {
class Facts;
}

namespace plimsoll::rules {

// A finding that a comment of the file ignores.
struct Suppressed {
  Finding finding;
  Span by;             // the comment
  std::string reason;  // its words after `--`, `reason=` and so on; may be empty
};

struct LintResult {
  std::vector<Finding> findings;       // sorted by place, then rule; no two are equal
  std::vector<Suppressed> suppressed;  // in the same order
};

// Pure: the same facts and selection give the same result. Never fails.
[[nodiscard]] LintResult lint(const Facts& facts, const Selection& selection);

}  // namespace plimsoll::rules
