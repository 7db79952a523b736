#pragma once

// Where an export goes.

#include <optional>
#include <string>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "builder/layer/entry.h"
#include "builder/store/store.h"

namespace plimsoll::builder {

// A file that appears whole or not at all; "-" and what is no regular file (a FIFO) are written to
// as they are. Its directory has to exist.
class Destination {
 public:
  [[nodiscard]] static Result<Destination> open(const std::string& path);
  [[nodiscard]] const FileDescriptor& file() const { return new_ ? new_->file() : stream_; }
  [[nodiscard]] Result<void> commit();

 private:
  std::string path_;
  std::optional<NewFile> new_;
  FileDescriptor stream_;
};

// A blob as an archive's member, after its bytes have been checked.
[[nodiscard]] Result<Entry> verified_blob(const Store& store, const std::string& digest);

// All bytes of a file's entry.
[[nodiscard]] Result<void> write_content(const Entry& entry, const FileDescriptor& into);

}  // namespace plimsoll::builder
