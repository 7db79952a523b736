#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::uint16_t setuid = 04000, setgid = 02000, any_execute = 0111;
static constexpr std::size_t most_told = 20;

namespace {
// Those that nobody here has made by hand, by layer: told together.
struct Packaged {
  std::uint32_t layer = 0;
  bool base = false;
  std::vector<image::EntryRef> files;
};
}  // namespace

static std::string_view kind_of(std::uint16_t mode) {
  if ((mode & setuid) != 0 && (mode & setgid) != 0) return "set-user-ID and set-group-ID";
  return (mode & setuid) != 0 ? "set-user-ID" : "set-group-ID";
}

static void tell(const ImageFacts& facts, Reporter& report, image::EntryRef file) {
  const image::ScannedEntry& entry = facts.tree.at(file);
  const std::string path = "/" + facts.tree.paths().path(facts.tree.path(file));
  const bool of_root = (entry.mode & setuid) != 0 && entry.uid == 0;
  report
      .at(facts.place(file), quoted(path) + " is " + std::string(kind_of(entry.mode)) +
                                 (of_root ? " root" : "") + ", and no package's")
      .severity(Severity::Warning)
      .help("run `chmod a-s` on it in the instruction that brings it, or give it a capability");
}

static void tell(const ImageFacts& facts, Reporter& report, const Packaged& group) {
  const std::string count = std::to_string(group.files.size());
  FindingBuilder finding =
      report.at(facts.place(group.files.front()),
                count + (group.files.size() == 1 ? " program" : " programs") +
                    " with set-user-ID or set-group-ID" +
                    (group.base ? " in the base image" : " from packages in this layer"));
  finding.severity(group.base ? Severity::Style : Severity::Info);
  for (std::size_t i = 0; i < std::min(group.files.size(), most_told); ++i) {
    finding.related(facts.in_layer(group.files[i]),
                    std::string(kind_of(facts.tree.at(group.files[i]).mode)));
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  std::vector<Packaged> groups;
  std::size_t told = 0;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned) continue;
    Packaged group{layer, facts.of_base(layer), {}};
    for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
      const image::ScannedEntry& entry = scanned->entries[i];
      const image::EntryRef file{layer, i};
      if (entry.kind != image::EntryKind::File || (entry.mode & (setuid | setgid)) == 0) continue;
      // Without a right to execute, set-group-ID meant locking once, and means nothing today.
      if ((entry.mode & any_execute) == 0 || facts.tree.fate(file) != image::Fate::Live) continue;
      const std::string path = facts.tree.paths().path(facts.tree.path(file));
      if (group.base || !facts.contents.owner(path).empty() || told >= most_told) {
        group.files.push_back(file);
      } else {
        tell(facts, report, file);
        ++told;
      }
    }
    const bool joins = group.base && !groups.empty() && groups.back().base;
    if (joins) {
      auto& files = groups.back().files;
      files.insert(files.end(), group.files.begin(), group.files.end());
    } else if (!group.files.empty()) {
      groups.push_back(std::move(group));
    }
  }
  for (const Packaged& group : groups) tell(facts, report, group);
}

extern constinit const Rule setuid_files{
    .name = "setuid-files",
    .aliases = {"CIS-DI-0008"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "a program that runs with the rights of its owner (SUID, SGID) is in the image",
    .why =
        "Whoever gets into the container as a plain user needs one hole in one such program to be "
        "root there. Services need none of them; a container that is started with "
        "`no-new-privileges` loses nothing. Those that packages bring are told at a lower "
        "severity, those of the base image once, all together.",
    .bad = R"(FROM debian:12
COPY helper /usr/local/bin/helper
RUN chmod 4755 /usr/local/bin/helper
)",
    .good = R"(FROM debian:12
COPY --chmod=755 helper /usr/local/bin/helper
)",
    .references = {"https://man7.org/linux/man-pages/man2/execve.2.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
