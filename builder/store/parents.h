#pragma once

// Names are used in the descriptor of their parent, never as paths: nobody's link leads elsewhere.

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
  // `make`: directories that are missing are made (0700), and noted there.
  Parents(const FileDescriptor& root, std::vector<std::string>* make) : root_(root), make_(make) {}

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
  std::vector<std::string>* make_;
  std::vector<Level> levels_;
};

// "a/b" -> "b".
[[nodiscard]] std::string name_in_parent(std::string_view path);

}  // namespace plimsoll::builder
