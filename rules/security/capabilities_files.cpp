#include <algorithm>
#include <array>
#include <optional>

#include "rules/image_findings.h"

namespace plimsoll::rules {

// linux/capability.h, by bit.
static constexpr std::array<std::string_view, 41> names = {"chown",
                                                           "dac_override",
                                                           "dac_read_search",
                                                           "fowner",
                                                           "fsetid",
                                                           "kill",
                                                           "setgid",
                                                           "setuid",
                                                           "setpcap",
                                                           "linux_immutable",
                                                           "net_bind_service",
                                                           "net_broadcast",
                                                           "net_admin",
                                                           "net_raw",
                                                           "ipc_lock",
                                                           "ipc_owner",
                                                           "sys_module",
                                                           "sys_rawio",
                                                           "sys_chroot",
                                                           "sys_ptrace",
                                                           "sys_pacct",
                                                           "sys_admin",
                                                           "sys_boot",
                                                           "sys_nice",
                                                           "sys_resource",
                                                           "sys_time",
                                                           "sys_tty_config",
                                                           "mknod",
                                                           "lease",
                                                           "audit_write",
                                                           "audit_control",
                                                           "setfcap",
                                                           "mac_override",
                                                           "mac_admin",
                                                           "syslog",
                                                           "wake_alarm",
                                                           "block_suspend",
                                                           "audit_read",
                                                           "perfmon",
                                                           "bpf",
                                                           "checkpoint_restore"};

// Who has one of these can make itself root.
static constexpr std::array<std::size_t, 12> as_good_as_root = {0, 1,  2,  3,  6,  7,
                                                                8, 16, 17, 19, 21, 31};

// struct vfs_cap_data: a word of magic and flags, then two words (permitted, inheritable) once in
// the first revision, twice in the later ones; all little-endian.
static std::optional<std::uint64_t> permitted_by(std::string_view value) {
  if (value.size() < 12) return std::nullopt;
  const auto word = [&](std::size_t at) {
    std::uint64_t number = 0;
    for (std::size_t i = 4; i-- > 0;) {
      number = number << 8 | static_cast<unsigned char>(value[at + i]);
    }
    return number;
  };
  const std::uint64_t revision = word(0) >> 24;
  if (revision == 1) return word(4);
  if ((revision != 2 && revision != 3) || value.size() < 20) return std::nullopt;
  return word(4) | word(12) << 32;
}

static std::optional<std::uint64_t> capabilities_of(const ImageFacts& facts, image::EntryRef file) {
  const image::ScannedLayer* layer = facts.tree.layer(file.layer);
  if (!layer) return std::nullopt;
  for (const auto& [name, value] : layer->xattrs(facts.tree.at(file))) {
    if (name == "security.capability") return permitted_by(value);
  }
  return std::nullopt;
}

static std::string words_for(std::uint64_t bits) {
  std::string text;
  std::size_t count = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((bits >> i & 1) == 0 || ++count > 2) continue;
    text += (text.empty() ? "cap_" : ", cap_") + std::string(names[i]);
  }
  return count > 2 ? text + " and more" : text;
}

// More are the same mistake; only the first grave one is never left out.
static constexpr std::size_t most_told = 200;

static void check_image(const ImageFacts& facts, Reporter& report) {
  std::size_t told = 0, lost = 0;
  bool told_grave = false;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned) continue;
    for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
      if (scanned->entries[i].kind != image::EntryKind::File) continue;
      const image::EntryRef file{layer, i};
      const std::optional<std::uint64_t> bits = capabilities_of(facts, file);
      if (!bits || *bits == 0) continue;
      const image::EntryRef by = facts.tree.hidden_by(file);
      if (facts.tree.fate(file) == image::Fate::Restored && !facts.of_base(by.layer) &&
          !capabilities_of(facts, by) && ++lost <= most_told) {
        report.at(facts.place(by), quoted_path(facts, file) + " loses " + words_for(*bits))
            .related(facts.in_layer(file), "has it here")
            .help("a copy and `chown` drop capabilities: run `setcap` behind them");
      }
      if (facts.tree.fate(file) != image::Fate::Live || facts.of_base(layer)) continue;
      const bool grave = std::any_of(as_good_as_root.begin(), as_good_as_root.end(),
                                     [&](std::size_t bit) { return (*bits >> bit & 1) != 0; });
      if (++told > most_told && (!grave || told_grave)) continue;
      told_grave = told_grave || grave;
      FindingBuilder finding =
          report.at(facts.place(file), quoted_path(facts, file) + " has " + words_for(*bits));
      if (grave) finding.severity(Severity::Warning).help("with that it can make itself root");
    }
  }
}

extern constinit const Rule capabilities_files{
    .name = "capabilities-files",
    .category = Category::Security,
    .severity = Severity::Info,
    .summary = "a program of the image has file capabilities, or has lost them",
    .why =
        "A file capability gives whoever starts the program a part of root's power, as the "
        "set-user-ID bit gives all of it; few tools show it. And it is easily lost: `cp`, `chown` "
        "and some builders drop it, and the program fails in the container alone.",
    .bad = R"(FROM debian:12
COPY probe /usr/local/bin/probe
RUN setcap cap_sys_admin+ep /usr/local/bin/probe
)",
    .good = R"(FROM debian:12
COPY probe /usr/local/bin/probe
)",
    .references = {"https://man7.org/linux/man-pages/man7/capabilities.7.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
