#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_surely_relative(const Value& path) {
  const std::string_view begin = path.prefix();
  const bool windows = begin.starts_with('\\') || (begin.size() >= 2 && begin[1] == ':');
  return is_no(path.starts_with("/")) && !is_yes(path.empty()) && !windows;
}

// The same place, written from the root: only the begin changes.
static edits::Edits from_root(const Facts& facts, const Text& text) {
  const std::string& path = text.str();
  if (path.find_first_of("\"'\\") != std::string::npos || path.starts_with("..") ||
      path.starts_with('~')) {
    return std::nullopt;
  }
  if (path == "." || path == "./") return edits::replace_word(facts.source, text.span(), "/");
  if (!path.starts_with("./")) return edits::insert(text.span().begin, "/");
  return edits::replace_word(facts.source, text.source_span(0, 1), "");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.onbuild || copy->broken || !copy.stage || copy->destination.empty()) continue;
    const WorkdirState workdir = facts.before(copy).workdir;
    if (!is_no(workdir.set)) continue;
    // Nothing but this file can set a directory of an empty image.
    const Stage* bottom = copy.stage;
    while (bottom->parent()) bottom = bottom->parent();
    if (bottom->base.kind == Reference::Kind::Scratch) continue;
    if (!is_surely_relative(facts.value(copy, copy->destination))) continue;
    const Span where = copy->destination.span();
    report.at(where, quoted(facts.source.at(where)) + " is relative, and no WORKDIR is set")
        .help(facts.source.at(where).starts_with('~')
                  ? "`~` is a directory's name here, not the home directory: write that out"
                  : "set a WORKDIR above")
        .fix(unsafe("a WORKDIR above is more likely what is meant"), "write that it goes below `/`",
             from_root(facts, copy->destination));
  }
}

extern constinit const Rule copy_relative_dest_no_workdir{
    .name = "copy-relative-dest-no-workdir",
    .aliases = {"DL3045", "DF063"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`COPY` to a relative destination where no `WORKDIR` is set",
    .why =
        "Files go below `/`, among the directories of the system, which is seldom meant; and they "
        "move as soon as a version of the base image sets a directory of its own.",
    .bad = R"(FROM debian:12
COPY app.py app/
)",
    .good = R"(FROM debian:12
WORKDIR /srv
COPY app.py app/
)",
    .fix_safety =
        "Always unsafe, though the files land where they land today: what was meant is most likely "
        "a "
        "WORKDIR.",
    .references = {"https://docs.docker.com/reference/dockerfile/#workdir"},
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
