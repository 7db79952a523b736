#pragma once

// Streams of layers and archives: in, any of gzip, zstd, bzip2, xz or plain; out, gzip or zstd.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"

namespace plimsoll {

enum class Compression : std::uint8_t { None, Gzip, Zstd, Bzip2, Xz };

// By the first bytes, as builders and registries tell it; None for all else.
[[nodiscard]] Compression compression_of(std::string_view first_bytes);
// "gzip", "none".
[[nodiscard]] std::string_view to_string(Compression compression);

struct Digested {
  std::string digest;  // "sha256:..." of the bytes that were written
  std::uint64_t size = 0;
};

// Takes bytes in order; a failure ends the stream.
using Sink = std::function<Result<void>(std::string_view bytes)>;

// The plain bytes of a file, whatever its compression, frames and members one after another
// included. Fails beyond a number of bytes, on a damaged or cut-off stream, and on what follows its
// end (zeros may). Memory does not depend on what the stream asks for: windows beyond 128 MiB are
// refused.
class PlainReader {
 public:
  // `file` must outlive the reader.
  [[nodiscard]] static Result<PlainReader> open(const FileDescriptor& file,
                                                std::uint64_t limit_bytes);
  PlainReader(PlainReader&&) noexcept;
  PlainReader& operator=(PlainReader&&) noexcept;
  ~PlainReader();
  // As many bytes as there is room for, fewer only at the end of the stream.
  [[nodiscard]] Result<std::size_t> read(char* into, std::size_t room);

 private:
  struct State;
  explicit PlainReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// All of it, in pieces.
[[nodiscard]] Result<void> decompress(const FileDescriptor& file, std::uint64_t limit_bytes,
                                      const Sink& sink);
// Unpacks on one thread while another hashes and writes.
[[nodiscard]] Result<Digested> decompress_into(const FileDescriptor& file,
                                               std::uint64_t limit_bytes,
                                               const FileDescriptor& into);

// gzip (ISA-L) or zstd of the whole of `file`; None copies. The bytes do not depend on `workers`;
// those of gzip depend on the version of ISA-L and the kind of processor, those of zstd on the
// version of libzstd. gzip has no time and no name in its header.
[[nodiscard]] Result<Digested> compress_into(const FileDescriptor& file, Compression compression,
                                             unsigned workers, const FileDescriptor& into);

}  // namespace plimsoll
