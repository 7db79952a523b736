// The new root, from an overlay, a plan's mounts and what every program expects (/proc, /dev,
// /sys), as runc makes it for BuildKit.
//
// Devices. Root in here keeps CAP_MKNOD, as in docker, where the device cgroup keeps it from the
// disks of the machine. We need no cgroup: every mount is nodev, so a node may be made, and goes
// into the layer, but cannot be opened. The six that can are mounts of their own on files in /dev.
//
// One tmpfs, attached outside of the new root, holds all that is in memory: the trees of /dev and
// /dev/shm, the nodes, an empty directory that masks, secrets. Each is shown by a mount of that
// part alone. A file system of its own for each would cost 20 microseconds apiece.

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

#include "builder/sandbox/child.h"
#include "builder/sandbox/mounting.h"

namespace plimsoll::builder::sandbox {
namespace {

constexpr unsigned read_only = MOUNT_ATTR_RDONLY;
constexpr unsigned no_devices = MOUNT_ATTR_NODEV;
constexpr unsigned plain_data = MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC;

struct Device {
  const char* name;
  unsigned major, minor;
};
constexpr Device devices[] = {{"null", 1, 3},   {"zero", 1, 5},    {"full", 1, 7},
                              {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0}};
struct Link {
  const char* name;
  const char* text;
};
constexpr Link links[] = {{"fd", "/proc/self/fd"},
                          {"stdin", "/proc/self/fd/0"},
                          {"stdout", "/proc/self/fd/1"},
                          {"stderr", "/proc/self/fd/2"},
                          {"ptmx", "pts/ptmx"}};
// What docker hides and what it leaves to be read alone.
constexpr const char* masked_in_proc[] = {
    "asound",        "acpi",       "interrupts",  "kcore",       "keys",
    "latency_stats", "timer_list", "timer_stats", "sched_debug", "scsi"};
constexpr const char* masked_in_sys[] = {"firmware", "devices/virtual/powercap"};
constexpr const char* read_only_in_proc[] = {"bus", "fs", "irq", "sys", "sysrq-trigger"};

// A directory of the root by its own name: never a link, which would lead elsewhere.
Handle own_directory(Job& job, int root, const char* name) {
  Handle there = find_plain(root, name, O_DIRECTORY);
  if (there.ok() || errno != ENOENT) return there;
  return mount_point(job, root, name, true);
}

bool mask(int stage, int file_system, const char* name) {
  const Handle place = find_plain(file_system, name, 0);
  if (!place.ok()) return errno == ENOENT;
  struct stat status {};
  if (::fstat(place.get(), &status) != 0) return false;
  const Handle cover = S_ISDIR(status.st_mode) ? copy_of(stage, "empty", read_only, false)
                                               : copy_of(stage, "null", 0, false);
  return cover.ok() && attach(cover, place.get());
}

bool keep_from_writing(int file_system, const char* name) {
  const Handle copy = copy_of(file_system, name, read_only | plain_data, false);
  if (!copy.ok()) return errno == ENOENT;
  const Handle place = find_plain(file_system, name, 0);
  return place.ok() && attach(copy, place.get());
}

bool set_up_proc(Job& job, int stage, int root) {
  const Handle place = own_directory(job, root, "proc");
  const Handle proc = new_mount("proc", nullptr, 0, plain_data);
  if (!place.ok() || !proc.ok() || !attach(proc, place.get())) return false;
  for (const char* name : masked_in_proc) {
    if (!mask(stage, proc.get(), name)) return false;
  }
  for (const char* name : read_only_in_proc) {
    if (!keep_from_writing(proc.get(), name)) return false;
  }
  return true;
}

bool set_up_sys(Job& job, int stage, int root) {
  const Handle place = own_directory(job, root, "sys");
  const Handle sys = new_mount("sysfs", nullptr, 0, plain_data | read_only);
  if (!place.ok() || !sys.ok() || !attach(sys, place.get())) return false;
  for (const char* name : masked_in_sys) {
    if (!mask(stage, sys.get(), name)) return false;
  }
  if (!job.cgroup2) return true;
  // Best effort: whoever looks there asks for limits, and none is an answer.
  const Handle cgroup = new_mount("cgroup2", nullptr, 0, plain_data | read_only);
  const Handle there = find_plain(sys.get(), "fs/cgroup", O_DIRECTORY);
  if (cgroup.ok() && there.ok()) (void)attach(cgroup, there.get());
  return true;
}

bool make_file(int directory, const char* name) {
  const int flags = O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY | O_NOFOLLOW;
  return Handle(::openat(directory, name, flags, 0644)).ok();
}

// The parts of the one tmpfs. There is no umask yet.
bool fill_stage(int stage) {
  if (::mkdirat(stage, "shm", 01777) != 0) return false;
  for (const char* name : {"root", "layers", "empty", "dev"}) {
    if (::mkdirat(stage, name, 0755) != 0) return false;
  }
  const Handle dev(::openat(stage, "dev", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!dev.ok()) return false;
  for (const Device& device : devices) {
    if (::mknodat(stage, device.name, S_IFCHR | 0666, makedev(device.major, device.minor)) != 0 ||
        !make_file(dev.get(), device.name)) {
      return false;
    }
  }
  for (const Link& link : links) {
    if (::symlinkat(link.text, dev.get(), link.name) != 0) return false;
  }
  for (const char* name : {"pts", "shm", "mqueue"}) {
    if (::mkdirat(dev.get(), name, 0755) != 0) return false;
  }
  return true;
}

bool attach_below(const Handle& mount, int directory, const char* name) {
  const Handle place = find_plain(directory, name, 0);
  return mount.ok() && place.ok() && attach(mount, place.get());
}

bool set_up_dev(Job& job, int stage, int root) {
  const Handle place = own_directory(job, root, "dev");
  const Handle dev = copy_of(stage, "dev", MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID, false);
  if (!place.ok() || !dev.ok() || !attach(dev, place.get())) return false;
  for (const Device& device : devices) {
    if (!attach_below(copy_of(stage, device.name, 0, false), dev.get(), device.name)) return false;
  }
  constexpr MountOption terminals[] = {
      {"newinstance", nullptr}, {"ptmxmode", "0666"}, {"mode", "0620"}, {"gid", "5"}};
  return attach_below(new_mount("devpts", terminals, 4, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC),
                      dev.get(), "pts") &&
         attach_below(copy_of(stage, "shm", plain_data, false), dev.get(), "shm") &&
         attach_below(new_mount("mqueue", nullptr, 0, plain_data), dev.get(), "mqueue");
}

bool write_whole(int file, const char* bytes, std::size_t size) {
  while (size != 0) {
    const ssize_t put = ::write(file, bytes, size);
    if (put < 0 && errno != EINTR) return false;
    if (put <= 0) continue;
    bytes += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

// The file that becomes process 1 before the command does. Nothing in the root leads to it.
bool make_starter(Job& job, int stage) {
  constexpr const char* name = "starter";
  const int flags = O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY | O_NOFOLLOW;
  {
    const Handle file(::openat(stage, name, flags, 0555));
    if (!file.ok() || !write_whole(file.get(), job.starter, job.starter_size)) return false;
  }
  job.starter_file = ::openat(stage, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  return job.starter_file >= 0;
}

Handle bytes_mount(const Mount& mount, int stage) {
  constexpr const char* name = "bytes";
  (void)::unlinkat(stage, name, 0);  // that of the mount before stays as long as it is mounted
  const int flags = O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY | O_NOFOLLOW;
  const Handle file(::openat(stage, name, flags, 0600));
  if (!file.ok() || !write_whole(file.get(), mount.bytes, mount.size) ||
      ::fchown(file.get(), mount.uid, mount.gid) != 0 || ::fchmod(file.get(), mount.mode) != 0) {
    return {};
  }
  unsigned attributes = MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID;
  if (mount.read_only) attributes |= read_only;
  if ((mount.mode & 0111) == 0) attributes |= MOUNT_ATTR_NOEXEC;
  return copy_of(stage, name, attributes, false);
}

Handle tmpfs_mount(const Mount& mount) {
  const MountOption options[] = {{"mode", "1777"}, {"size", mount.tmpfs_size}};
  Handle made =
      new_mount("tmpfs", options, mount.tmpfs_size ? 2 : 1, MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID);
  return made;
}

Handle part_of_ours(Job& job, const Mount& mount) {
  Handle whole;
  if (mount.overlay.lower_count != 0) {
    whole = new_overlay(mount.overlay, job.layers_point, no_devices, job.report);
  } else {
    whole = Handle(::open(mount.source, O_PATH | O_CLOEXEC));
  }
  if (!whole.ok()) return {};
  const unsigned attributes = no_devices | (mount.read_only ? read_only : 0);
  if (!mount.within) return copy_of(whole.get(), "", attributes, true);
  const Handle part = find_in_root(whole.get(), mount.within);
  return part.ok() ? copy_of(part.get(), "", attributes, true) : Handle();
}

bool is_directory(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

bool add_mount(Job& job, const Mount& mount, int stage, int root) {
  Handle source;
  switch (mount.kind) {
    case SandboxMount::Kind::Directory:
    case SandboxMount::Kind::File:
      source = part_of_ours(job, mount);
      break;
    case SandboxMount::Kind::Tmpfs:
      source = tmpfs_mount(mount);
      break;
    case SandboxMount::Kind::Bytes:
      source = bytes_mount(mount, stage);
      break;
  }
  if (!source.ok()) return fail(job, Stage::MountSource, mount.target);
  const Handle place = mount_point(job, root, mount.target, is_directory(source.get()));
  if (!place.ok()) return fail(job, Stage::MountTarget, mount.target);
  struct statfs kind {};
  if (::fstatfs(place.get(), &kind) != 0) return fail(job, Stage::MountTarget, mount.target);
  if (kind.f_type == PROC_SUPER_MAGIC) return fail(job, Stage::MountInProc, mount.target);
  if (is_directory(place.get()) != is_directory(source.get())) {
    errno = is_directory(place.get()) ? EISDIR : ENOTDIR;
    return fail(job, Stage::Mounting, mount.target);
  }
  return attach(source, place.get()) || fail(job, Stage::Mounting, mount.target);
}

// With "." for both the old root ends up below the new one, where it is taken off; no directory in
// the image is needed to hold it.
bool pivot(int root) {
  return ::fchdir(root) == 0 && ::syscall(SYS_pivot_root, ".", ".") == 0 &&
         ::umount2(".", MNT_DETACH) == 0 && ::chdir("/") == 0;
}

}  // namespace

bool enter_root(Job& job) {
  // Nothing that is mounted from here on may show outside.
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return fail(job, Stage::Namespaces, "private mounts");
  }
  const MountOption options[] = {{"mode", "0755"}, {"size", job.stage_size}};
  const Handle stage = new_mount("tmpfs", options, 2, MOUNT_ATTR_NOSUID);
  const Handle place(::open(job.stage_point, O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!stage.ok() || !place.ok() || !attach(stage, place.get()) || !fill_stage(stage.get())) {
    return fail(job, Stage::Devices);
  }
  if (!make_starter(job, stage.get())) return fail(job, Stage::Starting);
  const Handle root = new_overlay(job.root, job.root_point, no_devices, job.report);
  if (!root.ok()) return fail(job, Stage::Overlay);
  if (!set_up_proc(job, stage.get(), root.get())) return fail(job, Stage::Proc);
  if (!set_up_dev(job, stage.get(), root.get())) return fail(job, Stage::Devices);
  if (!set_up_sys(job, stage.get(), root.get())) return fail(job, Stage::System);
  for (std::size_t i = 0; i < job.mount_count; ++i) {
    if (!add_mount(job, job.mounts[i], stage.get(), root.get())) return false;
  }
  return pivot(root.get()) || fail(job, Stage::Pivot);
}

}  // namespace plimsoll::builder::sandbox
