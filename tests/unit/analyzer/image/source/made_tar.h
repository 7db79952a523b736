#pragma once

// Directories and tars for tests of images.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/digest/sha256.h"
#include "tests/unit/analyzer/image/tar_blocks.h"

namespace plimsoll::testing {

inline std::string sha256_of(const std::string& bytes) {
  return "sha256:" + digest::to_hex(digest::sha256(bytes));
}
inline std::string hex_of(const std::string& bytes) { return sha256_of(bytes).substr(7); }

// A directory that goes with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "plimsoll-source-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name = "") const {
    return name.empty() ? path_ : path_ + "/" + name;
  }
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path at = path(name);
    std::filesystem::create_directories(at.parent_path());
    std::ofstream(at, std::ios::binary) << bytes;
    return at;
  }

 private:
  std::string path_;
};

// Members of an archive, or files of a directory, in their order.
struct Members {
  std::vector<std::pair<std::string, std::string>> files;

  void add(const std::string& name, const std::string& bytes) { files.emplace_back(name, bytes); }
  // As a blob of a layout; returns its digest.
  std::string blob(const std::string& bytes) {
    add("blobs/sha256/" + hex_of(bytes), bytes);
    return sha256_of(bytes);
  }
  std::string tar() const {
    std::string text;
    for (const auto& [name, bytes] : files) text += member(name, bytes);
    return text + end_blocks;
  }
  std::string directory(const Folder& folder, const std::string& name) const {
    for (const auto& [file, bytes] : files) folder.write(name + "/" + file, bytes);
    return folder.path(name);
  }
  static std::string member(const std::string& name, const std::string& bytes) {
    return Block{.name = name, .size = octal(bytes.size())}.text() +
           (bytes.empty() ? "" : content(bytes));
  }
  static std::string link(const std::string& name, const std::string& target, char type) {
    return Block{.name = name, .type = type, .link = target}.text();
  }
};

}  // namespace plimsoll::testing
