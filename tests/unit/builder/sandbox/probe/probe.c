/* Runs inside the sandbox, static: asks the kernel for what it should not give and prints one line
   an answer, "name errno" (0 = it was done). */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void say(const char *name, long result) {
  printf("%s %s\n", name, result >= 0 ? "done" : strerrorname_np(errno));
}

static void ask(const char *name, long number, long a, long b, long c) {
  say(name, syscall(number, a, b, c, 0, 0, 0));
}

#if defined(__x86_64__)
static void ask_as_i386(const char *name, long number) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(0), "c"(0), "d"(0) : "memory",
                   "r8", "r9", "r10", "r11");
  printf("%s %s\n", name, result >= 0 ? "done" : strerrorname_np((int)-result));
}
#endif

static void calls(void) {
  char handle[64] = {0};
  ask("mount", SYS_mount, (long)"none", (long)"/tmp", (long)"tmpfs");
  ask("umount2", SYS_umount2, (long)"/proc", 0, 0);
  ask("pivot_root", SYS_pivot_root, (long)".", (long)".", 0);
  ask("fsopen", SYS_fsopen, (long)"tmpfs", 0, 0);
  ask("open_tree", SYS_open_tree, AT_FDCWD, (long)"/", 1);
  ask("unshare", SYS_unshare, CLONE_NEWUSER, 0, 0);
  ask("clone", SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0);
  ask("clone3", SYS_clone3, 0, 0, 0);
  ask("setns", SYS_setns, 0, 0, 0);
  ask("open_by_handle_at", SYS_open_by_handle_at, AT_FDCWD, (long)handle, O_RDONLY);
  ask("bpf", SYS_bpf, 0, 0, 0);
  ask("perf_event_open", SYS_perf_event_open, 0, 0, 0);
  ask("userfaultfd", SYS_userfaultfd, 0, 0, 0);
  ask("io_uring_setup", SYS_io_uring_setup, 1, 0, 0);
  ask("kexec_load", SYS_kexec_load, 0, 0, 0);
  ask("init_module", SYS_init_module, 0, 0, 0);
  ask("keyctl", SYS_keyctl, 0, 0, 0);
  ask("add_key", SYS_add_key, 0, 0, 0);
  ask("reboot", SYS_reboot, 0, 0, 0);
  ask("sethostname", SYS_sethostname, (long)"x", 1, 0);
  ask("personality", SYS_personality, 0xffffffff, 0, 0);
  ask("personality-no-random", SYS_personality, 0x0040000, 0, 0);
  ask("socket-vsock", SYS_socket, AF_VSOCK, SOCK_STREAM, 0);
  ask("socket-inet", SYS_socket, AF_INET, SOCK_STREAM, 0);
  ask("newer", 900, 0, 0, 0);
  ask("ptrace", SYS_ptrace, PTRACE_TRACEME, 0, 0);
  ask("chroot", SYS_chroot, (long)"/", 0, 0);
#if defined(__x86_64__)
  ask("x32-mount", 0x40000000 | SYS_mount, 0, 0, 0);
  ask_as_i386("i386-mount", 21);
  ask_as_i386("i386-unshare", 310);
  ask_as_i386("i386-getpid", 20);
#endif
}

static void devices(void) {
  say("mknod", mknod("/tmp/disk", S_IFBLK | 0600, makedev(8, 0)));
  say("open-disk", open("/tmp/disk", O_RDONLY));
  say("mknod-null", mknod("/tmp/null", S_IFCHR | 0600, makedev(1, 3)));
  say("open-own-null", open("/tmp/null", O_RDWR));
  say("mknod-dev", mknod("/dev/kmsg2", S_IFCHR | 0600, makedev(1, 11)));
  say("open-dev", open("/dev/kmsg2", O_RDONLY));
  say("mknod-shm", mknod("/dev/shm/mem", S_IFCHR | 0600, makedev(1, 1)));
  say("open-shm", open("/dev/shm/mem", O_RDONLY));
  say("open-null", open("/dev/null", O_RDWR));
  say("open-ptmx", open("/dev/ptmx", O_RDWR));
}

static void capabilities(void) {
  unsigned long bounding = 0;
  for (int i = 0; i < 64; ++i) {
    if (prctl(PR_CAPBSET_READ, i, 0, 0, 0) == 1) bounding |= 1UL << i;
  }
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  memset(data, 0, sizeof data);
  syscall(SYS_capget, &header, data);
  printf("bounding %lx\neffective %x\npermitted %x\ninheritable %x\nno_new_privs %d\n", bounding,
         data[0].effective, data[0].permitted, data[0].inheritable,
         prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
}

static void descriptors(void) {
  for (int i = 0; i < 1024; ++i) {
    if (fcntl(i, F_GETFD) >= 0) printf("%d\n", i);
  }
}

static void signals(void) {
  for (int i = 1; i < NSIG; ++i) {
    struct sigaction action;
    if (sigaction(i, NULL, &action) == 0 && action.sa_handler != SIG_DFL) printf("%d set\n", i);
  }
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, NULL, &blocked);
  for (int i = 1; i < NSIG; ++i) {
    if (sigismember(&blocked, i) == 1) printf("%d blocked\n", i);
  }
}

static void death(void) {
  int number = 0;
  prctl(PR_GET_PDEATHSIG, &number, 0, 0, 0);
  printf("%d\n", number);
}

int main(int count, char **words) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  const char *what = count > 1 ? words[1] : "";
  if (strcmp(what, "calls") == 0) calls();
  if (strcmp(what, "devices") == 0) devices();
  if (strcmp(what, "capabilities") == 0) capabilities();
  if (strcmp(what, "descriptors") == 0) descriptors();
  if (strcmp(what, "signals") == 0) signals();
  if (strcmp(what, "death") == 0) death();
  return 0;
}
