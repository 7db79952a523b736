#pragma once

// What a command in the sandbox may ask of the kernel: docker's default profile as a BPF program.

#include <linux/filter.h>

#include <vector>

namespace plimsoll::builder::sandbox {

// For seccomp(2); the same for every sandbox.
[[nodiscard]] const std::vector<sock_filter>& syscall_filter();

}  // namespace plimsoll::builder::sandbox
