#include <algorithm>
#include <map>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::size_t most_named = 5;

namespace {
struct Broken {
  std::vector<image::EntryRef> files;  // at most most_named
  std::size_t count = 0;
};
}  // namespace

static bool is_started(const ImageFacts& facts, image::EntryRef file) {
  const auto& started = facts.contents.started();
  return std::any_of(started.begin(), started.end(), [&](const image::Started& each) {
    return each.file.valid() && facts.tree.inode(each.file) == file;
  });
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (facts.description.platform.os == "windows") return;
  std::map<std::pair<std::uint32_t, std::string>, Broken> by_loader;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned || facts.of_base(layer)) continue;
    for (const image::ElfHead& elf : scanned->elfs) {
      const image::EntryRef file{layer, elf.entry};
      constexpr std::uint16_t any_execute = 0111;
      const bool program = !elf.interpreter.empty() &&
                           (facts.tree.at(file).mode & any_execute) != 0 &&
                           is_yes(image::runs_on(elf, facts.description.platform));
      if (!program || facts.tree.fate(file) != image::Fate::Live) continue;
      // What is started is entrypoint-not-executable's affair; a package knows what it needs.
      if (!is_no(facts.contents.exists(elf.interpreter)) || is_started(facts, file)) continue;
      Broken& broken = by_loader[{layer, elf.interpreter}];
      if (broken.files.size() < most_named) broken.files.push_back(file);
      ++broken.count;
    }
  }
  for (const auto& [where, broken] : by_loader) {
    const std::string more =
        broken.count > 1 ? " and " + std::to_string(broken.count - 1) + " more need " : " needs ";
    FindingBuilder finding = report.at(
        facts.place(broken.files.front()),
        quoted_path(facts, broken.files.front()) + more + quoted(where.second) + ": not there");
    finding.help(
        "build them on the same distribution as the image's base, or statically: "
        "ld-musl is Alpine's, ld-linux everybody else's");
    for (std::size_t i = 1; i < broken.files.size(); ++i) {
      finding.related(facts.in_layer(broken.files[i]), "nor does this one start");
    }
  }
}

extern constinit const Rule stage_base_mismatch{
    .name = "stage-base-mismatch",
    .category = Category::MultiStage,
    .severity = Severity::Warning,
    .summary = "programs in the image were built for a C library that it does not have",
    .why =
        "A program names the loader that starts it. Built on Debian and copied to Alpine, or into "
        "an empty image, it cannot be started: \"no such file or directory\", although the file "
        "is there.",
    .bad = R"(FROM debian:12 AS build
COPY . /src
RUN make -C /src install

FROM alpine:3.20
COPY --from=build /usr/local/bin/ /usr/local/bin/
)",
    .good = R"(FROM alpine:3.20 AS build
COPY . /src
RUN make -C /src install

FROM alpine:3.20
COPY --from=build /usr/local/bin/ /usr/local/bin/
)",
    .references = {"https://man7.org/linux/man-pages/man8/ld.so.8.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
