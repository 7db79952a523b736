#include "builder/layer/entry.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

namespace plimsoll::builder {
namespace {

int rank_of(EntryKind kind) {
  if (kind == EntryKind::Whiteout) return 0;
  return kind == EntryKind::Opaque ? 2 : 1;
}

tl::unexpected<Error> changed(const Entry& entry) {
  return failure(entry.path + ": the file changed while it was being read; build again");
}

// `from` begins at the file's content.
Result<void> read_range(const Entry& entry, const FileDescriptor& file, std::uint64_t offset,
                        char* into, std::size_t size) {
  const Result<std::size_t> got = read_at(file, offset, into, size);
  if (!got) return tl::unexpected(Error(got.error()).while_doing("reading " + entry.path));
  if (*got < size) return changed(entry);
  return {};
}

// To its end the file is read with one byte more, which tells that it has grown.
Result<void> read_below(const Entry& entry, const BelowDirectory& place, std::uint64_t offset,
                        char* into, std::size_t size) {
  const Result<FileDescriptor> file =
      open_beneath(*place.root, place.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (!file) return tl::unexpected(Error(file.error()).while_doing("reading " + entry.path));
  if (offset + size < entry.size) return read_range(entry, *file, offset, into, size);
  const Result<std::size_t> got = read_last(*file, offset, into, size);
  if (!got) return tl::unexpected(Error(got.error()).while_doing("reading " + entry.path));
  if (*got != size) return changed(entry);
  return {};
}

}  // namespace

bool sorts_before(const Entry& left, const Entry& right) {
  const int order = left.path.compare(right.path);
  return order != 0 ? order < 0 : rank_of(left.kind) < rank_of(right.kind);
}

void sort_entries(std::vector<Entry>& entries) {
  if (std::is_sorted(entries.begin(), entries.end(), sorts_before)) return;
  std::stable_sort(entries.begin(), entries.end(), sorts_before);
}

Result<void> read_content(const Entry& entry, std::uint64_t offset, char* into, std::size_t size) {
  if (offset > entry.size || size > entry.size - offset) return changed(entry);
  if (const auto* place = std::get_if<InFileAt>(&entry.content)) {
    return read_range(entry, *place->file, place->offset + offset, into, size);
  }
  if (const auto* place = std::get_if<BelowDirectory>(&entry.content)) {
    return read_below(entry, *place, offset, into, size);
  }
  if (const auto* place = std::get_if<InMemory>(&entry.content)) {
    if (place->bytes->size() != entry.size) return changed(entry);
    if (size > 0) std::memcpy(into, place->bytes->data() + offset, size);
    return {};
  }
  if (size == 0) return {};
  return failure(entry.path + ": the contents of this file are not known (its layer is damaged?)");
}

Result<std::string> read_content(const Entry& entry, std::uint64_t limit_bytes) {
  if (entry.size > limit_bytes) {
    return failure(entry.path + ": " + std::to_string(entry.size) +
                   " bytes are more than are read of such a file (" + std::to_string(limit_bytes) +
                   ")");
  }
  std::string bytes(entry.size, '\0');
  if (auto read = read_content(entry, 0, bytes.data(), bytes.size()); !read) {
    return tl::unexpected(read.error());
  }
  return bytes;
}

}  // namespace plimsoll::builder
