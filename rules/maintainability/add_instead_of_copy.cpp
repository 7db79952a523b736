#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
// What a source surely is to ADD. Plain: a file or directory that COPY would treat the same way.
enum class Source { Plain, PerhapsArchive, Other };
}  // namespace

static bool is_archive_name(std::string_view path) {
  static constexpr std::array<std::string_view, 17> endings{
      ".tar",  ".tar.gz",   ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz", ".tar.zst",
      ".tzst", ".tar.lzma", ".tlz", ".tar.Z",   ".gz",  ".bz2",  ".xz",     ".zst"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

// URLs and what names a git repository.
static bool is_remote(std::string_view source) {
  return source.find("://") != std::string_view::npos || source.starts_with("git@") ||
         source.starts_with("github.com/") || source.find(".git#") != std::string_view::npos ||
         (source.ends_with(".git") && !source.ends_with("/.git") && source != ".git");
}

// A directory or a name whose ending says that it is no archive.
static bool is_clearly_plain(std::string_view path) {
  if (path == "." || path == ".." || path.ends_with("/") || path.ends_with("/.")) return true;
  const std::size_t dot = path.find_last_of("./*?]");
  return dot != std::string_view::npos && path[dot] == '.' && dot + 1 < path.size() &&
         !is_archive_name(path);
}

static Source classify(const Facts& facts, const Value& source) {
  const std::string_view prefix = source.prefix();
  const std::string_view suffix = source.suffix();
  if (is_remote(prefix) || is_archive_name(suffix) || is_archive_name(prefix)) return Source::Other;
  if (!source.known()) {
    return !prefix.empty() && is_clearly_plain(suffix) ? Source::Plain : Source::Other;
  }
  if (is_clearly_plain(source.text())) return Source::Plain;
  if (facts.context) {
    const Sent sent = facts.context->sent(source.text());
    const bool archive =
        std::any_of(sent.files.begin(), sent.files.end(),
                    [&](const ContextFile* file) { return is_archive_name(file->path); });
    // The files of a directory are copied as they are, archives or not.
    if (archive && sent.wildcard) return Source::Other;
  }
  const bool wild = source.text().find_first_of("*?[") != std::string::npos;
  return wild ? Source::Other : Source::PerhapsArchive;
}

static bool only_add_can(const Copy& add) {
  return add.flag("checksum") || add.flag("keep-git-dir") || add.flag("unpack");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& add : facts.every<Copy>()) {
    if (add->keyword != Keyword::Add || add->broken || only_add_can(*add)) continue;
    Source most = Source::Plain;
    for (const Text& source : add->sources) {
      most = std::max(most, classify(facts, facts.value(add, source)));
    }
    if (most == Source::Other) continue;
    report.at(add->keyword_span, "ADD copies plain files here, as COPY does")
        .fix(most == Source::Plain
                 ? safe()
                 : unsafe("a source without an ending may be an archive, which ADD would unpack"),
             "use COPY", edits::rename_keyword(facts, add, "COPY"), Effects::none());
  }
}

extern constinit const Rule add_instead_of_copy{
    .name = "add-instead-of-copy",
    .aliases = {"DL3020", "DS-0005", "CKV_DOCKER_4", "CIS-DI-0009", "9513a694",
                "prefer-copy-over-add", "DF006"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`ADD` for plain local files",
    .why =
        "ADD also downloads URLs, clones repositories and unpacks archives, by what the source "
        "happens to be. COPY only copies: the reader need not ask, and a file that turns out to "
        "be an archive one day is not unpacked by surprise.",
    .bad = R"(FROM alpine:3.20
ADD ./app.py /srv/app.py
)",
    .good = R"(FROM alpine:3.20
COPY ./app.py /srv/app.py
)",
    .fix_safety =
        "Safe where the name of every source says that it is no archive; unsafe for a name "
        "without an ending, which may be one.",
    .references = {"https://docs.docker.com/build/building/best-practices/#add-or-copy"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
