// Whether lint says of a file what BuildKit says. Where BuildKit refuses, there is a finding of
// severity error at the line that it names, by a rule that speaks of refusals; where it accepts,
// none of these rules has anything to say, but for what the builder refuses only while building.

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "tests/agreement/corpus.h"
#include "tests/harness/linted.h"

namespace {

using namespace plimsoll;
using nlohmann::json;

constexpr std::array<std::string_view, 20> refusing = {
    "directive-duplicate",
    "escape-directive-invalid",
    "flag-duplicate",
    "flag-unknown",
    "flag-value-invalid",
    "healthcheck-option-invalid",
    "healthcheck-type-unknown",
    "heredoc-destination",
    "heredoc-unterminated",
    "instruction-arity",
    "json-element-not-string",
    "key-value-syntax",
    "line-too-long",
    "mount-invalid",
    "no-from",
    "onbuild-forbidden-trigger",
    "shell-needs-json",
    "shift-read-as-heredoc",
    "stage-name-invalid",
    "unknown-instruction",
};

// A file for each kind of problem; the corpus does not have them all.
constexpr std::array<std::string_view, 27> small_files = {
    "# nothing\n",
    "RUN true\n",
    "FROM a b\n",
    "FROM a\nCOPY x\n",
    "FROM a\nVOLUME [\" \"]\n",
    "FROM a AS 1st\n",
    "FROM a\nRUNN true\n",
    "FROM a\nCMD --help\n",
    "FROM a\nCOPY --link --link x y\n",
    "FROM a\nCOPY --link=yes x y\n",
    "FROM a\nRUN --network=all true\n",
    "FROM a\nRUN --device=a,b true\n",
    "FROM a\nRUN --mount=from=$x-y,target=/z true\n",
    "FROM a\nHEALTHCHECK --interval=5 CMD true\n",
    "FROM a\nHEALTHCHECK true\n",
    "FROM a\nHEALTHCHECK CMD\n",
    "FROM a\nHEALTHCHECK NONE true\n",
    "FROM a\nCMD [1]\n",
    "FROM a\nRUN <<E\ntrue\n",
    "FROM a\nRUN : $((1 << 2))\n",
    "FROM a\nCOPY x <<E\ny\nE\n",
    "FROM a\nENV A\n",
    "FROM a\nENV A=1 B\n",
    "FROM a\nLABEL =1\n",
    "FROM a\nSHELL bash -c\n",
    "FROM a\nONBUILD FROM b\n",
    "# escape=x\nFROM a\n",
};

harness::Scene scene_of_refusals() {
  rules::Choices choices;
  for (const std::string_view rule : refusing) choices.only.emplace_back(rule);
  choices.honour_pragmas = false;
  return harness::scene_with(choices);
}

std::uint32_t line_of(const harness::Linted& linted, const Finding& finding) {
  return linted.source.lines().line_of(std::get<InFile>(finding.primary.where).span.begin);
}

// Whether the finding is about the line that BuildKit names: this one, another of the instruction
// that begins there, or the next one where BuildKit has not counted it yet.
bool is_at(const harness::Linted& linted, const Finding& finding, std::uint32_t named) {
  const std::uint32_t line = line_of(linted, finding);
  if (line == named || line == std::max(named, 1u)) return true;
  const bool uncounted = finding.rule == "directive-duplicate" ||
                         finding.rule == "escape-directive-invalid" ||
                         finding.rule == "line-too-long";
  if (uncounted) return line == named + 1;
  return std::any_of(linted.dockerfile.instructions.begin(), linted.dockerfile.instructions.end(),
                     [&](const auto& instruction) {
                       return instruction->first_line == named && instruction->first_line <= line &&
                              line <= instruction->last_line;
                     });
}

// Refused by the builder when it comes to it; BuildKit's parser says nothing.
bool is_later(const harness::Linted& linted, const Finding& finding) {
  const Span where = std::get<InFile>(finding.primary.where).span;
  return std::any_of(
      linted.dockerfile.problems.begin(), linted.dockerfile.problems.end(),
      [&](const Problem& problem) { return problem.refused_at_build && problem.where == where; });
}

struct Tally {
  int files = 0;
  int refused = 0;
  int complaints = 0;

  void complain(const std::string& file, const std::string& what) {
    ++complaints;
    std::printf("%s: %s\n", file.c_str(), what.c_str());
  }
};

void judge_refused(const std::string& file, const harness::Linted& linted, std::uint32_t line,
                   Tally& tally) {
  ++tally.refused;
  const auto& findings = linted.result.findings;
  const bool told = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.severity == Severity::Error && is_at(linted, finding, line);
  });
  if (told) return;
  tally.complain(file, "refused in line " + std::to_string(line) + ", and no error there");
}

void judge(const json& row, const harness::Scene& scene, Tally& tally) {
  ++tally.files;
  const json& theirs = row["buildkit"];
  const harness::Linted linted(scene, row["text"]);
  if (theirs["stage"] != "ok") {
    judge_refused(row["id"], linted, theirs.value("line", 0u), tally);
    return;
  }
  for (const Finding& finding : linted.result.findings) {
    if (is_later(linted, finding)) continue;
    tally.complain(row["id"], "accepted, but " + std::string(finding.rule) + " in line " +
                                  std::to_string(line_of(linted, finding)));
  }
}

void judge_small_files(const harness::Scene& scene, Tally& tally) {
  for (const std::string_view text : small_files) {
    const harness::Linted linted(scene, std::string(text));
    const Problem* refusal = linted.dockerfile.refusal();
    if (refusal) {
      judge_refused(std::string(text), linted, refusal->line, tally);
    } else {
      tally.complain(std::string(text), "is not refused");
    }
  }
}

}  // namespace

int main() {
  const harness::Scene scene = scene_of_refusals();
  Tally tally;
  judge_small_files(scene, tally);
  const std::string folder = corpus::folder();
  if (folder.empty()) return tally.complaints == 0 ? corpus::absent() : 1;
  for (const char* name : {"/study.jsonl.zst", "/edge-cases.jsonl"}) {
    const auto use = [&](const json& row) { judge(row, scene, tally); };
    if (!corpus::each_line(folder + name, use)) return corpus::absent();
  }
  std::printf("%d files, %d refused by BuildKit: %d complaints\n", tally.files, tally.refused,
              tally.complaints);
  return tally.complaints == 0 ? 0 : 1;
}
