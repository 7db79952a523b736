#include "builder/layer/unchanged.h"

#include <catch2/catch.hpp>
#include <map>
#include <memory>

using namespace plimsoll;
using namespace plimsoll::builder;

namespace {

Entry made(EntryKind kind, const std::string& path, const std::string& text = "") {
  Entry entry;
  entry.kind = kind;
  entry.path = path;
  entry.mode = 0755;
  entry.mtime_s = 1'000'000'000;
  if (kind == EntryKind::File) {
    entry.size = text.size();
    entry.content = InMemory{std::make_shared<const std::string>(text)};
  } else {
    entry.link = text;
  }
  return entry;
}

class Listed final : public FileTree {
 public:
  explicit Listed(const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) entries_[entry.path] = entry;
  }
  Result<std::optional<Entry>> find(std::string_view path) const override {
    ++asked;
    const auto found = entries_.find(std::string(path));
    if (found == entries_.end()) return std::optional<Entry>();
    return std::optional<Entry>(found->second);
  }
  Result<std::vector<Entry>> children(std::string_view) const override {
    return std::vector<Entry>();
  }
  mutable int asked = 0;

 private:
  std::map<std::string, Entry> entries_;
};

std::string kept(std::vector<Entry> entries, const Listed& below) {
  REQUIRE(drop_unchanged(entries, below));
  std::string names;
  for (const Entry& entry : entries) {
    names += entry.path + (entry.kind == EntryKind::Hardlink ? "=" + entry.link : "") + " ";
  }
  return names;
}

const std::vector<Entry>& tree() {
  static const std::vector<Entry> entries = {
      made(EntryKind::Directory, "d"), made(EntryKind::File, "d/a", "text"),
      made(EntryKind::File, "d/b", "text"), made(EntryKind::Symlink, "d/l", "a")};
  return entries;
}

}  // namespace

TEST_CASE("what stands below as it is, is dropped with the way to it") {
  CHECK(kept(tree(), Listed(tree())) == "");
}

TEST_CASE("each difference keeps an entry and the directories that lead to it") {
  const Listed below(tree());
  const auto changed = [&](std::size_t which, auto change) {
    std::vector<Entry> entries = tree();
    change(entries[which]);
    return kept(entries, below);
  };
  CHECK(changed(1, [](Entry& e) { e.mode = 0644; }) == "d d/a ");
  CHECK(changed(1, [](Entry& e) { e.uid = 1; }) == "d d/a ");
  CHECK(changed(1, [](Entry& e) { e.mtime_s += 1; }) == "d d/a ");
  CHECK(changed(1, [](Entry& e) { e = made(EntryKind::File, "d/a", "TEXT"); }) == "d d/a ");
  CHECK(changed(1, [](Entry& e) { e.xattrs = {{"security.capability", "x"}}; }) == "d d/a ");
  CHECK(changed(1, [](Entry& e) { e.xattrs = {{"user.note", "x"}}; }) == "");
  CHECK(changed(3, [](Entry& e) { e.link = "b"; }) == "d d/l ");
  CHECK(changed(0, [](Entry& e) { e.gid = 5; }) == "d ");
  CHECK(changed(0, [](Entry& e) { e.mtime_s = 5; }) == "");
}

TEST_CASE("below a new directory nothing is looked up") {
  std::vector<Entry> entries = {made(EntryKind::Directory, "n")};
  for (int i = 0; i < 9; ++i) entries.push_back(made(EntryKind::File, "n/" + std::to_string(i)));
  entries.push_back(made(EntryKind::File, "n0"));
  const Listed below(tree());
  CHECK(kept(entries, below).size() == 41);
  CHECK(below.asked == 2);
}

TEST_CASE("a group of hardlinks keeps its contents when its File is dropped") {
  std::vector<Entry> entries = {tree()[0], tree()[1]};
  for (const char* path : {"d/m", "d/n"}) {
    entries.push_back(made(EntryKind::Hardlink, path, "d/a"));
  }
  CHECK(kept(entries, Listed(tree())) == "d d/m d/n=d/m ");
}

TEST_CASE("what an opaque directory hides is said again") {
  std::vector<Entry> entries = tree();
  entries.insert(entries.begin() + 1, made(EntryKind::Opaque, "d"));
  CHECK(kept(entries, Listed(tree())) == "d d d/a d/b d/l ");
}
