#pragma once

// index.json of a store: which names there are and what they mean. Members that another program
// wrote there, and fields that we do not know, stay as they are.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/manifest.h"
#include "builder/store/workspace.h"

namespace plimsoll::builder {

struct NamedImage {
  std::string name;       // "docker.io/library/app:1"; a member without a name: its digest
  Descriptor descriptor;  // of a manifest or an index
};

inline constexpr std::size_t max_name_table_bytes = std::size_t{64} << 20;

class NameTable {
 public:
  explicit NameTable(std::string store) : store_(std::move(store)) {}

  // Sorted by name. Parsed anew only when the file has changed; any number of threads.
  [[nodiscard]] Result<std::shared_ptr<const std::vector<NamedImage>>> read() const;
  // Nothing is written when it is so already. Changes of other processes are kept: the file is
  // read and replaced under a lock of its own.
  [[nodiscard]] Result<void> set(const std::string& name, const Descriptor& descriptor,
                                 Workspace& workspace);
  // Whether there was such a name.
  [[nodiscard]] Result<bool> remove(const std::string& name, Workspace& workspace);

 private:
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t seconds = 0, nanoseconds = 0;
    std::int64_t size = -1;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  struct Document;
  [[nodiscard]] std::string path() const { return store_ + "/index.json"; }
  [[nodiscard]] Result<Document> load() const;
  [[nodiscard]] Result<bool> change(const std::function<bool(Document&)>& edit,
                                    Workspace& workspace);

  std::string store_;
  mutable std::mutex mutex_;
  mutable Stamp stamp_;
  mutable std::shared_ptr<const std::vector<NamedImage>> names_;
};

}  // namespace plimsoll::builder
