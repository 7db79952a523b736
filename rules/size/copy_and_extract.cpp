#include <string>

#include "analyzer/shell/download.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Programs that put the content in the file's place.
static bool replaces(const Command& command) {
  if (command.has_option({"-c", "--stdout", "--to-stdout", "-l", "--list", "-t", "--test"})) {
    return false;
  }
  return command.is("gunzip") || command.is("bunzip2") || command.is("unxz") ||
         command.is("unzstd") ||
         ((command.is("gzip") || command.is("bzip2") || command.is("xz")) &&
          command.has_option({"-d", "--decompress", "--uncompress"}));
}

static bool unpacks(const Command& command) {
  if (command.is("tar") || command.is("bsdtar") || command.is("gtar")) {
    return command.has_option({"-x", "--extract", "--get"});
  }
  return (command.is("unzip") && !command.has_option({"-l", "-t", "-p"})) ||
         (command.is("7z") && !command.operands.empty() && command.operand(0).is("x"));
}

// Where the one archive of a COPY comes to stand; empty when that is not known.
static std::string archive_path(const Facts& facts, const Placed<Copy>& copy) {
  if (copy->keyword != Keyword::Copy || copy->broken || copy->sources.size() != 1) return {};
  const Value source = facts.value(copy, copy->sources[0]);
  if (!source.known() || archive_by_name(source.text()) == Archive::None ||
      source.text().find_first_of("*?[") != std::string::npos) {
    return {};
  }
  const Value written = facts.value(copy, copy->destination);
  if (!written.known()) return {};
  const Value place = facts.absolute_path(copy, written);
  if (!place.known()) return {};
  const bool directory = written.text().ends_with('/') || written.text() == "." ||
                         written.text().ends_with("/.") ||
                         archive_by_name(written.text()) == Archive::None;
  if (!directory) return place.text();
  return (place.text() == "/" ? "" : place.text()) + "/" + std::string(base_name(source.text()));
}

// The command of a later RUN of the stage that unpacks the file.
static const Command* unpacker(const Facts& facts, const Placed<Copy>& copy,
                               const std::string& path, const Run*& by) {
  for (const Instruction* instruction : copy.stage->instructions) {
    const Run* run = as<Run>(instruction);
    if (!run || run->index <= copy->index) continue;
    for (const Command& command : facts.commands(*run).commands) {
      const bool in_place = replaces(command);
      if (!in_place && !unpacks(command)) continue;
      const CommandEffects& effects = effects_of(command);
      for (const PathUse& use : in_place ? effects.writes : effects.reads) {
        if (!use.known || use.glob) continue;
        const Value read = facts.absolute_path(*run, Value(use.path));
        if (read.known() && read.text() == path) {
          by = run;
          return &command;
        }
      }
    }
  }
  return nullptr;
}

// The archive as a bind mount of the RUN that unpacks it, in place of the COPY.
static edits::Edits mount_instead(const Facts& facts, const Placed<Copy>& copy, const Run& run,
                                  const std::string& path) {
  const std::string source = facts.value(copy, copy->sources[0]).text();
  for (const char c : source + path) {
    if (c == ',' || c == '"' || c == ' ' || c == '$') return std::nullopt;
  }
  // A mount cannot be removed, and what follows would not find the file.
  if (!is_no(facts.commands(run).may_remove(path)) || !is_no(facts.read_later(run, path))) {
    return std::nullopt;
  }
  for (const Flag& flag : copy->flags) {
    if (flag.name != "from" || !flag.value) return std::nullopt;
  }
  std::string mount = "--mount=type=bind,";
  if (const Flag* from = copy->from()) mount += "from=" + from->value->str() + ",";
  mount += "source=" + source + ",target=" + path;
  return edits::all({edits::delete_instruction(facts, *copy), edits::add_flag(run, mount)});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.onbuild || !copy.stage || !facts.ships(copy)) continue;
    const std::string path = archive_path(facts, copy);
    if (path.empty()) continue;
    const Run* run = nullptr;
    const Command* command = unpacker(facts, copy, path, run);
    if (!command) continue;
    report
        .at(copy->sources[0].span(), "the archive stays in this layer, its content in a later one")
        .related(command->span, "unpacked here")
        .help(archive_by_name(path) == Archive::Tar && !copy->from()
                  ? "let ADD unpack it, or bind-mount it into the RUN"
                  : "bind-mount it into the RUN")
        .fix(unsafe("the archive itself is no longer in the image"),
             "bind-mount the archive into the RUN",
             replaces(*command) ? std::nullopt : mount_instead(facts, copy, *run, path),
             Effects::removing(path));
  }
}

extern constinit const Rule copy_and_extract{
    .name = "copy-and-extract",
    .aliases = {"DL3010"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "an archive is copied into the image and unpacked by a later RUN",
    .why =
        "The image carries the archive and its content, and removing the archive in the RUN does "
        "not help: the layer of the COPY keeps it. ADD unpacks a local tar archive on the way "
        "in; a bind mount shows any file to one RUN without a layer.",
    .bad = R"(FROM debian:12
COPY app.tar.gz /tmp/
RUN tar -xzf /tmp/app.tar.gz -C /opt
)",
    .good = R"(FROM debian:12
ADD app.tar.gz /opt/
)",
    .fix_safety =
        "Always unsafe: the archive is no longer in the image. There is none where a step removes "
        "the archive or reads it again.",
    .references = {"https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives"},
    .looks_at = {.keywords = {Keyword::Copy},
                 .words = {"tar", "bsdtar", "gtar", "unzip", "7z", "gunzip", "bunzip2", "unxz",
                           "unzstd", "gzip", "bzip2", "xz"}},
    .check = check};

}  // namespace plimsoll::rules
