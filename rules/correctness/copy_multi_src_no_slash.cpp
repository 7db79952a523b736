#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// How many entries of the context a pattern names itself, not counting what lies below them.
static std::size_t matches(const Facts& facts, const std::string& pattern) {
  if (!facts.context) return 1;
  const Sent sent = facts.context->sent(pattern);
  if (!sent.wildcard) return 1;
  const auto depth = [](std::string_view path) {
    while (path.starts_with("./")) path.remove_prefix(2);
    while (path.starts_with('/')) path.remove_prefix(1);
    return std::count(path.begin(), path.end(), '/');
  };
  const auto wanted = depth(pattern);
  const auto count = std::count_if(sent.files.begin(), sent.files.end(),
                                   [&](const ContextFile* f) { return depth(f->path) == wanted; });
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(count, 1));
}

static std::size_t count_sources(const Facts& facts, const Copy& copy) {
  std::size_t count = copy.sources.size() + copy.heredocs.size();
  if (count != 1 || copy.sources.empty() || copy.from()) return count;
  const Value source = facts.value(copy, copy.sources.front());
  return source.known() ? matches(facts, source.text()) : count;
}

// A slash, or a name that can only be a directory.
static bool may_be_directory(const Value& destination) {
  if (!is_no(destination.ends_with("/")) || is_yes(destination.empty())) return true;
  const std::string_view end = destination.suffix();
  if (!destination.known()) return end.empty() || end == "." || end == "..";
  return end == "." || end == ".." || end.ends_with("/.") || end.ends_with("/..") ||
         end.ends_with('\\');
}

// `/srv/"]`: the end of an array that is not read as one.
static bool ends_in_slash_and_json(const Value& destination) {
  const std::string_view end = destination.suffix();
  const std::size_t last = end.find_last_not_of("\"'],; \\");
  return last != std::string_view::npos && end[last] == '/';
}

// The directory that the stage works in, or one above it, is there already.
static bool is_workdir(const Facts& facts, const Copy& copy, const Value& destination) {
  const Value path = facts.absolute_path(copy, destination);
  const Value& workdir = facts.before(copy).workdir.path;
  if (!path.known() || !workdir.known()) return false;
  return workdir.text() == path.text() || workdir.text().starts_with(path.text() + "/");
}

static edits::Edits append_slash(const Text& word) {
  return edits::insert(word.source_offset(static_cast<std::uint32_t>(word.str().size())), "/");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy->broken || copy->destination.empty()) continue;
    if (copy->sources.empty() || count_sources(facts, copy) < 2) continue;
    const bool broken_json = !copy->json && copy->sources.front().str().starts_with('[');
    const Value destination = facts.value(copy, copy->destination);
    if (may_be_directory(destination) || (broken_json && ends_in_slash_and_json(destination)))
      continue;
    const Span where = copy->destination.span();
    const bool there = !copy.onbuild && is_workdir(facts, copy, destination);
    report
        .at(where,
            "several sources, but " + quoted(facts.source.at(where)) + " ends without a slash")
        .related(copy->sources.front().span(), "the first source")
        .fix(there ? safe() : unsafe("what was one file becomes a directory"),
             "end it with a slash", broken_json ? std::nullopt : append_slash(copy->destination),
             Effects::none());
  }
}

extern constinit const Rule copy_multi_src_no_slash{
    .name = "copy-multi-src-no-slash",
    .aliases = {"DL3021", "DS-0011", "6db6e0c2", "add_dest_invalid", "INVALID_DESTINATION",
                "DF048"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "several sources of a `COPY` and a destination without a slash at its end",
    .why =
        "Without the slash the destination is a file's name. The classic builder refuses such a "
        "COPY; BuildKit, where no directory has that name yet, writes each source over the one "
        "before, and only the last one is left.",
    .bad = R"(FROM alpine:3.20
COPY requirements.txt setup.py /srv/app
)",
    .good = R"(FROM alpine:3.20
COPY requirements.txt setup.py /srv/app/
)",
    .fix_safety =
        "Safe where the destination is known to be a directory already; else unsafe, since what is "
        "a file today becomes a directory.",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
