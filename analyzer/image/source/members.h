#pragma once

// The files of a layout or an archive, by name: a directory, or a tar that is never unpacked.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/source/file_range.h"
#include "analyzer/image/source/plain_file.h"

namespace plimsoll::image {

inline constexpr std::size_t max_archive_members = 100'000;
inline constexpr std::size_t max_member_name_bytes = 4096;  // longer ones are nobody's
inline constexpr int max_member_links = 8;                  // one leading to the next

class MemberSource {
 public:
  virtual ~MemberSource() = default;
  // The regular file of that name ("blobs/sha256/..."), through links that stay inside; nothing
  // where there is none. Fails for what is something else, and for links that lead out or round.
  [[nodiscard]] virtual Result<std::optional<FileRange>> find(std::string_view name) const = 0;

  [[nodiscard]] virtual bool is_directory() const { return false; }
  // Why members may be missing: the tar is damaged or cut off. "" = it was read to its end.
  [[nodiscard]] virtual std::string damage() const { return {}; }
  // Whether the tar has that name more than once: find() gives the last, other readers the first.
  [[nodiscard]] virtual bool is_repeated(std::string_view /*name*/) const { return false; }
  // The beginnings of names, for a message that says what is in there instead of an image.
  [[nodiscard]] virtual std::vector<std::string> some_names() const { return {}; }
};

// `path`: a directory, an archive, a compressed one, "-" for standard input. Archives are read from
// header to header. Fails, in words, for what is neither directory nor tar.
[[nodiscard]] Result<std::unique_ptr<MemberSource>> open_members(const Spool& spool,
                                                                 const std::string& path);
[[nodiscard]] Result<std::unique_ptr<MemberSource>> open_members(const Spool& spool, Input input);

}  // namespace plimsoll::image
