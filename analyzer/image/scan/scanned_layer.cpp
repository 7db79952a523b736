#include "analyzer/image/scan/scanned_layer.h"

#include <cstring>

namespace plimsoll::image {

std::string_view ScannedLayer::link_text(const ScannedEntry& entry) const {
  if (entry.kind != EntryKind::Symlink || entry.link == nothing) return {};
  std::uint32_t size = 0;
  if (entry.link + sizeof size > strings.size()) return {};
  std::memcpy(&size, strings.data() + entry.link, sizeof size);
  return std::string_view(strings).substr(entry.link + sizeof size, size);
}

std::string ScannedLayer::path_of(const ScannedEntry& entry) const {
  return entry.path == no_path ? std::string() : paths.path(entry.path);
}

}  // namespace plimsoll::image
