#pragma once

// Runs one command in its own file system and namespaces, and tells what it left behind. The only
// folder that mounts, forks and gives up privileges. Nothing inside can reach what is not in the
// plan.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/entry.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// What this machine offers; found out by trying, once a process.
struct Abilities {
  bool root = false;     // root with CAP_SYS_ADMIN
  bool overlay = false;  // overlayfs can be mounted where the store is
  bool user_namespaces = false;
  bool fresh_proc = false;  // a new /proc can be mounted
  bool seccomp = false;
  bool cgroups = false;              // a delegated cgroup v2
  std::vector<std::string> foreign;  // what binfmt_misc runs, as QEMU names it: "aarch64", "arm"
  std::string kernel;                // "6.1.0-18-amd64"
  std::string refused;               // why there is no overlay or no new /proc, where there is none
  // Why RUN cannot be executed here, and what would help; "" when it can.
  [[nodiscard]] std::string cannot_run() const;
};
[[nodiscard]] Abilities probe_abilities(const std::string& store_directory);

struct SandboxMount {
  enum class Kind : std::uint8_t { Directory, File, Tmpfs, Bytes };
  Kind kind = Kind::Directory;
  std::string target;               // absolute in the container; links are resolved within its root
  std::string source;               // Directory, File: a path of ours
  std::vector<std::string> layers;  // Directory: instead of `source`, layers bottom first, joined
  std::string within;               // what to mount of `source` or `layers`, as a process chrooted
                                    // there would find it; "" = all
  bool read_only = true;            // else, of `layers`: writes are discarded
  bool discard_writes = false;      // Directory, writable: writes go to a scratch overlay
  std::string bytes;                // Bytes: a file with them, on a tmpfs (secrets, scripts)
  std::uint32_t mode = 0444, uid = 0, gid = 0;
  std::uint64_t size_bytes = 0;  // Tmpfs; 0 = no limit of its own
};

struct SandboxPlan {
  std::vector<std::string> lower;  // directories of layers, bottom first
  std::string scratch;             // an empty directory of ours on the store's file system
  std::vector<std::string> argv;
  std::vector<std::string> env;  // "NAME=value"
  std::string workdir;           // absolute; made by the caller's layers
  Account account;
  std::vector<SandboxMount> mounts;  // in order: a later one may nest in an earlier one
  enum class Network : std::uint8_t { None, Host } network = Network::None;
  std::string hostname = "buildkitsandbox";
  std::chrono::milliseconds time_limit{0};                     // 0 = none
  std::uint64_t output_limit_bytes = std::uint64_t{16} << 20;  // of what is handed on
  std::function<bool()> stopped;  // asked a few times a second; true ends the command (SIGKILL)
};

struct SandboxOutcome {
  int exit_code = 0;  // 128 + n for a signal, as a shell tells it
  bool timed_out = false;
  std::string upper;  // the overlay's upper directory, in plan.scratch
};

// Called with bytes of standard output and error as they come; from one thread.
using SandboxOutput = std::function<void(bool is_error, std::string_view bytes)>;

// Runs to the end, with everything that the command started gone when it returns; mount points that
// were made for mounts are removed again. The failure is of the world (a mount refused); what the
// command does is the outcome.
[[nodiscard]] Result<SandboxOutcome> run_in_sandbox(const SandboxPlan& plan,
                                                    const SandboxOutput& output);

// What an upper directory says against the tree below it: whiteouts explicit, copy-ups without a
// change dropped, only upper is walked. Contents are BelowDirectory of upper. Sorted.
[[nodiscard]] Result<std::vector<Entry>> changes_of(const std::string& upper,
                                                    const FileTree& below);

// Makes `upper` what unpacking the layer would give: times as the layer holds them (at most
// `epoch_s`, real where that is lost), and nothing that `changes` does not name. For
// Store::adopt_tree.
[[nodiscard]] Result<void> settle_upper(const std::string& upper, const std::vector<Entry>& changes,
                                        std::int64_t epoch_s);

// Puts entries into `lower`'s overlay as a program would, and returns the upper directory: the
// slow and sure way to make the layer of a COPY, to hold the quick one against.
[[nodiscard]] Result<std::string> apply_in_overlay(const std::vector<std::string>& lower,
                                                   const std::string& scratch,
                                                   const std::vector<Entry>& entries);

}  // namespace plimsoll::builder
