#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::vector<std::string> split_words(std::string_view text) {
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
    std::vector<std::string> words;
    bool plain = true;
    for (const std::string& word : split_words(problem->instruction->rest.str())) {
      plain &= word.find_first_of("[]'\"\\`$") == std::string::npos;
      words.push_back(word);
    }
    if (!plain) continue;
    finding.fix(unsafe("the file could not be built before"), "write its words as an array",
                edits::replace_arguments(*problem->instruction, edits::json_array(words)),
                Effects::configuring("Shell"));
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
