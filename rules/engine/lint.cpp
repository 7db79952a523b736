#include "rules/engine/lint.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/facts.h"
#include "rules/engine/profile.h"
#include "rules/reporter.h"
#include "rules/suppression/pragmas.h"
#include "rules/table.h"

namespace plimsoll::rules {

namespace {

// A finding with the index of its rule, until it is sorted.
struct Raised {
  Finding finding;
  RuleIndex rule = 0;
};

std::tuple<std::uint32_t, std::uint32_t, std::uint32_t> place_of(const Finding& finding) {
  if (const InFile* in_file = std::get_if<InFile>(&finding.primary.where)) {
    return {in_file->file, in_file->span.begin, in_file->span.end};
  }
  return {0xFFFFFFFFu, std::get<InLayer>(finding.primary.where).layer, 0};
}

bool before(const Raised& a, const Raised& b) {
  return std::tuple(place_of(a.finding), a.finding.rule, std::string_view(a.finding.message)) <
         std::tuple(place_of(b.finding), b.finding.rule, std::string_view(b.finding.message));
}

bool same(const Raised& a, const Raised& b) { return !before(a, b) && !before(b, a); }

// BuildKit's `error=true` makes its own checks fail; the rule answers to a name of BuildKit's.
bool must_be_error(const Pragmas& pragmas, const Rule& rule, const Selection& selection) {
  return selection.honour_pragmas && pragmas.checks_are_errors() &&
         known_to(Dialect::BuildKit, rule);
}

class Engine {
 public:
  Engine(const Facts& facts, const Selection& selection)
      : facts_(facts),
        selection_(selection),
        pragmas_(facts.source, facts.dockerfile, facts.settings.today) {
    pragmas_.set_selection(selection);
  }

  LintResult run() {
    const Profile profile(facts_.source.bytes(), facts_.dockerfile);
    const std::span<const Rule* const> table = all_rules();
    for (RuleIndex i = 0; i < table.size(); ++i) {
      const Rule& rule = *table[i];
      if (!selection_.states[i].on || !rule.check || !profile.meets(rule.looks_at)) continue;
      Reporter reporter(rule, selection_.states[i].settings, scratch_);
      rule.check(facts_, reporter);
      take(i);
    }
    settle();
    if (!pragmas_.all().empty()) run_pragma_rules();
    return std::move(result_);
  }

 private:
  void run_pragma_rules() {
    const std::span<const Rule* const> table = all_rules();
    for (RuleIndex i = 0; i < table.size(); ++i) {
      const Rule& rule = *table[i];
      if (!selection_.states[i].on || !rule.check_pragmas) continue;
      Reporter reporter(rule, selection_.states[i].settings, scratch_);
      rule.check_pragmas(facts_, pragmas_, reporter);
      take(i);
    }
    if (raised_.empty()) return;
    settle();
    std::vector<Raised> all;
    for (Finding& finding : result_.findings) all.push_back({std::move(finding), 0});
    std::stable_sort(all.begin(), all.end(), before);
    result_.findings.clear();
    for (Raised& raised : all) result_.findings.push_back(std::move(raised.finding));
  }

  // Moves what rule `i` has just said to the raised findings.
  void take(RuleIndex i) {
    const RuleState& state = selection_.states[i];
    for (Finding& finding : scratch_) {
      if (must_be_error(pragmas_, *all_rules()[i], selection_)) finding.severity = Severity::Error;
      if (state.severity) finding.severity = *state.severity;
      if (!state.fixable) finding.fixes.clear();
      raised_.push_back({std::move(finding), i});
    }
    scratch_.clear();
  }

  // Sorts what was raised, drops what was said twice and what the file wants silent.
  void settle() {
    std::stable_sort(raised_.begin(), raised_.end(), before);
    raised_.erase(std::unique(raised_.begin(), raised_.end(), same), raised_.end());
    for (Raised& raised : raised_) {
      const Pragma* pragma = selection_.honour_pragmas
                                 ? pragmas_.ignores(raised.finding, *all_rules()[raised.rule])
                                 : nullptr;
      if (pragma) {
        result_.suppressed.push_back({std::move(raised.finding), pragma->comment, pragma->reason});
      } else {
        result_.findings.push_back(std::move(raised.finding));
      }
    }
    raised_.clear();
  }

  const Facts& facts_;
  const Selection& selection_;
  Pragmas pragmas_;
  std::vector<Finding> scratch_;
  std::vector<Raised> raised_;
  LintResult result_;
};

}  // namespace

LintResult lint(const Facts& facts, const Selection& selection) {
  return Engine(facts, selection).run();
}

}  // namespace plimsoll::rules
