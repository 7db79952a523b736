#include "analyzer/image/contents/accounts.h"

#include <catch2/catch.hpp>

#include "made_image.h"

namespace plimsoll::image {

TEST_CASE("accounts are read with what shadow says") {
  const auto accounts = read_accounts(
      "root:x:0:0:root:/root:/bin/bash\n"
      "open:x:1000:1000::/home/open:/bin/sh\n"
      "older::1001:1001::/:/bin/sh\n"
      "locked:*:1002:1002::/:/bin/false\n",
      "root:*:19000:0:99999:7:::\n"
      "open::19000:0:99999:7:::\n"
      "locked:!:::::::\n");
  REQUIRE(accounts.size() == 4);
  CHECK_FALSE(accounts[0].empty_password);
  CHECK(accounts[1].empty_password);
  CHECK(accounts[1].shadow_line == 2);
  CHECK(accounts[1].home == "/home/open");
  CHECK(accounts[2].empty_password);
  CHECK(accounts[2].line == 3);
  CHECK_FALSE(accounts[3].empty_password);
}

TEST_CASE("lines of any shape are read as runc reads them") {
  const auto accounts = read_accounts(
      "\n"
      ":x:0:0::/:\n"
      "+::::::\n"
      "short\n"
      "two:x\n"
      "evil:x:none:none::/:/bin/sh\r\n"
      "far:x:99999999999999999999:1::/:/bin/sh\n"
      "minus:x:-1:-1::/:/bin/sh\n"
      "# a comment:x:5:5::/:\n"
      "\xff\xfe:x:7:7::/:/bin/sh",
      "::\nshort\nevil");
  REQUIRE(accounts.size() == 7);
  CHECK(accounts[0].name == "short");
  CHECK_FALSE(accounts[0].empty_password);
  CHECK_FALSE(accounts[1].empty_password);
  CHECK(accounts[2].name == "evil");
  CHECK(accounts[2].uid == 0);
  CHECK_FALSE(accounts[2].empty_password);
  CHECK(accounts[2].shell == "/bin/sh");
  CHECK(accounts[3].uid > 0xFFFF'FFFFU);
  CHECK(accounts[4].uid > 0x7FFF'FFFFU);
  CHECK(accounts[5].uid == 5);
  CHECK(accounts[6].name == "\xff\xfe");
}

TEST_CASE("groups have members") {
  const auto groups = read_groups("root:x:0:\nwheel:x:10:root,app,\nshort\n");
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].members.empty());
  CHECK(groups[1].members == std::vector<std::string>{"root", "app"});
  CHECK(groups[1].gid == 10);
}

namespace {
struct Lists {
  std::vector<Account> accounts = read_accounts(
      "root:x:0:0:root:/root:/bin/bash\n"
      "toor:x:0:0::/root:/bin/sh\n"
      "app:x:1000:1001::/home/app:/bin/sh\n"
      "1000:x:7:7::/:/bin/sh\n",
      "");
  std::vector<AccountGroup> groups =
      read_groups("root:x:0:\nwheel:x:10:app,x\nstaff:x:50:\n20:x:21:\n");
  [[nodiscard]] EffectiveUser of(std::string_view text) const {
    return effective_user(text, {accounts, groups});
  }
};
}  // namespace

TEST_CASE("USER means root in all these spellings") {
  for (const char* text : {"", "root", "0", "0:0", "root:root", "0:1000", "toor", "toor:staff", ":",
                           ":50", "00", "+0"}) {
    INFO(text);
    const EffectiveUser user = Lists().of(text);
    CHECK(is_yes(user.root()));
    CHECK(is_yes(user.defined));
  }
}

TEST_CASE("USER means others in these") {
  const Lists lists;
  const EffectiveUser app = lists.of("app");
  CHECK(is_no(app.root()));
  CHECK(app.uid == 1000);
  CHECK(app.gid == 1001);
  CHECK(app.groups == std::vector<std::uint64_t>{10});
  CHECK(app.home == "/home/app");
  // By the order of the file: app's number comes before the account whose name it is.
  CHECK(lists.of("1000").name == "app");
  CHECK(lists.of("1000:staff").gid == 50);
  CHECK(lists.of("1000:20").gid == 21);
  CHECK(lists.of("1000:77").gid == 77);
  const EffectiveUser number = lists.of("4711");
  CHECK(number.uid == 4711);
  CHECK(number.gid == 0);
  CHECK(is_yes(number.defined));
}

TEST_CASE("USER may name nobody") {
  const Lists lists;
  CHECK(is_no(lists.of("nobody").defined));
  CHECK(is_unknown(lists.of("nobody").root()));
  CHECK(is_no(lists.of("app:nogroup").defined));
  CHECK(is_no(lists.of("-1").defined));
  CHECK(is_no(lists.of("4294967295").defined));
  CHECK(is_no(lists.of("99999999999999999999").defined));
  const AccountLists unread{lists.accounts, lists.groups, false, false};
  CHECK(is_unknown(effective_user("nobody", unread).defined));
  CHECK(is_unknown(effective_user("app:nogroup", unread).defined));
  CHECK_FALSE(effective_user("4711", unread).gid);
}

TEST_CASE("the effective user of an image is of its last layer") {
  MadeImage image;
  image.config.user = "app";
  image.file("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
  image.layer().file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:10:10::/:/bin/sh\n");
  const Contents contents(image.tree(), image.config);
  CHECK(contents.user().uid == 10);
  CHECK(contents.accounts().size() == 2);
}

TEST_CASE("without passwd a name is nobody, in an image that is cut off it may be") {
  MadeImage image;
  image.config.user = "app";
  image.file("bin/app", "x");
  CHECK(is_no(Contents(image.tree(), image.config).user().defined));
  MadeImage cut;
  cut.config.user = "app";
  cut.file("bin/app", "x").partial();
  CHECK(is_unknown(Contents(cut.tree(), cut.config).user().defined));
}

TEST_CASE("a passwd that is too long to be kept is unknown") {
  MadeImage image;
  image.config.user = "app";
  image.file("etc/passwd", std::string(2 << 20, 'x'));
  CHECK(is_unknown(Contents(image.tree(), image.config).user().defined));
}

}  // namespace plimsoll::image
