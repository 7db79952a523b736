#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy->broken || copy->flag("parents")) continue;
    for (const Text& source : copy->sources) {
      if (!is_yes(facts.value(copy, source).contains("**"))) continue;
      report.at(source.span(), "`**` stands for one directory level here, like `*`")
          .help("copy the directory and leave out the rest with .dockerignore or --exclude");
    }
  }
}

extern constinit const Rule copy_double_star{
    .name = "copy-double-star",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "`**` in a source of `COPY` or `ADD`",
    .why =
        "In .dockerignore `**` crosses directories, in a source it does not: BuildKit and the "
        "classic builder match it within one level, buildah goes down all of them. So one file "
        "makes two images, and what comes is flattened into one directory.",
    .bad = R"(FROM alpine:3.20
COPY src/**/*.conf /etc/app/
)",
    .good = R"(FROM alpine:3.20
COPY src/conf/ /etc/app/
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#pattern-matching"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
