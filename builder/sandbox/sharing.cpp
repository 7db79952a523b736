#include "builder/sandbox/sharing.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstddef>

namespace plimsoll::builder::sandbox {
namespace {

constexpr std::size_t stack_bytes = 256 * 1024;

class Stack {
 public:
  Stack() {
    void* memory = ::mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) memory_ = static_cast<char*>(memory);
  }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  ~Stack() {
    if (memory_) ::munmap(memory_, stack_bytes);
  }
  [[nodiscard]] bool ok() const { return memory_ != nullptr; }
  [[nodiscard]] void* top() const { return memory_ + stack_bytes; }

 private:
  char* memory_ = nullptr;
};

}  // namespace

pid_t start_sharing(unsigned flags, int (*function)(void*), void* argument, int* handle) {
  const Stack stack;
  if (!stack.ok()) return -1;
  const int dumpable = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  (void)::pthread_sigmask(SIG_SETMASK, &all, &before);  // a handler of ours would run in the child
  const unsigned way = flags | CLONE_VM | CLONE_VFORK | SIGCHLD;
  const pid_t pid = ::clone(function, stack.top(), static_cast<int>(way), argument, handle);
  const int error = errno;
  (void)::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  // The child's change of identity has taken it from the memory that we share.
  if (dumpable == 1) (void)::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  errno = error;
  return pid;
}

int try_in_namespaces(unsigned namespaces, int (*function)(void*), void* argument) {
  const pid_t pid = start_sharing(namespaces, function, argument, nullptr);
  if (pid < 0) return errno;
  while (::waitpid(pid, nullptr, __WALL) < 0) {
    if (errno != EINTR) break;
  }
  return 0;
}

}  // namespace plimsoll::builder::sandbox
