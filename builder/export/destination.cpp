#include "builder/export/destination.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "analyzer/base/paths.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t piece_bytes = std::size_t{512} << 10;

}  // namespace

Result<Destination> Destination::open(const std::string& path) {
  Destination destination;
  destination.path_ = path;
  if (path.empty())
    return failure("name where to write to (dest=PATH, `-` = standard output)", EINVAL);
  if (path == "-") {
    Result<FileDescriptor> out = standard_output();
    if (!out) return tl::unexpected(out.error());
    destination.stream_ = std::move(*out);
    return destination;
  }
  struct stat status = {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) return failure(path + ": a directory", EISDIR);
    destination.stream_ = FileDescriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!destination.stream_.valid()) {
      const int code = errno;
      return failure(path + ": " + std::strerror(code), code);
    }
    return destination;
  }
  // What a link leads to is written, never the link: /dev/stdout is one.
  const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
  if (real) destination.path_ = real.get();
  Result<NewFile> file = NewFile::create(parent_path(destination.path_));
  if (!file) {
    return failure(fmt::format("{} cannot be written: {}", path, file.error().message),
                   file.error().code);
  }
  destination.new_ = std::move(*file);
  return destination;
}

Result<void> Destination::commit() { return new_ ? new_->commit(path_) : Result<void>(); }

Result<Entry> verified_blob(const Store& store, const std::string& digest) {
  Result<FileDescriptor> file = open_file(store.blob_path(digest));
  if (!file) return tl::unexpected(file.error());
  if (Result<void> right = store.verify_blob(digest); !right) return tl::unexpected(right.error());
  const Result<std::uint64_t> size = size_of(*file);
  if (!size) return tl::unexpected(size.error());
  Entry entry;
  entry.path = "blobs/sha256/" + digest.substr(digest.find(':') + 1);
  entry.mode = 0644;
  entry.size = *size;
  entry.content = InFileAt{std::make_shared<const FileDescriptor>(std::move(*file)), 0};
  return entry;
}

Result<void> write_content(const Entry& entry, const FileDescriptor& into) {
  std::vector<char> piece(
      static_cast<std::size_t>(std::min<std::uint64_t>(entry.size, piece_bytes)));
  for (std::uint64_t done = 0; done < entry.size;) {
    const auto next =
        static_cast<std::size_t>(std::min<std::uint64_t>(entry.size - done, piece.size()));
    Result<void> moved = read_content(entry, done, piece.data(), next);
    if (moved) moved = write_all(into, {piece.data(), next});
    if (!moved) return moved;
    done += next;
  }
  return {};
}

}  // namespace plimsoll::builder
