// RUN --mount and what happens to the places where something is mounted.

#include <fmt/format.h>

#include "rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using test::Rig;

namespace {

SandboxMount directory(const std::string& source, const std::string& target) {
  SandboxMount mount;
  mount.source = source;
  mount.target = target;
  return mount;
}

SandboxMount secret(const std::string& bytes, const std::string& target) {
  SandboxMount mount;
  mount.kind = SandboxMount::Kind::Bytes;
  mount.bytes = bytes;
  mount.target = target;
  mount.mode = 0400;
  return mount;
}

// All that a run left in its upper directory, by name.
std::string left_in(const std::string& upper) {
  std::string names;
  std::vector<std::string> sorted;
  for (const auto& entry : test::fs::recursive_directory_iterator(upper)) {
    sorted.push_back(entry.path().string().substr(upper.size()));
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& name : sorted) names += name + "\n";
  return names;
}

SandboxOutcome ran(Rig& rig, const SandboxPlan& plan) {
  const auto done = rig.run(plan);
  REQUIRE((done ? "" : done.error().message) == "");
  INFO(rig.err);
  CHECK(done->exit_code == 0);
  return *done;
}

std::string refusal(Rig& rig, const SandboxPlan& plan) {
  const auto done = rig.run(plan);
  REQUIRE_FALSE(done);
  return done.error().message;
}

}  // namespace

TEST_CASE("directories, files, bytes and memory are mounted and leave nothing") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string source = rig.layer();
  Rig::write(source + "/a", "from a\n");
  SandboxPlan plan = rig.plan(
      "cat /m/a /one /run/secrets/s; (echo x > /m/a) 2>&1 | cut -d: -f3; stat -c %a:%u "
      "/run/secrets/s;"
      "echo y > /cache/new; touch /scratch/z; df -m /scratch | grep -c ' 3 '");
  plan.mounts = {directory(source, "/m"), secret("hush\n", "/run/secrets/s")};
  plan.mounts[1].uid = 7;
  SandboxMount one = directory(source + "/a", "/one");
  one.kind = SandboxMount::Kind::File;
  const std::string cache = rig.layer();
  SandboxMount writable = directory(cache, "/cache");
  writable.read_only = false;
  SandboxMount memory;
  memory.kind = SandboxMount::Kind::Tmpfs;
  memory.target = "/scratch";
  memory.size_bytes = 3 << 20;
  plan.mounts.push_back(one);
  plan.mounts.push_back(writable);
  plan.mounts.push_back(memory);
  const SandboxOutcome done = ran(rig, plan);
  CHECK(rig.out == "from a\nfrom a\nhush\n Read-only file system\n400:7\n1\n");
  CHECK(test::fs::exists(cache + "/new"));
  CHECK(left_in(done.upper) == "/etc\n");  // copied up for resolv.conf, and as it was
}

TEST_CASE("writes to a source can be let through, refused or dropped") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string source = rig.layer();
  Rig::write(source + "/a", "old\n");
  SandboxPlan plan = rig.plan("echo new > /m/a; cat /m/a; rm /m/a; echo f > /f; cat /f");
  plan.mounts = {directory(source, "/m"), directory(source + "/a", "/f")};
  plan.mounts[1].kind = SandboxMount::Kind::File;
  for (SandboxMount& mount : plan.mounts) {
    mount.read_only = false;
    mount.discard_writes = true;
  }
  (void)ran(rig, plan);
  CHECK(rig.out == "new\nf\n");
  std::ifstream file(source + "/a");
  std::string text;
  std::getline(file, text);
  CHECK(text == "old");
}

TEST_CASE("layers are joined for a mount, and a part of them shown") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string low = rig.layer();
  const std::string high = rig.layer();
  test::fs::create_directories(low + "/usr/share");
  test::fs::create_directories(high + "/usr/share");
  test::fs::create_symlink("/usr/share", low + "/doc");
  Rig::write(low + "/usr/share/a", "low\n");
  Rig::write(low + "/usr/share/b", "low\n");
  Rig::write(high + "/usr/share/b", "high\n");
  SandboxMount mount = directory("", "/m");
  mount.layers = {low, high};
  mount.within = "/doc";
  SandboxPlan plan =
      rig.plan("cat /m/a /m/b; (echo > /m/a) 2>/dev/null || echo refused; cat /file");
  plan.mounts = {mount, mount};
  plan.mounts[1].within = "../../usr/share/b";
  plan.mounts[1].target = "/file";
  (void)ran(rig, plan);
  CHECK(rig.out == "low\nhigh\nrefused\nhigh\n");
  plan = rig.plan("cat /m/b");
  mount.layers = {low};
  plan.mounts = {mount};
  (void)ran(rig, plan);
  CHECK(rig.out == "low\n");
  plan = rig.plan("true");
  plan.mounts = {mount};
  plan.mounts[0].within = "/missing";
  CHECK(refusal(rig, plan) == "cannot take what is to be mounted on /m: No such file or directory");
}

TEST_CASE("a later mount nests in an earlier one") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string outer = rig.layer();
  const std::string inner = rig.layer();
  test::fs::create_directory(outer + "/in");
  Rig::write(inner + "/x", "inner\n");
  SandboxPlan plan = rig.plan("cat /deep/way/in/x; ls /deep/way");
  plan.mounts = {directory(outer, "/deep/way"), directory(inner, "/deep/way/in")};
  const SandboxOutcome done = ran(rig, plan);
  CHECK(rig.out == "inner\nin\n");
  CHECK(left_in(done.upper) == "/etc\n");
  // A missing place in a writable mount is made there, and belongs to it from then on.
  plan = rig.plan("cat /deep/new/x");
  plan.mounts = {directory(outer, "/deep"), directory(inner, "/deep/new")};
  plan.mounts[0].read_only = false;
  CHECK(left_in(ran(rig, plan).upper) == "/etc\n");
  CHECK(test::fs::exists(outer + "/new"));
  // In a read-only one it cannot be.
  plan = rig.plan("true");
  plan.mounts = {directory(outer, "/deep"), directory(inner, "/deep/other")};
  CHECK(refusal(rig, plan) ==
        "cannot make the place to mount on, /deep/other: Read-only file system");
}

