// Docker allows some 350 system calls by name and answers EPERM to the rest. The rest is shorter,
// so it is what stands here; calls that are newer than this table answer ENOSYS, so that programs
// fall back as on an older kernel. A table of refusals would let a number in by mistake that an
// allow list keeps out, but the upper bound makes the two the same: every number up to it has been
// looked at.
//
// The kernel runs the program once for every number when it is installed, to know which calls are
// always allowed, and not at all for those later. So it is a binary search: 8 steps a number
// instead of 60. libseccomp would bring the same at ten times the time to build it, and a library.
//
// A program in the image may be 32-bit code: i386 calls on x86-64 have numbers of their own, as
// have ARM's on arm64. The calls of x32 have bit 30 set, which makes them newer than all.

#include "builder/sandbox/syscall_filter.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace plimsoll::builder::sandbox {
namespace {

enum class Rule : std::uint8_t { Refuse, Absent, Clone, Socket, Personality };

struct Call {
  Rule rule;
  int native;  // of the machine that we are compiled for; -1 = there is none
  int i386;
  int arm;
};

#if defined(__x86_64__)
constexpr std::uint32_t native_machine = AUDIT_ARCH_X86_64;
constexpr std::uint32_t compat_machine = AUDIT_ARCH_I386;
constexpr bool compat_is_i386 = true;
#elif defined(__aarch64__)
constexpr std::uint32_t native_machine = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t compat_machine = AUDIT_ARCH_ARM;
constexpr bool compat_is_i386 = false;
#else
#error "the numbers of this machine's system calls have to be looked at first"
#endif

#if defined(__x86_64__)
#define ONLY_X86(number) number
#else
#define ONLY_X86(number) -1
#endif

// Numbers above are newer than this table.
constexpr std::uint32_t last_known = 456;
// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.
constexpr std::uint32_t namespace_flags = 0x7E020000;
// The first of ARM's own calls (cacheflush, set_tls), which lie far above.
constexpr std::uint32_t arm_private = 0x0F0000;

constexpr Call calls[] = {
    // Namespaces and mounts.
    {Rule::Clone, SYS_clone, 120, 120},
    {Rule::Absent, SYS_clone3, 435, 435},  // its flags lie in memory, where no filter sees them
    {Rule::Refuse, SYS_unshare, 310, 337},
    {Rule::Refuse, SYS_setns, 346, 375},
    {Rule::Refuse, SYS_mount, 21, 21},
    {Rule::Refuse, SYS_umount2, 52, 52},
    {Rule::Refuse, -1, 22, 22},  // umount
    {Rule::Refuse, SYS_pivot_root, 217, 218},
    {Rule::Refuse, SYS_open_tree, 428, 428},
    {Rule::Refuse, SYS_move_mount, 429, 429},
    {Rule::Refuse, SYS_fsopen, 430, 430},
    {Rule::Refuse, SYS_fsconfig, 431, 431},
    {Rule::Refuse, SYS_fsmount, 432, 432},
    {Rule::Refuse, SYS_fspick, 433, 433},
    {Rule::Refuse, SYS_mount_setattr, 442, 442},
    {Rule::Refuse, SYS_quotactl, 131, 131},
    {Rule::Refuse, SYS_quotactl_fd, 443, 443},
    {Rule::Refuse, SYS_sethostname, 74, 74},
    {Rule::Refuse, SYS_setdomainname, 121, 121},
    // Around the file system's own checks.
    {Rule::Refuse, SYS_open_by_handle_at, 342, 371},
    {Rule::Refuse, SYS_fanotify_init, 338, 367},
    {Rule::Refuse, SYS_lookup_dcookie, 253, 249},
    // Into the kernel, or with much code of it behind.
    {Rule::Refuse, SYS_bpf, 357, 386},
    {Rule::Refuse, SYS_perf_event_open, 336, 364},
    {Rule::Refuse, SYS_userfaultfd, 374, 388},
    {Rule::Refuse, SYS_io_uring_setup, 425, 425},
    {Rule::Refuse, SYS_io_uring_enter, 426, 426},
    {Rule::Refuse, SYS_io_uring_register, 427, 427},
    {Rule::Refuse, SYS_kexec_load, 283, 347},
    {Rule::Refuse, SYS_kexec_file_load, -1, 401},
    {Rule::Refuse, SYS_init_module, 128, 128},
    {Rule::Refuse, SYS_finit_module, 350, 379},
    {Rule::Refuse, SYS_delete_module, 129, 129},
    {Rule::Refuse, ONLY_X86(174), 127, -1},  // create_module
    {Rule::Refuse, ONLY_X86(177), 130, -1},  // get_kernel_syms
    {Rule::Refuse, ONLY_X86(178), 167, -1},  // query_module
    {Rule::Refuse, ONLY_X86(173), 101, -1},  // ioperm
    {Rule::Refuse, ONLY_X86(172), 110, -1},  // iopl
    {Rule::Refuse, -1, 113, -1},             // vm86old
    {Rule::Refuse, -1, 166, -1},             // vm86
    // Keys belong to no namespace.
    {Rule::Refuse, SYS_add_key, 286, 309},
    {Rule::Refuse, SYS_request_key, 287, 310},
    {Rule::Refuse, SYS_keyctl, 288, 311},
    // The machine as a whole.
    {Rule::Refuse, SYS_reboot, 88, 88},
    {Rule::Refuse, SYS_swapon, 87, 87},
    {Rule::Refuse, SYS_swapoff, 115, 115},
    {Rule::Refuse, SYS_acct, 51, 51},
    {Rule::Refuse, SYS_syslog, 103, 103},
    {Rule::Refuse, SYS_vhangup, 111, 111},
    {Rule::Refuse, SYS_settimeofday, 79, 79},
    {Rule::Refuse, SYS_clock_settime, 264, 262},
    {Rule::Refuse, -1, 404, 404},  // clock_settime64
    {Rule::Refuse, -1, 25, 25},    // stime
    {Rule::Refuse, SYS_nfsservctl, 169, 169},
    {Rule::Refuse, ONLY_X86(156), 149, 149},  // _sysctl
    {Rule::Refuse, ONLY_X86(139), 135, 135},  // sysfs
    {Rule::Refuse, ONLY_X86(136), 62, 62},    // ustat
    {Rule::Refuse, ONLY_X86(134), 86, 86},    // uselib
    {Rule::Refuse, -1, 134, 134},             // bdflush
    // Other processes and other processors.
    {Rule::Refuse, SYS_kcmp, 349, 378},
    {Rule::Refuse, SYS_pidfd_getfd, 438, 438},
    {Rule::Refuse, SYS_process_madvise, 440, 440},
    {Rule::Refuse, SYS_mbind, 274, 319},
    {Rule::Refuse, SYS_get_mempolicy, 275, 320},
    {Rule::Refuse, SYS_set_mempolicy, 276, 321},
    {Rule::Refuse, 450, 450, 450},  // set_mempolicy_home_node
    {Rule::Refuse, SYS_migrate_pages, 294, 400},
    {Rule::Refuse, SYS_move_pages, 317, 344},
    // By argument.
    {Rule::Socket, SYS_socket, 359, 281},
    {Rule::Personality, SYS_personality, 136, 136},
};

constexpr std::uint32_t allow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t refuse = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t absent = SECCOMP_RET_ERRNO | ENOSYS;

constexpr sock_filter load(std::size_t offset) {
  return {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(offset)};
}
constexpr sock_filter answer(std::uint32_t value) { return {BPF_RET | BPF_K, 0, 0, value}; }
constexpr sock_filter jump(std::uint16_t how, std::uint32_t value, std::size_t yes,
                           std::size_t no) {
  return {static_cast<std::uint16_t>(BPF_JMP | how | BPF_K), static_cast<std::uint8_t>(yes),
          static_cast<std::uint8_t>(no), value};
}
// The low half of the first argument; both machines are little-endian.
constexpr std::size_t first_argument = offsetof(seccomp_data, args);

using Program = std::vector<sock_filter>;

Program program_for(Rule rule) {
  switch (rule) {
    case Rule::Refuse:
      return {answer(refuse)};
    case Rule::Absent:
      return {answer(absent)};
    case Rule::Clone:
      return {load(first_argument), jump(BPF_JSET, namespace_flags, 0, 1), answer(refuse),
              answer(allow)};
    case Rule::Socket:
      // vsock reaches the hypervisor and its other guests through every network namespace.
      return {load(first_argument), jump(BPF_JEQ, AF_VSOCK, 0, 1), answer(refuse), answer(allow)};
    case Rule::Personality:
      // Linux, Linux on 32 bits, each with the old uname, and the question what it is.
      return {load(first_argument),
              jump(BPF_JEQ, 0x0, 5, 0),
              jump(BPF_JEQ, 0x0008, 4, 0),
              jump(BPF_JEQ, 0x20000, 3, 0),
              jump(BPF_JEQ, 0x20008, 2, 0),
              jump(BPF_JEQ, 0xFFFFFFFF, 1, 0),
              answer(refuse),
              answer(allow)};
  }
  return {answer(refuse)};
}

// Numbers that lie together and have one rule.
struct Range {
  std::uint32_t first, last;
  Rule rule;
};

void append(Program& program, const Program& part) {
  program.insert(program.end(), part.begin(), part.end());
}

// `ranges` are sorted. Few are compared in turn; others are halved.
Program search(const Range* begin, const Range* end) {
  constexpr std::ptrdiff_t few = 3;
  Program program;
  if (end - begin <= few) {
    for (const Range* range = begin; range != end; ++range) {
      const Program then = program_for(range->rule);
      if (range->first == range->last) {
        program.push_back(jump(BPF_JEQ, range->first, 0, then.size()));
      } else {
        program.push_back(jump(BPF_JGE, range->first, 0, then.size() + 1));
        program.push_back(jump(BPF_JGT, range->last, then.size(), 0));
      }
      append(program, then);
    }
    program.push_back(answer(allow));
    return program;
  }
  const Range* middle = begin + (end - begin) / 2;
  const Program low = search(begin, middle);
  const Program high = search(middle, end);
  program.push_back(jump(BPF_JGE, middle->first, low.size(), 0));
  append(program, low);
  append(program, high);
  return program;
}

std::vector<Range> ranges_of(int Call::*column) {
  std::vector<Range> all;
  for (const Call& call : calls) {
    if (call.*column < 0) continue;
    const auto number = static_cast<std::uint32_t>(call.*column);
    all.push_back({number, number, call.rule});
  }
  std::sort(all.begin(), all.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> joined;
  for (const Range& one : all) {
    if (!joined.empty() && joined.back().last + 1 == one.first && joined.back().rule == one.rule) {
      joined.back().last = one.last;
    } else {
      joined.push_back(one);
    }
  }
  return joined;
}

Program for_machine(int Call::*column) {
  const std::vector<Range> ranges = ranges_of(column);
  Program program = {load(offsetof(seccomp_data, nr))};
  if (column == &Call::arm) {
    program.push_back(jump(BPF_JGE, arm_private, 0, 1));
    program.push_back(answer(allow));
  }
  program.push_back(jump(BPF_JGT, last_known, 0, 1));
  program.push_back(answer(absent));
  append(program, search(ranges.data(), ranges.data() + ranges.size()));
  return program;
}

Program whole() {
  const Program native = for_machine(&Call::native);
  const Program compat = for_machine(compat_is_i386 ? &Call::i386 : &Call::arm);
  // Both halves may be longer than a conditional jump reaches, so the far one is reached by an
  // unconditional jump, which has 32 bits.
  Program program = {load(offsetof(seccomp_data, arch)),
                     jump(BPF_JEQ, native_machine, 3, 0),
                     jump(BPF_JEQ, compat_machine, 1, 0),
                     answer(SECCOMP_RET_KILL_PROCESS),
                     {BPF_JMP | BPF_JA, 0, 0, static_cast<std::uint32_t>(native.size())}};
  append(program, native);
  append(program, compat);
  return program;
}

}  // namespace

const std::vector<sock_filter>& syscall_filter() {
  static const Program program = whole();
  return program;
}

}  // namespace plimsoll::builder::sandbox
