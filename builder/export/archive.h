#pragma once

// Where an import reads from: a directory, or the members of a tar that is never unpacked.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "analyzer/image/compression.h"
#include "builder/store/store.h"

namespace plimsoll::builder {

inline constexpr std::size_t max_archive_members = 100'000;

// Some bytes of an open file.
struct Member {
  std::shared_ptr<const FileDescriptor> file;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

class MemberSource {
 public:
  virtual ~MemberSource() = default;
  // The regular file of that name ("blobs/sha256/..."), through links that stay inside; nothing
  // where there is none.
  [[nodiscard]] virtual Result<std::optional<Member>> find(std::string_view name) const = 0;
};

[[nodiscard]] Result<std::string> read_member(const Member& member, std::size_t limit);

// `path`: a directory, an archive, a compressed one, "-" for standard input. What cannot be read
// where it stands is copied to the store's tmp/ first. Fails, in words, for what is neither.
[[nodiscard]] Result<std::unique_ptr<MemberSource>> open_members(const Store& store,
                                                                 const std::string& path);

[[nodiscard]] Result<std::unique_ptr<MemberSource>> open_members(const Store& store,
                                                                 FileDescriptor archive);

// The plain bytes of `path` (any compression, "-", pipes) as a seekable file.
struct PlainFile {
  std::shared_ptr<const FileDescriptor> file;
  std::optional<NewFile> copy;  // where a copy was made: it goes with this
  bool was_compressed = false;
};
[[nodiscard]] Result<PlainFile> open_plain(const Store& store, const std::string& path);
[[nodiscard]] Result<PlainFile> open_plain(const Store& store, FileDescriptor file);

}  // namespace plimsoll::builder
