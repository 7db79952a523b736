#include <algorithm>

#include "analyzer/image/tree/waste.h"
#include "analyzer/layer_paths.h"
#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789:") == std::string_view::npos;
}

// What the flag of COPY would say; "" where it cannot.
static std::string flag_value(const Command& command) {
  if (command.operands.empty() || !command.operand(0).known ||
      command.has_option({"--reference"})) {
    return "";
  }
  std::string value = command.operand(0).text;
  if (command.is("chmod")) {
    // A file from a checkout has 644; other letters depend on what is there.
    if (value == "+x" || value == "a+x" || value == "ugo+x") return "755";
    return is_number(value) && value.find(':') == std::string::npos ? value : "";
  }
  if (command.is("chgrp")) return "";
  const std::size_t dot = value.find('.');
  if (dot != std::string::npos && value.find(':') == std::string::npos) value[dot] = ':';
  return value.ends_with(':') ? "" : value;
}

static bool makes_users(const CommandList& list) {
  for (const std::string_view program : {"useradd", "adduser", "groupadd", "addgroup", "usermod"}) {
    if (list.find(program)) return true;
  }
  return list.is_opaque();
}

static edits::Edits move_to_copy(const Facts& facts, const Copy& copy, const Run& run,
                                 const Command& command, const std::string& value) {
  const std::string_view flag = command.is("chmod") ? "chmod" : "chown";
  if (copy.flag(flag) || copy.flag("link")) return std::nullopt;
  const bool only = facts.commands(run).commands.size() == 1;
  return edits::all(
      {edits::set_flag(facts, copy, flag, value),
       only ? edits::delete_instruction(facts, run) : edits::delete_command(facts, run, command)});
}

namespace {
struct Copied {
  const Copy* copy = nullptr;
  PathTouch what;
};
}  // namespace

static void look_at_change(const Facts& facts, const std::vector<Copied>& copies,
                           const PathTouch& change, const Run& run, bool users_changed,
                           Reporter& report) {
  const auto found = std::find_if(copies.rbegin(), copies.rend(), [&](const Copied& each) {
    return surely_covers(change, each.what);
  });
  if (found == copies.rend()) return;
  const Command& command = *change.command;
  FindingBuilder finding =
      report.at(command.span, quoted(command.program) + " stores what was copied a second time");
  finding.related(found->copy->keyword_span, "copied here");
  if (!change.recursive) finding.severity(Severity::Info);  // one file
  const std::string value = flag_value(command);
  const std::string flag = command.is("chmod") ? "--chmod" : "--chown";
  const std::string help = "give the COPY `" + flag + "` instead";
  if (value.empty() || (!is_number(value) && users_changed)) {
    finding.help(help);
    return;
  }
  const bool same_thing = change.path == found->what.path && command.operands.size() == 2 &&
                          found->copy->sources.size() == 1;
  if (!same_thing) {
    finding.help(help);
    return;
  }
  const bool exact = !change.recursive && is_number(command.operand(0).text);
  finding.fix(
      exact ? safe()
            : unsafe(change.recursive
                         ? "the directory itself and what other steps put there keep theirs"
                     : command.is("chmod") ? "the mode of the file in the context is not known"
                                           : "the name has to be known where the COPY stands"),
      std::string("let COPY set it with `--") + (command.is("chmod") ? "chmod=" : "chown=") +
          value + "`",
      move_to_copy(facts, *found->copy, run, command, value),
      exact ? Effects::none() : Effects{.changes = {change.path + "/**"}});
}

static void look_at(const Facts& facts, const Stage& stage, Reporter& report) {
  std::vector<Copied> copies;
  bool users_changed = false;
  for (const Instruction* instruction : stage.instructions) {
    if (const Copy* copy = as<Copy>(instruction)) {
      if (copy->keyword == Keyword::Add) continue;
      for (PathTouch& touch : layer_paths(facts, *copy).writes) copies.push_back({copy, touch});
      if (copies.size() > 100) copies.erase(copies.begin(), copies.begin() + 50);
      users_changed = false;
    }
    const Run* run = as<Run>(instruction);
    if (!run || copies.empty()) continue;
    users_changed = users_changed || makes_users(facts.commands(*run));
    for (const PathTouch& change : layer_paths(facts, *run).changes) {
      look_at_change(facts, copies, change, *run, users_changed, report);
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (stage.ships()) look_at(facts, stage, report);
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_waste(
      facts, report,
      {.wrote = "files written here are stored again with another owner or mode",
       .hid = "changed here",
       .of_base = "files of the base image are stored again with another owner or mode",
       .help = "set owner and mode where the files are brought: `COPY --chown`, `--chmod`"},
      static_cast<std::uint64_t>(report.number("least-bytes")), [&](image::EntryRef entry) {
        return facts.tree.fate(entry) == image::Fate::Restored &&
               !image::changes_time_alone(facts.tree, entry);
      });
}

extern constinit const Rule metadata_only_relayer{
    .name = "metadata-only-relayer",
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`chown` or `chmod` in a RUN for what COPY has just brought",
    .why =
        "A layer stores whole files: a change of owner or mode stores every file again, and the "
        "image carries both. `COPY --chown` and `--chmod` set them while copying.",
    .bad = R"(FROM node:20
COPY . /srv/app
RUN chown -R node:node /srv/app
)",
    .good = R"(FROM node:20
COPY --chown=node:node . /srv/app
)",
    .fix_safety =
        "Safe for one file and a numeric owner or mode. Unsafe for a directory, whose own owner "
        "and older contents COPY leaves alone; for names, which have to exist when the COPY runs; "
        "and for `+x`, which is taken for 755.",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "how many bytes between two layers of an image are worth a finding"}},
    .looks_at = {.keywords = {Keyword::Copy}, .words = {"chown", "chmod", "chgrp"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
