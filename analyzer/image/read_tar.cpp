// A tar that lies in a file, and the names in it.

#include <algorithm>

#include "analyzer/image/tar.h"
#include "analyzer/image/tar_fields.h"

namespace plimsoll {
namespace {

using image::tar_block_bytes;

constexpr std::size_t read_bytes = std::size_t{1} << 20;
// Without contents: a few headers of small files at a time, and little in vain for big ones.
constexpr std::size_t jump_bytes = std::size_t{16} << 10;

}  // namespace

Result<void> read_tar(const FileDescriptor& file, bool contents, TarReader::Visitor& visitor) {
  const Result<std::uint64_t> size = size_of(file);
  if (!size) return tl::unexpected(size.error());
  TarReader reader(visitor);
  std::string buffer(contents ? read_bytes : jump_bytes, '\0');
  std::uint64_t position = 0;
  while (!reader.ended()) {
    if (!contents && reader.skippable() > 0) {
      const std::uint64_t skipped = std::min(reader.skippable(), *size - std::min(*size, position));
      reader.skip(skipped);
      position += skipped;
    }
    const Result<std::size_t> got = read_at(file, position, buffer.data(), buffer.size());
    if (!got) return tl::unexpected(got.error());
    if (*got == 0) break;
    std::string_view bytes(buffer.data(), *got);
    position += *got;
    if (contents) {
      if (auto fed = reader.feed(bytes); !fed) return fed;
      continue;
    }
    // Block by block, so that contents in between are passed over and none is looked at.
    while (!bytes.empty()) {
      const std::size_t passed = std::min<std::uint64_t>(reader.skippable(), bytes.size());
      reader.skip(passed);
      bytes.remove_prefix(passed);
      const std::string_view block = bytes.substr(0, tar_block_bytes);
      if (auto fed = reader.feed(block); !fed) return fed;
      bytes.remove_prefix(block.size());
    }
  }
  return reader.finish();
}

std::optional<std::string> layer_path(std::string_view name) {
  if (name.find('\0') != std::string_view::npos) return {};
  std::string path;
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, slash);
    name.remove_prefix(std::min(slash + 1, name.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (path.empty()) return {};
      const std::size_t last = path.rfind('/');
      path.resize(last == std::string::npos ? 0 : last);
      continue;
    }
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

}  // namespace plimsoll
