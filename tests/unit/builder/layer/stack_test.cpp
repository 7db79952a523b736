#include "builder/layer/stack.h"

#include "tests/unit/builder/layer/made.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

using Lines = std::vector<std::string>;

TEST_CASE("A whiteout takes away what is below, not what its own layer brings") {
  CHECK(listed(stack({{directory("a"), file("a/x", "1"), file("b", "2")}, {whiteout("a")}})) ==
        Lines{"b:f 644 2"});
  CHECK(listed(stack({{directory("a"), file("a/x", "1")},
                      {whiteout("a"), directory("a", 0700), file("a/y", "3")}})) ==
        Lines{"a:d 700", "a/y:f 644 3"});
  CHECK(listed(stack({{file("a", "1")}, {whiteout("never/there")}})) ==
        Lines{"a:f 644 1", "never:d 755"});
}

TEST_CASE("Opaque hides what is in a directory and leaves its attributes") {
  CHECK(listed(stack({{directory("a", 0711), file("a/x", "1")}, {opaque("a")}})) ==
        Lines{"a:d 711"});
  CHECK(listed(stack({{directory("a", 0711), file("a/x", "1")},
                      {directory("a", 0700), file("a/y", "2"), opaque("a")}})) ==
        Lines{"a:d 700", "a/y:f 644 2"});
  CHECK(listed(stack({{directory("a", 0711), file("a/x", "1")},
                      {file("a/y", "2"), opaque("a")}})) == Lines{"a:d 711", "a/y:f 644 2"});
  CHECK(listed(stack({{file("x", "1")}, {opaque(""), file("y", "2")}})) == Lines{"y:f 644 2"});
}

TEST_CASE("Directories merge with the attributes of the uppermost; all else replaces") {
  CHECK(listed(stack(
            {{directory("a", 0700), file("a/x", "1")}, {directory("a"), file("a/y", "2")}})) ==
        Lines{"a:d 755", "a/x:f 644 1", "a/y:f 644 2"});
  CHECK(listed(stack({{directory("a"), file("a/x", "1")}, {file("a", "2")}})) ==
        Lines{"a:f 644 2"});
  CHECK(listed(stack({{directory("a"), file("a/x", "1")}, {file("a", "2")}, {directory("a")}})) ==
        Lines{"a:d 755"});
  CHECK(listed(stack({{file("a", "1")}, {directory("a"), file("a/x", "2")}})) ==
        Lines{"a:d 755", "a/x:f 644 2"});
}

TEST_CASE("A directory that a layer only implies keeps the attributes of the layers below") {
  CHECK(listed(stack({{directory("tmp", 01777)}, {file("tmp/x", "1")}})) ==
        Lines{"tmp:d 1777", "tmp/x:f 644 1"});
  CHECK(listed(stack({{file("tmp", "1")}, {file("tmp/x", "2")}})) ==
        Lines{"tmp:d 755", "tmp/x:f 644 2"});
  CHECK(listed(stack({{file("a/b/c", "1"), file("a-b", "2")}})) ==
        Lines{"a:d 755", "a/b:d 755", "a/b/c:f 644 1", "a-b:f 644 2"});
}

TEST_CASE("A hardlink group is named by the first path that can still be seen") {
  const std::vector<Entry> group = {file("a", "1", 0600), hard_link("b", "a"), hard_link("c", "a")};
  CHECK(listed(stack({group})) == Lines{"a:f 600 ->a 1", "b:f 600 ->a 1", "c:f 600 ->a 1"});
  CHECK(listed(stack({group, {file("a", "2")}})) ==
        Lines{"a:f 644 2", "b:f 600 ->b 1", "c:f 600 ->b 1"});
  CHECK(listed(stack({group, {whiteout("a"), whiteout("c")}})) == Lines{"b:f 600 1"});
  CHECK(listed(stack({group, {file("a", "2"), hard_link("d", "a")}})) ==
        Lines{"a:f 644 ->a 2", "b:f 600 ->b 1", "c:f 600 ->b 1", "d:f 644 ->a 2"});
}

TEST_CASE("Nothing is found below what is no directory, and the root is always there") {
  const Stack tree =
      stack({{file("a", "1"), soft_link("l", "d"), directory("d"), file("d/x", "2")}});
  CHECK_FALSE(tree.find("a/x")->has_value());
  CHECK_FALSE(tree.find("l/x")->has_value());
  CHECK(tree.children("a")->empty());
  CHECK(tree.children("nothing")->empty());
  CHECK(tree.find("")->value().kind == EntryKind::Directory);
  CHECK(Stack({}).find("")->value().mode == 0755);
  CHECK(Stack({}).children("")->empty());
  CHECK(stack({{directory("", 0700)}}).find("")->value().mode == 0700);
}
