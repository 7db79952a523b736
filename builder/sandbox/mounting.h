#pragma once

// Mounts as descriptors (fsopen and its kin, Linux 5.12 and newer). For use between clone and exec:
// nothing here allocates. What fails leaves errno.

#include <cstddef>

#include "builder/sandbox/child.h"

namespace plimsoll::builder::sandbox {

// A descriptor between clone and exec: closed at the end of its block.
class Handle {
 public:
  Handle() = default;
  explicit Handle(int fd) : fd_(fd) {}
  Handle(Handle&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Handle& operator=(Handle&& other) noexcept;
  ~Handle();
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }
  [[nodiscard]] int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  int fd_ = -1;
};

struct MountOption {
  const char* key;
  const char* value;  // null = a flag
};

// A new file system of a kind, attached nowhere; `attributes` are MOUNT_ATTR_*.
[[nodiscard]] Handle new_mount(const char* kind, const MountOption* options, std::size_t count,
                               unsigned attributes);
// An overlay, attached at `point`, a path of ours. What the kernel says of a failure goes to
// report.words.
[[nodiscard]] Handle new_overlay(const Overlay& overlay, const char* point, unsigned attributes,
                                 Report& report);
// The same by mount(2), for kernels before 6.8.
[[nodiscard]] Handle old_overlay(const Overlay& overlay, const char* point, unsigned attributes);
// The same, attached nowhere, which only newer kernels (6.8) know for more than a few layers.
[[nodiscard]] Handle detached_overlay(const Overlay& overlay, Report& report);
// What is at `name` below `directory` (itself where `name` is empty) as a mount of its own,
// attached nowhere.
[[nodiscard]] Handle copy_of(int directory, const char* name, unsigned attributes, bool recursive);
// Puts a mount onto what `place` is.
[[nodiscard]] bool attach(const Handle& mount, int place);

// openat2 with O_PATH, RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS.
[[nodiscard]] Handle find_in_root(int root, const char* path);
// The same without any link, not even at the end.
[[nodiscard]] Handle find_plain(int root, const char* path, int flags);

// Where to mount for `target`: links are followed within the root, what is missing is made (a
// directory, or an empty file where the last part is no directory) and noted in job.made.
[[nodiscard]] Handle mount_point(Job& job, int root, const char* target, bool directory);

}  // namespace plimsoll::builder::sandbox
