#include "builder/key.h"

#include <catch2/catch.hpp>

namespace plimsoll::builder {
namespace {

Entry file(std::string path, char digest_byte) {
  Entry entry;
  entry.path = std::move(path);
  entry.mode = 0644;
  entry.size = 3;
  entry.mtime_s = 100;
  entry.content_digest = std::string(32, digest_byte);
  return entry;
}

}  // namespace

TEST_CASE("a key has 64 hexadecimal digits and depends on nothing but what is written") {
  const std::string key = KeyWriter("x").text("a").number(7).finish();
  CHECK(key.size() == 64);
  CHECK(key == KeyWriter("x").text("a").number(7).finish());
  CHECK(key != KeyWriter("y").text("a").number(7).finish());
  CHECK(key != KeyWriter("x").text("a").number(8).finish());
}

TEST_CASE("fields have their lengths: what is moved from one to the next is another key") {
  CHECK(KeyWriter("x").text("ab").text("c").finish() !=
        KeyWriter("x").text("a").text("bc").finish());
  CHECK(KeyWriter("x").text("").text("a").finish() != KeyWriter("x").text("a").text("").finish());
  CHECK(KeyWriter("x").texts({"a", "b"}).finish() !=
        KeyWriter("x").texts({"a"}).text("b").finish());
  CHECK(KeyWriter("x").texts({"a b"}).finish() != KeyWriter("x").texts({"a", "b"}).finish());
}

TEST_CASE("a long text is hashed in pieces without a difference") {
  const std::string big(100'000, 'x');
  CHECK(KeyWriter("x").text(big).text("end").finish() ==
        KeyWriter("x").text(big).text("end").finish());
  CHECK(KeyWriter("x").text(big).text("end").finish() !=
        KeyWriter("x").text(big + "e").text("nd").finish());
}

TEST_CASE("the key of entries knows path, mode, owner, content and link") {
  const std::vector<Entry> entries = {file("a", 'x'), file("b", 'y')};
  const std::string key = key_of(entries, 0);
  const auto changed = [&](auto change) {
    std::vector<Entry> other = entries;
    change(other[1]);
    return key_of(other, 0) != key;
  };
  CHECK(changed([](Entry& entry) { entry.path = "c"; }));
  CHECK(changed([](Entry& entry) { entry.mode = 0755; }));
  CHECK(changed([](Entry& entry) { entry.uid = 1; }));
  CHECK(changed([](Entry& entry) { entry.gid = 1; }));
  CHECK(changed([](Entry& entry) { entry.size = 4; }));
  CHECK(changed([](Entry& entry) { entry.content_digest = std::string(32, 'z'); }));
  CHECK(changed([](Entry& entry) { entry.xattrs = {{"security.capability", "x"}}; }));
  CHECK(changed([](Entry& entry) { entry.kind = EntryKind::Directory; }));
  CHECK(changed([](Entry& entry) {
    entry.kind = EntryKind::Hardlink;
    entry.link = "a";
  }));
}

TEST_CASE("times later than the epoch count as the epoch") {
  std::vector<Entry> entries = {file("a", 'x')};
  const std::string key = key_of(entries, 0);
  const std::string late = key_of(entries, 1000);
  entries[0].mtime_s = 200;
  CHECK(key_of(entries, 0) == key);
  CHECK(key_of(entries, 1000) != late);
}

TEST_CASE("where the bytes are does not count") {
  std::vector<Entry> entries = {file("a", 'x')};
  const std::string key = key_of(entries, 0);
  entries[0].content = InMemory{std::make_shared<const std::string>("abc")};
  CHECK(key_of(entries, 0) == key);
}

TEST_CASE("a chain depends on every layer and on their order") {
  const std::string ab = chain_of(chain_of("", "a"), "b");
  CHECK(ab != chain_of(chain_of("", "b"), "a"));
  CHECK(ab != chain_of("", "b"));
  CHECK(ab == chain_of(chain_of("", "a"), "b"));
}

}  // namespace plimsoll::builder
