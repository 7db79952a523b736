#include <array>
#include <map>

#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Kind {
  std::string_view kind;
  std::string_view what;
  std::string_view help;
  Severity severity = Severity::Info;
};
}  // namespace

static constexpr std::array kinds = {
    Kind{"vcs-directory", "is a version control directory", "leave it out by .dockerignore"},
    Kind{"editor-files", "is an editor's file", "leave it out by .dockerignore"},
    Kind{"desktop-files", "is a file manager's file", "leave it out by .dockerignore"},
    Kind{"project-files", "is a file about the project", "leave it out by .dockerignore"},
    Kind{"tool-cache", "is a tool's cache", "leave it out by .dockerignore"},
    Kind{"shell-history", "is a history of commands",
         "delete it where it is written: it tells much", Severity::Warning},
    Kind{"download-history", "is a history of downloads", "delete it where it is written"},
    Kind{"core-dump", "is a core dump", "delete it where it is written: memory may hold secrets",
         Severity::Warning},
    Kind{"log", "has logs of the build", "delete it in the RUN that writes it"},
};

namespace {
struct Found {
  std::size_t count = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> paths;  // the biggest first, at most four
};
}  // namespace

static void tell(const ImageFacts& facts, Reporter& report, std::uint32_t layer, const Kind& kind,
                 const Found& found) {
  std::string message = quoted(found.paths.front()) + " " + std::string(kind.what);
  if (found.count > 1) message += ", with " + std::to_string(found.count - 1) + " more";
  FindingBuilder finding = report.at(place_in(facts, layer, found.paths.front()), message);
  finding.severity(kind.severity)
      .help(std::string(kind.help))
      .cost({.bytes = found.bytes, .measured = true});
  for (std::size_t i = 1; i < found.paths.size(); ++i) {
    finding.related(InLayer{facts.description.shown, layer, found.paths[i]}, "another one");
  }
}

// Logs of installers are small and in every image: `apt` writes some kilobytes each time.
static constexpr std::uint64_t least_of_logs = 1'000'000;

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const Kind& kind : kinds) {
    std::map<std::uint32_t, Found> layers;
    for (const image::Leftover& leftover : facts.contents.leftovers()) {
      if (leftover.kind != kind.kind) continue;
      for (const image::Culprit& part : leftover.by_layer) {
        const std::uint64_t bytes = part.bytes[static_cast<std::size_t>(image::Fate::Live)].file;
        if (bytes == 0 || facts.of_base(part.wrote)) continue;
        Found& found = layers[part.wrote];
        ++found.count;
        found.bytes += bytes;
        if (found.paths.size() < 4) found.paths.push_back(leftover.path);
      }
    }
    for (const auto& [layer, found] : layers) {
      if (kind.kind == "log" && found.bytes < least_of_logs) continue;
      tell(facts, report, layer, kind, found);
    }
  }
}

extern constinit const Rule junk_files_in_image{
    .name = "junk-files-in-image",
    .aliases = {"DKL-LI-0003"},
    .category = Category::Image,
    .severity = Severity::Info,
    .summary = "files of editors, desktops, version control or the build itself are in the image",
    .why =
        "They serve nobody in a container, make its layers differ from machine to machine, and "
        "some tell what nobody should know: a history of commands, a memory dump.",
    .bad = R"(FROM debian:12
COPY . /app
)",
    .good = R"(FROM debian:12
COPY src /app/src
)",
    .references = {"https://docs.docker.com/build/concepts/context/#dockerignore-files"},
    .check_image = check_image};

}  // namespace plimsoll::rules
