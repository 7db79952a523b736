#pragma once

// From a plan to the plain data that the child works from: strings, directories, the filter.

#include <linux/filter.h>
#include <sys/types.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "builder/sandbox/child.h"

namespace plimsoll::builder::sandbox {

// Owns what its job points to.
class Prepared {
 public:
  // Makes the directories in plan.scratch. The plan must outlive the result.
  [[nodiscard]] static Result<std::unique_ptr<Prepared>> from(const SandboxPlan& plan);
  // The overlay alone, of plan.lower and plan.scratch.
  [[nodiscard]] static Result<std::unique_ptr<Prepared>> root_alone(const SandboxPlan& plan);
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  Job job;
  std::string upper;

 private:
  explicit Prepared(const SandboxPlan& plan) : plan_(plan) {}
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> add_root();
  [[nodiscard]] Result<void> add_mounts();
  [[nodiscard]] Result<void> add_mount(const SandboxMount& mount);
  void add_bytes(const char* target, std::string bytes);
  [[nodiscard]] Result<Overlay> overlay_of(const std::vector<std::string>& bottom_first,
                                           bool writable, const std::string& name);
  void add_command();
  void add_limits();
  const char* keep(std::string text);
  const char* const* keep_list(std::vector<const char*> list);

  const SandboxPlan& plan_;
  std::deque<std::string> strings_;  // never move
  std::deque<std::vector<const char*>> lists_;
  std::vector<char*> words_;
  std::vector<char*> env_;
  std::vector<gid_t> groups_;
  std::vector<Mount> mounts_;
  sock_fprog filter_program_{};
  std::uint64_t bytes_ = 0;  // that the child will write to its tmpfs
};

// Why the child did not get to exec, in words.
[[nodiscard]] Error failure_of(const Report& report);
// Why exec did not run the command, and the exit code that a shell gives for it.
struct NotRun {
  int exit_code = 0;
  std::string message;
};
[[nodiscard]] NotRun not_run(const Report& report, const SandboxPlan& plan);
// What the starter told, as a report; nothing where it told nothing: the command ran.
void take_report(const Job& job, std::string_view told, Report& report);

}  // namespace plimsoll::builder::sandbox
