#pragma once

// Reading tar strictly and in one pass, as Go's archive/tar reads it, since that is what unpacks
// layers everywhere: v7, ustar, PAX for one file, GNU long names and base-256 numbers. Global PAX
// headers are passed over (as runtimes do), sparse files are refused unless a visitor wants them.
// (POSIX.1-2017 pax, GNU tar manual, OCI image-spec layer.md.)

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"

namespace plimsoll {

struct TarEntry {
  std::string name;  // as it stands there; see layer_path
  // '0' file, '1' hardlink, '2' symlink, '3' char, '4' block, '5' directory, '6' fifo; else as it
  // stands there, a kind that runtimes refuse.
  char type = '0';
  std::uint32_t mode = 0;  // the 12 permission bits
  std::uint64_t uid = 0, gid = 0;
  std::int64_t mtime_s = 0;
  std::uint32_t mtime_ns = 0;
  std::uint64_t size = 0;       // of the content that follows; without the holes of a sparse file
  std::uint64_t offset = 0;     // of the content, in the plain stream
  std::uint64_t begin = 0;      // of its first header, where the entry before it ends
  std::uint64_t real_size = 0;  // with the holes
  bool sparse = false;
  bool libarchive_xattrs = false;  // has LIBARCHIVE.xattr.*, which no runtime sets
  std::string link;
  std::uint32_t device_major = 0, device_minor = 0;
  std::vector<std::pair<std::string, std::string>> xattrs;  // SCHILY.xattr.*, by name
};

// What readers of tar disagree about, or what is wrong but can be read nevertheless.
struct TarOddity {
  std::string_view kind;  // kebab-case, static: "pax-size-differs"
  std::uint64_t at = 0;   // byte of the plain stream
  std::string detail;     // what is so, with bytes of the archive in it
  bool refused = false;   // Go's reader, or all runtimes behind it, give up here
  bool strict = false;    // ends the reading unless the visitor has its own mind about it
  bool fatal = false;     // ends the reading whatever the visitor says
};

inline constexpr std::uint64_t max_pax_bytes = std::uint64_t{1} << 20;  // long names, too
inline constexpr std::size_t max_tar_entries = 10'000'000;              // headers of all kinds
inline constexpr std::size_t max_tar_name_bytes = std::size_t{64} << 10;

// A push parser: bytes come in pieces of any size. Holds at most one extended header, whatever
// comes. Errors name the byte at which the trouble stands.
class TarReader {
 public:
  // Called once an entry, then with its content in pieces. A failure of theirs ends the reading.
  struct Visitor {
    virtual ~Visitor() = default;
    [[nodiscard]] virtual Result<void> entry(const TarEntry& entry) = 0;
    [[nodiscard]] virtual Result<void> content(std::string_view bytes) = 0;
    // Told before the entry that it is about. What is strict fails, if nobody objects.
    [[nodiscard]] virtual Result<void> oddity(const TarOddity& odd);
  };
  explicit TarReader(Visitor& visitor);
  ~TarReader();
  TarReader(const TarReader&) = delete;
  TarReader& operator=(const TarReader&) = delete;

  [[nodiscard]] Result<void> feed(std::string_view bytes);
  // At the end of the stream; fails when it ends inside an entry. The two blocks that should stand
  // at the end may be missing; what follows them is never looked at.
  [[nodiscard]] Result<void> finish();

  // The end blocks have been seen.
  [[nodiscard]] bool ended() const;
  // Of the next byte that it will look at: once ended, behind the end blocks.
  [[nodiscard]] std::uint64_t position() const;
  // Behind the last entry's content and padding, as far as they have come.
  [[nodiscard]] std::uint64_t entries_end() const;
  // Bytes from here to the next header: whoever can seek may call skip with as many at most instead
  // of feeding them; content is then not called.
  [[nodiscard]] std::uint64_t skippable() const;
  void skip(std::uint64_t bytes);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

// All of a plain tar, to its end blocks; without `contents`, jumping from header to header.
[[nodiscard]] Result<void> read_tar(const FileDescriptor& file, bool contents,
                                    TarReader::Visitor& visitor);

// A name in a layer as a clean path relative to the root: "./a//b/" is "a/b", "" the root. Nothing
// for a name that leaves the root or holds a zero byte.
[[nodiscard]] std::optional<std::string> layer_path(std::string_view name);

}  // namespace plimsoll
