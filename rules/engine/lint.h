#pragma once

// From facts to findings: runs the selected rules, applies what the file's comments ignore, sorts.

#include <string>
#include <vector>

#include "analyzer/finding/finding.h"
#include "rules/selection/selection.h"

namespace plimsoll {
class Facts;
struct ImageFacts;
}  // namespace plimsoll

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

// What an image says. With its Dockerfile (ImageFacts::dockerfile) the findings of both, joined:
// what rules say of a line and of the layer that it made is one finding, costs are measured instead
// of estimated, and what a rule feared but the layer does not have is left out. The file's comments
// ignore both kinds.
[[nodiscard]] LintResult lint(const ImageFacts& facts, const Selection& selection);

}  // namespace plimsoll::rules
