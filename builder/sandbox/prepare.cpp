#include "builder/sandbox/prepare.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "analyzer/base/file.h"
#include "builder/sandbox/syscall_filter.h"
#include "generated/starter_bytes.h"

namespace plimsoll::builder::sandbox {
namespace {

constexpr rlim_t files_soft = 1024;  // as systemd and containerd give it
constexpr rlim_t files_hard = 524288;
constexpr rlim_t stack_soft = rlim_t{8} << 20;
constexpr std::uint64_t shared_memory_bytes = std::uint64_t{64} << 20;  // as docker's /dev/shm
constexpr std::uint64_t resolv_limit_bytes = 64 * 1024;

tl::unexpected<Error> refused(const std::string& what, int error) {
  return failure(what + ": " + std::generic_category().message(error), error);
}

bool has_nul(const std::string& text) { return text.find('\0') != std::string::npos; }

Result<void> make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) == 0) return {};
  return refused("cannot make " + path, errno);
}

// The root of a merged tree looks like that of its upper directory.
Result<void> look_like(const std::string& upper, const std::string& model) {
  struct stat status {};
  if (::stat(model.c_str(), &status) != 0) return refused(model, errno);
  const struct timespec times[2] = {status.st_atim, status.st_mtim};
  const bool plain = status.st_uid == ::geteuid() && status.st_gid == ::getegid();
  if ((!plain && ::chown(upper.c_str(), status.st_uid, status.st_gid) != 0) ||
      ::chmod(upper.c_str(), status.st_mode & 07777U) != 0 ||
      ::utimensat(AT_FDCWD, upper.c_str(), times, 0) != 0) {
    return refused(upper, errno);
  }
  return {};
}

// The resolver's configuration of this machine; none is none.
std::string resolver_configuration() {
  const Result<FileDescriptor> file = open_file("/etc/resolv.conf");
  if (!file) return "";
  std::string bytes(resolv_limit_bytes, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file->get(), bytes.data() + size, bytes.size() - size);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

rlimit limited(int what, rlim_t soft, rlim_t hard) {
  rlimit now{};
  (void)::getrlimit(what, &now);
  now.rlim_max = std::min(now.rlim_max, hard);
  now.rlim_cur = std::min(soft, now.rlim_max);
  return now;
}

std::string_view value_of(const std::vector<std::string>& env, std::string_view name) {
  std::string_view value;
  for (const std::string& one : env) {
    const std::string_view text = one;
    if (text.size() > name.size() && text.substr(0, name.size()) == name &&
        text[name.size()] == '=') {
      value = text.substr(name.size() + 1);
    }
  }
  return value;
}

// Where a program of this name may be: as execvp looks for it, but never in an empty PATH element,
// which would be the working directory.
std::vector<std::string> candidates(const std::string& program, std::string_view path) {
  if (program.find('/') != std::string::npos) return {program};
  std::vector<std::string> found;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    if (end != 0) found.push_back(std::string(path.substr(0, end)) + "/" + program);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return found;
}

}  // namespace

Result<std::unique_ptr<Prepared>> Prepared::from(const SandboxPlan& plan) {
  std::unique_ptr<Prepared> prepared(new Prepared(plan));
  const Result<void> done = prepared->prepare();
  if (!done) return tl::unexpected(done.error());
  return prepared;
}

Result<std::unique_ptr<Prepared>> Prepared::root_alone(const SandboxPlan& plan) {
  std::unique_ptr<Prepared> prepared(new Prepared(plan));
  const Result<void> done = prepared->add_root();
  if (!done) return tl::unexpected(done.error());
  return prepared;
}

const char* Prepared::keep(std::string text) {
  strings_.push_back(std::move(text));
  return strings_.back().c_str();
}

const char* const* Prepared::keep_list(std::vector<const char*> list) {
  lists_.push_back(std::move(list));
  return lists_.back().data();
}

