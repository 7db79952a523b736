#include "builder/steps/chmod.h"

#include <catch2/catch.hpp>

namespace plimsoll::builder {
namespace {

TEST_CASE("--chmod, octal and symbolic") {
  struct Case {
    const char* rule;
    std::uint32_t before;
    bool directory;
    std::uint32_t after;
  };
  const Case cases[] = {
      {"755", 0600, false, 0755},
      {"0644", 04777, true, 0644},
      {"7777", 0, false, 07777},
      {"0", 0777, false, 0},
      {"u=rwx,go=rx", 0600, false, 0755},
      {"+x", 0640, false, 0751},
      {"a+x", 0640, false, 0751},
      {"go-w", 0666, false, 0644},
      {"go=", 0777, false, 0700},
      {"=", 06777, false, 0},
      {"=r", 01777, false, 01444},
      {"go=u-w", 0700, false, 0755},
      {"g=u", 0740, false, 0770},
      {"u=g", 0740, false, 0440},
      {"o+g", 0750, false, 0755},
      {"o-u", 0607, false, 0601},
      {"+X", 0640, false, 0640},
      {"+X", 0740, false, 0751},
      {"go+X", 0600, true, 0611},
      {"a=rX", 0700, true, 0555},
      {"a=X", 0644, false, 0},
      {"u=rwX,go=rX", 0755, false, 0755},
      {"u+x,a-X", 0644, false, 0644},
      {"a-x,a+X", 0755, false, 0755},
      {"u=Xg", 0700, true, 0},
      {"u=gX", 0755, false, 0555},
      {"u=rwX", 0644, false, 0644},
      {"a-x,+X", 0755, false, 0755},  // of the mode before
      {"u+s", 0755, false, 04755},
      {"g+s", 0755, false, 02755},
      {"o+s", 0755, false, 0755},
      {"+s", 0755, false, 06755},
      {"ug-s", 06755, false, 0755},
      {"+t", 0777, true, 01777},
      {"u=rw", 04755, false, 0655},
      {"u+rw-x+x", 0000, false, 0700},
      {"u=gr", 0070, false, 0470},
  };
  for (const Case& c : cases) {
    INFO(c.rule << " on " << std::oct << c.before);
    const auto rule = ModeRule::parse(c.rule);
    REQUIRE(rule.has_value());
    CHECK(rule->apply(c.before, c.directory) == c.after);
  }
}

TEST_CASE("what --chmod refuses") {
  for (const char* text : {"", "888", "10000", "7777777777777", "0x1", "u", "u+", "+foo", "u+rw,",
                           ",u+x", "u?x", "rw", "u+x,,g+x", "07a"}) {
    INFO(text);
    const bool refused = !ModeRule::parse(text).has_value();
    CHECK(refused == (std::string_view(text) != "u+"));  // an operation may name nothing
  }
}

TEST_CASE("directories on the way get an octal mode behind a umask") {
  CHECK(ModeRule::parse("600")->of_parents() == 0600);
  CHECK(ModeRule::parse("4777")->of_parents() == 0755);
  CHECK(ModeRule::parse("u+x")->of_parents() == 0755);
}

}  // namespace
}  // namespace plimsoll::builder
