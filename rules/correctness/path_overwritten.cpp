#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Whether one of the list's elements may be a directory of the system's programs, or a list itself.
static bool may_keep_the_system(const Value& value) {
  std::string text;
  for (const Piece& piece : value.pieces()) {
    if (piece.hole && piece.text.find("PATH") != std::string::npos) return true;
    text += piece.hole ? std::string("\x01") : piece.text;
  }
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    std::string_view element = std::string_view(text).substr(at, end - at);
    while (element.size() > 1 && element.ends_with('/')) element.remove_suffix(1);
    if (element == "\x01" || element == "/bin" || element == "/usr/bin") return true;
    if (element.find_first_of(";\\%") != std::string_view::npos) return true;  // Windows
    at = end + 1;
  }
  return false;
}

// A library path that this file has set, and that the new value forgets.
static bool forgets_own(const Environment& before, const Value& value) {
  const Variable* old = before.find_env("LD_LIBRARY_PATH");
  return old && old->by && old->value.known() && !old->value.text().empty() && value.known() &&
         value.text().find(old->value.text()) == std::string::npos;
}

static edits::Edits append_old(const KeyValue& pair, const std::string& name) {
  const Text& value = *pair.value;
  const std::string& text = value.str();
  const bool quoted_whole = text.size() > 1 && text.front() == '"' && text.back() == '"';
  if (!quoted_whole && text.find_first_of("\"'") != std::string::npos) return std::nullopt;
  const auto end = static_cast<std::uint32_t>(text.size() - (quoted_whole ? 1 : 0));
  if (end == 0) return std::nullopt;
  return edits::insert(value.source_offset(end), (text[end - 1] == ':' ? "$" : ":$") + name);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Env>& env : facts.every<Env>()) {
    if (env->broken || !env.stage) continue;
    const BaseFacts& base = facts.base(env);
    if (base.os == OsFamily::Windows || is_no(base.has_shell)) continue;
    for (const KeyValue& pair : env->pairs) {
      const std::string& name = pair.key.str();
      if ((name != "PATH" && name != "LD_LIBRARY_PATH") || !pair.value) continue;
      const Expansion value = facts.values().expand_in(env, *pair.value);
      const bool keeps = std::any_of(value.uses.begin(), value.uses.end(),
                                     [&](const VariableRef& use) { return use.name == name; });
      if (keeps) continue;
      const bool lost = name == "PATH" ? !may_keep_the_system(value.value)
                                       : forgets_own(facts.before(env).env, value.value);
      if (!lost) continue;
      FindingBuilder finding =
          report.at(pair.value->span(), name == "PATH"
                                            ? "PATH loses the directories of the system's programs"
                                            : "LD_LIBRARY_PATH loses what this file has put there");
      // Of an image that nobody knows, what is lost may be without worth.
      if (name != "PATH" || !base.found) finding.severity(Severity::Warning);
      finding.fix(unsafe("programs of the directories that come back may be found"),
                  "keep the old value", append_old(pair, name), Effects::configuring("Env"));
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto path = environment_of(facts, "PATH");
  if (!path || facts.description.platform.os == "windows") return;
  if (may_keep_the_system(Value(std::string(*path)))) return;
  // Only where the system's programs are there and lost.
  const image::ImageTree& tree = facts.tree;
  if (tree.resolve("bin/ls") == image::no_path && tree.resolve("usr/bin/ls") == image::no_path) {
    return;
  }
  report.at(facts.place_of("ENV", "PATH"), "PATH loses the directories of the system's programs")
      .help("keep the old value: `ENV PATH=/opt/app/bin:$PATH`");
}

extern constinit const Rule path_overwritten{
    .name = "path-overwritten",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`ENV PATH` without the old value",
    .why =
        "The programs of the system are no longer found: the next RUN, and everything in the "
        "container, fails with `not found` for `ls` and `cat`.",
    .bad = R"(FROM debian:12
ENV PATH=/opt/app/bin
)",
    .good = R"(FROM debian:12
ENV PATH=/opt/app/bin:$PATH
)",
    .fix_safety = "Always unsafe: programs can be found again that were not found before.",
    .references = {"https://docs.docker.com/reference/dockerfile/#env"},
    .looks_at = {.keywords = {Keyword::Env}, .words = {"PATH", "LD_LIBRARY_PATH"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
