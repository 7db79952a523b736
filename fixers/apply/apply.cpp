// Fixing to the fix-point.
//
// Problem. Thirty findings of one file each offer a fix. Two of them may touch the same bytes
// (`ADD a b` becomes COPY, and the whole line is to go), two may touch different bytes and yet
// not go together, a fix may bring a finding that has a fix of its own, and two rules may undo
// each other for ever. Offsets are good for one text only.
//
// Choice. Passes over an immutable text. In one pass, fixes are taken greedily by priority, then
// safety, then place, then rule; one that touches an edit already taken, or whose group is taken,
// waits for the next pass. All edits of a pass are spliced at once and the new text is linted. A
// pass whose text the builder would refuse for a new reason, or that has a new error, is taken back
// and repeated fix by fix, so that the guilty one alone is dropped. Every text is remembered by its
// hash: a text that comes back is a circle, and the rules of the passes since then are named.
//
//   pass 0:  ADD a b   [add-instead-of-copy: 0..3 -> COPY]   [unused: delete 0..8]
//            the first by priority is taken, the second conflicts and waits
//   pass 1:  lint again; what is left of the second is offered with offsets of the new text
//
// Rejected. Shifting the offsets of waiting fixes instead of linting again: saves a lint and is the
// classic source of corrupted files. Counting passes alone: a hundred findings of one group need
// a hundred passes, a circle of two needs none.

#include "fixers/apply/apply.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analyzer/base/check.h"
#include "fixers/apply/proof.h"

namespace plimsoll {

namespace {

constexpr std::array<std::string_view, 5> refusal_names{"unsafe", "conflict", "breaks the build",
                                                        "circular", "out of passes"};

// A fix on offer, with the finding that offers it.
struct Candidate {
  const Finding* finding = nullptr;
  const Fix* fix = nullptr;
};

bool well_formed(const Fix& fix, std::size_t size) {
  std::uint32_t end = 0;
  for (const Edit& edit : fix.edits) {
    if (edit.where.begin < end || edit.where.end < edit.where.begin || edit.where.end > size) {
      return false;
    }
    end = edit.where.end;
  }
  return !fix.edits.empty();
}

// Two edits that may not be applied together. Touching counts: what one inserts at the border of
// the other has no defined place.
bool touch(const Edit& a, const Edit& b) {
  if (a.where.empty() || b.where.empty()) {
    return a.where.begin <= b.where.end && b.where.begin <= a.where.end;
  }
  return a.where.overlaps(b.where);
}

// Names a fix independently of its place, to recognise one that was dropped.
std::string key_of(const Candidate& candidate, std::string_view text) {
  std::string key(candidate.finding->rule);
  key += '\0';
  key += candidate.fix->title;
  for (const Edit& edit : candidate.fix->edits) {
    const std::uint32_t context = std::min(edit.where.begin, 24u);
    key += '\0';
    key += text.substr(edit.where.begin - context, context + edit.where.size());
    key += '\0';
    key += edit.text;
  }
  return key;
}

// The edits of the pass under way, in order, and whose they are.
class Taken {
 public:
  // The rule whose edit stands in the way of `fix`, or "".
  [[nodiscard]] std::string_view in_the_way(const Fix& fix) const {
    if (fix.group != 0) {
      const auto group = groups_.find(fix.group);
      if (group != groups_.end()) return group->second;
    }
    for (const Edit& edit : fix.edits) {
      // Taken edits do not overlap, so only the neighbours can touch.
      auto at = edits_.lower_bound({edit.where.begin, 0});
      for (auto back = at; back != edits_.begin();) {
        --back;
        if (touch(back->second.first, edit)) return back->second.second;
        if (!back->second.first.where.empty()) break;
      }
      for (; at != edits_.end() && at->first.first <= edit.where.end; ++at) {
        if (touch(at->second.first, edit)) return at->second.second;
      }
    }
    return {};
  }

