// Which commands stand in a text, how they are joined, and where.

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

using Lines = std::vector<std::string>;

struct Case {
  std::string_view text;
  Lines lines;
};

TEST_CASE("commands are found by both readers alike") {
  const Case cases[] = {
      {"a", {"a"}},
      {"a && b || c", {"a", "&& b", "|| c"}},
      {"a; b & c\nd", {"a", "; b", "& c", "; d"}},
      {"a | b |& c", {"a", "| b", "| c"}},
      {"a 'x y' \"z\" \\$q", {"a x y z $q"}},
      {"X=1 Y=2 make -j2", {"X=1 Y=2 make -j2"}},
      {"X=1", {"X=1"}},
      {"[ -f a ] && b", {"[ -f a ]", "&& b"}},
      {"! a && b", {"a", "&& b"}},
      {"(a; b) && { c; }", {"a", "; b", "c"}},
      {"if a; then b; elif c; then d; else e; fi; f", {"a", "b", "c", "d", "e", "; f"}},
      {"for i in 1 2; do a $i; done", {"a $i"}},
      {"while a; do b; done", {"a", "b"}},
      {"a $(b | c) `d`", {"a $(b | c) `d`", "b", "| c", "d"}},
      {"a # b; c\nd", {"a", "; d"}},
      {"# only a remark\n", {}},
      {"a >x 2>&1 <y", {"a"}},
      {"case $x in a) b ;; *) c; d ;; esac", {"b", "c", "; d"}},
      {"f() { a; }; f", {"a", "; f"}},
      {"cat <<E >x && b\nt $v\nE\nc", {"cat", "&& b", "; c"}},
      {"X=1\ncat <<E\nE\n", {"X=1", "; cat"}},
      {"sh -c 'a && b'", {"sh -c a && b", "a", "&& b"}},
      {"a && b > x || c 2>&1 | d", {"a", "&& b", "|| c", "| d"}},
      {"[[ -n $a && b == c ]] && d", {"[[ -n $a && b == c ]]", "&& d"}},
      {"", {}},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    ShellReader reader;
    const CommandList fast = reader.read(c.text, whole(c.text));
    const CommandList tree = reader.read_by_tree(c.text, whole(c.text));
    CHECK(lines_of(fast) == c.lines);
    CHECK(lines_of(tree) == c.lines);
    CHECK(fast == tree);
  }
}

}  // namespace
}  // namespace plimsoll