TEST_CASE("links of the image lead nowhere but into the image") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string outside = rig.layer();
  Rig::write(outside + "/precious", "kept");
  const std::string source = rig.layer();
  Rig::write(source + "/x", "mine\n");
  test::fs::create_symlink(outside, rig.base + "/absolute");
  test::fs::create_symlink("../../../../../../../.." + outside, rig.base + "/relative");
  test::fs::create_symlink("loop", rig.base + "/loop");
  test::fs::create_symlink("/proc/self/root", rig.base + "/magic");
  for (const char* target : {"/absolute", "/relative", "/relative/deeper/still"}) {
    SandboxPlan plan = rig.plan(fmt::format("cat {}/x", target));
    plan.mounts = {directory(source, target)};
    const SandboxOutcome done = ran(rig, plan);
    CHECK(rig.out == "mine\n");
    CHECK(left_in(done.upper) ==
          "/etc\n/tmp\n");  // even where directories were made behind the link
    CHECK(left_in(outside) == "/precious\n");
  }
  SandboxPlan plan = rig.plan("true");
  plan.mounts = {directory(source, "/loop/x")};
  CHECK(refusal(rig, plan) ==
        "cannot make the place to mount on, /loop/x: Too many levels of symbolic links");
  plan = rig.plan("true");
  plan.mounts = {directory(source, "/magic/tmp")};
  CHECK_FALSE(rig.run(plan));
}

TEST_CASE("/proc, /dev and /sys of an image may be no links") {
  if (!test::can_run()) return;
  for (const char* name : {"proc", "dev", "sys"}) {
    Rig rig;
    test::fs::create_symlink("/etc", rig.base + "/" + name);
    CHECK_FALSE(rig.run(rig.plan("true")));
  }
  Rig rig;
  test::fs::create_symlink("/proc", rig.base + "/p");
  SandboxPlan plan = rig.plan("true");
  const std::string source = rig.layer();
  for (const char* target : {"/proc", "/p", "/proc/sys/kernel", "/proc/self/attr"}) {
    plan = rig.plan("true");
    plan.mounts = {directory(source, target)};
    CHECK(refusal(rig, plan).find("is inside of /proc") != std::string::npos);
  }
}

TEST_CASE("resolv.conf and hosts of an image stay as they are, wherever they are links to") {
  if (!test::can_run()) return;
  Rig rig;
  Rig::write(rig.base + "/etc/hosts", "mine\n");
  test::fs::create_symlink("../run/resolve/stub.conf", rig.base + "/etc/resolv.conf");
  const SandboxOutcome done =
      ran(rig, rig.plan("grep -c localhost /etc/hosts; cat /etc/resolv.conf; readlink "
                        "/etc/resolv.conf; (echo x > /etc/hosts) 2>/dev/null || echo refused"));
  CHECK(rig.out == "2\n../run/resolve/stub.conf\nrefused\n");
  CHECK(left_in(done.upper) == "");
}

TEST_CASE("clearing away mount points takes nothing else away") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string source = rig.layer();
  const std::string outside = rig.layer();
  test::fs::create_directories(outside + "/point");
  // The parent of the place is moved away, and a link out of the root put there instead.
  SandboxPlan plan = rig.plan(fmt::format("mv /made /moved && ln -s {} /made", outside));
  plan.mounts = {directory(source, "/made/point")};
  SandboxOutcome done = ran(rig, plan);
  CHECK(test::fs::exists(outside + "/point"));
  CHECK(left_in(done.upper) == "/etc\n/made\n/moved\n/moved/point\n");
  // A place cannot be removed while something is mounted there; what is put beside it stays.
  plan = rig.plan("rmdir /a/b 2>/dev/null; rm -rf /a/b; echo x > /a/c; echo done");
  plan.mounts = {directory(source, "/a/b")};
  done = ran(rig, plan);
  CHECK(left_in(done.upper) == "/a\n/a/c\n/etc\n");
  CHECK(test::fs::exists(source));
}

TEST_CASE("a directory in place of a file is an error, and the other way round") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string source = rig.layer();
  SandboxPlan plan = rig.plan("true");
  plan.mounts = {directory(source, "/etc/passwd")};
  CHECK(refusal(rig, plan) == "cannot mount on /etc/passwd: Not a directory");
  plan = rig.plan("true");
  plan.mounts = {secret("x", "/etc")};
  CHECK(refusal(rig, plan) == "cannot mount on /etc: Is a directory");
  plan = rig.plan("true");
  plan.mounts = {directory(source, "relative")};
  CHECK(refusal(rig, plan) == "cannot mount on \"relative\": it is no absolute path");
}

TEST_CASE("places made to mount on show the times of the directory that they are in") {
  if (!test::can_run()) return;
  Rig rig;
  const auto long_ago = test::fs::file_time_type::clock::now() - std::chrono::hours(100'000);
  for (const char* name : {"", "/etc"}) test::fs::last_write_time(rig.base + name, long_ago);
  SandboxPlan plan = rig.plan("stat -c %Y / /etc /run /run/deep | sort -u | wc -l");
  plan.mounts = {secret("s", "/run/deep/secret")};
  ran(rig, plan);
  CHECK(rig.out == "1\n");
}
