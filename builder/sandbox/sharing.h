#pragma once

// A process that shares our memory until it ends or becomes another program, while the calling
// thread waits: as vfork, but with new namespaces. child.cpp says why.

#include <sys/types.h>

namespace plimsoll::builder::sandbox {

// `function` may make system calls and write to `argument`; it must not allocate, lock or return to
// code of ours. `flags` are of clone(2); `handle` gets a pidfd with CLONE_PIDFD. -1 leaves errno.
// The child is to be waited for with __WALL.
[[nodiscard]] pid_t start_sharing(unsigned flags, int (*function)(void*), void* argument,
                                  int* handle);

// Runs `function` in new namespaces (CLONE_NEW*) to its end. 0, or errno when there are none.
[[nodiscard]] int try_in_namespaces(unsigned namespaces, int (*function)(void*), void* argument);

}  // namespace plimsoll::builder::sandbox
