// From clone to exec.
//
// Problem. A build runs hundreds of commands, each in namespaces and a root of its own, from a
// program with many threads and much memory. fork() would copy the page tables (1 ms for every
// 100 MB or so), and in its child locks may be held by threads that are not there: no malloc, no
// iostream, nothing that might take one.
//
// Choice. clone(CLONE_VM | CLONE_VFORK) with the new namespaces at once, as posix_spawn does it:
// the child runs in our memory on a stack of its own while the calling thread waits for its exec.
// No page is copied, its report lies where the parent reads it, and there is one process only, so
// that the command is process 1 of its namespace as BuildKit has it: when it ends, the kernel ends
// all others, and the parent's wait returns after that. Everything that needs memory (strings,
// arrays, the filter) is made before; what is here makes system calls and fills a Job.
//
// The child's /proc/self/exe is our binary, outside of the root, and exec would follow it. So what
// the child runs is a page of code that runs the command (starter.c).
//
// What to keep in mind: errno and the thread's identity are those of the waiting thread. The set*id
// functions of glibc would tell the other *threads*, so they are called as bare system calls. No
// sanitizer watches these files, since frames that exec leaves behind would look like overruns to
// it. The process is made undumpable when identities change, and since that is a property of
// memory the parent's state is put back by the parent.
//
// Descriptors of the parent cannot be mounted from here: their mounts belong to its namespace, and
// the kernel refuses to clone those. So the child opens paths *of ours* (store, scratch) itself;
// whatever an image or a Dockerfile names is resolved by openat2 below a descriptor of the new
// root.
//
// Rejected. Re-executing our own binary: 1 ms for the loader and its relocations, and a way to run
// us with arguments that a stranger might use. A helper process that is forked early and asked for
// sandboxes: one more life to watch, for nothing that vfork does not give. An init as process 1:
// BuildKit has none, and programs see the difference.
//
// Measured (2 cores, Linux 6.18, /bin/true, medians in microseconds, at a priority above all else
// on a busy machine):
//
//   strings and directories  90   clone with new namespaces  100
//   a network, its loopback 420   (which Network::Host saves)
//   what is in memory       130   overlay                    240
//   /proc with masks        110   /dev 80, /sys               30
//   resolv.conf and hosts   190   entering the root           90
//   descriptors and user     65   filter                      80
//   exec of the starter      50   the command, and its end   590
//   removing what was made   60
//
// That is 2.4 ms a RUN (1.9 with the host's network), 0.3 more where the image has no /proc, /dev
// and /sys to mount on. The starter is 0.1 of it. 20 layers add 0.5, 100 add 1.5.

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "builder/sandbox/child.h"
#include "builder/sandbox/mounting.h"
#include "builder/sandbox/starter.h"

