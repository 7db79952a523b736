#include "analyzer/context/clutter.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string list_of(const std::vector<Clutter>& clutter) {
  std::string text;
  for (const Clutter& each : clutter) {
    if (text.size() > 120) return text + " ...";
    text += (text.empty() ? "" : ", ") + quoted(each.name);
  }
  return text;
}

static void check(const Facts& facts, Reporter& report) {
  if (!facts.context || facts.context->ignore()) return;
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy->from() || copy->broken || !copy.stage || copy.stage->use == Use::Unused) continue;
    for (const Text& text : copy->sources) {
      const Value source = facts.value(copy, text);
      if (!source.known()) continue;
      const Sent sent = facts.context->sent(source.text());
      if (!sent.whole_context) continue;
      const std::vector<Clutter> clutter = clutter_among(sent.files);
      if (clutter.empty()) return;
      std::uint64_t bytes = 0;
      for (const Clutter& each : clutter) bytes += each.bytes;
      report
          .at(text.span(), "without a .dockerignore this takes " + quoted(clutter.front().name) +
                               (clutter.size() > 1 ? " and more" : "") + " along")
          .cost({bytes, std::nullopt, true})
          .help("write a .dockerignore that names " + list_of(clutter));
      return;  // one file mends it for all
    }
  }
}

extern constinit const Rule dockerignore_missing{
    .name = "dockerignore-missing",
    .aliases = {"DF033"},
    .category = Category::Caching,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "no `.dockerignore`, and the context holds files that no image needs",
    .why =
        "Without it `COPY .` takes the whole directory: version history, installed dependencies, "
        "caches. They are sent to the builder, kept in the image, and each change in them, each "
        "commit, makes every later step run again.",
    .bad = R"(FROM node:20
COPY . /app
)",
    .bad_is_sketch = true,
    .good = R"(FROM node:20
COPY package.json src /app/
)",
    .references = {"https://docs.docker.com/build/concepts/context/#dockerignore-files"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
