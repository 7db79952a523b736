#pragma once

// The digests that package managers record of their files, together.

#include <memory>
#include <string>
#include <string_view>

namespace plimsoll::digest {

struct FileDigestTexts {
  std::string md5, sha1, sha256;  // hexadecimal, lower case
};

class FileDigester {
 public:
  FileDigester();
  ~FileDigester();
  FileDigester(const FileDigester&) = delete;
  FileDigester& operator=(const FileDigester&) = delete;

  void update(std::string_view bytes);
  // Of all bytes since construction or the last finish; begins anew.
  [[nodiscard]] FileDigestTexts finish();

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace plimsoll::digest
