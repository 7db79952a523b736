#include "analyzer/image/scan/scanned_layer.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "analyzer/image/packed_text.h"
#include "analyzer/image/scan/scan_budget.h"

namespace plimsoll::image {

std::string KeptFile::text() const {
  if (!packed) return bytes;
  constexpr std::uint64_t most = std::uint64_t{256} << 20;
  std::string text;
  if (std::optional<TextUnpacker> unpacker = TextUnpacker::open(bytes, most)) {
    text.resize(static_cast<std::size_t>(unpacker->left()));
    text.resize(unpacker->read(text.data(), text.size()));
  }
  return text;
}

std::uint32_t ScannedLayer::add_text(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  char bytes[sizeof size];
  std::memcpy(bytes, &size, sizeof size);
  if (strings.size() + sizeof size + text.size() >= nothing) return nothing;
  const auto where = static_cast<std::uint32_t>(strings.size());
  strings.append(bytes, sizeof size);
  strings.append(text.data(), text.size());
  return where;
}

std::string_view ScannedLayer::text_at(std::uint32_t where) const {
  std::uint32_t size = 0;
  if (where + sizeof size > strings.size()) return {};
  std::memcpy(&size, strings.data() + where, sizeof size);
  const std::string_view all(strings.data(), strings.size());
  return all.substr(where + sizeof size, size);
}

std::string_view ScannedLayer::link_text(const ScannedEntry& entry) const {
  return entry.kind == EntryKind::Symlink ? text_at(entry.link()) : std::string_view();
}

const EntryExtra* ScannedLayer::extra(const ScannedEntry& entry) const {
  if ((entry.flags & entry_has_extra) == 0) return nullptr;
  const auto number = static_cast<std::uint32_t>(&entry - entries.begin());
  const auto* const found = std::lower_bound(
      extras.begin(), extras.end(), number,
      [](const EntryExtra& each, std::uint32_t wanted) { return each.entry < wanted; });
  return found == extras.end() || found->entry != number ? nullptr : found;
}

void ScannedLayer::add_extra(const Xattrs& xattrs, std::uint64_t value) {
  EntryExtra extra;
  extra.entry = static_cast<std::uint32_t>(entries.size());
  extra.value = value;
  if (!xattrs.empty()) {
    std::string all;
    for (const auto& [name, bytes] : xattrs) {
      for (const std::string_view part : {std::string_view(name), std::string_view(bytes)}) {
        const auto size = static_cast<std::uint32_t>(part.size());
        all.append(reinterpret_cast<const char*>(&size), sizeof size).append(part);
      }
    }
    // Neighbours often have the same (a label of SELinux, say): those are kept once.
    const std::uint32_t before = extras.empty() ? nothing : extras.back().xattrs;
    extra.xattrs = before != nothing && text_at(before) == all ? before : add_text(all);
  }
  extras.push_back(extra);
}

void ScannedLayer::add_script(std::uint32_t entry, std::string_view line) {
  const std::uint32_t before = scripts.empty() ? nothing : scripts.back().line;
  const bool same = before != nothing && text_at(before) == line;
  scripts.push_back({entry, same ? before : add_text(line)});
}

Xattrs ScannedLayer::xattrs(const ScannedEntry& entry) const {
  Xattrs xattrs;
  const EntryExtra* const found = extra(entry);
  std::string_view rest = found == nullptr ? std::string_view() : text_at(found->xattrs);
  const auto next = [&rest]() {
    std::uint32_t size = 0;
    std::memcpy(&size, rest.data(), std::min(sizeof size, rest.size()));
    rest.remove_prefix(std::min(sizeof size, rest.size()));
    const std::string_view part = rest.substr(0, size);
    rest.remove_prefix(part.size());
    return part;
  };
  while (!rest.empty()) {
    const std::string_view name = next();
    xattrs.emplace_back(name, next());
  }
  return xattrs;
}

std::uint64_t told_bytes(const ElfHead& elf) {
  std::uint64_t bytes = sizeof(ElfHead) + elf.interpreter.size();
  for (const auto& texts : {&elf.needed, &elf.run_paths}) {
    for (const std::string& text : *texts) bytes += sizeof text + text.size();
  }
  return bytes;
}

std::uint64_t told_bytes(const ScannedLayer& layer) {
  std::uint64_t bytes = told_bytes_of_digests * layer.digests.size();
  for (const FileSecret& secret : layer.secrets) {
    bytes += told_bytes_of_secret + secret.inner.size();
  }
  for (const ElfHead& elf : layer.elfs) bytes += told_bytes(elf);
  return bytes;
}

std::string ScannedLayer::path_of(const ScannedEntry& entry) const {
  return entry.path == no_path ? std::string() : paths.path(entry.path);
}

}  // namespace plimsoll::image
