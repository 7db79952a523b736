#pragma once

// A store's place and a root file system of one static program, for tests that run real sandboxes.

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "builder/sandbox/sandbox.h"

namespace plimsoll::builder::test {

namespace fs = std::filesystem;

inline const char* const busybox = "/bin/busybox";

// One line says why, where sandboxes cannot run; tests that need one return then.
inline bool can_run() {
  static const std::string why = [] {
    std::string reason = probe_abilities(fs::temp_directory_path().string()).cannot_run();
    if (reason.empty() && !fs::exists(busybox)) reason = "busybox-static is not installed";
    if (!reason.empty()) std::printf("sandboxes are not tested: %s\n", reason.c_str());
    return reason;
  }();
  return why.empty();
}

class Rig {
 public:
  Rig() {
    std::string name = (fs::temp_directory_path() / "plimsoll-sandbox-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root = name;
    base = layer();
    fs::create_directories(base + "/bin");
    fs::create_directories(base + "/etc");
    fs::create_directories(base + "/tmp");
    fs::copy_file(busybox, base + "/bin/busybox");
    for (const char* tool :
         {"sh",    "cat",      "ls",       "id",    "mount", "mkdir", "rm",    "ln",   "mv",
          "touch", "chmod",    "chown",    "sleep", "kill",  "true",  "false", "env",  "mknod",
          "stat",  "readlink", "hostname", "grep",  "head",  "dd",    "wc",    "sort", "cp",
          "rmdir", "umount",   "unshare",  "find",  "yes",   "tr",    "df",    "cut"}) {
      fs::create_symlink("busybox", base + "/bin/" + tool);
    }
    write(base + "/etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n");
  }
  ~Rig() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  std::string layer() {
    const std::string path = root + "/layer" + std::to_string(count_++);
    fs::create_directory(path);
    return path;
  }
  static void write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  [[nodiscard]] SandboxPlan plan(const std::string& script) {
    SandboxPlan made;
    made.lower = {base};
    made.scratch = layer();
    made.argv = {"/bin/sh", "-c", script};
    made.env = {"PATH=/bin"};
    made.workdir = "/";
    return made;
  }
  Result<SandboxOutcome> run(const SandboxPlan& wanted) {
    out.clear();
    err.clear();
    return run_in_sandbox(
        wanted, [this](bool is_error, std::string_view bytes) { (is_error ? err : out) += bytes; });
  }
  // What the script says; it must end well.
  std::string say(const std::string& script) {
    const Result<SandboxOutcome> done = run(plan(script));
    REQUIRE((done ? "" : done.error().message) == "");
    INFO(err);
    CHECK(done->exit_code == 0);
    return out;
  }

  std::string root;
  std::string base;
  std::string out;
  std::string err;

 private:
  int count_ = 0;
};

}  // namespace plimsoll::builder::test
