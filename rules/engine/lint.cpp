#include "rules/engine/lint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/facts.h"
#include "analyzer/image_facts.h"
#include "rules/engine/history_rules.h"
#include "rules/engine/join.h"
#include "rules/engine/profile.h"
#include "rules/engine/raised.h"
#include "rules/reporter.h"
#include "rules/suppression/pragmas.h"
#include "rules/table.h"

namespace plimsoll::rules {

namespace {

// BuildKit's `error=true` makes its own checks fail; the rule answers to a name of BuildKit's.
bool must_be_error(const Pragmas& pragmas, const Rule& rule, const Selection& selection) {
  return selection.honour_pragmas && pragmas.checks_are_errors() &&
         known_to(Dialect::BuildKit, rule);
}

// Of a Dockerfile, an image, or both: either may be null.
class Engine {
 public:
  Engine(const Facts* facts, const ImageFacts* image, const Selection& selection)
      : facts_(facts), image_(image), selection_(selection) {
    if (!facts) return;
    pragmas_.emplace(facts->source, facts->dockerfile, facts->settings.today);
    pragmas_->set_selection(selection, image != nullptr);
  }

  LintResult run() {
    if (facts_) run_rules();
    if (image_) run_image_rules();
    if (image_ && !facts_) run_history_rules();
    if (facts_ && image_) {
      sort_out(raised_);
      join(*image_, raised_);
    }
    settle();
    if (pragmas_ && !pragmas_->all().empty()) run_pragma_rules();
    return std::move(result_);
  }

 private:
  void run_rules() {
    const Profile profile(facts_->source.bytes(), facts_->dockerfile);
    const std::span<const Rule* const> table = all_rules();
    for (RuleIndex i = 0; i < table.size(); ++i) {
      const Rule& rule = *table[i];
      if (!selection_.states[i].on || !rule.check || !profile.meets(rule.looks_at)) continue;
      Reporter reporter(rule, selection_.states[i].settings, scratch_);
      rule.check(*facts_, reporter);
      take(i, false);
    }
  }

  void run_image_rules() {
    const std::span<const Rule* const> table = all_rules();
    for (RuleIndex i = 0; i < table.size(); ++i) {
      const Rule& rule = *table[i];
      if (!selection_.states[i].on || !rule.check_image) continue;
      Reporter reporter(rule, selection_.states[i].settings, scratch_);
      rule.check_image(*image_, reporter);
      take(i, true);
    }
  }

  void run_history_rules() {
    for (Raised& raised : history_findings(*image_, selection_)) {
      scratch_.push_back(std::move(raised.finding));
      take(raised.rule, true);
    }
  }

  void run_pragma_rules() {
    const std::span<const Rule* const> table = all_rules();
    for (RuleIndex i = 0; i < table.size(); ++i) {
      const Rule& rule = *table[i];
      if (!selection_.states[i].on || !rule.check_pragmas) continue;
      Reporter reporter(rule, selection_.states[i].settings, scratch_);
      rule.check_pragmas(*facts_, *pragmas_, reporter);
      take(i, false);
    }
    if (raised_.empty()) return;
    settle();
    std::vector<Raised> all;
    for (Finding& finding : result_.findings) all.push_back({std::move(finding), 0, false});
    std::stable_sort(all.begin(), all.end(), before);
    result_.findings.clear();
    for (Raised& raised : all) result_.findings.push_back(std::move(raised.finding));
  }

  // Moves what rule `i` has just said to the raised findings.
  void take(RuleIndex i, bool of_image) {
    const RuleState& state = selection_.states[i];
    for (Finding& finding : scratch_) {
      if (pragmas_ && must_be_error(*pragmas_, *all_rules()[i], selection_)) {
        finding.severity = Severity::Error;
      }
      if (state.severity) finding.severity = *state.severity;
      if (!state.fixable) finding.fixes.clear();
      raised_.push_back({std::move(finding), i, of_image});
    }
    scratch_.clear();
  }

  // Sorts what was raised, drops what was said twice and what the file wants silent.
  void settle() {
    sort_out(raised_);
    for (Raised& raised : raised_) {
      const Pragma* pragma = pragmas_ && selection_.honour_pragmas
                                 ? pragmas_->ignores(raised.finding, *all_rules()[raised.rule])
                                 : nullptr;
      if (pragma) {
        result_.suppressed.push_back({std::move(raised.finding), pragma->comment, pragma->reason});
      } else {
        result_.findings.push_back(std::move(raised.finding));
      }
    }
    raised_.clear();
  }

  const Facts* facts_;
  const ImageFacts* image_;
  const Selection& selection_;
  std::optional<Pragmas> pragmas_;
  std::vector<Finding> scratch_;
  std::vector<Raised> raised_;
  LintResult result_;
};

}  // namespace

LintResult lint(const Facts& facts, const Selection& selection) {
  return Engine(&facts, nullptr, selection).run();
}

LintResult lint(const ImageFacts& facts, const Selection& selection) {
  return Engine(facts.dockerfile, &facts, selection).run();
}

}  // namespace plimsoll::rules
