#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/layer_paths.h"
#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool is_signature(std::string_view path) {
  return path.ends_with(".asc") || path.ends_with(".sig") || path.ends_with(".sign");
}

// The detached signature that a verification reads; null where there is none.
static const ShellWord* signature_of(const Command& command) {
  const bool verifies =
      (command.is("gpg") || command.is("gpg2")) && command.has_option({"--verify"});
  if (!verifies && !command.is("gpgv")) return nullptr;
  // --verify takes no value: the files behind it are operands.
  for (const ShellWord& word : command.words) {
    if (word.known && !word.glob && is_signature(word.text)) return &word;
  }
  return nullptr;
}

static bool is_touched_later(const Facts& facts, const Run& run, const CommandList& list,
                             const Command& command, const std::string& path) {
  for (std::uint32_t i = command.index + 1; i < list.commands.size(); ++i) {
    const CommandEffects& effects = effects_of(list.commands[i]);
    for (const auto* uses : {&effects.removes, &effects.reads}) {
      for (const PathUse& use : *uses) {
        const Value at = facts.absolute_path(run, Value(use.path));
        if (!use.known || !at.known()) return true;
        const PathTouch upper{normal_path(at.text()), use.glob, use.recursive, use.span, nullptr};
        if (use.glob || surely_removes(upper, {path, false, false, {}, nullptr})) return true;
      }
    }
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const Command& command : list.commands) {
      const ShellWord* word = signature_of(command);
      if (!word || !command.directory) continue;
      const Value path = facts.absolute_path(run, Value(join_path(*command.directory, word->text)));
      if (!path.known()) continue;
      const std::string file = normal_path(path.text());
      if (is_touched_later(facts, run, list, command, file)) continue;
      if (lies_in_mount(facts, run, file)) continue;
      const bool quiet = is_no(facts.read_later(run, file));
      report.at(word->span, "the signature stays in the layer after it has been checked")
          .fix(quiet ? safe() : unsafe("a later step may read it"), "remove it in the same RUN",
               edits::append_command(facts, run, "rm " + edits::quoted_for_shell(file)),
               Effects::removing(file));
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Leftover& leftover : facts.contents.leftovers()) {
    if (leftover.kind != "signature" || facts.of_base(leftover.example.layer)) continue;
    report.at(facts.place(leftover.example), quoted(leftover.path) + " is a detached signature")
        .help("remove it where it was checked");
  }
}

extern constinit const Rule signature_file_left{
    .name = "signature-file-left",
    .aliases = {"gpgVerifyAscRmAsc"},
    .category = Category::Size,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "a detached signature stays in the layer after its verification",
    .why =
        "The file has done its work once `gpg --verify` has succeeded. It is small, but it is one "
        "more thing in the image that nobody uses and somebody wonders about.",
    .bad = R"(FROM debian:12
RUN curl -fsSLO https://example.org/tool && curl -fsSLO https://example.org/tool.asc && gpg --verify tool.asc tool
)",
    .good = R"(FROM debian:12
RUN curl -fsSLO https://example.org/tool && curl -fsSLO https://example.org/tool.asc && gpg --verify tool.asc tool && rm tool.asc
)",
    .fix_safety = "Safe unless a later step may read the file.",
    .looks_at = {.keywords = {Keyword::Run}, .words = {"gpg", "gpg2", "gpgv"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
