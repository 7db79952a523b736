#pragma once

// The destination of a COPY while it is written: what the layers below make, and on top of it what
// was put there so far. Internal to builder/steps.

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

struct Owner {
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
};

class Target final : public FileTree {
 public:
  // `below` stays alive as long as this; `now_s` is the time of what is made new.
  Target(const FileTree& below, std::int64_t now_s) : below_(below), now_s_(now_s) {}

  // File entries here have in `link` the name of their hardlink group, "" for none.
  [[nodiscard]] Result<std::optional<Entry>> find(std::string_view path) const override;
  // Of what was there before; nobody lists a destination.
  [[nodiscard]] Result<std::vector<Entry>> children(std::string_view path) const override;

  // mkdir -p, for a path without links; fails where something else than a directory is in the way.
  [[nodiscard]] Result<void> make_directories(std::string_view path, std::uint32_t mode,
                                              Owner owner);
  // Takes the place of what is at entry.path, whose parent is a directory. `link` of a File names
  // its hardlink group: any text that nothing else in this step uses.
  void put(Entry entry);
  // The same for a directory that is there and gets another owner, mode or time.
  void change_directory(Entry entry) { store(std::move(entry)); }
  // What was put there; null for what is only below.
  [[nodiscard]] Entry* written(std::string_view path);
  // Takes away what is there, a directory with all in it; something else is put there next.
  void remove(std::string_view path);

  // The entries of the layer, sorted: with the parents as they are below (but for the time of those
  // that something was put into), hardlinks pointing to the first path of their group.
  [[nodiscard]] Result<std::vector<Entry>> take();

  [[nodiscard]] std::int64_t now_s() const { return now_s_; }

 private:
  [[nodiscard]] bool hidden(std::string_view path) const;
  Entry& store(Entry entry);
  [[nodiscard]] Result<void> add_parents();
  void join_hardlinks(const std::vector<Entry*>& sorted);

  const FileTree& below_;
  std::int64_t now_s_ = 0;
  std::deque<Entry> entries_;  // also those that were replaced
  std::unordered_map<std::string_view, Entry*> written_;
  std::unordered_set<std::string_view> made_;     // directories with nothing below them
  std::set<std::string, std::less<>> hidden_;     // directories of below that were taken away
  std::unordered_set<std::string_view> touched_;  // directories of below that something came into
  std::set<std::string, std::less<>> opaque_;     // taken away, and there again
  // The keys of written_ in order, once something was taken away: archives alone do that, and a
  // hostile one does it often.
  std::optional<std::set<std::string_view>> sorted_;
};

}  // namespace plimsoll::builder
