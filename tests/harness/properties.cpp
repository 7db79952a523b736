// The oath of the fixes.
//
// A fix is guilty until proven. Each fix that any rule offers is applied alone, and then all of
// them together to the fix-point; after each, the text is read and linted again and compared with
// what was promised. Nothing here knows a rule by name: a rule writer gets these checks for every
// fixture, for the examples of the documentation, and for every file of the corpus.

#include "tests/harness/properties.h"

#include <algorithm>
#include <map>
#include <set>

#include "fixers/apply/proof.h"
#include "rules/table.h"

namespace plimsoll::harness {

namespace {

using Counts = std::map<std::string_view, std::size_t>;

Counts count_by_rule(const rules::LintResult& result, bool errors_only = false) {
  Counts counts;
  for (const Finding& finding : result.findings) {
    if (!errors_only || finding.severity == Severity::Error) ++counts[finding.rule];
  }
  return counts;
}

std::size_t count_problems(const Linted& linted) { return linted.dockerfile.problems.size(); }

// The stage graph, and what a container of each stage would be configured with, in words.
std::string meaning_of(const Linted& linted) {
  std::string words;
  const Facts& facts = linted.facts;
  for (const Stage& stage : facts.stages()) {
    // A stage may be named in any case.
    words += "stage " + stage.name + " from ";
    words += stage.base.stage ? std::to_string(stage.base.stage->index) : stage.base.text;
    for (const std::uint32_t needed : stage.needs) words += ", needs " + std::to_string(needed);
    const State state = facts.at_end(stage);
    words += "; user " + state.user.text.display() + "; in " + state.workdir.path.display();
    for (const std::string& word : state.shell.argv) words += "; shell " + word;
    for (const Variable* variable : state.env.all()) {
      words += "; " + variable->name + "=" + variable->value.display();
    }
    words += "\n";
  }
  return words;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

class Checker {
 public:
  Checker(const Scene& scene, const std::string& text)
      : scene_(scene), text_(text), linted_(scene, text) {}

  std::vector<std::string> run() {
    check_findings();
    check_each_fix();
    check_fix_point(Safety::Safe);
    check_fix_point(Safety::Unsafe);
    check_line_ends();
    return std::move(complaints_);
  }

 private:
  void complain(std::string_view rule, const std::string& what) {
    complaints_.push_back(std::string(rule) + ": " + what);
  }

  void check_findings() {
    const auto size = static_cast<std::uint32_t>(text_.size());
    for (const Finding& finding : linted_.result.findings) {
      const rules::Rule* rule = rules::find_by_name(finding.rule);
      const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
      if (!rule || (in_file && in_file->file == 0 &&
                    (in_file->span.end > size || in_file->span.begin > in_file->span.end))) {
        complain(finding.rule, "a finding outside of the text");
        continue;
      }
      if (const std::string bad = bad_words(finding); !bad.empty()) complain(finding.rule, bad);
      if (rule->fixes == rules::Fixability::None && !finding.fixes.empty()) {
        complain(finding.rule, "offers a fix and declares that it has none");
      }
      if (rule->fixes == rules::Fixability::Always && finding.fixes.empty()) {
        complain(finding.rule,
                 "offers no fix and declares that it always does: " + finding.message);
      }
      for (const Fix& fix : finding.fixes) {
        if (fix.title.empty()) complain(finding.rule, "a fix without a title");
        if (fix.safety < Safety::Safe && fix.unsafe_because.empty()) {
          complain(finding.rule, "a fix that does not say why it is unsafe");
        }
      }
    }
  }

  void check_each_fix() {
    std::set<std::string> seen;  // several findings may offer the same edits
    for (const Finding& finding : linted_.result.findings) {
      const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
      if (!in_file || in_file->file != 0) continue;
      for (const Fix& fix : finding.fixes) {
        if (fix.safety == Safety::Suggestion) continue;
        std::uint32_t end = 0;
        bool ordered = true;
        for (const Edit& edit : fix.edits) {
          ordered &= edit.where.begin >= end && edit.where.end >= edit.where.begin &&
                     edit.where.end <= text_.size();
          end = edit.where.end;
        }
        if (!ordered) {
          complain(finding.rule, "edits overlap or leave the text: " + fix.title);
          continue;
        }
        const std::string fixed = splice(text_, fix.edits);
        if (seen.insert(std::string(finding.rule) + fixed).second) check_one(finding, fix, fixed);
      }
    }
  }

  void check_one(const Finding& finding, const Fix& fix, const std::string& fixed) {
    const Linted after(scene_, fixed);
    if (count_problems(after) > count_problems(linted_)) {
      complain(finding.rule, "the builder would refuse the fixed text: " + fix.title);
      return;
    }
    const Counts before_counts = count_by_rule(linted_.result);
    const Counts after_counts = count_by_rule(after.result);
    const auto left = after_counts.find(finding.rule);
    if (left != after_counts.end() && left->second >= before_counts.at(finding.rule)) {
      complain(finding.rule, "the finding outlives its fix: " + finding.message);
    }
    Counts errors = count_by_rule(linted_.result, true);
    for (const auto& [rule, count] : count_by_rule(after.result, true)) {
      if (count > errors[rule]) {
        complain(finding.rule, "the fix brings an error of " + std::string(rule));
      }
    }
    // What the builder refuses means nothing yet.
    if (linted_.dockerfile.refusal()) return;
    // A claim of proof holds wherever the graph can be made at all.
    if (fix.safety == Safety::Proved && !is_yes(Proof(text_).same_images(fixed)) &&
        is_yes(Proof(text_).same_images(text_ + "\n"))) {
      complain(finding.rule, "claims to be proved, and is not: " + fix.title);
    }
    if (fix.safety >= Safety::Safe && fix.effects.config.empty() &&
        meaning_of(linted_) != meaning_of(after)) {
      complain(finding.rule, "a safe fix changes stages or final values: " + fix.title);
    }
  }

  void check_fix_point(Safety at_least) {
    const Judge judge = judge_in(scene_);
    const FixResult once = apply_fixes(text_, judge, {.at_least = at_least});
    for (const std::string_view rule : once.cycle)
      complain(rule, "takes part in a circle of fixes");
    for (const Skipped& skipped : once.skipped) {
      if (skipped.refusal == Refusal::Breaks || skipped.refusal == Refusal::OutOfPasses) {
        complain(skipped.rule, std::string(to_string(skipped.refusal)) + ": " + skipped.title);
      }
    }
    if (!once.cycle.empty() || !once.changed()) return;
    const FixResult twice = apply_fixes(once.text, judge, {.at_least = at_least});
    for (const Applied& applied : twice.applied) {
      complain(applied.rule, "a second run still changes something: " + applied.fix.title);
    }
    (at_least == Safety::Safe ? safely_fixed_ : fixed_) = once.text;
  }

  // A file with CR LF says the same, and its fixed text is the fixed text with CR LF.
  void check_line_ends() {
    if (text_.find('\r') != std::string::npos) return;
    for (const auto& instruction : linted_.dockerfile.instructions) {
      if (!instruction->heredocs.empty()) return;
    }
    const std::string windows = with_crlf(text_);
    const Linted other(scene_, windows);
    if (count_by_rule(other.result) != count_by_rule(linted_.result)) {
      const Counts ours = count_by_rule(linted_.result);
      const Counts theirs = count_by_rule(other.result);
      for (const rules::Rule* rule : rules::all_rules()) {
        const auto count = [&](const Counts& counts) {
          const auto found = counts.find(rule->name);
          return found == counts.end() ? std::size_t{0} : found->second;
        };
        if (count(ours) != count(theirs)) complain(rule->name, "says something else under CR LF");
      }
      return;
    }
    if (fixed_.empty()) return;
    // A shell would trip over CR LF in a heredoc, so no fix writes one there.
    const SourceFile after("", fixed_);
    for (const auto& instruction : parse_dockerfile(after).instructions) {
      if (!instruction->heredocs.empty()) return;
    }
    const FixResult fixed = apply_fixes(windows, judge_in(scene_), {.at_least = Safety::Unsafe});
    if (fixed.text != with_crlf(fixed_)) {
      const std::string_view rule =
          fixed.applied.empty() ? std::string_view("?") : fixed.applied.front().rule;
      complain(rule, "fixes differently under CR LF");
    }
  }

  const Scene& scene_;
  const std::string& text_;
  const Linted linted_;
  std::string fixed_;
  std::string safely_fixed_;
  std::vector<std::string> complaints_;
};

// Every instruction but FROM and what ONBUILD refuses, behind ONBUILD.
std::string under_onbuild(const Linted& linted) {
  std::vector<Edit> edits;
  for (const auto& instruction : linted.dockerfile.instructions) {
    switch (instruction->keyword) {
      case Keyword::From:
      case Keyword::OnBuild:
      case Keyword::Maintainer:
      case Keyword::Unknown:
        break;
      default:
        // A FROM must stand above.
        if (linted.facts.stage(*instruction)) {
          edits.push_back({{instruction->span.begin, instruction->span.begin}, "ONBUILD "});
        }
    }
  }
  return splice(linted.source.bytes(), edits);
}

}  // namespace

std::vector<std::string> broken_properties(const Scene& scene, const std::string& text) {
  return Checker(scene, text).run();
}

std::string missed_in_onbuild(const Scene& scene, const std::string& text, std::string_view rule) {
  const Linted plain(scene, text);
  const Linted inside(scene, under_onbuild(plain));
  const std::size_t wanted = count_by_rule(plain.result)[rule];
  const std::size_t found = count_by_rule(inside.result)[rule];
  if (found >= wanted) return {};
  return std::string(rule) + ": finds " + std::to_string(found) + " of " + std::to_string(wanted) +
         " under ONBUILD";
}

std::string bad_words(const Finding& finding) {
  constexpr std::size_t longest = 90;
  const std::string& message = finding.message;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (message.empty()) return "an empty message";
  if (message.size() > longest) return "a message of more than 90 columns: " + message;
  if (message.back() == '.') return "a full stop at the end: " + message;
  // `FROM ...` and `ADD ...` begin with a capital and go on with one; a sentence does not.
  if (is_upper(message[0]) && message.size() > 1 && !is_upper(message[1])) {
    return "a capital at the begin: " + message;
  }
  return {};
}

}  // namespace plimsoll::harness
