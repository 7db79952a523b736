#pragma once

// Applies fixes to a text until none is left: chooses, orders, splices, lints again. Knows no rule:
// what decides is the data of the fixes (safety, priority, group, edits), and linting arrives as a
// callable.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/finding/finding.h"

namespace plimsoll {

// What a lint of one text says. `problems`: for what the builder would refuse it (kinds are
// counted).
struct Judged {
  std::vector<Finding> findings;
  std::vector<Problem> problems;  // `instruction` is not looked at and may dangle
};
using Judge = std::function<Judged(const std::string& text)>;

struct FixOptions {
  Safety at_least = Safety::Safe;
  // Passes are bounded by what there is to fix, too; this is the last resort.
  std::uint32_t max_passes = 100;
};

struct Applied {
  std::string_view rule;
  // Its edits are in the text of its pass. Proved where the graph shows it (proof.h), else at most
  // Safe, whatever the rule claims.
  Fix fix;
  std::uint32_t pass = 0;  // from 0
  std::uint32_t at = 0;    // where the first edit stands in the original text
};

enum class Refusal : std::uint8_t {
  TooUnsafe,  // below the wanted safety: `detail` says why it is not safe
  Conflict,   // another fix had the place, and then nothing was left to fix; `winner` is its rule
  Breaks,     // the builder would refuse the text, or it has a new error; `detail` says which
  Circular,   // applying it would restore a text that was there before
  OutOfPasses,
};
[[nodiscard]] std::string_view to_string(Refusal refusal);

struct Skipped {
  std::string_view rule;
  std::string title;
  Safety safety = Safety::Suggestion;
  std::uint32_t at = 0;  // where it would stand in the original text
  Refusal refusal = Refusal::TooUnsafe;
  std::string detail;
  std::string_view winner;
};

struct FixResult {
  std::string text;
  std::vector<Applied> applied;         // in the order of application
  std::vector<Skipped> skipped;         // what was offered and not applied, by place
  std::vector<Finding> remaining;       // the findings of the final text
  std::uint32_t passes = 0;             // that changed something
  std::vector<std::string_view> cycle;  // rules whose fixes undo each other; empty = none

  [[nodiscard]] bool changed() const { return !applied.empty(); }
};

// Only findings and edits of file 0 are looked at. Time: passes times (lint + text size).
[[nodiscard]] FixResult apply_fixes(const std::string& text, const Judge& judge,
                                    const FixOptions& options = {});

// `text` with `edits` applied. They must be sorted and must not overlap.
[[nodiscard]] std::string splice(std::string_view text, const std::vector<Edit>& edits);

}  // namespace plimsoll
