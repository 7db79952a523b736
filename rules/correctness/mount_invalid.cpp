#include "analyzer/dockerfile/letter_case.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The near word in place of the wrong one, if that stands there once as it is spelt.
static edits::Edits with_hint(const Facts& facts, const Problem& problem) {
  const std::string field = lower_case(facts.source.at(problem.where));
  const std::string subject = lower_case(problem.subject);
  const std::size_t at = field.find(subject);
  if (at == std::string::npos || field.find(subject, at + 1) != std::string::npos) {
    return std::nullopt;
  }
  const std::uint32_t begin = problem.where.begin + static_cast<std::uint32_t>(at);
  const auto end = begin + static_cast<std::uint32_t>(subject.size());
  return edits::replace_word(facts.source, {begin, end}, problem.hint);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::MountInvalid)) {
    const bool key = problem->detail == "a known key";
    FindingBuilder finding =
        report.at(problem->where, key ? "mounts have no key " + quoted(problem->subject)
                                      : quoted(problem->subject) + " needs " + problem->detail);
    if (facts.dockerfile.foreign_frontend()) finding.severity(Severity::Info);
    if (problem->hint.empty()) continue;
    finding.help("did you mean `" + problem->hint + "`?")
        .fix(unsafe("the word is only near in spelling"), "replace it by " + problem->hint,
             with_hint(facts, *problem), Effects::none());
  }
}

extern constinit const Rule mount_invalid{
    .name = "mount-invalid",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`RUN --mount` with a key or value that the builder does not know",
    .why =
        "The builder stops when it comes to this RUN. Which keys a mount may have depends on "
        "its type: `sharing` is for caches, `size` for tmpfs, `required` for secrets and SSH "
        "agents.",
    .bad = R"(FROM debian:12
RUN --mount=type=cahce,target=/var/cache/apt apt-get update
)",
    .good = R"(FROM debian:12
RUN --mount=type=cache,target=/var/cache/apt apt-get update
)",
    .fix_safety = "Always unsafe: the nearest word is a guess.",
    .references = {"https://docs.docker.com/reference/dockerfile/#run---mount"},
    .looks_at = {.problems = {Problem::Kind::MountInvalid}},
    .check = check};

}  // namespace plimsoll::rules
