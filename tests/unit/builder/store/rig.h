#pragma once

// A store in a directory of its own, and images to put into it.

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "builder/store/store.h"
#include "builder/store/workspace.h"
#include "tests/unit/builder/layer/made.h"

namespace plimsoll::builder::testing {

class ScratchDirectory {
 public:
  ScratchDirectory() {
    char path[] = "/tmp/plimsoll-store-XXXXXX";
    REQUIRE(::mkdtemp(path) != nullptr);
    path_ = path;
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() { (void)remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}
inline void must(const Result<void>& result) {
  if (!result) FAIL(result.error().message);
}

inline Store store_in(const ScratchDirectory& scratch) {
  return must(Store::open(scratch / "store"));
}

inline bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

inline void put_file(const std::string& path, std::string_view bytes) {
  NewFile file = must(NewFile::create(path.substr(0, path.rfind('/'))));
  must(write_all(file.file(), bytes));
  must(file.commit(path));
}
inline std::string file_bytes(const std::string& path) { return bytes_of(must(open_file(path))); }

inline StoredLayer add(Store& store, std::vector<Entry> entries) {
  sort_entries(entries);
  NewFile file = must(store.new_file());
  LayerOptions options;
  options.epoch_s = INT64_MAX;
  const WrittenLayer written = must(write_layer(entries, options, file.file()));
  return must(store.add_layer(std::move(file), written));
}

inline StoredImage add_image(Store& store, const std::vector<std::vector<Entry>>& bottom_first,
                             const Platform& platform = {"linux", "amd64", ""}) {
  ImageConfig config;
  config.platform = platform;
  config.env = {"PATH=/bin"};
  for (const std::vector<Entry>& entries : bottom_first) {
    config.diff_ids.push_back(add(store, entries).diff_id);
    config.history.push_back({"1970-01-01T00:00:00Z", "COPY . / # buildkit", "", "", false});
  }
  return must(store.add_image(config));
}

// Inverts a byte in the middle of a file.
inline void damage(const std::string& path) {
  std::string bytes = file_bytes(path);
  REQUIRE_FALSE(bytes.empty());
  bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
  put_file(path, bytes);
}

}  // namespace plimsoll::builder::testing
