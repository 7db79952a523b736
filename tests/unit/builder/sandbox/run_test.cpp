// How a command starts, speaks and ends.

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using test::Rig;

namespace {

std::size_t entries_of(const char* directory) {
  std::size_t count = 0;
  for (const auto& entry : test::fs::directory_iterator(directory)) {
    (void)entry;
    ++count;
  }
  return count;
}

std::size_t lines_of(const char* path, const std::string& with) {
  std::ifstream file(path);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) count += line.find(with) != line.npos;
  return count;
}

// Our own processes, zombies included: children of this one.
std::string children() {
  std::ifstream file(fmt::format("/proc/self/task/{}/children", ::getpid()));
  std::string line;
  std::getline(file, line);
  return line;
}

int exit_code(Rig& rig, const SandboxPlan& plan) {
  const auto done = rig.run(plan);
  REQUIRE((done ? "" : done.error().message) == "");
  return done->exit_code;
}

}  // namespace

TEST_CASE("a command runs in its own root and tells its exit code") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(rig.say("echo hello; pwd; echo $$; hostname; ls /") ==
        "hello\n/\n1\nbuildkitsandbox\nbin\ndev\netc\nproc\nsys\ntmp\n");
  const auto done = rig.run(rig.plan("echo bad >&2; exit 7"));
  REQUIRE(done);
  CHECK(done->exit_code == 7);
  CHECK(rig.err == "bad\n");
}

TEST_CASE("a signal is 128 and its number, as a shell tells it") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(exit_code(rig, rig.plan("sh -c 'kill -TERM $$'; exit $?")) == 143);
  CHECK(exit_code(rig, rig.plan("sh -c 'kill -SEGV $$'; exit $?")) == 139);
  SandboxPlan plan = rig.plan("while :; do :; done");
  plan.time_limit = std::chrono::milliseconds(100);
  const auto done = rig.run(plan);
  REQUIRE(done);
  CHECK(done->timed_out);
  CHECK(done->exit_code == 137);
}

TEST_CASE("the time limit ends whatever was started, a fork bomb included") {
  if (!test::can_run()) return;
  Rig rig;
  SandboxPlan plan = rig.plan(
      "i=0; while [ $i -lt 300 ]; do sleep 100 & i=$((i+1)); done; "
      "yes & yes > /dev/null & sleep 100");
  plan.time_limit = std::chrono::milliseconds(700);
  const auto done = rig.run(plan);
  REQUIRE(done);
  CHECK(done->timed_out);
  CHECK(children().empty());
}

TEST_CASE("what is left running ends with the command") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(rig.say("sleep 1000 & (sleep 1000 > /dev/null 2>&1 &) ; echo started") == "started\n");
  CHECK(children().empty());
}

TEST_CASE("a command can be stopped from outside") {
  if (!test::can_run()) return;
  Rig rig;
  SandboxPlan plan = rig.plan("sleep 1000");
  int asked = 0;
  plan.stopped = [&asked] { return ++asked > 1; };
  const auto done = rig.run(plan);
  REQUIRE(done);
  CHECK(done->exit_code == 137);
  CHECK_FALSE(done->timed_out);
}

TEST_CASE("a flood of output is cut and the command goes on") {
  if (!test::can_run()) return;
  Rig rig;
  SandboxPlan plan = rig.plan("dd if=/dev/zero bs=65536 count=400 2>/dev/null; exit 3");
  plan.output_limit_bytes = 100'000;
  const auto done = rig.run(plan);
  REQUIRE(done);
  CHECK(done->exit_code == 3);
  CHECK(rig.out.size() == 100'000);
  CHECK(rig.err == "\n[the output is cut here: it reached its limit]\n");
}

TEST_CASE("user, groups, directory, environment, umask") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directories(rig.base + "/srv/app");
  SandboxPlan plan = rig.plan("id -u; id -g; id -G; pwd; env; umask; echo x > /dev/stdout; cat");
  plan.account = {1000, 1001, {1001, 44, 55}, "/"};
  plan.workdir = "/srv/app";
  plan.env = {"PATH=/bin", "A=b c"};
  CHECK(exit_code(rig, plan) == 0);
  CHECK(rig.out.substr(0, 30) == "1000\n1001\n1001 44 55\n/srv/app\n");
  CHECK(rig.out.find("A=b c\n") != std::string::npos);
  CHECK(rig.out.substr(rig.out.size() - 7) == "0022\nx\n");
  CHECK(rig.err == "");
}

TEST_CASE("a directory that the user may not enter is entered before it matters") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directories(rig.base + "/closed");
  test::fs::permissions(rig.base + "/closed", test::fs::perms::owner_all);
  SandboxPlan plan = rig.plan("true");
  plan.account.uid = 1000;
  plan.workdir = "/closed";
  CHECK(exit_code(rig, plan) == 0);
}

