#include "analyzer/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <thread>

namespace plimsoll {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kept_error_bytes = 4096;
constexpr int signal_base = 128;
constexpr int not_executable = 126;

tl::unexpected<Error> system_failure(const std::string& what, int error) {
  return failure(what + ": " + std::generic_category().message(error), error);
}

// A connected pair of sockets: unlike a pipe's, a write to one whose reader has gone can be told to
// raise no signal. Ours is closed in the child, the child's once it runs.
struct Channel {
  int ours = -1;
  int theirs = -1;

  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() {
    close_ours();
    close_theirs();
  }
  [[nodiscard]] bool open() {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return false;
    ours = pair[0];
    theirs = pair[1];
    return true;
  }
  void close_ours() { shut(ours); }
  void close_theirs() { shut(theirs); }

 private:
  static void shut(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

// What posix_spawn is told; freed at the end.
struct Orders {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};

  Orders() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  Orders(const Orders&) = delete;
  Orders& operator=(const Orders&) = delete;
  ~Orders() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

int start(const Process& process, const Channel& in, const Channel& out, const Channel& err,
          pid_t& child) {
  Orders orders;
  ::posix_spawn_file_actions_addchdir_np(&orders.actions, "/");
  ::posix_spawn_file_actions_adddup2(&orders.actions, in.theirs, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&orders.actions, out.theirs, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&orders.actions, err.theirs, STDERR_FILENO);
  ::posix_spawn_file_actions_addclosefrom_np(&orders.actions, STDERR_FILENO + 1);
  sigset_t none;
  sigset_t standard;
  sigemptyset(&none);
  sigemptyset(&standard);
  sigaddset(&standard, SIGPIPE);
  ::posix_spawnattr_setsigmask(&orders.attributes, &none);
  ::posix_spawnattr_setsigdefault(&orders.attributes, &standard);
  ::posix_spawnattr_setflags(&orders.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> words = {process.program};
  words.insert(words.end(), process.arguments.begin(), process.arguments.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  return ::posix_spawn(&child, process.program.c_str(), &orders.actions, &orders.attributes,
                       arguments.data(), environ);
}

// Takes what there is to read; false at the end of the stream.
bool take(int fd, std::string& into) {
  std::array<char, 4096> buffer{};
  const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  into.append(buffer.data(), static_cast<std::size_t>(got));
  return got != 0;
}

// Hands on what fits; false when all is written or nobody reads.
bool give(int fd, std::string_view& left) {
  const ssize_t put = ::send(fd, left.data(), left.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (put < 0) return errno == EINTR || errno == EAGAIN;
  left.remove_prefix(static_cast<std::size_t>(put));
  return !left.empty();
}

// Speaks with the child until it has closed its streams.
Result<void> converse(const Process& process, Channel& in, Channel& out, Channel& err,
                      ProcessOutput& output, Clock::time_point end) {
  std::string_view left = process.input;
  if (left.empty()) in.close_ours();
  while (out.ours >= 0 || err.ours >= 0) {
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (rest.count() <= 0) return failure(process.program + " takes too long", ETIMEDOUT);
    std::array<pollfd, 3> fds = {pollfd{in.ours, POLLOUT, 0}, pollfd{out.ours, POLLIN, 0},
                                 pollfd{err.ours, POLLIN, 0}};
    const int ready = ::poll(fds.data(), fds.size(), static_cast<int>(rest.count()));
    if (ready < 0 && errno != EINTR) return system_failure("poll", errno);
    if (ready <= 0) continue;
    if (fds[0].revents != 0 && !give(in.ours, left)) in.close_ours();
    if (fds[1].revents != 0 && !take(out.ours, output.out)) out.close_ours();
    if (fds[2].revents != 0 && !take(err.ours, output.err)) err.close_ours();
    if (output.out.size() > process.output_limit_bytes) {
      return failure(process.program + " says too much", EFBIG);
    }
    output.err.resize(std::min(output.err.size(), kept_error_bytes));
  }
  return {};
}

// A child that has closed its streams is about to end; one that does not is made to.
int wait_for(pid_t child, Clock::time_point end) {
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return not_executable;
    if (Clock::now() >= end) ::kill(child, SIGKILL);
    sleep_for(std::chrono::milliseconds(1));
  }
  return WIFSIGNALED(status) ? signal_base + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<ProcessOutput> run_process(const Process& process) {
  Channel in;
  Channel out;
  Channel err;
  if (!in.open() || !out.open() || !err.open()) return system_failure("socketpair", errno);
  pid_t child = -1;
  const int outcome = start(process, in, out, err, child);
  if (outcome != 0) return system_failure("cannot run " + process.program, outcome);
  in.close_theirs();
  out.close_theirs();
  err.close_theirs();
  ProcessOutput output;
  const auto end = Clock::now() + process.timeout;
  const Result<void> said = converse(process, in, out, err, output, end);
  if (!said) ::kill(child, SIGKILL);
  output.exit_code = wait_for(child, end);
  if (!said) return tl::unexpected(said.error());
  return output;
}

void sleep_for(std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); }

}  // namespace plimsoll
