#include "builder/store/file_digest.h"

#include <algorithm>
#include <vector>

#include "analyzer/digest/sha256.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t piece_bytes = std::size_t{512} << 10;

Result<Digested> read_range(const FileDescriptor& file, std::uint64_t offset, std::uint64_t size,
                            const FileDescriptor* into) {
  digest::Sha256Stream stream;
  std::vector<char> piece(static_cast<std::size_t>(std::min<std::uint64_t>(size, piece_bytes)));
  for (std::uint64_t done = 0; done < size;) {
    const auto next = static_cast<std::size_t>(std::min<std::uint64_t>(size - done, piece_bytes));
    if (Result<void> read = read_exactly(file, offset + done, piece.data(), next); !read) {
      return tl::unexpected(read.error());
    }
    stream.update({piece.data(), next});
    if (into) {
      if (Result<void> put = write_all(*into, {piece.data(), next}); !put) {
        return tl::unexpected(put.error());
      }
    }
    done += next;
  }
  return Digested{"sha256:" + digest::to_hex(stream.finish()), size};
}

}  // namespace

Result<Digested> digest_of_file(const FileDescriptor& file) {
  const Result<std::uint64_t> size = size_of(file);
  if (!size) return tl::unexpected(size.error());
  return read_range(file, 0, *size, nullptr);
}

Result<Digested> copy_digested(const FileDescriptor& file, std::uint64_t offset, std::uint64_t size,
                               const FileDescriptor& into) {
  return read_range(file, offset, size, &into);
}

}  // namespace plimsoll::builder
