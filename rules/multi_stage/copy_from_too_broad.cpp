#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/amounts.h"
#include "analyzer/base/paths.h"
#include "analyzer/build_remains.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

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
      const std::optional<BuildRemains> left = build_remains(facts, *edge.to.stage, folder);
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
