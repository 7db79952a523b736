#include "analyzer/context/clutter.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  if (!facts.context || !facts.context->ignore() || facts.context->ignore()->empty()) return;
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy->from() || copy->broken || !facts.ships(copy)) continue;
    for (const Text& text : copy->sources) {
      const Value source = facts.value(copy, text);
      if (!source.known()) continue;
      const Sent sent = facts.context->sent(source.text());
      if (!sent.whole_context) continue;
      const std::vector<Clutter> clutter = clutter_among(sent.files);
      if (clutter.empty()) continue;
      const std::string more =
          clutter.size() > 1 ? " and " + std::to_string(clutter.size() - 1) + " more" : "";
      report
          .at(text.span(),
              "copying everything takes " + quoted(clutter.front().name) + more + " into the image")
          .help("name them in .dockerignore, or copy only what the image needs");
    }
  }
}

extern constinit const Rule broad_context_copy{
    .name = "broad-context-copy",
    .aliases = {"DF007"},
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .fixes = Fixability::None,
    .summary = "`COPY .` takes files into the image that it does not need",
    .why =
        "What lies in the context by chance (history, caches, logs, editors' files) makes the "
        "image larger, changes it without need, and tells its readers more than was meant. The "
        "rule judges by the files that are left behind .dockerignore.",
    .bad = R"(FROM python:3.12
COPY . /app
)",
    .bad_is_sketch = true,
    .good = R"(FROM python:3.12
COPY src /app
)",
    .references = {"https://docs.docker.com/build/concepts/context/#dockerignore-files"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