Result<void> Prepared::prepare() {
  if (plan_.argv.empty() || plan_.argv.front().empty())
    return failure("there is no command to run");
  for (const std::vector<std::string>* list : {&plan_.argv, &plan_.env}) {
    if (std::any_of(list->begin(), list->end(), has_nul)) {
      return failure("a NUL byte cannot be part of a command or its environment");
    }
  }
  Result<void> done = add_root();
  if (done) done = add_mounts();
  if (!done) return done;
  add_command();
  add_limits();
  job.hostname = plan_.hostname.c_str();
  job.hostname_size = plan_.hostname.size();
  job.own_network = plan_.network == SandboxPlan::Network::None;
  job.uid = plan_.account.uid;
  job.gid = plan_.account.gid;
  // The primary group is among the others, as containerd has it.
  groups_.assign(1, plan_.account.gid);
  for (const std::uint32_t group : plan_.account.groups) {
    if (group != plan_.account.gid) groups_.push_back(group);
  }
  job.groups = groups_.data();
  job.group_count = groups_.size();
  job.stage_size = keep(std::to_string(shared_memory_bytes + 2 * bytes_));
  struct statfs cgroups {};
  job.cgroup2 = ::statfs("/sys/fs/cgroup", &cgroups) == 0 && cgroups.f_type == CGROUP2_SUPER_MAGIC;
  if (::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0) {
    const std::vector<sock_filter>& filter = syscall_filter();
    filter_program_ = {static_cast<unsigned short>(filter.size()),
                       const_cast<sock_filter*>(filter.data())};
    job.filter = &filter_program_;
  }
  return {};
}

Result<Overlay> Prepared::overlay_of(const std::vector<std::string>& bottom_first, bool writable,
                                     const std::string& name) {
  Overlay overlay;
  std::vector<const char*> lower;
  for (auto layer = bottom_first.rbegin(); layer != bottom_first.rend(); ++layer) {
    lower.push_back(keep(*layer));
  }
  // An overlay wants one layer below an upper directory, and two where there is none.
  const std::size_t least = writable ? 1 : 2;
  if (lower.size() < least) {
    const std::string empty = fmt::format("{}/{}empty", plan_.scratch, name);
    const Result<void> made = make_directory(empty);
    if (!made) return tl::unexpected(made.error());
    lower.resize(least, keep(empty));
  }
  if (writable) {
    const std::string above = fmt::format("{}/{}upper", plan_.scratch, name);
    const std::string work = fmt::format("{}/{}work", plan_.scratch, name);
    Result<void> made = make_directory(above);
    if (made) made = make_directory(work);
    if (made) made = look_like(above, lower.front());
    if (!made) return tl::unexpected(made.error());
    overlay.upper = keep(above);
    overlay.work = keep(work);
  }
  overlay.lower_count = lower.size();
  overlay.lower = keep_list(std::move(lower));
  return overlay;
}

Result<void> Prepared::add_root() {
  const Result<Overlay> root = overlay_of(plan_.lower, true, "");
  if (!root) return tl::unexpected(root.error());
  job.root = *root;
  upper = root->upper;
  job.stage_point = keep(plan_.scratch + "/stage");
  job.root_point = keep(plan_.scratch + "/stage/root");
  job.layers_point = keep(plan_.scratch + "/stage/layers");
  return make_directory(job.stage_point);
}

void Prepared::add_bytes(const char* target, std::string bytes) {
  Mount mount;
  mount.kind = SandboxMount::Kind::Bytes;
  mount.target = target;
  mount.size = bytes.size();
  mount.bytes = keep(std::move(bytes));
  mount.mode = 0644;
  bytes_ += mount.size;
  mounts_.push_back(mount);
}

