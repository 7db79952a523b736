#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/amounts.h"
#include "analyzer/base/paths.h"
#include "analyzer/layer_paths.h"
#include "analyzer/shell/path.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
// A command that fills a directory beside the sources with what only the next build reads.
struct Builder {
  std::string_view program, subcommand, folder;
  std::string_view moved_by_option, moved_by_variable;  // to another place
};
struct Remains {
  const Command* command = nullptr;
  std::string path;
};
}  // namespace

static constexpr std::array builders = {
    Builder{"cargo", "build", "target", "--target-dir", "CARGO_TARGET_DIR"},
    Builder{"cargo", "install", "target", "--target-dir", "CARGO_TARGET_DIR"},
    Builder{"swift", "build", ".build", "--scratch-path", ""},
    Builder{"stack", "build", ".stack-work", "--work-dir", "STACK_WORK"},
    Builder{"stack", "install", ".stack-work", "--work-dir", "STACK_WORK"},
    Builder{"cabal", "build", "dist-newstyle", "--builddir", "CABAL_BUILDDIR"},
};

static bool is_inside(std::string_view path, std::string_view folder) {
  return path == folder ||
         (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

static bool is_word(const Command& command, std::string_view wanted) {
  return std::any_of(command.words.begin(), command.words.end(),
                     [&](const ShellWord& word) { return word.is(wanted); });
}

// Where a command of a RUN starts; nothing where that is not known.
static std::optional<std::string> directory_of(const Facts& facts, const Run& run,
                                               const Command& command) {
  if (!command.directory) return std::nullopt;
  const std::string& directory = *command.directory;
  const Value path = facts.absolute_path(run, Value(directory.empty() ? "." : directory));
  if (!path.known() || !path.text().starts_with('/')) return std::nullopt;
  return normal_path(path.text());
}

// Unknown bases may set anything; known ones are named in a table with what concerns builds.
static bool may_be_set(const Facts& facts, const Run& run, const Command& command,
                       std::string_view variable) {
  if (variable.empty()) return false;
  const Answer defined = facts.variable(run, command, variable).defined;
  return is_yes(defined) || (is_unknown(defined) && !facts.base(run).found);
}

static std::optional<Remains> remains_of(const Facts& facts, const Run& run,
                                         const Command& command) {
  for (const Builder& builder : builders) {
    if (!command.is(builder.program) || command.runs != Runs::Always) continue;
    if (!command.subcommand.empty() ? command.subcommand != builder.subcommand
                                    : !is_word(command, builder.subcommand)) {
      continue;
    }
    const bool moved = command.names_hidden_options() ||
                       is_word(command, builder.moved_by_option) ||
                       command.has_option({builder.moved_by_option}) ||
                       may_be_set(facts, run, command, builder.moved_by_variable);
    // `cargo install app` of a registry builds in a place that it removes.
    const bool elsewhere = builder.subcommand == "install" && !is_word(command, "--path");
    const auto directory = directory_of(facts, run, command);
    if (moved || elsewhere || !directory) return std::nullopt;
    const std::string path = normal_path(*directory + "/" + std::string(builder.folder));
    if (lies_in_mount(facts, run, path)) return std::nullopt;
    return Remains{&command, path};
  }
  return std::nullopt;
}

// Whether a RUN may have taken the directory, or what lies in it, away.
static bool may_remove(const Facts& facts, const Run& run, const Remains& remains,
                       const Command* after) {
  if (!is_no(facts.removes(run, remains.path, after))) return true;
  const CommandList& list = facts.commands(run);
  if (list.is_opaque()) return true;
  return std::any_of(list.commands.begin(), list.commands.end(), [&](const Command& command) {
    if (after && command.index <= after->index) return false;
    if (command.subcommand == "clean" || is_word(command, "clean")) return true;
    const auto& removes = effects_of(command).removes;
    return std::any_of(removes.begin(), removes.end(), [&](const PathUse& use) {
      const Value path = facts.absolute_path(run, Value(use.path));
      return !use.known || !path.known() || is_inside(path.text(), remains.path) ||
             is_inside(remains.path, path.text());
    });
  });
}

// What a build has left below `folder` at the end of a stage.
static std::optional<Remains> left_in(const Facts& facts, const Stage& stage,
                                      std::string_view folder) {
  std::vector<const Stage*> chain{&stage};
  while (chain.back()->parent() && chain.size() < max_stage_depth) {
    chain.push_back(chain.back()->parent());
  }
  std::optional<Remains> found;
  for (auto each = chain.rbegin(); each != chain.rend(); ++each) {
    for (const Instruction* instruction : (*each)->instructions) {
      const Run* run = as<Run>(instruction);
      if (!run) continue;
      if (found && may_remove(facts, *run, *found, nullptr)) found.reset();
      for (const Command& command : facts.commands(*run).commands) {
        std::optional<Remains> remains = remains_of(facts, *run, command);
        if (!remains || !is_inside(remains->path, folder)) continue;
        if (!may_remove(facts, *run, *remains, &command)) found = std::move(remains);
      }
    }
  }
  return found;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Edge& edge : facts.graph().edges()) {
    const Copy* copy = as<Copy>(edge.instruction);
    if (!copy || copy->broken || edge.in_trigger || !edge.to.is_stage()) continue;
    if (!facts.ships(*copy) || copy->flag("exclude")) continue;
    for (const Text& source : copy->sources) {
      const Value value = facts.value(*copy, source);
      if (!value.known() || value.text().find_first_of("*?[") != std::string::npos) continue;
      const std::string folder = normal_path("/" + value.text());
      if (folder == "/") continue;  // copy-root-from-stage says it
      const std::optional<Remains> left = left_in(facts, *edge.to.stage, folder);
      // Who names the directory itself wants it.
      if (!left || left->path == folder) continue;
      report.at(source.span(), quoted(folder) + " comes along, with what the build has left in it")
          .related(left->command->span, "leaves " + quoted(left->path))
          .help("copy what was built, by its name");
    }
  }
}

// --- of an image

static std::string_view kind_of_name(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> endings{
      {{".o", "objects"},
       {".obj", "objects"},
       {".a", "objects"},
       {".rlib", "objects"},
       {".rmeta", "objects"},
       {".hi", "objects"},
       {".rs", "sources"},
       {".go", "sources"},
       {".c", "sources"},
       {".cc", "sources"},
       {".cpp", "sources"},
       {".java", "sources"},
       {".swift", "sources"}}};
  for (const auto& [ending, kind] : endings) {
    if (name.size() > ending.size() && name.ends_with(ending)) return kind;
  }
  return {};
}

// What only a build reads; empty for all else.
static std::string_view kind_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> folders{
      {{"/.git/", "version control"},
       {"/.svn/", "version control"},
       {"/.hg/", "version control"},
       {"/node_modules/.cache/", "caches"},
       {"/__pycache__/", "caches"},
       {"/.pytest_cache/", "caches"},
       {"/.mypy_cache/", "caches"},
       {"/.gradle/", "caches"},
       {"/.next/cache/", "caches"},
       {"/target/debug/", "cargo's build"},
       {"/target/release/deps/", "cargo's build"},
       {"/target/release/build/", "cargo's build"},
       {"/target/release/incremental/", "cargo's build"},
       {"/.fingerprint/", "cargo's build"},
       {"/CMakeFiles/", "cmake's build"},
       {"/.stack-work/", "stack's build"}}};
  for (const auto& [folder, kind] : folders) {
    if (path.find(folder) != std::string_view::npos) return kind;
  }
  return kind_of_name(path);
}

