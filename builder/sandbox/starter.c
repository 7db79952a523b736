/* The first program that runs in a sandbox; it runs the command.

   Problem. /proc/self/exe of the process that execs the command is what that process runs, and exec
   follows it: a command "/proc/self/exe", a link to it, a script's "#!/proc/self/exe" and an ELF
   loader of that name all run the machine's own plimsoll, with libraries of the image, and give the
   image a descriptor to a file outside of its root (as CVE-2019-5736 did for docker).

   Choice. This program comes between: a page of code without a library, in a file of its own on the
   sandbox's tmpfs that no name in the root leads to. Whatever such a path leads to is this file,
   which ends with its sandbox, so that even writing to it changes nothing for anybody. The child of
   plimsoll has done all else before (child.cpp); what is left is exec, in turn where a name is
   looked for in PATH, and to say why it failed.

   Rejected. A memory file made once with seals: one file for all RUNs needs the seals to be sound, a
   second descriptor without the right to write, and kernels that allow such files to be run. To look
   at the path before exec: what is seen is not what is run where somebody else may write, and the
   kernel follows "#!" and loaders on its own. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>

#include "builder/sandbox/starter.h"

enum { not_started = 127 };

#if defined(__x86_64__)
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  and $-16, %rsp\n"
    "  call starter_main\n"
    "  hlt\n");

static long call(long number, long a, long b, long c, long d) {
  long result;
  register long fourth __asm__("r10") = d;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  mov x29, xzr\n"
    "  mov x30, xzr\n"
    "  mov x0, sp\n"
    "  bl starter_main\n"
    "  brk #1\n");

static long call(long number, long a, long b, long c, long d) {
  register long eighth __asm__("x8") = number;
  register long first __asm__("x0") = a;
  register long second __asm__("x1") = b;
  register long third __asm__("x2") = c;
  register long fourth __asm__("x3") = d;
  __asm__ volatile("svc #0"
                   : "+r"(first)
                   : "r"(eighth), "r"(second), "r"(third), "r"(fourth)
                   : "memory");
  return first;
}
#else
#error "how this machine calls its kernel has to be written first"
#endif

static int exists(const char *path) {
  return call(SYS_faccessat, AT_FDCWD, (long)path, 0, 0) == 0;
}

static void leave(void) {
  for (;;) call(SYS_exit_group, not_started, 0, 0, 0);
}

/* A file that is there and cannot be found lacks its interpreter: how it begins tells which. */
static void examine(struct StarterReport *report, const char *program) {
  report->exists = (uint32_t)exists(program);
  const long file =
      call(SYS_openat, AT_FDCWD, (long)program, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (file < 0) return;
  const long got = call(SYS_read, file, (long)report->head, sizeof report->head, 0);
  if (got > 0) report->head_size = (uint32_t)got;
}

static void tell(const struct StarterReport *report) {
  const unsigned long size = sizeof *report - sizeof report->head + report->head_size;
  call(SYS_write, starter_pipe, (long)report, (long)size, 0);
  leave();
}

/* As execvp, but for scripts without #!: those are errors, not commands of a shell. */
static void execute(char **programs, unsigned count, char **words, char **environment) {
  struct StarterReport report;
  call(SYS_fcntl, starter_pipe, F_SETFD, FD_CLOEXEC, 0); /* open until the command runs */
  report.error = ENOENT;
  report.program = report.exists = report.head_size = 0;
  for (unsigned i = 0; i < count; ++i) {
    const char *program = programs[i];
    const long error = -call(SYS_execve, (long)program, (long)words, (long)environment, 0);
    if ((error == ENOENT || error == ENOTDIR) && !exists(program)) continue;
    if (error == EACCES) {
      if (report.error != EACCES) report.program = i;
      report.error = EACCES;
      continue;
    }
    report.error = (int32_t)error;
    report.program = i;
    examine(&report, program);
    break;
  }
  tell(&report);
}

/* `stack` is as the kernel leaves it: the number of words, the words, a null, the environment. */
__attribute__((used, noreturn)) void starter_main(char **stack) {
  const unsigned long count = *(unsigned long *)(void *)stack;
  char **words = stack + 1;
  unsigned long empty = 1;
  while (empty < count && words[empty][0] != '\0') ++empty;
  if (empty > 1 && empty + 1 < count) {
    execute(words + 1, (unsigned)(empty - 1), words + empty + 1, words + count + 1);
  }
  /* It was not plimsoll who ran this, but the command that it was to start. */
  static const char message[] = "/proc/self/exe leads to no program of the image\n";
  call(SYS_write, 2, (long)message, sizeof message - 1, 0);
  leave();
  __builtin_unreachable();
}
