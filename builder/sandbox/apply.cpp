// Entries through a mounted overlay, one system call after the other, as a program in there would
// make them. It is slow, and it is right by construction: what overlayfs and changes_of make of it
// is what the quick way is held against.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "analyzer/base/file.h"
#include "builder/sandbox/mounting.h"
#include "builder/sandbox/prepare.h"
#include "builder/sandbox/sandbox.h"
#include "builder/sandbox/upper.h"

namespace plimsoll::builder {
namespace {

using sandbox::names_in;
using sandbox::open_below;
using sandbox::remove_below;
using sandbox::SplitPath;

constexpr std::size_t chunk_bytes = 256 * 1024;

class Applying {
 public:
  explicit Applying(const FileDescriptor& root) : root_(root) {}

  Result<void> run(const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) {
      if (entry.kind == EntryKind::Hardlink) continue;
      if (Result<void> done = apply(entry); !done) return told(entry, done);
    }
    for (const Entry& entry : entries) {
      if (entry.kind != EntryKind::Hardlink) continue;
      if (Result<void> done = apply(entry); !done) return told(entry, done);
    }
    // Last: what is made in a directory changes its time.
    for (const Entry& entry : entries) {
      if (entry.kind != EntryKind::Directory) continue;
      if (Result<void> done = set_time(entry); !done) return told(entry, done);
    }
    return {};
  }

 private:
  static Result<void> told(const Entry& entry, const Result<void>& done) {
    return tl::unexpected(Error(done.error()).while_doing("writing /" + entry.path));
  }
  static tl::unexpected<Error> refused() {
    const int error = errno;
    return failure(std::generic_category().message(error), error);
  }

  Result<void> apply(const Entry& entry) {
    if (entry.kind == EntryKind::Whiteout) return remove_below(root_, entry.path);
    if (entry.kind == EntryKind::Opaque) return empty(entry.path);
    const SplitPath split(entry.path);
    const Result<FileDescriptor> parent = open_below(root_, split.parent);
    if (!parent) return tl::unexpected(parent.error());
    struct stat status {};
    const bool there =
        ::fstatat(parent->get(), split.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    const bool stays = there && entry.kind == EntryKind::Directory && S_ISDIR(status.st_mode);
    if (there && !stays) {
      if (Result<void> done = remove_below(root_, entry.path); !done) return done;
    }
    Result<void> made = stays ? Result<void>() : make(entry, *parent, split.name);
    if (!made || entry.kind == EntryKind::Hardlink) return made;
    if (made) made = dress(entry, *parent, split.name);
    if (made && entry.kind != EntryKind::Directory) made = set_time(entry);
    return made;
  }

  Result<void> empty(const std::string& path) {
    const Result<FileDescriptor> open = open_below(root_, path);
    if (!open) return tl::unexpected(open.error());
    const Result<std::vector<std::string>> names = names_in(*open);
    if (!names) return tl::unexpected(names.error());
    for (const std::string& name : *names) {
      const std::string whole = path.empty() ? name : fmt::format("{}/{}", path, name);
      if (Result<void> done = remove_below(root_, whole); !done) return done;
    }
    return {};
  }

  Result<void> make(const Entry& entry, const FileDescriptor& parent, const std::string& name) {
    const char* text = name.c_str();
    const dev_t device = makedev(entry.device_major, entry.device_minor);
    int done = -1;
    switch (entry.kind) {
      case EntryKind::File:
        return write_file(entry, parent, name);
      case EntryKind::Directory:
        done = ::mkdirat(parent.get(), text, 0700);
        break;
      case EntryKind::Symlink:
        done = ::symlinkat(entry.link.c_str(), parent.get(), text);
        break;
      case EntryKind::Hardlink:
        return link(entry, parent, name);
      case EntryKind::CharDevice:
        done = ::mknodat(parent.get(), text, S_IFCHR | 0600, device);
        break;
      case EntryKind::BlockDevice:
        done = ::mknodat(parent.get(), text, S_IFBLK | 0600, device);
        break;
      case EntryKind::Fifo:
        done = ::mknodat(parent.get(), text, S_IFIFO | 0600, 0);
        break;
      case EntryKind::Whiteout:
      case EntryKind::Opaque:
        done = 0;
        break;
    }
    if (done != 0) return refused();
    return {};
  }

  Result<void> link(const Entry& entry, const FileDescriptor& parent, const std::string& name) {
    const SplitPath source(entry.link);
    const Result<FileDescriptor> from = open_below(root_, source.parent);
    if (!from) return tl::unexpected(from.error());
    if (::linkat(from->get(), source.name.c_str(), parent.get(), name.c_str(), 0) != 0) {
      return refused();
    }
    return {};
  }

  Result<void> write_file(const Entry& entry, const FileDescriptor& parent,
                          const std::string& name) {
    const int flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC;
    const FileDescriptor file(::openat(parent.get(), name.c_str(), flags, 0600));
    if (!file.valid()) return refused();
    std::string buffer(std::min<std::uint64_t>(chunk_bytes, entry.size), '\0');
    for (std::uint64_t at_byte = 0; at_byte < entry.size; at_byte += buffer.size()) {
      buffer.resize(std::min<std::uint64_t>(buffer.size(), entry.size - at_byte));
      Result<void> done = read_content(entry, at_byte, buffer.data(), buffer.size());
      if (done) done = write_all(file, buffer);
      if (!done) return done;
    }
    return {};
  }

  // Owner, mode, attributes: in this order, since a change of owner takes the others away.
  static Result<void> dress(const Entry& entry, const FileDescriptor& parent,
                            const std::string& name) {
    if (::fchownat(parent.get(), name.c_str(), entry.uid, entry.gid, AT_SYMLINK_NOFOLLOW) != 0) {
      return refused();
    }
    if (entry.kind == EntryKind::Symlink) return {};
    if (::fchmodat(parent.get(), name.c_str(), entry.mode, 0) != 0) return refused();
    const std::string path = fmt::format("/proc/self/fd/{}/{}", parent.get(), name);
    for (const auto& [key, value] : entry.xattrs) {
      if (::lsetxattr(path.c_str(), key.c_str(), value.data(), value.size(), 0) != 0) {
        return refused();
      }
    }
    return {};
  }

  Result<void> set_time(const Entry& entry) {
    const SplitPath split(entry.path.empty() ? "." : entry.path);
    const Result<FileDescriptor> parent = open_below(root_, split.parent);
    if (!parent) return tl::unexpected(parent.error());
    const struct timespec time { static_cast<time_t>(entry.mtime_s), 0 };
    const struct timespec times[2] = {time, time};
    if (::utimensat(parent->get(), split.name.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0) return {};
    return refused();
  }

  const FileDescriptor& root_;
};

}  // namespace

Result<std::string> apply_in_overlay(const std::vector<std::string>& lower,
                                     const std::string& scratch,
                                     const std::vector<Entry>& entries) {
  SandboxPlan plan;
  plan.lower = lower;
  plan.scratch = scratch;
  const Result<std::unique_ptr<sandbox::Prepared>> prepared = sandbox::Prepared::root_alone(plan);
  if (!prepared) return tl::unexpected(prepared.error());
  sandbox::Job& job = (*prepared)->job;
  sandbox::Handle mount = sandbox::detached_overlay(job.root, job.report);
  job.report.stage = sandbox::Stage::Overlay;
  if (!mount.ok()) return tl::unexpected(sandbox::failure_of(job.report));
  const FileDescriptor root(mount.release());
  const Result<void> done = Applying(root).run(entries);
  if (!done) return tl::unexpected(done.error());
  return (*prepared)->upper;
}

}  // namespace plimsoll::builder
