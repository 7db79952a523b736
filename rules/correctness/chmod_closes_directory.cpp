#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// Octal digits without the owner's right to enter: 644, 0600, ...
static bool closes(const Value& mode) {
  if (!mode.known() || mode.text().size() < 3 || mode.text().size() > 5) return false;
  const std::string& digits = mode.text();
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '7'; }))
    return false;
  return ((digits[digits.size() - 3] - '0') & 1) == 0;
}

// `.`, `src/`, or what is a directory of the context.
static bool is_directory(const Facts& facts, const Copy& copy, const Text& source) {
  const Value path = facts.value(copy, source);
  if (!path.known()) return false;
  const std::string& text = path.text();
  if (text == "." || text.ends_with("/") || text.ends_with("/.")) return true;
  if (copy.from() || !facts.context) return false;
  const Sent sent = facts.context->sent(text);
  return !sent.wildcard && !sent.files.empty() && sent.files.front()->path.size() > text.size();
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    const Flag* mode = copy->flag("chmod");
    if (!mode || !mode->value || copy->broken) continue;
    if (!closes(facts.value(copy, *mode->value))) continue;
    for (const Text& source : copy->sources) {
      if (!is_directory(facts, *copy, source)) continue;
      report.at(mode->value->span(), "the directories get this mode too: only root can enter them")
          .related(source.span(), "a directory")
          .help("write it symbolically, with X: --chmod=u=rwX,go=rX");
      break;
    }
  }
}

extern constinit const Rule chmod_closes_directory{
    .name = "chmod-closes-directory",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "`--chmod` without execute bits on a directory",
    .why =
        "An octal --chmod is given to files and directories alike. A directory with 644 lets "
        "nobody but root reach what is in it; buildah, unlike BuildKit, spares the directory at "
        "the top, so that the fault shows in one builder only.",
    .bad = R"(FROM alpine:3.20
COPY --chmod=644 conf/ /etc/app/
)",
    .good = R"(FROM alpine:3.20
COPY --chmod=u=rwX,go=rX conf/ /etc/app/
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"},
    .looks_at = {.words = {"chmod"}},
    .check = check};

}  // namespace plimsoll::rules
