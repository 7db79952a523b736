#include <algorithm>
#include <set>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::size_t most_told = 20;

// Where a program lies that is meant to be started by its name. Elsewhere programs for other
// machines may lie on purpose: prebuilt modules, cross compilers' files, test data.
static std::set<image::PathId> program_directories(const ImageFacts& facts) {
  std::set<image::PathId> found;
  std::string_view list = facts.contents.env("PATH").value_or("");
  while (!list.empty()) {
    const std::size_t end = list.find(':');
    found.insert(facts.tree.resolve(list.substr(0, end)));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  for (const std::string_view usual :
       {"usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"}) {
    found.insert(facts.tree.resolve(usual));
  }
  found.erase(image::no_path);
  found.erase(image::root_path);
  return found;
}

static bool is_started(const ImageFacts& facts, image::EntryRef file) {
  const auto& started = facts.contents.started();
  return std::any_of(started.begin(), started.end(), [&](const image::Started& each) {
    return each.file.valid() && facts.tree.inode(each.file) == file;
  });
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const std::set<image::PathId> directories = program_directories(facts);
  std::size_t told = 0;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned || facts.of_base(layer)) continue;
    for (const image::ElfHead& elf : scanned->elfs) {
      const image::EntryRef file{layer, elf.entry};
      if (!is_no(image::runs_on(elf, facts.description.platform))) continue;
      if (facts.tree.fate(file) != image::Fate::Live) continue;
      const image::PathId path = facts.tree.path(file);
      const bool by_name = path != image::root_path && path != image::no_path &&
                           directories.contains(facts.tree.paths().parent(path));
      if (!by_name && !is_started(facts, file)) continue;
      if (++told > most_told) return;
      report
          .at(facts.place(file), quoted_path(facts, file) + " is for " +
                                     image::machine_name(elf.machine) + ", the image for " +
                                     facts.description.platform.to_string())
          .help("take the file for the platform: `ARG TARGETARCH` tells which it is");
    }
  }
}

extern constinit const Rule arch_mismatch_in_image{
    .name = "arch-mismatch-in-image",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "a program of the image is for another machine than the image",
    .why =
        "The kernel refuses it: \"exec format error\". A download with a fixed name in its URL is "
        "the usual cause; the image builds for every platform and works on one. Only programs "
        "that are started, or lie in a directory of PATH, are looked at.",
    .bad = R"(FROM --platform=linux/arm64 debian:12
ADD https://example.org/tool-linux-amd64 /usr/local/bin/tool
)",
    .good = R"(FROM debian:12
ARG TARGETARCH
ADD https://example.org/tool-linux-${TARGETARCH} /usr/local/bin/tool
)",
    .references = {"https://docs.docker.com/build/building/multi-platform/"},
    .check_image = check_image};

}  // namespace plimsoll::rules