// As BuildKit has them. Without a network there is nobody to ask, and what this machine asks is
// nothing that a build should depend on.
Result<void> Prepared::add_mounts() {
  const bool host = plan_.network == SandboxPlan::Network::Host;
  add_bytes("/etc/resolv.conf", host ? resolver_configuration() : "");
  add_bytes("/etc/hosts", fmt::format("127.0.0.1\tlocalhost {}\n"
                                      "::1\tlocalhost ip6-localhost ip6-loopback\n",
                                      plan_.hostname));
  for (const SandboxMount& mount : plan_.mounts) {
    const Result<void> added = add_mount(mount);
    if (!added) return added;
  }
  job.mounts = mounts_.data();
  job.mount_count = mounts_.size();
  return {};
}

Result<void> Prepared::add_mount(const SandboxMount& wanted) {
  if (wanted.target.empty() || wanted.target.front() != '/' || has_nul(wanted.target) ||
      has_nul(wanted.within)) {
    return failure(fmt::format("cannot mount on \"{}\": it is no absolute path", wanted.target));
  }
  Mount mount;
  mount.kind = wanted.kind;
  mount.target = wanted.target.c_str();
  mount.read_only = wanted.read_only;
  mount.mode = wanted.mode;
  mount.uid = wanted.uid;
  mount.gid = wanted.gid;
  mount.source = wanted.source.c_str();
  if (!wanted.within.empty()) mount.within = wanted.within.c_str();
  std::vector<std::string> layers = wanted.layers;
  const bool discard = !wanted.read_only && (wanted.discard_writes || !layers.empty());
  if (discard && layers.empty()) {
    layers = {wanted.source};
    if (wanted.kind == SandboxMount::Kind::File) {
      const std::size_t slash = wanted.source.rfind('/');
      if (slash == std::string::npos) return failure(wanted.source + " is no absolute path");
      layers = {wanted.source.substr(0, slash + 1)};
      mount.within = keep(wanted.source.substr(slash + 1));
    }
  }
  if (!layers.empty()) {
    const Result<Overlay> overlay =
        overlay_of(layers, discard, fmt::format("m{}-", mounts_.size()));
    if (!overlay) return tl::unexpected(overlay.error());
    mount.overlay = *overlay;
  }
  if (wanted.kind == SandboxMount::Kind::Bytes) {
    mount.bytes = wanted.bytes.data();
    mount.size = wanted.bytes.size();
    bytes_ += mount.size;
  }
  if (wanted.size_bytes != 0) mount.tmpfs_size = keep(std::to_string(wanted.size_bytes));
  mounts_.push_back(mount);
  return {};
}

void Prepared::add_command() {
  job.workdir = plan_.workdir.empty() ? "/" : plan_.workdir.c_str();
  std::vector<const char*> programs;
  for (std::string& program : candidates(plan_.argv.front(), value_of(plan_.env, "PATH"))) {
    programs.push_back(keep(std::move(program)));
  }
  if (programs.empty()) programs.push_back(plan_.argv.front().c_str());
  programs.push_back(nullptr);
  job.programs = keep_list(std::move(programs));
  // execve takes char* by an old custom and writes to none of them.
  const auto add = [this](const char* word) { words_.push_back(const_cast<char*>(word)); };
  add("plimsoll");
  for (const char* const* program = job.programs; *program; ++program) add(*program);
  add("");
  for (const std::string& word : plan_.argv) add(word.c_str());
  add(nullptr);
  for (const std::string& word : plan_.env) env_.push_back(const_cast<char*>(word.c_str()));
  env_.push_back(nullptr);
  job.starter = reinterpret_cast<const char*>(starter_bytes);
  job.starter_size = sizeof starter_bytes;
  job.starter_words = words_.data();
  job.env = env_.data();
}

// Never above what we have: raising wants a capability that a container often lacks. No core files,
// which would become part of a layer.
void Prepared::add_limits() {
  job.limits[0] = limited(RLIMIT_NOFILE, files_soft, files_hard);
  job.limits[1] = limited(RLIMIT_CORE, 0, RLIM_INFINITY);
  job.limits[2] = limited(RLIMIT_STACK, stack_soft, RLIM_INFINITY);
}

}  // namespace plimsoll::builder::sandbox
