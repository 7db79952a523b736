#include "builder/layer/file_tree.h"

#include "tests/unit/builder/layer/made.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

TEST_CASE("Links are followed as a process within the root would") {
  const Stack tree = stack({{directory("usr"), directory("usr/lib"), soft_link("lib", "usr/lib"),
                             soft_link("abs", "/usr"), soft_link("up", "../../../usr/./lib"),
                             file("usr/lib/x", "1"), soft_link("usr/lib/so", "x"),
                             soft_link("round", "round"), soft_link("chain", "abs/../lib")}});
  const auto at = [&](std::string_view path, bool last) {
    const Result<std::string> found = resolve_in_tree(tree, path, last);
    return found ? *found : "!";
  };
  CHECK(at("lib/x", false) == "usr/lib/x");
  CHECK(at("/lib/so", false) == "usr/lib/so");
  CHECK(at("/lib/so", true) == "usr/lib/x");
  CHECK(at("abs/lib", true) == "usr/lib");
  CHECK(at("up", true) == "usr/lib");
  CHECK(at("up", false) == "up");
  CHECK(at("up/", false) == "usr/lib");
  CHECK(at("chain/x", false) == "usr/lib/x");
  CHECK(at("../../new/./dir/../file", true) == "new/file");
  CHECK(at("lib/new", true) == "usr/lib/new");
  CHECK(at("", true).empty());
  CHECK(at("/", true).empty());
  CHECK(at("round/x", true) == "!");
  CHECK(at("round", false) == "round");
}

TEST_CASE("Walking goes parents first, by name, and stops at a failure") {
  const Stack tree = stack({{directory("a"), file("a/x", ""), file("a-b", ""), directory("a/d"),
                             file("a/d/e", ""), file("z", "")}});
  std::vector<std::string> seen;
  const auto visit = [&](const Entry& entry) -> Result<void> {
    seen.push_back(entry.path);
    if (entry.path == "a-b") return failure("enough");
    return {};
  };
  CHECK_FALSE(walk(tree, "", visit).has_value());
  CHECK(seen == std::vector<std::string>{"a", "a/d", "a/d/e", "a/x", "a-b"});
  seen.clear();
  CHECK(walk(tree, "a/d", visit).has_value());
  CHECK(seen == std::vector<std::string>{"a/d/e"});
}

TEST_CASE("Depth costs no stack, and no time for each that is deep") {
  std::vector<Entry> entries;
  std::string path = "d";
  for (int i = 0; i < 2000; ++i, path += "/d") entries.push_back(directory(path));
  std::size_t count = 0;
  CHECK(walk(stack({entries}), "", [&](const Entry&) -> Result<void> {
          ++count;
          return {};
        }).has_value());
  CHECK(count == 2000);
}

TEST_CASE("Accounts are read as USER and --chown understand them") {
  const Stack tree = stack({{file("real",
                                  "root:x:0:0:root:/root:/bin/sh\n"
                                  "nonsense\n"
                                  "app:x:1000:1001::/home/app:/bin/sh\n"
                                  "55:x:7:8::/odd:\n"
                                  "bare:x:5:6::\n"
                                  "app:x:9:9::/second:"),
                             directory("etc"), soft_link("etc/passwd", "../real"),
                             file("etc/group",
                                  "root:x:0:\nwheel:x:10:root,app\nvideo:x:44:app\n"
                                  "staff:x:50:apple\n")}});
  const auto user = [&](std::string_view text) {
    const Result<Account> account = find_account(tree, text);
    if (!account) return std::string("!");
    std::string shown = std::to_string(account->uid) + ":" + std::to_string(account->gid);
    for (const std::uint32_t group : account->groups) shown += "," + std::to_string(group);
    return shown + " " + account->home;
  };
  CHECK(user("") == "0:0,10 /root");
  CHECK(user("app") == "1000:1001,10,44 /home/app");
  CHECK(user("1000") == "1000:1001,10,44 /home/app");
  CHECK(user("app:staff") == "1000:50 /home/app");
  CHECK(user("app:") == "1000:1001,10,44 /home/app");
  CHECK(user("1234") == "1234:0 /");
  CHECK(user("55") == "55:0 /");
  CHECK(user("1234:99") == "1234:99 /");
  CHECK(user("bare") == "5:6 /");
  CHECK(user("nobody") == "!");
  CHECK(user("app:nogroup") == "!");
  CHECK(user("4294967295") == "!");

  const auto owner = [&](std::string_view name, std::string_view group) {
    const Result<Account> account = find_owner(tree, name, group);
    if (!account) return account.error().message;
    return std::to_string(account->uid) + ":" + std::to_string(account->gid);
  };
  CHECK(owner("55", "") == "55:55");
  CHECK(owner("app", "") == "1000:1001");
  CHECK(owner("app", "wheel") == "1000:10");
  CHECK(owner("3", "video") == "3:44");
  CHECK(owner("who", "") == "0:0");
  CHECK(owner("app", "nogroup") == "1000:1001");
  CHECK(find_owner(EmptyTree(), "7", "8")->gid == 8);
  CHECK_FALSE(find_owner(EmptyTree(), "root", "").has_value());
}
