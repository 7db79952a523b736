#include <algorithm>
#include <optional>

#include "analyzer/dockerfile/loose_array.h"
#include "fixers/edits/array_edits.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The words of a text without quotes or anything else that could have a meaning.
static std::optional<std::vector<std::string>> plain_words(std::string_view text) {
  if (text.find_first_of("[]'\"\\`$") != std::string::npos) return std::nullopt;
  std::vector<std::string> words;
  for (std::size_t at = text.find_first_not_of(" \t"); at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(" \t", end);
  }
  return words;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::ShellNotJson)) {
    FindingBuilder finding =
        report.at(problem->where, "SHELL takes a JSON array of strings, not " +
                                      quoted(problem->instruction->rest.str()));
    const Claim claim = unsafe("the file could not be built before");
    if (const auto array = read_loose_array(problem->instruction->rest.str())) {
      finding.fix(
          claim, "make it JSON",
          edits::mend_array(facts, *problem->instruction, problem->instruction->rest, *array),
          Effects::configuring("Shell"));
    } else if (const auto words = plain_words(problem->instruction->rest.str())) {
      finding.fix(claim, "write its words as an array",
                  edits::replace_arguments(*problem->instruction, edits::json_array(*words)),
                  Effects::configuring("Shell"));
    }
  }
}

extern constinit const Rule shell_needs_json{
    .name = "shell-needs-json",
    .aliases = {"SHELL_JSON_FORM", "SHELL_REQUIRES_ONE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`SHELL` with something other than a JSON array",
    .why =
        "The builder stops here: SHELL has no other form than an array of strings, in double "
        "quotes.",
    .bad = R"(FROM debian:12
SHELL /bin/bash -c
)",
    .good = R"(FROM debian:12
SHELL ["/bin/bash", "-c"]
)",
    .fix_safety = "Always unsafe: a file that could not be built builds something then.",
    .references = {"https://docs.docker.com/reference/dockerfile/#shell"},
    .looks_at = {.problems = {Problem::Kind::ShellNotJson}},
    .check = check};

}  // namespace plimsoll::rules