TEST_CASE("a working directory is resolved in the root") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directory_symlink("../../../../etc", rig.base + "/up");
  SandboxPlan plan = rig.plan("pwd");
  plan.workdir = "/up";
  CHECK(exit_code(rig, plan) == 0);
  CHECK(rig.out == "/etc\n");
  plan = rig.plan("pwd");
  plan.workdir = "/proc/self/fd/4";
  CHECK_FALSE(rig.run(plan));
  plan = rig.plan("pwd");
  plan.workdir = "/nowhere";
  const auto missing = rig.run(plan);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message ==
        "cannot enter the working directory /nowhere: No such file or directory");
}

TEST_CASE("what cannot be run says why") {
  if (!test::can_run()) return;
  Rig rig;
  const auto start = [&](std::vector<std::string> argv) {
    SandboxPlan plan = rig.plan("");
    plan.argv = std::move(argv);
    const int code = exit_code(rig, plan);
    return fmt::format("{} {}", code, rig.err);
  };
  Rig::write(rig.base + "/script", "#!/usr/bin/python3 -u\n");
  Rig::write(rig.base + "/text", "echo hello\n");
  Rig::write(rig.base + "/foreign", std::string("\x7f"
                                                "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"
                                                "\x02\0\xb7\0\x01\0\0\0",
                                                24) +
                                        std::string(64, '\0'));
  for (const char* name : {"/script", "/text", "/foreign"}) {
    test::fs::permissions(rig.base + name, test::fs::perms(0755));
  }
  Rig::write(rig.base + "/plain", "data");
  CHECK(start({"nothing"}) == "127 nothing: not found in the PATH of the image\n");
  CHECK(start({"/bin/bash", "-c", "x"}) == "127 /bin/bash: no such file in the image\n");
  CHECK(start({"/script"}) ==
        "127 /script: the script's interpreter /usr/bin/python3 is not in the image\n");
  CHECK(start({"/text"}) == "126 /text: neither a program nor a script that begins with #!\n");
  CHECK(start({"/plain"}) == "126 /plain: Permission denied\n");
  CHECK(start({"/bin"}) == "126 /bin: Permission denied\n");
#if defined(__x86_64__)
  CHECK(start({"/foreign"}) == "126 /foreign: a program for arm64, which cannot be run here\n");
#endif
}

TEST_CASE("a program whose loader is missing says which") {
  if (!test::can_run()) return;
  const char* dynamic = "/usr/bin/env";
  if (!test::fs::exists(dynamic)) return;
  Rig rig;
  test::fs::copy_file(dynamic, rig.base + "/bin/dynamic");
  SandboxPlan plan = rig.plan("");
  plan.argv = {"dynamic"};
  CHECK(exit_code(rig, plan) == 127);
  CHECK(rig.err.find("/bin/dynamic: the program's loader /lib") == 0);
}

TEST_CASE("many layers are joined, the topmost wins") {
  if (!test::can_run()) return;
  Rig rig;
  SandboxPlan plan = rig.plan("cat /who; ls /many | wc -l");
  for (int i = 0; i < 150; ++i) {
    const std::string layer = rig.layer();
    test::fs::create_directory(layer + "/many");
    Rig::write(layer + "/who", fmt::format("{}\n", i));
    Rig::write(fmt::format("{}/many/{}", layer, i), "");
    plan.lower.push_back(layer);
  }
  CHECK(exit_code(rig, plan) == 0);
  CHECK(rig.out == "149\n150\n");
}

TEST_CASE("sandboxes run beside each other") {
  if (!test::can_run()) return;
  Rig rig;
  constexpr int threads = 4;
  std::vector<SandboxPlan> plans;
  for (int i = 0; i < threads * 8; ++i) plans.push_back(rig.plan(fmt::format("exit {}", i)));
  std::atomic<int> wrong{0};
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) {
    pool.emplace_back([&, t] {
      for (std::size_t i = static_cast<std::size_t>(t); i < plans.size(); i += threads) {
        const auto done = run_in_sandbox(plans[i], {});
        if (!done || done->exit_code != static_cast<int>(i)) ++wrong;
      }
    });
  }
  for (std::thread& thread : pool) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("two hundred runs leave no mount, process or descriptor") {
  if (!test::can_run()) return;
  Rig rig;
  (void)rig.say("true");
  const std::size_t descriptors = entries_of("/proc/self/fd");
  for (int i = 0; i < 200; ++i) {
    SandboxPlan plan = rig.plan(i % 2 == 0 ? "true" : "no-such-command");
    if (i % 5 == 0) plan.workdir = "/missing";
    (void)rig.run(plan);
  }
  CHECK(entries_of("/proc/self/fd") == descriptors);
  CHECK(lines_of("/proc/self/mountinfo", rig.root) == 0);
  CHECK(children().empty());
}