  // Whether exactly these edits are there already, made by another finding.
  [[nodiscard]] bool has(const Fix& fix) const {
    return std::all_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
      const auto found = edits_.find({edit.where.begin, edit.where.end});
      return found != edits_.end() && found->second.first == edit;
    });
  }

  void add(const Edit& edit, std::string_view rule) {
    edits_[{edit.where.begin, edit.where.end}] = {edit, rule};
  }

  void add(const Candidate& candidate) {
    for (const Edit& edit : candidate.fix->edits) add(edit, candidate.finding->rule);
    if (candidate.fix->group != 0) groups_[candidate.fix->group] = candidate.finding->rule;
  }

  [[nodiscard]] std::vector<Edit> edits() const {
    std::vector<Edit> edits;
    edits.reserve(edits_.size());
    for (const auto& [where, edit] : edits_) edits.push_back(edit.first);
    return edits;
  }

 private:
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<Edit, std::string_view>> edits_;
  std::map<GroupId, std::string_view> groups_;
};

// The kinds of problem that `after` has more of than `before`: the first such problem in words, or
// "". Subjects are not compared: a fix may rename the word that a problem is about.
std::string new_problem(const std::vector<Problem>& before, const std::vector<Problem>& after) {
  std::map<Problem::Kind, int> counts;
  for (const Problem& p : before) ++counts[p.kind];
  for (const Problem& p : after) {
    if (--counts[p.kind] < 0) {
      return p.subject.empty() ? "line " + std::to_string(p.line) + " would not be accepted"
                               : "`" + p.subject + "` would not be accepted";
    }
  }
  return {};
}

// The first error of a rule that says more of them than before, in words, or "": a stage that now
// waits for itself is no matter of syntax, and yet nothing can be built.
std::string new_error(const std::vector<Finding>& before, const std::vector<Finding>& after) {
  std::map<std::string_view, int> counts;
  for (const Finding& f : before) counts[f.rule] += f.severity == Severity::Error;
  for (const Finding& f : after) {
    if (f.severity == Severity::Error && --counts[f.rule] < 0) return f.message;
  }
  return {};
}

class Fixer {
 public:
  Fixer(std::string text, const Judge& judge, const FixOptions& options)
      : judge_(judge), options_(options), judged_(judge(text)) {
    result_.text = std::move(text);
  }

  FixResult run() {
    seen_.emplace(result_.text, 0);
    while (true) {
      const std::vector<Candidate> chosen = choose();
      if (chosen.empty()) break;
      if (result_.passes >= options_.max_passes) {
        stopped_ = Refusal::OutOfPasses;
        break;
      }
      if (!apply(chosen) && !apply_one_by_one(chosen)) {
        // Everything that was chosen is dropped now; what waited for it gets its turn.
        if (result_.cycle.empty()) continue;
      }
      if (!result_.cycle.empty()) {
        stopped_ = Refusal::Circular;
        break;
      }
    }
    report_skipped();
    result_.remaining = std::move(judged_.findings);
    return std::move(result_);
  }

