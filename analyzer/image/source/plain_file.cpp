#include "analyzer/image/source/plain_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "analyzer/image/compression.h"
#include "analyzer/image/source/file_range.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr std::size_t magic_bytes = 16;
// `docker save | gzip` of what was compressed already happens; a third time does not.
constexpr int max_wrappings = 2;
// Archives of images unpack to two or three times their size; what unpacks to so many times it, and
// to more than that, is a bomb for the disk.
constexpr std::uint64_t max_ratio = 200;
constexpr std::uint64_t harmless_bytes = std::uint64_t{1} << 30;

Result<void> copy_stream(const FileDescriptor& stream, std::uint64_t limit,
                         const FileDescriptor& into) {
  std::vector<char> piece(piece_bytes);
  for (std::uint64_t total = 0;;) {
    const Result<std::size_t> got = read_next(stream, piece.data(), piece.size());
    if (!got) return tl::unexpected(got.error());
    if (*got == 0) return {};
    total += *got;
    if (total > limit) return failure(fmt::format("is longer than {} bytes", limit), EFBIG);
    if (Result<void> put = write_all(into, {piece.data(), *got}); !put) return put;
  }
}

Result<Compression> wrapping_of(const FileDescriptor& file) {
  char first[magic_bytes];
  const Result<std::size_t> got = read_at(file, 0, first, sizeof first);
  if (!got) return tl::unexpected(got.error());
  return compression_of({first, *got});
}

}  // namespace

Spool spool_in(std::string directory, std::uint64_t limit_bytes) {
  Spool spool;
  spool.limit_bytes = limit_bytes;
  spool.make = [directory = std::move(directory)]() -> Result<FileDescriptor> {
    Result<NewFile> made = NewFile::create(directory);
    if (!made) return tl::unexpected(std::move(made.error()));
    return made->keep_unnamed();
  };
  return spool;
}

Result<std::string> read_whole(const FileRange& range, std::size_t limit) {
  if (range.size > limit) return failure(fmt::format("is longer than {} bytes", limit), EFBIG);
  std::string bytes(static_cast<std::size_t>(range.size), '\0');
  Result<void> read = read_exactly(*range.file, range.offset, bytes.data(), bytes.size());
  if (!read) return tl::unexpected(read.error());
  return bytes;
}

Result<PlainFile> open_plain(const Spool& spool, const std::string& path) {
  Result<Input> input = open_input(path);
  if (!input) return tl::unexpected(std::move(input.error()));
  return open_plain(spool, std::move(*input));
}

Result<PlainFile> open_plain(const Spool& spool, Input input) {
  if (input.kind == FileKind::Directory) return failure("a directory", EISDIR);
  PlainFile plain;
  FileDescriptor file = std::move(input.file);
  if (input.kind != FileKind::Regular) {
    Result<FileDescriptor> copy = spool.make();
    if (!copy) return tl::unexpected(std::move(copy.error()));
    if (auto copied = copy_stream(file, spool.limit_bytes, *copy); !copied) {
      return tl::unexpected(std::move(copied.error()));
    }
    file = std::move(*copy);
  }
  for (int round = 0; round < max_wrappings; ++round) {
    const Result<Compression> wrapping = wrapping_of(file);
    if (!wrapping) return tl::unexpected(wrapping.error());
    if (*wrapping == Compression::None) break;
    Result<FileDescriptor> copy = spool.make();
    if (!copy) return tl::unexpected(std::move(copy.error()));
    const Result<std::uint64_t> packed = size_of(file);
    if (!packed) return tl::unexpected(packed.error());
    const std::uint64_t most =
        std::max(harmless_bytes, std::min(*packed, spool.limit_bytes) * max_ratio);
    const Result<Digested> done = decompress_into(file, std::min(most, spool.limit_bytes), *copy);
    if (!done) return tl::unexpected(done.error());
    file = std::move(*copy);
    plain.was_compressed = true;
  }
  plain.file = std::make_shared<const FileDescriptor>(std::move(file));
  return plain;
}

}  // namespace plimsoll::image
