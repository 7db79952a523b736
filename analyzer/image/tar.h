#pragma once

// Reading tar strictly and in one pass, as Go's archive/tar reads it, since that is what unpacks
// layers everywhere: ustar, PAX (global and per file), GNU long names and base-256 numbers, old
// sparse files refused. (POSIX.1-2017 pax, GNU tar manual, OCI image-spec layer.md.)

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll {

struct TarEntry {
  std::string name;  // as it stands there; see layer_path
  char type = '0';   // '0' file, '1' hardlink, '2' symlink, '3' char, '4' block, '5' dir, '6' fifo
  std::uint32_t mode = 0;
  std::uint64_t uid = 0, gid = 0;
  std::int64_t mtime_s = 0;
  std::uint32_t mtime_ns = 0;
  std::uint64_t size = 0;    // of the content that follows
  std::uint64_t offset = 0;  // of the content, in the plain stream
  std::string link;
  std::uint32_t device_major = 0, device_minor = 0;
  std::vector<std::pair<std::string, std::string>> xattrs;  // SCHILY.xattr.*, sorted by name
};

// A push parser: bytes come in pieces of any size.
class TarReader {
 public:
  // Called once an entry, then with its content in pieces. A failure of theirs ends the reading.
  struct Visitor {
    virtual ~Visitor() = default;
    [[nodiscard]] virtual Result<void> entry(const TarEntry& entry) = 0;
    [[nodiscard]] virtual Result<void> content(std::string_view bytes) = 0;
  };
  explicit TarReader(Visitor& visitor) : visitor_(visitor) {}
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  // At the end of the stream; fails when it ends inside an entry.
  [[nodiscard]] Result<void> finish();

 private:
  Visitor& visitor_;
};

inline constexpr std::uint64_t max_pax_bytes = std::uint64_t{1} << 20;
inline constexpr std::size_t max_tar_entries = 10'000'000;

// A name in a layer as a clean path relative to the root: "./a//b/" is "a/b", "" the root. Nothing
// for a name that leaves the root or holds a zero byte.
[[nodiscard]] std::optional<std::string> layer_path(std::string_view name);

}  // namespace plimsoll
