#pragma once

// Names are used in the descriptor of their parent, never as paths: nobody's link leads elsewhere.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"

namespace plimsoll::builder {

// The directories below `root` in which paths are. Moves along with a sorted list of them, holding
// a bounded number of descriptors; a link, even to a directory, is no parent.
class Parents {
 public:
  enum class Missing : std::uint8_t { Error, Made /* 0700, by several threads if need be */ };
  explicit Parents(const FileDescriptor& root, Missing missing = Missing::Error)
      : root_(root), missing_(missing) {}

  // The directory that `path` is in, and the one that it is: good until the next call.
  [[nodiscard]] Result<int> of(std::string_view path);
  [[nodiscard]] Result<int> at(std::string_view directory);

 private:
  struct Level {
    std::string path;
    FileDescriptor directory;
  };
  [[nodiscard]] int current() const;
  [[nodiscard]] Result<FileDescriptor> open(const std::string& name, std::string_view path);

  const FileDescriptor& root_;
  Missing missing_;
  std::vector<Level> levels_;
};

// "a/b" -> "b".
[[nodiscard]] std::string name_in_parent(std::string_view path);

}  // namespace plimsoll::builder
