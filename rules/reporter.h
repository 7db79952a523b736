#pragma once

// How a rule speaks: report.at(span, "what is wrong").related(...).help(...).fix(...).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/finding/finding.h"
#include "rules/descriptor.h"
#include "rules/selection/selection.h"

namespace plimsoll::rules {

// How far a fix may be trusted. One that is not safe cannot be made without saying why: one clause,
// which completes "unsafe: ...".
struct Claim {
  Safety safety = Safety::Suggestion;
  std::string because;
};
[[nodiscard]] inline Claim proved() { return {Safety::Proved, {}}; }
[[nodiscard]] inline Claim safe() { return {Safety::Safe, {}}; }
[[nodiscard]] inline Claim unsafe(std::string because) {
  return {Safety::Unsafe, std::move(because)};
}
[[nodiscard]] inline Claim suggestion(std::string because) {
  return {Safety::Suggestion, std::move(because)};
}

// Words of the user's file for a message: in backquotes, on one line, cut where they are long.
[[nodiscard]] std::string quoted(std::string_view text);
// Several of them: "`a`", "`a` and `b`", "`a` and 3 more".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

// Adds to the finding that Reporter::at has just made. Valid until the next `at`.
class FindingBuilder {
 public:
  explicit FindingBuilder(Finding& finding) : finding_(finding) {}

  // Words beside the caret, where they add something to the message.
  FindingBuilder& label(std::string text);
  // Another place that takes part, and its role.
  FindingBuilder& related(Span where, std::string text, FileId file = 0);
  FindingBuilder& related(Location where, std::string text);
  // What to do, where no fix says it.
  FindingBuilder& help(std::string text);
  FindingBuilder& cost(Cost cost);
  // Other than the rule's own severity; a severity that the user has configured wins over it.
  FindingBuilder& severity(Severity severity);
  // Offers a fix; the first offered is preferred. Edits that could not be made (nullopt, or none)
  // leave the finding as it is, so that edits::... may be passed straight on.
  FindingBuilder& fix(Claim claim, std::string title, std::optional<std::vector<Edit>> edits,
                      Effects effects = {});
  // Of the fix offered last: a higher priority wins a conflict; fixes of one group (not 0) are
  // never applied in the same pass.
  FindingBuilder& priority(std::uint8_t priority);
  FindingBuilder& group(GroupId group);

 private:
  Finding& finding_;
  bool fixed_ = false;  // whether the fix offered last could be made
};

class Reporter {
 public:
  // `findings` receives what the rule says; `settings` (may be null) are the user's.
  Reporter(const Rule& rule, const RuleSettings* settings, std::vector<Finding>& findings)
      : rule_(rule), settings_(settings), findings_(findings) {}

  // A finding at bytes of the Dockerfile (`file` 0) or of another file of this lint.
  FindingBuilder at(Span where, std::string message, FileId file = 0);
  // At a place that the facts of an image have given: a line of the Dockerfile, a layer, a setting.
  FindingBuilder at(Location where, std::string message);

  // The rule's options, by their declared names and kinds: the user's value, or the initial one.
  [[nodiscard]] bool flag(std::string_view option) const;
  [[nodiscard]] std::int64_t number(std::string_view option) const;
  [[nodiscard]] std::string text(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view option) const;

 private:
  const Rule& rule_;
  const RuleSettings* settings_;
  std::vector<Finding>& findings_;
};

}  // namespace plimsoll::rules
