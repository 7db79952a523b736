#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string_view first_word(std::string_view comment) {
  comment.remove_prefix(1);  // the `#`
  comment.remove_prefix(std::min(comment.find_first_not_of(" \t"), comment.size()));
  return comment.substr(0, comment.find_first_of(" \t\r"));
}

// `hadolint ignore=...`, `check=skip=...`: for a linter, not for people.
static bool is_for_tools(std::string_view comment) {
  for (const std::string_view mark : {"ignore", "skip", "nosemgrep", "checkov", "trivy", "kics"}) {
    if (comment.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

static void accuse(const Facts& facts, const Instruction& instruction,
                   const std::vector<std::string_view>& names, Reporter& report) {
  if (instruction.comments.empty() || instruction.broken || names.empty()) return;
  const Span comment = instruction.comments.back();
  const std::uint32_t line = facts.source.lines().line_of(comment.begin);
  if (line + 1 != instruction.first_line) return;  // a blank line parts them
  const std::string_view text = facts.source.at(comment);
  if (is_for_tools(text)) return;
  if (std::find(names.begin(), names.end(), first_word(text)) != names.end()) return;
  const std::uint32_t below = facts.source.lines().line_begin(line + 1);
  report.at(comment, "this comment does not begin with " + quoted(names.front()))
      .help("the builder shows `# " + std::string(names.front()) + " ...` as help")
      .fix(safe(), "part it from the instruction by a blank line",
           edits::insert(below, std::string(edits::line_end(facts.source))), Effects::none());
}

static void check(const Facts& facts, Reporter& report) {
  for (const auto& instruction : facts.dockerfile.instructions) {
    if (const From* from = as<From>(instruction.get()); from && from->alias) {
      accuse(facts, *from, {from->alias->str()}, report);
    }
    if (const Arg* arg = as<Arg>(instruction.get())) {
      std::vector<std::string_view> names;
      for (const KeyValue& name : arg->names) names.push_back(name.key.str());
      accuse(facts, *arg, names, report);
    }
  }
}

extern constinit const Rule invalid_definition_description{
    .name = "invalid-definition-description",
    .aliases = {"InvalidDefinitionDescription"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Always,
    .on = false,
    .summary = "a comment above a stage or `ARG` that does not begin with its name",
    .why =
        "`docker build --call=outline` shows the comment directly above a stage or an argument "
        "as its description, if it has the form `# name words`. Any other comment is lost "
        "there.",
    .bad = R"(# The version to build.
ARG VERSION=1.0
FROM alpine:3.20
)",
    .good = R"(# VERSION is what to build.
ARG VERSION=1.0
FROM alpine:3.20
)",
    .fix_safety = "Always safe: the comment stays, and the image does not depend on it.",
    .references =
        {"https://docs.docker.com/reference/build-checks/invalid-definition-description/"},
    .looks_at = {.keywords = {Keyword::From, Keyword::Arg}},
    .check = check};

}  // namespace plimsoll::rules