 private:
  // The first fix of each finding that is good enough, by rank.
  [[nodiscard]] std::vector<Candidate> eligible() const {
    std::vector<Candidate> candidates;
    for (const Finding& finding : judged_.findings) {
      const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
      if (!in_file || in_file->file != 0) continue;
      for (const Fix& fix : finding.fixes) {
        if (fix.safety < options_.at_least || !well_formed(fix, result_.text.size())) continue;
        const Candidate candidate{&finding, &fix};
        if (!dropped_.empty() && dropped_.count(key_of(candidate, result_.text)) != 0) continue;
        candidates.push_back(candidate);
        break;
      }
    }
    const auto rank = [](const Candidate& c) {
      return std::tuple(-static_cast<int>(c.fix->priority), -static_cast<int>(c.fix->safety),
                        c.fix->edits.front().where.begin, c.finding->rule);
    };
    std::stable_sort(candidates.begin(), candidates.end(),
                     [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
    return candidates;
  }

  // Those of one pass.
  [[nodiscard]] std::vector<Candidate> choose() {
    std::vector<Candidate> chosen;
    Taken taken;
    for (const Candidate& candidate : eligible()) {
      if (taken.has(*candidate.fix)) {
        chosen.push_back(candidate);  // two findings, one remedy
      } else if (const std::string_view winner = taken.in_the_way(*candidate.fix); winner.empty()) {
        taken.add(candidate);
        chosen.push_back(candidate);
      } else {
        waiting_.push_back({skip(candidate, Refusal::Conflict, {}, winner), result_.passes});
      }
    }
    return chosen;
  }

  // Applies all of `chosen`; false, with nothing changed, when the text would be refused.
  bool apply(const std::vector<Candidate>& chosen) {
    Taken taken;
    for (const Candidate& candidate : chosen) taken.add(candidate);
    std::vector<Edit> edits = taken.edits();
    std::string text = splice(result_.text, edits);
    Judged judged = judge_(text);
    why_ = new_problem(judged_.problems, judged.problems);
    if (why_.empty()) why_ = new_error(judged_.findings, judged.findings);
    if (!why_.empty()) return false;
    const std::size_t first = result_.applied.size();
    for (const Candidate& candidate : chosen) {
      const std::uint32_t at = to_original(candidate.fix->edits.front().where.begin);
      result_.applied.push_back({candidate.finding->rule, *candidate.fix, result_.passes, at});
      Fix& fix = result_.applied.back().fix;
      fix.safety = std::min(fix.safety, Safety::Safe);  // guilty until proved
    }
    Proof proof(result_.text);
    prove(proof, first, result_.applied.size());
    history_.push_back(std::move(edits));
    result_.text = std::move(text);
    judged_ = std::move(judged);
    ++result_.passes;
    const auto [before, fresh] = seen_.emplace(result_.text, result_.passes);
    if (!fresh) note_cycle(before->second);
    return true;
  }

  // Marks as proved what leaves the graph of the pass's text equal: all of [begin, end) at once,
  // else each half by itself. A fix that is unsafe has a reason that no graph knows, and stays so.
  void prove(Proof& proof, std::size_t begin, std::size_t end) {
    Taken taken;
    bool any = false;
    for (std::size_t i = begin; i < end; ++i) {
      const Applied& applied = result_.applied[i];
      if (applied.fix.safety != Safety::Safe) continue;
      for (const Edit& edit : applied.fix.edits) taken.add(edit, applied.rule);
      any = true;
    }
    if (!any) return;
    if (is_yes(proof.same_images(splice(result_.text, taken.edits())))) {
      for (std::size_t i = begin; i < end; ++i) {
        Fix& fix = result_.applied[i].fix;
        if (fix.safety == Safety::Safe) fix.safety = Safety::Proved;
      }
    } else if (end - begin > 1) {
      prove(proof, begin, begin + (end - begin) / 2);
      prove(proof, begin + (end - begin) / 2, end);
    }
  }

  // Applies the first of `chosen` that the text survives, and drops those before it for good.
  bool apply_one_by_one(const std::vector<Candidate>& chosen) {
    for (const Candidate& candidate : chosen) {
      const std::string key = key_of(candidate, result_.text);
      if (apply({candidate})) return true;
      dropped_.emplace(key, why_);
    }
    return false;
  }

  void note_cycle(std::uint32_t since) {
    std::set<std::string_view> rules;
    for (const Applied& applied : result_.applied) {
      if (applied.pass >= since) rules.insert(applied.rule);
    }
    result_.cycle.assign(rules.begin(), rules.end());
  }

  [[nodiscard]] std::uint32_t to_original(std::uint32_t at) const {
    for (auto pass = history_.rbegin(); pass != history_.rend(); ++pass) {
      std::int64_t shift = 0;
      for (const Edit& edit : *pass) {
        const std::int64_t begin = edit.where.begin + shift;
        if (begin + static_cast<std::int64_t>(edit.text.size()) <= at) {
          shift += static_cast<std::int64_t>(edit.text.size()) - edit.where.size();
        } else if (begin < at) {
          shift = at - static_cast<std::int64_t>(edit.where.begin);  // inside of what was put in
          break;
        } else {
          break;
        }
      }
      at = static_cast<std::uint32_t>(at - shift);
    }
    return at;
  }

  [[nodiscard]] Skipped skip(const Candidate& candidate, Refusal refusal, std::string detail,
                             std::string_view winner = {}) const {
    const std::uint32_t at = to_original(candidate.fix->edits.front().where.begin);
    return {candidate.finding->rule,
            candidate.fix->title,
            candidate.fix->safety,
            at,
            refusal,
            std::move(detail),
            winner};
  }

  void report_skipped() {
    for (const Finding& finding : judged_.findings) {
      if (finding.fixes.empty() || finding.fixes.front().edits.empty()) continue;
      const Fix& fix = finding.fixes.front();
      const Candidate candidate{&finding, &fix};
      const auto dropped = dropped_.find(key_of(candidate, result_.text));
      if (dropped != dropped_.end()) {
        result_.skipped.push_back(skip(candidate, Refusal::Breaks, dropped->second));
      } else if (fix.safety < options_.at_least) {
        result_.skipped.push_back(skip(candidate, Refusal::TooUnsafe, fix.unsafe_because));
      } else if (stopped_) {
        result_.skipped.push_back(skip(candidate, *stopped_, {}));
      }
    }
    // What had to wait and never came to its turn: the winner made it needless.
    std::map<std::string_view, std::uint32_t> last_pass;
    for (const Applied& applied : result_.applied) last_pass[applied.rule] = applied.pass;
    std::set<std::pair<std::string_view, std::uint32_t>> told;
    for (const Skipped& skipped : result_.skipped) told.emplace(skipped.rule, skipped.at);
    for (Waiting& waiting : waiting_) {
      const auto applied = last_pass.find(waiting.skipped.rule);
      const bool later = applied != last_pass.end() && applied->second > waiting.pass;
      if (!later && told.emplace(waiting.skipped.rule, waiting.skipped.at).second) {
        result_.skipped.push_back(std::move(waiting.skipped));
      }
    }
    std::stable_sort(result_.skipped.begin(), result_.skipped.end(),
                     [](const Skipped& a, const Skipped& b) {
                       return std::tie(a.at, a.rule) < std::tie(b.at, b.rule);
                     });
  }

  struct Waiting {
    Skipped skipped;
    std::uint32_t pass = 0;
  };

  const Judge& judge_;
  const FixOptions& options_;
  FixResult result_;
  Judged judged_;
  std::unordered_map<std::string, std::uint32_t> seen_;  // text -> passes before it; never iterated
  std::map<std::string, std::string> dropped_;           // key -> why
  std::vector<std::vector<Edit>> history_;               // the edits of each pass
  std::vector<Waiting> waiting_;
  std::string why_;
  std::optional<Refusal> stopped_;
};

}  // namespace

std::string_view to_string(Refusal refusal) {
  return refusal_names[static_cast<std::size_t>(refusal)];
}

std::string splice(std::string_view text, const std::vector<Edit>& edits) {
  std::string out;
  std::size_t size = text.size();
  for (const Edit& edit : edits) size += edit.text.size();
  out.reserve(size);
  std::uint32_t at = 0;
  for (const Edit& edit : edits) {
    CHECK(edit.where.begin >= at && edit.where.begin <= edit.where.end &&
          edit.where.end <= text.size());
    out += text.substr(at, edit.where.begin - at);
    out += edit.text;
    at = edit.where.end;
  }
  out += text.substr(at);
  return out;
}

FixResult apply_fixes(const std::string& text, const Judge& judge, const FixOptions& options) {
  return Fixer(text, judge, options).run();
}

}  // namespace plimsoll