namespace {
struct Part {
  std::uint64_t bytes = 0, biggest = 0;
  image::EntryRef file;
};
struct Share {
  std::uint64_t all = 0, left = 0;
  std::map<std::string_view, Part> parts;
};
}  // namespace

static Share share_of(const ImageFacts& facts, std::uint32_t layer) {
  Share share;
  const auto& entries = facts.tree.layer(layer)->entries;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const image::EntryRef file{layer, i};
    const image::PathId path = facts.tree.path(file);
    if (entries[i].kind != image::EntryKind::File || path == image::no_path) continue;
    const std::uint64_t bytes = facts.tree.bytes(file).file;
    share.all += bytes;
    const std::string_view kind = kind_of("/" + facts.tree.paths().path(path));
    if (kind.empty()) continue;
    share.left += bytes;
    Part& part = share.parts[kind];
    part.bytes += bytes;
    if (!part.file.valid() || bytes > part.biggest) {
      part.file = file;
      part.biggest = bytes;
    }
  }
  return share;
}

// Whether the layer is surely that of a `COPY --from`.
static bool takes_from_stage(const ImageFacts& facts, std::uint32_t layer) {
  const AttributedStep* step = facts.attribution.of_layer(layer);
  if (!step || step->shared) return false;
  if (const Copy* copy = step->writer ? as<Copy>(step->writer) : nullptr)
    return copy->from() != nullptr;
  return step->step.keyword == "COPY" && step->step.arguments.starts_with("--from=");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto least =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("least-bytes"), 1));
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned || !scanned->partial.empty() || facts.of_base(layer)) continue;
    if (!takes_from_stage(facts, layer)) continue;
    const Share share = share_of(facts, layer);
    if (share.left < least || share.left * 2 <= share.all) continue;
    image::EntryRef biggest;
    std::uint64_t most = 0;
    for (const auto& [kind, part] : share.parts) {
      if (part.bytes <= most) continue;
      most = part.bytes;
      biggest = part.file;
    }
    FindingBuilder finding = report.at(
        facts.place(biggest), human_bytes(share.left) + " of the " + human_bytes(share.all) +
                                  " that are copied are leftovers of the build");
    for (const auto& [kind, part] : share.parts) {
      finding.related(facts.in_layer(part.file),
                      human_bytes(part.bytes) + " of " + std::string(kind));
    }
    finding.cost({.bytes = share.left, .measured = true})
        .help("copy what was built, by its name, or leave these out with `COPY --exclude=...`");
  }
}

