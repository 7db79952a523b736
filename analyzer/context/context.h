#pragma once

// The build context: the files that a COPY can take, behind .dockerignore. Read through Host, when
// asked and once; everything is unknown where there is no context (standard input) or too much of
// it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/answer.h"
#include "analyzer/base/host.h"
#include "analyzer/context/ignore.h"

namespace plimsoll {

struct ContextFile {
  std::string path;  // relative to the context's root, with slashes
  FileKind kind = FileKind::Regular;
  bool ignored = false;
  std::uint64_t size = 0;  // 0 for what is not a regular file
};

// What one source of a COPY takes out of the context.
struct Sent {
  Answer exists = Answer::Unknown;   // some file or directory has that name, ignored or not
  Answer ignored = Answer::Unknown;  // all of it is kept out by .dockerignore
  const IgnorePattern* by = nullptr;
  bool whole_context = false;  // `.` or `/`
  bool wildcard = false;
  std::vector<const ContextFile*> files;  // regular files and links, not ignored; sorted
};

class BuildContext {
 public:
  // `root` is the context's directory; `dockerfile` the path of the Dockerfile, for
  // `<Dockerfile>.dockerignore`, which takes precedence over `.dockerignore` in the root.
  BuildContext(const Host& host, std::string root, std::string dockerfile);
  ~BuildContext();
  BuildContext(const BuildContext&) = delete;
  BuildContext& operator=(const BuildContext&) = delete;

  [[nodiscard]] const std::string& root() const;
  // The ignore file in use; null without one.
  [[nodiscard]] const IgnoreFile* ignore() const;
  [[nodiscard]] const std::string& ignore_path() const;  // "" without one
  [[nodiscard]] const std::string& ignore_text() const;
  // False when the tree could not be read whole: more than max_context_entries, or an error.
  [[nodiscard]] bool complete() const;
  // Everything in the tree, sorted by path. Directories that are ignored as a whole are not
  // entered.
  [[nodiscard]] const std::vector<ContextFile>& files() const;
  // `source` as a COPY names it, expanded.
  [[nodiscard]] Sent sent(std::string_view source) const;
  // The bytes of a file of the context; nothing if it cannot be read or is larger than the limit.
  [[nodiscard]] std::optional<std::string> read(std::string_view path,
                                                std::uint64_t limit_bytes) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t max_context_entries = 200'000;
inline constexpr std::uint64_t max_ignore_file_bytes = 1 << 20;

}  // namespace plimsoll
