#include <string>

#include "analyzer/shell/download.h"
#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool unpacks(const Command& command) {
  if (command.is("tar") || command.is("bsdtar")) {
    return command.has_option({"-x", "--extract", "--get"});
  }
  return command.is("unzip") && !command.has_option({"-l", "-t", "-p", "-v"});
}

static Value place(const Facts& facts, const Run& run, const PathUse& use) {
  return use.known ? facts.absolute_path(run, Value(use.path)) : Value::unknown(use.path);
}

// The archive that a command unpacks; null where it is none, or not one file.
static const PathUse* archive_of(const Command& command, const CommandEffects& effects) {
  if (!unpacks(command) || effects.reads.empty()) return nullptr;
  const PathUse& first = effects.reads.front();
  return first.glob || first.path == "-" ? nullptr : &first;
}

namespace {
struct Download {
  const Run* run = nullptr;
  Fetch fetch;
};
}  // namespace

// Where the stage downloads `written` (as a path of its own RUN) or `path`, up to `run`.
static Download download_of(const Facts& facts, const Placed<Run>& run, const PathUse& archive,
                            const Value& path, const Command& reader) {
  for (const Fetch& fetch : facts.commands(run).fetches()) {
    if (fetch.command < reader.index && !fetch.output.empty() && fetch.output == archive.path) {
      return {run.instruction, fetch};
    }
  }
  if (!path.known() || !run.stage) return {};
  for (const Instruction* instruction : run.stage->instructions) {
    const Run* earlier = as<Run>(instruction);
    if (!earlier || earlier->index >= run->index) continue;
    for (const Fetch& fetch : facts.commands(*earlier).fetches()) {
      if (fetch.output.empty() || !fetch.output_known) continue;
      const Value made = facts.absolute_path(*earlier, Value(fetch.output));
      if (made.known() && made.text() == path.text()) return {earlier, fetch};
    }
  }
  return {};
}

// Whether the RUN may move or remove the file: by its own words, or by ones that are not known.
static bool may_vanish(const Facts& facts, const Run& run, const PathUse& archive,
                       const Value& path, const Command* after) {
  const CommandList& list = facts.commands(run);
  if (list.is_opaque()) return true;
  const std::size_t slash = archive.path.rfind('/');
  const std::string base =
      slash == std::string::npos ? archive.path : archive.path.substr(slash + 1);
  for (const Command& command : list.commands) {
    if (after && command.index <= after->index) continue;
    if (command.program.empty() && !command.words.empty()) return true;
    for (const PathUse& use : effects_of(command).removes) {
      if (!use.known || use.path.find(base) != std::string::npos || use.glob) return true;
      const Value removed = place(facts, run, use);
      if (!removed.known() || !path.known()) return true;
      const std::string folder = removed.text() == "/" ? "/" : removed.text() + "/";
      if (use.recursive && path.text().starts_with(folder)) return true;
    }
  }
  return false;
}

static bool names(const Command& command, std::string_view base) {
  for (const ShellWord& word : command.words) {
    if (word.text.find(base) != std::string::npos) return true;
  }
  return false;
}

// Whether a command behind `after`, in this RUN or in a later one of the stage, speaks of the file:
// it would miss it, were it removed.
static bool is_named_later(const Facts& facts, const Placed<Run>& run, const Command& after,
                           std::string_view path) {
  const std::string_view base = path.substr(path.rfind('/') + 1);
  for (const Command& command : facts.commands(run).commands) {
    if (command.index > after.index && names(command, base)) return true;
  }
  if (!run.stage) return false;
  for (const Instruction* instruction : run.stage->instructions) {
    const Run* later = as<Run>(instruction);
    if (!later || later->index <= run->index) continue;
    for (const Command& command : facts.commands(*later).commands) {
      if (names(command, base)) return true;
    }
  }
  return false;
}

static void look(const Facts& facts, const Placed<Run>& run, const Command& command,
                 Reporter& report) {
  const CommandEffects& effects = effects_of(command);
  const PathUse* archive = archive_of(command, effects);
  if (!archive) return;
  for (const Command& later : facts.commands(run).commands) {
    if (later.index <= command.index) continue;
    const CommandEffects& others = effects_of(later);
    const PathUse* same = archive_of(later, others);
    if (same && same->path == archive->path) return;  // told once, at the last one
  }
  const Value path = place(facts, *run, *archive);
  const Download download = download_of(facts, run, *archive, path, command);
  if (!download.run) return;
  const bool here = download.run == run.instruction;
  if (path.known() && !is_no(facts.mounts_over(*download.run, path.text()))) return;
  const Command& fetcher = facts.commands(*download.run).commands[download.fetch.command];
  if (may_vanish(facts, *download.run, *archive, path, here ? &command : &fetcher)) return;
  FindingBuilder finding =
      report.at(download.fetch.span, "the archive stays in this layer after it is unpacked");
  finding.related(command.span, "unpacked here");
  if (path.known() && is_yes(facts.read_later(run, path.text()))) {
    finding.help("let the step that needs it last remove it, in the RUN that downloads it");
    return;
  }
  if (here && is_named_later(facts, run, command, archive->path)) {
    finding.help("remove it behind its last use, in the same RUN");
    return;
  }
  if (!here) {
    finding.help("download, unpack and remove it in one RUN");
    return;
  }
  const ShellWord& word = command.words[archive->word];
  const std::string_view written = facts.source.at(word.span);
  const bool whole = written.find('\n') == std::string_view::npos && !written.starts_with('-') &&
                     written.find('=') == std::string_view::npos;
  if (!whole) return;
  finding.fix(unsafe("a later step may read the archive"), "remove it once it is unpacked",
              edits::insert_after_command(facts, *run, command, "rm " + std::string(written)),
              path.known() ? Effects::removing(path.text()) : Effects::removing("**"));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    for (const Command& command : facts.commands(run).commands) {
      look(facts, run, command, report);
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Leftover& leftover : facts.contents.leftovers()) {
    if (leftover.kind != "archive-beside-content" || facts.of_base(leftover.example.layer))
      continue;
    if (leftover.bytes.file < least_leftover_bytes) continue;
    report
        .at(facts.place(leftover.example),
            quoted(leftover.path) + " lies beside what it was unpacked to")
        .help("unpack it from a pipe or a bind mount, or remove it in the RUN that unpacks it")
        .cost({.bytes = leftover.bytes.file, .measured = true});
  }
}

extern constinit const Rule archive_left_after_extract{
    .name = "archive-left-after-extract",
    .aliases = {"tarSomethingRmTheSomething"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a downloaded archive remains after it is unpacked",
    .why =
        "The image carries the archive and its content. Removing it in a later RUN does not make "
        "the image smaller: the layer that downloaded it keeps it.",
    .bad = R"(FROM debian:12
RUN curl -fsSLo /tmp/tool.tgz https://example.com/tool.tgz && tar -xzf /tmp/tool.tgz -C /opt
)",
    .good = R"(FROM debian:12
RUN curl -fsSLo /tmp/tool.tgz https://example.com/tool.tgz && tar -xzf /tmp/tool.tgz -C /opt \
    && rm /tmp/tool.tgz
)",
    .fix_safety =
        "Always unsafe: a later step may read the archive. There is none where it was downloaded "
        "by an earlier RUN, or where a later command speaks of it.",
    .looks_at = {.keywords = {Keyword::Run}, .words = {"tar", "bsdtar", "unzip"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
