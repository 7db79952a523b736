#include <algorithm>

#include "analyzer/layer_paths.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Made {
  PathTouch what;
  const Instruction* by = nullptr;
};
struct Installed {
  std::string name;
  std::string_view manager;
  const Run* by = nullptr;
  Span span;
};
// What the layers of a stage hold so far.
struct Layers {
  std::vector<Made> made;
  std::vector<Installed> packages;
};
}  // namespace

// Beyond this many files in a stage nothing more is remembered, so that time stays linear.
static constexpr std::size_t max_made = 200;

// A line of text or a copied setting: who deletes it does not do so for its size.
static bool is_small(const PathTouch& made) {
  if (!made.command) return false;
  const Command& by = *made.command;
  if (by.is("echo") || by.is("printf") || by.is("touch")) return true;
  return made.path.starts_with("/etc/") &&
         (by.is("cp") || by.is("mv") || by.is("cat") || by.is("tee") || by.is("sed"));
}

static void report_deletions(const Layers& layers, std::uint32_t row_begin, const LayerPaths& paths,
                             Reporter& report) {
  for (const PathTouch& removed : paths.removes) {
    const auto made = std::find_if(layers.made.rbegin(), layers.made.rend(), [&](const Made& each) {
      return surely_removes(removed, each.what) && !is_small(each.what);
    });
    if (made == layers.made.rend()) continue;
    const bool copied = made->by->keyword != Keyword::Run;
    // RUNs in a row are better joined: consecutive-run says so.
    if (!copied && made->by->index >= row_begin) continue;
    const bool moved = removed.command && removed.command->is("mv");
    report
        .at(removed.span,
            (moved ? "moving " : "deleting ") + quoted(made->what.path) +
                (moved ? " here stores it a second time" : " here does not shrink the image"))
        .related(made->what.span, "this layer keeps it")
        .help(copied ? "mount it into the step that needs it: `RUN --mount=type=bind,source=...`"
                     : "delete it in the RUN that makes it");
  }
}

static void report_uninstalls(const Layers& layers, const CommandList& list, Reporter& report) {
  for (const Command& command : list.commands) {
    if (!command.has_grammar || !effects_of(command).uninstalls) continue;
    for (const std::uint32_t index : command.operands) {
      const ShellWord& word = command.words[index];
      const auto found =
          std::find_if(layers.packages.begin(), layers.packages.end(),
                       [&](const Installed& each) { return word.known && each.name == word.text; });
      if (found == layers.packages.end()) continue;
      report.at(word.span, "removing " + quoted(word.text) + " here does not shrink the image")
          .related(found->span, "this layer keeps it")
          .help("install, use and remove it in one RUN, or use it in a stage of its own");
      break;
    }
  }
}

static void remember(Layers& layers, const Instruction& by, const LayerPaths& paths) {
  for (const PathTouch& touch : paths.writes) {
    if (layers.made.size() < max_made) layers.made.push_back({touch, &by});
  }
}

static void look_at(const Facts& facts, const Stage& stage, Reporter& report) {
  Layers layers;
  std::uint32_t row_begin = 0;  // where the row of RUNs begins that could be one
  const Run* run_before = nullptr;
  for (const Instruction* instruction : stage.instructions) {
    if (const Copy* copy = as<Copy>(instruction)) {
      remember(layers, *copy, layer_paths(facts, *copy));
    }
    const Run* run = as<Run>(instruction);
    if (run) {
      const CommandList& list = facts.commands(*run);
      const LayerPaths paths = layer_paths(facts, *run);
      if (!run_before || !run->flags.empty() || !run_before->flags.empty()) row_begin = run->index;
      report_deletions(layers, row_begin, paths, report);
      report_uninstalls(layers, list, report);
      std::erase_if(layers.made, [&](const Made& each) {
        return std::any_of(
            paths.removes.begin(), paths.removes.end(),
            [&](const PathTouch& removed) { return surely_removes(removed, each.what); });
      });
      remember(layers, *run, paths);
      for (const Package& package : list.installs()) {
        if (!package.known || layers.packages.size() >= max_made) continue;
        layers.packages.push_back({package.name, package.manager, run, package.span});
      }
    }
    run_before = run;
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (stage.ships()) look_at(facts, stage, report);
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_waste(facts, report,
               {.wrote = "files written here are deleted by a later layer",
                .hid = "deleted here",
                .of_base = "files of the base image are deleted here, which frees nothing",
                .help = "delete them in the instruction that makes them, or do not bring them"},
               static_cast<std::uint64_t>(report.number("least-bytes")),
               [&](image::EntryRef entry) {
                 const image::Fate fate = facts.tree.fate(entry);
                 return fate == image::Fate::Deleted || fate == image::Fate::Opaque ||
                        fate == image::Fate::TypeChanged;
               });
}

extern constinit const Rule layer_deleted_file_waste{
    .name = "layer-deleted-file-waste",
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "a file or package is deleted in a later layer than the one that brought it",
    .why =
        "A layer never shrinks another one. What was copied or installed by an earlier "
        "instruction is pushed and pulled with the image, even if nobody sees it any more; and "
        "whoever unpacks that layer can read it.",
    .bad = R"(FROM debian:12
COPY tool.deb /tmp/tool.deb
RUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb
)",
    .good = R"(FROM debian:12
RUN --mount=type=bind,source=tool.deb,target=/tmp/tool.deb dpkg -i /tmp/tool.deb
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#run---mounttypebind"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "how many bytes between two layers of an image are worth a finding"}},
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"rm", "mv", "remove", "purge", "autoremove", "del", "erase", "uninstall",
                           "find", "unlink", "clean", "rmdir", "shred"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