extern constinit const Rule copy_from_too_broad{
    .name = "copy-from-too-broad",
    .aliases = {},
    .category = Category::MultiStage,
    .severity = Severity::Warning,
    .summary = "`COPY --from` takes a directory that is mostly what a build has left",
    .why =
        "A stage of its own is there so that objects, caches and sources stay behind. Copied as a "
        "whole directory they are in the image after all, and are often many times the size of "
        "what runs. In a Dockerfile only builds are judged whose leftovers are known to be large "
        "and to lie there: cargo, swift, stack and cabal. In an image the bytes of the layer are "
        "counted, where it is known to be that of a `COPY --from`, and told where they are more "
        "than half. The whole file system of a stage is copy-root-from-stage's; who copies `.git` "
        "or objects with what is needed, is told by copy-git-directory and "
        "debug-symbols-unstripped.",
    .bad = R"(FROM rust:1.80 AS build
WORKDIR /app
COPY . .
RUN cargo build --release

FROM debian:12-slim
COPY --from=build /app /app
CMD ["/app/target/release/server"]
)",
    .good = R"(FROM rust:1.80 AS build
WORKDIR /app
COPY . .
RUN cargo build --release

FROM debian:12-slim
COPY --from=build /app/target/release/server /usr/local/bin/
CMD ["server"]
)",
    .references = {"https://docs.docker.com/build/building/multi-stage/"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "less than this many bytes of leftovers in a layer are passed over"}},
    .looks_at = {.words = {"from"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
