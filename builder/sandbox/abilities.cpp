// What this machine can do is found out by doing it: version numbers and configuration files lie
// in containers. Every trial is undone, and all of them take about a millisecond.

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <system_error>

#include "analyzer/base/file.h"
#include "analyzer/base/paths.h"
#include "builder/sandbox/mounting.h"
#include "builder/sandbox/sharing.h"

namespace plimsoll::builder {
namespace {

using sandbox::Handle;

constexpr std::size_t small_file_bytes = 4096;

std::string words(int error) { return std::generic_category().message(error); }

// The first bytes of one of the kernel's own files; "" where there is none.
std::string read_small(const std::string& path) {
  const Result<FileDescriptor> file = open_file(path);
  if (!file) return "";
  std::array<char, small_file_bytes> bytes{};
  const ssize_t got = ::read(file->get(), bytes.data(), bytes.size());
  return got > 0 ? std::string(bytes.data(), static_cast<std::size_t>(got)) : "";
}

bool has_admin() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  if (::syscall(SYS_capget, &header, data) != 0) return false;
  return ::geteuid() == 0 && (data[0].effective >> CAP_SYS_ADMIN & 1U) != 0;
}

// The directory itself or what is there of the way to it.
std::string existing(std::string path) {
  struct stat status {};
  while (path != "/" && path != "." && ::stat(path.c_str(), &status) != 0) path = parent_path(path);
  return path;
}

// A place of ours to try things in; gone at the end.
class Scratch {
 public:
  explicit Scratch(const std::string& above) : path_(above + "/.plimsoll-trial-XXXXXX") {
    made_ = ::mkdtemp(path_.data()) != nullptr;
    for (const char* name : names) {
      made_ = made_ && ::mkdir((path_ + name).c_str(), 0700) == 0;
    }
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    if (!made_) return;
    // overlayfs leaves things of its own in the work directory.
    (void)::unlink((path_ + "/work/work/incompat/volatile/dirty").c_str());
    for (const char* name : {"/work/work/incompat/volatile", "/work/work/incompat", "/work/work",
                             "/work/index", "/work", "/upper", "/lower"}) {
      (void)::rmdir((path_ + name).c_str());
    }
    (void)::rmdir(path_.c_str());
  }
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] std::string operator/(const char* name) const { return path_ + "/" + name; }

 private:
  static constexpr std::array<const char*, 3> names = {"/lower", "/upper", "/work"};
  std::string path_;
  bool made_ = false;
};

void try_overlay(const std::string& store, Abilities& abilities) {
  const std::string place = existing(store);
  const Scratch scratch(place);
  if (!scratch.made()) {
    abilities.refused = fmt::format("{} cannot be written: {}", place, words(errno));
    return;
  }
  const std::string lower = scratch / "lower";
  const std::string upper = scratch / "upper";
  const std::string work = scratch / "work";
  const char* const lowers[] = {lower.c_str()};
  sandbox::Overlay overlay;
  overlay.lower = lowers;
  overlay.lower_count = 1;
  overlay.upper = upper.c_str();
  overlay.work = work.c_str();
  auto report = std::make_unique<sandbox::Report>();
  const Handle mount = sandbox::detached_overlay(overlay, *report);
  abilities.overlay = mount.ok();
  if (mount.ok()) return;
  const std::string kernel(report->words.data());
  abilities.refused = fmt::format("overlayfs cannot write to {}: {}", place,
                                  kernel.empty() ? words(report->error) : kernel);
}

struct Trial {
  int proc_error = 0;
};

void try_namespaces(Abilities& abilities) {
  Trial trial;
  const auto mount_proc = [](void* argument) -> int {
    const Handle proc = sandbox::new_mount("proc", nullptr, 0, 0);
    static_cast<Trial*>(argument)->proc_error = proc.ok() ? 0 : errno;
    return 0;
  };
  const auto nothing = [](void*) -> int { return 0; };
  abilities.user_namespaces = sandbox::try_in_namespaces(CLONE_NEWUSER, nothing, nullptr) == 0;
  if (!abilities.root) return;
  const int error = sandbox::try_in_namespaces(
      CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWCGROUP,
      mount_proc, &trial);
  abilities.fresh_proc = error == 0 && trial.proc_error == 0;
  if (abilities.fresh_proc) return;
  abilities.refused = error != 0 ? "new namespaces are refused: " + words(error)
                                 : "a new /proc is refused: " + words(trial.proc_error);
}

// A cgroup v2 that is ours to divide.
bool has_cgroup() {
  const std::string mine = read_small("/proc/self/cgroup");
  const std::size_t at = mine.find("0::/");
  if (at == std::string::npos) return false;
  const std::string path = mine.substr(at + 3, mine.find('\n', at) - at - 3);
  return ::access(("/sys/fs/cgroup" + path + "/cgroup.procs").c_str(), W_OK) == 0;
}

// Handlers that are on, and open their interpreter beforehand (F): in a sandbox it is not there.
std::vector<std::string> foreign_machines() {
  static constexpr std::string_view prefix = "qemu-";
  const std::string directory = "/proc/sys/fs/binfmt_misc";
  std::vector<std::string> machines;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(directory.c_str()), &::closedir);
  if (!open) return machines;
  while (const dirent* entry = ::readdir(open.get())) {
    const std::string name = entry->d_name;
    if (name.compare(0, prefix.size(), prefix) != 0) continue;
    const std::string handler = read_small(directory + "/" + name);
    const std::size_t flags = handler.find("flags: ");
    if (handler.compare(0, 7, "enabled") != 0 || flags == std::string::npos) continue;
    if (handler.substr(flags, handler.find('\n', flags) - flags).find('F') == std::string::npos) {
      continue;
    }
    machines.push_back(name.substr(prefix.size()));
  }
  std::sort(machines.begin(), machines.end());
  return machines;
}

bool has_seccomp() {
  std::uint32_t action = SECCOMP_RET_ERRNO;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

}  // namespace

Abilities probe_abilities(const std::string& store_directory) {
  Abilities abilities;
  utsname machine{};
  if (::uname(&machine) == 0) abilities.kernel = machine.release;
  abilities.root = has_admin();
  abilities.seccomp = has_seccomp();
  abilities.cgroups = has_cgroup();
  abilities.foreign = foreign_machines();
  try_namespaces(abilities);
  if (abilities.root && abilities.refused.empty()) try_overlay(store_directory, abilities);
  return abilities;
}

std::string Abilities::cannot_run() const {
  if (!root) {
    return "RUN wants root with CAP_SYS_ADMIN: run as root, in a container with --privileged (a "
           "Dockerfile without RUN can be built by anybody)";
  }
  if (overlay && fresh_proc) return "";
  std::string help = refused;
  if (fresh_proc) {
    help +=
        "; keep the store on ext4, xfs, btrfs or tmpfs (in a container: on a volume), since "
        "overlayfs does not write to another overlay";
  } else {
    help += "; in a container: --privileged";
  }
  return "RUN cannot be executed here: " + help;
}

}  // namespace plimsoll::builder
