#include "analyzer/base/paths.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_remote(const Value& source) {
  return source.prefix().find("://") != std::string_view::npos ||
         source.prefix().starts_with("git@");
}

// Whether the path, taken from the root of the context, climbs above it.
static bool climbs_out(const Value& source) {
  std::string_view path = source.prefix();
  while (path.starts_with('/')) path.remove_prefix(1);
  if (!source.known()) return path.starts_with("../") || path.starts_with("./../");
  return normal_path(path).starts_with("../") || normal_path(path) == "..";
}

// What is left of it: the builder drops every `..` at the root.
static std::string clipped(std::string_view path) {
  const std::string inside = normal_path("/" + std::string(path)).substr(1);
  return inside.empty() ? "." : inside;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy->broken) continue;
    for (const Text& text : copy->sources) {
      const Value source = facts.value(copy, text);
      if (is_remote(source) || !climbs_out(source)) continue;
      FindingBuilder finding =
          report.at(text.span(), quoted(source.display()) +
                                     (copy->from() ? ": nothing is above the root of a stage"
                                                   : ": nothing above the build context is sent"));
      if (copy->from()) finding.severity(Severity::Info);
      if (source.known()) {
        finding.help("it is read as `" + clipped(source.text()) + "`; " +
                     (copy->from() ? "write that"
                                   : "build with a directory above as the context, or add one with "
                                     "`--build-context`"));
      }
    }
  }
}

extern constinit const Rule copy_source_outside_context{
    .name = "copy-source-outside-context",
    .aliases = {"add_src_invalid"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "a source of `COPY` climbs out of the build context with `..`",
    .why =
        "Nothing above the context's directory is sent to the builder. The classic builder refuses "
        "such a path; BuildKit takes it from the root of the context, where the file is missing "
        "or, worse, another one has its name.",
    .bad = R"(FROM alpine:3.20
COPY ../lib /srv/lib
)",
    .good = R"(FROM alpine:3.20
COPY lib /srv/lib
)",
    .references = {"https://docs.docker.com/build/concepts/context/"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
