#include <algorithm>

#include "analyzer/base/paths.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_remote(std::string_view source) {
  return source.find("://") != std::string_view::npos || source.starts_with("git@");
}

// `COPY . .` where the ignore file leaves nothing.
static bool nothing_is_left(const BuildContext& context) {
  return context.complete() && !context.files().empty() &&
         std::all_of(context.files().begin(), context.files().end(),
                     [](const ContextFile& file) { return file.ignored; });
}

static void check(const Facts& facts, Reporter& report) {
  if (!facts.context || !facts.context->ignore()) return;
  const BuildContext& context = *facts.context;
  const std::string ignore_file = quoted(file_name(context.ignore_path()));
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.onbuild || copy->broken || copy->from()) continue;
    for (const Text& text : copy->sources) {
      const Value source = facts.value(copy, text);
      if (!source.known() || source.text().empty() || is_remote(source.text())) continue;
      const Sent sent = context.sent(source.text());
      if (sent.whole_context ? nothing_is_left(context) : is_yes(sent.ignored)) {
        FindingBuilder finding = report.at(
            text.span(), ignore_file + " keeps " + quoted(source.text()) + " out of the build");
        if (sent.by) {
          finding.help("line " + std::to_string(sent.by->line) + " of it says so; below it, `!" +
                       source.text() + "` would let it in");
        }
      }
    }
  }
}

extern constinit const Rule copy_ignored_file{
    .name = "copy-ignored-file",
    .aliases = {"CopyIgnoredFile"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "a source of `COPY` is excluded by `.dockerignore`",
    .why =
        "The builder never sees the file. A build with a name written out stops with `not found`, "
        "although the file is there for everybody to see; a pattern quietly copies less.",
    .bad = R"(FROM alpine:3.20
COPY secret.txt /srv/
)",
    .bad_is_sketch = true,
    .good = R"(FROM alpine:3.20
COPY app.py /srv/
)",
    .references = {"https://docs.docker.com/reference/build-checks/copy-ignored-file/"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