namespace plimsoll::builder::sandbox {
namespace {

// The 14 that docker leaves to root.
constexpr int kept_capabilities[] = {
    CAP_CHOWN,   CAP_DAC_OVERRIDE, CAP_FSETID,           CAP_FOWNER,    CAP_MKNOD,
    CAP_NET_RAW, CAP_SETGID,       CAP_SETUID,           CAP_SETFCAP,   CAP_SETPCAP,
    CAP_KILL,    CAP_AUDIT_WRITE,  CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT};

constexpr std::uint64_t kept_mask() {
  std::uint64_t mask = 0;
  for (const int capability : kept_capabilities) mask |= std::uint64_t{1} << capability;
  return mask;
}

bool raise_loopback() {
  const Handle socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket.ok()) return false;
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 3);
  request.ifr_flags = IFF_UP;
  return ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

// The streams and what the starter needs, and nothing else from outside. Moved up first: one of
// them may have the number that another is to get.
bool set_descriptors(const Job& job) {
  const int wanted[starter_descriptors_end] = {job.in, job.out, job.err, job.starter_file,
                                               job.starter_reports};
  int moved[starter_descriptors_end];
  for (int i = 0; i < starter_descriptors_end; ++i) {
    moved[i] = ::fcntl(wanted[i], F_DUPFD_CLOEXEC, starter_descriptors_end);
    if (moved[i] < 0) return false;
  }
  for (int i = 0; i < starter_descriptors_end; ++i) {
    if (::dup3(moved[i], i, i == starter_self ? O_CLOEXEC : 0) < 0) return false;
  }
  return true;
}

// In the new root, and not through /proc/self/fd.
bool enter_workdir(const char* path) {
  const Handle root(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
  const Handle directory = find_in_root(root.get(), path);
  return root.ok() && directory.ok() && ::fchdir(directory.get()) == 0;
}

bool set_limits(const Job& job) {
  static constexpr int what[] = {RLIMIT_NOFILE, RLIMIT_CORE, RLIMIT_STACK};
  for (std::size_t i = 0; i < job.limits.size(); ++i) {
    if (::syscall(SYS_prlimit64, 0, what[i], &job.limits[i], nullptr) != 0) return false;
  }
  return true;
}

bool bound_capabilities() {
  for (int capability = 0; capability < 64; ++capability) {
    if ((kept_mask() >> capability & 1) != 0) continue;
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return errno == EINVAL;  // the last one
  }
  return true;
}

// Root keeps the 14 as permitted and effective; any other user has none.
bool become(const Job& job) {
  if (::syscall(SYS_setgroups, job.group_count, job.groups) != 0 ||
      ::syscall(SYS_setresgid, job.gid, job.gid, job.gid) != 0 ||
      ::syscall(SYS_setresuid, job.uid, job.uid, job.uid) != 0) {
    return false;
  }
  const std::uint64_t mask = job.uid == 0 ? kept_mask() : 0;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  data[0].effective = data[0].permitted = static_cast<std::uint32_t>(mask);
  data[1].effective = data[1].permitted = static_cast<std::uint32_t>(mask >> 32);
  return ::syscall(SYS_capset, &header, data) == 0;
}

bool install_filter(const Job& job) {
  if (!job.filter) return true;
  // Without the flag old kernels slow every program in the sandbox against speculation.
  constexpr unsigned long flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;
  return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, job.filter) == 0;
}

// Also those that are ignored (our SIGPIPE is): exec would leave them so.
void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) (void)::sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  (void)::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// After the change of identity, which would undo it.
void die_with_parent(const Job& job) {
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  pollfd parent{job.parent, POLLIN, 0};
  if (job.parent >= 0 && ::poll(&parent, 1, 0) > 0) ::_exit(0);  // it died before
}

// The words are the command's and more; too many of them is the command's trouble.
bool execute(Job& job) {
  (void)::syscall(SYS_execveat, starter_self, "", job.starter_words, job.env, AT_EMPTY_PATH);
  if (errno == E2BIG) return fail(job, Stage::Exec, job.programs[0]);
  return fail(job, Stage::Starting);
}

bool run(Job& job) {
  ::umask(0);
  if (job.own_network && !raise_loopback()) return fail(job, Stage::Namespaces, "loopback");
  if (::sethostname(job.hostname, job.hostname_size) != 0) {
    return fail(job, Stage::Namespaces, "host name");
  }
  if (!enter_root(job)) return false;
  if (!set_descriptors(job)) return fail(job, Stage::Namespaces, "descriptors");
  die_with_parent(job);  // before the descriptor goes; once more below
  if (::syscall(SYS_close_range, unsigned{starter_descriptors_end}, ~0U, 0U) != 0) {
    return fail(job, Stage::Namespaces, "close");
  }
  (void)::setsid();
  ::umask(0022);
  if (!enter_workdir(job.workdir)) return fail(job, Stage::Workdir, job.workdir);
  if (!set_limits(job)) return fail(job, Stage::Limits);
  if (!bound_capabilities()) return fail(job, Stage::Account);
  if (!install_filter(job)) return fail(job, Stage::Filter);  // while we still may
  if (!become(job)) return fail(job, Stage::Account);
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  reset_signals();
  return execute(job);
}

}  // namespace

bool fail(Job& job, Stage stage, const char* detail) {
  job.report.stage = stage;
  job.report.error = errno != 0 ? errno : EIO;
  if (detail) job.report.detail = detail;
  return false;
}

int child_main(void* job) {
  (void)run(*static_cast<Job*>(job));
  ::_exit(1);
}

}  // namespace plimsoll::builder::sandbox
