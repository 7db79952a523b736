// Starts the child, hands on what it says, waits for its end and takes away what was made for it.

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <vector>

#include "analyzer/base/file.h"
#include "builder/sandbox/mounting.h"
#include "builder/sandbox/prepare.h"
#include "builder/sandbox/sharing.h"
#include "builder/sandbox/starter.h"

namespace plimsoll::builder {
namespace {

using sandbox::find_plain;
using sandbox::Handle;
using sandbox::Job;
using sandbox::Prepared;
using sandbox::Stage;

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t chunks_in_pipe = 64;  // more than a pipe holds
constexpr int ask_again_ms = 100;
constexpr int signal_base = 128;

tl::unexpected<Error> refused(const std::string& what, int error) {
  return failure(what + ": " + std::generic_category().message(error), error);
}

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
  // For a reader that never waits; the other end belongs to the user of the command, who may open
  // /dev/stdout once more.
  [[nodiscard]] bool open(const Account& account) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = FileDescriptor(ends[0]);
    write = FileDescriptor(ends[1]);
    return ::fcntl(read.get(), F_SETFL, O_NONBLOCK) == 0 &&
           (account.uid == 0 || ::fchown(write.get(), account.uid, account.gid) == 0);
  }
};

struct Child {
  pid_t pid = -1;
  FileDescriptor handle;  // readable when it has ended
};

// Returns when the child runs the command or has failed to.
Result<Child> start(Job& job) {
  unsigned flags =
      CLONE_PIDFD | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  if (job.own_network) flags |= CLONE_NEWNET;
  int handle = -1;
  const pid_t pid = sandbox::start_sharing(flags, sandbox::child_main, &job, &handle);
  const int error = errno;
  if (pid < 0) {
    return refused("cannot make the sandbox's namespaces (plimsoll doctor tells what is missing)",
                   error);
  }
  Child child;
  child.pid = pid;
  child.handle = FileDescriptor(handle);
  return child;
}

