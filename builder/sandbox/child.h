#pragma once

// What the process that becomes the command is told, and what it tells. Plain data: between clone
// and exec it runs in its parent's memory and may allocate nothing, so every string and array is
// made before. See child.cpp.

#include <sys/resource.h>
#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "builder/sandbox/sandbox.h"

struct sock_fprog;

namespace plimsoll::builder::sandbox {

// An overlay to mount; paths of ours.
struct Overlay {
  const char* const* lower = nullptr;  // topmost first
  std::size_t lower_count = 0;         // 0 = no overlay
  const char* upper = nullptr;         // null = read-only
  const char* work = nullptr;
};

struct Mount {
  SandboxMount::Kind kind = SandboxMount::Kind::Directory;
  const char* target = nullptr;
  const char* source = nullptr;
  const char* within = nullptr;  // null = all
  Overlay overlay;               // instead of source
  bool read_only = true;
  const char* bytes = nullptr;
  std::size_t size = 0;
  std::uint32_t mode = 0, uid = 0, gid = 0;
  const char* tmpfs_size = nullptr;  // a number of bytes as text; null = no limit
};

// How far it came: what a failure is about.
enum class Stage : std::uint8_t {
  Namespaces,
  Overlay,  // of the root
  Proc,
  Devices,
  System,  // /sys
  MountSource,
  MountTarget,
  MountInProc,
  Mounting,
  Pivot,
  Workdir,
  Limits,
  Filter,
  Account,
  Starting,  // the starter
  Exec       // of the command
};

struct Report {
  Stage stage = Stage::Namespaces;
  int error = 0;                  // errno; 0 with Exec = it runs
  const char* detail = nullptr;   // a path of the job or a literal
  std::array<char, 256> words{};  // the kernel's own, where it gave some
  // Exec: the program that could not be run, and how it begins (what a script's #! says).
  std::array<char, 4096> head{};
  std::size_t head_size = 0;
  bool exists = false;
};

inline constexpr std::size_t made_limit_bytes = 64 * 1024;

struct Job {
  Overlay root;
  // Directories of ours to mount on, outside of the new root: for what is in memory, and in that
  // for the root and for the layers of mounts.
  const char* stage_point = nullptr;
  const char* root_point = nullptr;
  const char* layers_point = nullptr;
  const char* stage_size = nullptr;  // of the tmpfs for /dev, /dev/shm and bytes; as text
  bool cgroup2 = false;              // /sys/fs/cgroup is one
  const Mount* mounts = nullptr;
  std::size_t mount_count = 0;
  const char* hostname = nullptr;
  std::size_t hostname_size = 0;
  bool own_network = true;

  const char* workdir = nullptr;
  const char* const* programs = nullptr;  // what to try in turn; ends with null
  char* const* env = nullptr;
  std::uint32_t uid = 0, gid = 0;
  const gid_t* groups = nullptr;
  std::size_t group_count = 0;
  const sock_fprog* filter = nullptr;  // null = this kernel has none
  // The program that runs the command, and its words: those of starter.h.
  const char* starter = nullptr;
  std::size_t starter_size = 0;
  char* const* starter_words = nullptr;
  int starter_file = -1;           // of the child: the program as a file
  int starter_reports = -1;        // where it tells why it could not
  std::array<rlimit, 3> limits{};  // files, core, stack
  int parent = -1;                 // pidfd of the parent
  int in = -1, out = -1, err = -1;

  Report report;
  // Paths that were made in the root for mounts, each ended by a NUL, parents first.
  std::array<char, made_limit_bytes> made{};
  std::size_t made_size = 0;
};

// Never returns but to fail; `job` is a Job.
int child_main(void* job);
// Its first half: the new root, everything mounted, entered; the old one gone.
[[nodiscard]] bool enter_root(Job& job);
// Notes errno and what it is about; returns false.
bool fail(Job& job, Stage stage, const char* detail = nullptr);

}  // namespace plimsoll::builder::sandbox