int wait_for(const Child& child) {
  int status = 0;
  while (::waitpid(child.pid, &status, __WALL) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

// Hands on what a command says, up to a limit; then what comes is read and dropped, so that the
// command does not wait.
class Listener {
 public:
  Listener(const SandboxOutput& output, std::uint64_t limit) : output_(output), left_(limit) {}

  // Takes a part of what is there. False when there is nothing left for now, or at the end.
  bool take(const FileDescriptor& from, bool is_error) {
    ssize_t got = 0;
    do {
      got = ::read(from.get(), buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    at_end_ = got == 0;
    if (got <= 0) return false;
    hand_on(is_error, std::string_view(buffer_.data(), static_cast<std::size_t>(got)));
    return true;
  }
  // Whether the last call met the end of the stream.
  [[nodiscard]] bool at_end() const { return at_end_; }

 private:
  void hand_on(bool is_error, std::string_view bytes) {
    if (cut_) return;
    const std::string_view part = bytes.substr(0, left_);
    left_ -= part.size();
    if (!part.empty() && output_) output_(is_error, part);
    if (part.size() == bytes.size()) return;
    cut_ = true;
    if (output_) output_(true, "\n[the output is cut here: it reached its limit]\n");
  }

  const SandboxOutput& output_;
  std::uint64_t left_;
  bool cut_ = false;
  bool at_end_ = false;
  std::vector<char> buffer_ = std::vector<char>(chunk_bytes);
};

// What is there of a report: it fits into a pipe, and who writes it has ended.
std::string all_of(const FileDescriptor& from) {
  std::string bytes(sizeof(StarterReport) + 1, '\0');
  const ssize_t got = ::read(from.get(), bytes.data(), bytes.size());
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

Result<FileDescriptor> timer(std::chrono::milliseconds limit) {
  if (limit.count() <= 0) return FileDescriptor();
  FileDescriptor made(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
  itimerspec when{};
  when.it_value.tv_sec = limit.count() / 1000;
  when.it_value.tv_nsec = limit.count() % 1000 * 1'000'000;
  if (!made.valid() || ::timerfd_settime(made.get(), 0, &when, nullptr) != 0) {
    return refused("timer", errno);
  }
  return made;
}

void take(Listener& listener, Pipe& pipe, bool is_error) {
  if (!listener.take(pipe.read, is_error) && listener.at_end()) pipe.read.reset();
}

void take_rest(Listener& listener, Pipe& pipe, bool is_error) {
  for (std::size_t i = 0; i < chunks_in_pipe && pipe.read.valid(); ++i) {
    if (!listener.take(pipe.read, is_error)) return;
  }
}

// Until the command has ended, and with it all that it started. Streams are read to what is there
// then, not to their end: whoever got a copy of one out of the sandbox could keep us waiting.
// Returns whether the time was up.
bool attend(const Child& child, Pipe& out, Pipe& err, const FileDescriptor& time,
            const std::function<bool()>& stopped, Listener& listener) {
  bool timed_out = false;
  for (;;) {
    std::array<pollfd, 4> fds = {
        pollfd{child.handle.get(), POLLIN, 0}, pollfd{out.read.get(), POLLIN, 0},
        pollfd{err.read.get(), POLLIN, 0}, pollfd{timed_out ? -1 : time.get(), POLLIN, 0}};
    const int pause = stopped ? ask_again_ms : -1;
    if (::poll(fds.data(), fds.size(), pause) < 0 && errno != EINTR) break;
    if (stopped && stopped()) (void)::kill(child.pid, SIGKILL);
    if (fds[3].revents != 0) {
      timed_out = true;
      (void)::kill(child.pid, SIGKILL);
    }
    if (fds[1].revents != 0) take(listener, out, false);
    if (fds[2].revents != 0) take(listener, err, true);
    if (fds[0].revents == 0) continue;
    take_rest(listener, out, false);
    take_rest(listener, err, true);
    break;
  }
  return timed_out;
}

// Takes one path of what was made for mounts out of the upper directory, if it is as it was made:
// empty. Nothing is followed, and nothing of the layers below is ever touched.
void remove_made(int upper, std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string parent(slash == std::string_view::npos ? "." : path.substr(0, slash));
  const std::string name(slash == std::string_view::npos ? path : path.substr(slash + 1));
  const Handle above = find_plain(upper, parent.c_str(), O_DIRECTORY);
  if (!above.ok()) return;
  struct stat status {};
  struct stat holder {};
  if (::fstatat(above.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
      ::fstat(above.get(), &holder) != 0) {
    return;
  }
  const bool directory = S_ISDIR(status.st_mode);
  if (!directory && !(S_ISREG(status.st_mode) && status.st_size == 0)) return;
  if (::unlinkat(above.get(), name.c_str(), directory ? AT_REMOVEDIR : 0) != 0) return;
  const struct timespec times[2] = {holder.st_atim, holder.st_mtim};
  const std::string place = fmt::format("/proc/self/fd/{}", above.get());
  (void)::utimensat(AT_FDCWD, place.c_str(), times, 0);
}

void remove_all_made(const Job& job, const std::string& upper) {
  std::vector<std::string_view> paths;
  for (std::size_t at = 0; at < job.made_size;) {
    paths.emplace_back(job.made.data() + at);
    at += paths.back().size() + 1;
  }
  if (paths.empty()) return;
  const Result<FileDescriptor> root = open_directory(upper);
  if (!root) return;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) remove_made(root->get(), *path);
}

void set_end(SandboxOutcome& outcome, int status) {
  outcome.exit_code = WIFSIGNALED(status) ? signal_base + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<SandboxOutcome> run_in_sandbox(const SandboxPlan& plan, const SandboxOutput& output) {
  Result<std::unique_ptr<Prepared>> prepared = Prepared::from(plan);
  if (!prepared) return tl::unexpected(std::move(prepared.error()));
  Job& job = (*prepared)->job;
  Pipe out;
  Pipe err;
  Pipe told;
  const FileDescriptor in(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!out.open(plan.account) || !err.open(plan.account) || !told.open(Account()) || !in.valid()) {
    return refused("pipes for the command", errno);
  }
  const FileDescriptor parent(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  job.parent = parent.get();
  job.in = in.get();
  job.out = out.write.get();
  job.err = err.write.get();
  job.starter_reports = told.write.get();
  const Result<FileDescriptor> time = timer(plan.time_limit);
  if (!time) return tl::unexpected(time.error());
  const Result<Child> child = start(job);
  if (!child) return tl::unexpected(child.error());
  out.write.reset();
  err.write.reset();
  told.write.reset();

  SandboxOutcome outcome;
  outcome.upper = (*prepared)->upper;
  if (job.report.error == 0) {
    Listener listener(output, plan.output_limit_bytes);
    outcome.timed_out = attend(*child, out, err, *time, plan.stopped, listener);
    sandbox::take_report(job, all_of(told.read), job.report);
  }
  set_end(outcome, wait_for(*child));
  remove_all_made(job, outcome.upper);
  if (job.report.error == 0) return outcome;
  if (job.report.stage != Stage::Exec) return tl::unexpected(sandbox::failure_of(job.report));
  const sandbox::NotRun reason = sandbox::not_run(job.report, plan);
  outcome.exit_code = reason.exit_code;
  if (output) output(true, reason.message + "\n");
  return outcome;
}

}  // namespace plimsoll::builder
