#include "builder/sandbox/mounting.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

// Compiled without sanitizers: see child.cpp.

namespace plimsoll::builder::sandbox {
namespace {

constexpr int links_followed = 40;  // as the kernel
constexpr std::size_t longest_path = 4096;
constexpr std::size_t option_page = 4096;

// "/proc/self/fd/N": a path to what a descriptor is, short whatever its own path is and without any
// sign that mount options give a meaning.
struct FdPath {
  char text[32];
  explicit FdPath(int fd) {
    static constexpr char prefix[] = "/proc/self/fd/";
    std::memcpy(text, prefix, sizeof prefix);
    char digits[12];
    int count = 0;
    for (unsigned rest = static_cast<unsigned>(fd); count == 0 || rest != 0; rest /= 10) {
      digits[count++] = static_cast<char>('0' + rest % 10);
    }
    char* end = text + sizeof prefix - 1;
    while (count > 0) *end++ = digits[--count];
    *end = '\0';
  }
};

bool set(int context, const char* key, const char* value) {
  return ::fsconfig(context, value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG, key, value, 0) == 0;
}

// The kernel tells its reasons in messages "e text", one a read.
void take_words(int context, Report& report) {
  const int error = errno;
  std::size_t used = 0;
  for (;;) {
    char line[256];
    const ssize_t got = ::read(context, line, sizeof line);
    if (got <= 2) break;
    std::size_t size = static_cast<std::size_t>(got) - 2;
    if (line[size + 1] == '\n') --size;
    if (used + size + 3 > report.words.size()) break;
    if (used != 0) {
      report.words[used++] = ';';
      report.words[used++] = ' ';
    }
    std::memcpy(report.words.data() + used, line + 2, size);
    used += size;
  }
  report.words[used] = '\0';
  errno = error;
}

Handle open_path(const char* path) {
  return Handle(::open(path, O_PATH | O_DIRECTORY | O_CLOEXEC));
}

// lowerdir+ names one layer at a time and as many as wanted: Linux 6.8.
enum class Lowers : std::uint8_t { Added, Unknown, Failed };
Lowers add_lowers(int context, const Overlay& overlay, Report& report) {
  for (std::size_t i = 0; i < overlay.lower_count; ++i) {
    const Handle layer = open_path(overlay.lower[i]);
    if (!layer.ok()) {
      report.detail = overlay.lower[i];
      return Lowers::Failed;
    }
    if (!set(context, "lowerdir+", FdPath(layer.get()).text)) {
      if (i == 0 && errno == EINVAL) return Lowers::Unknown;
      report.detail = overlay.lower[i];
      return Lowers::Failed;
    }
  }
  return Lowers::Added;
}

// Appends to an option string; false when the page is full.
struct Options {
  char text[option_page];
  std::size_t size = 0;
  bool full = false;
  void add(const char* words) {
    const std::size_t length = std::strlen(words);
    if (size + length >= sizeof text) {
      full = true;
      return;
    }
    std::memcpy(text + size, words, length + 1);
    size += length;
  }
};

// Lower layers in one option, as older kernels know it; 255 bytes are enough for 14 of them.
bool set_lowers_at_once(int context, const Overlay& overlay, Report& report) {
  constexpr std::size_t most = 14;
  Handle layers[most];
  if (overlay.lower_count > most) {
    errno = E2BIG;
    return false;
  }
  Options options;
  for (std::size_t i = 0; i < overlay.lower_count; ++i) {
    layers[i] = open_path(overlay.lower[i]);
    report.detail = overlay.lower[i];
    if (!layers[i].ok()) return false;
    if (i != 0) options.add(":");
    options.add(FdPath(layers[i].get()).text);
  }
  return set(context, "lowerdir", options.text);
}

bool set_upper(int context, const Overlay& overlay) {
  if (!overlay.upper) return true;
  const Handle upper = open_path(overlay.upper);
  const Handle work = open_path(overlay.work);
  if (!upper.ok() || !work.ok()) return false;
  (void)set(context, "volatile", nullptr);  // no sync of the upper file system at the end
  (void)set(context, "uuid", "null");       // nor a write to say who it is
  return set(context, "upperdir", FdPath(upper.get()).text) &&
         set(context, "workdir", FdPath(work.get()).text);
}

// A superblock, ready to be mounted. `old` is set where this kernel wants its layers in the old
// way; with null that is done as far as it goes.
Handle overlay_context(const Overlay& overlay, Report& report, bool* old) {
  Handle context(::fsopen("overlay", FSOPEN_CLOEXEC));
  if (!context.ok()) return {};
  const int fs = context.get();
  Lowers lowers = add_lowers(fs, overlay, report);
  if (lowers == Lowers::Unknown && old) {
    *old = true;
    return {};
  }
  if (lowers == Lowers::Unknown) {
    lowers = set_lowers_at_once(fs, overlay, report) ? Lowers::Added : Lowers::Failed;
  }
  // The options keep the upper directory what it is to be: a list of changes.
  if (lowers == Lowers::Added && set_upper(fs, overlay) && set(fs, "redirect_dir", "off") &&
      set(fs, "index", "off") && set(fs, "metacopy", "off") &&
      ::fsconfig(fs, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0) {
    return context;
  }
  take_words(fs, report);
  return {};
}

bool on_mount_of(int one, int other) {
  struct statx a {};
  struct statx b {};
  return ::statx(one, "", AT_EMPTY_PATH, STATX_MNT_ID, &a) == 0 &&
         ::statx(other, "", AT_EMPTY_PATH, STATX_MNT_ID, &b) == 0 && a.stx_mnt_id == b.stx_mnt_id;
}

// A path that grows and shrinks by its last part: what is resolved so far, links gone.
struct Clean {
  char text[longest_path];
  std::size_t size = 0;
  bool push(const char* name, std::size_t length) {
    if (size + length + 2 > sizeof text) return false;
    if (size != 0) text[size++] = '/';
    std::memcpy(text + size, name, length);
    size += length;
    text[size] = '\0';
    return true;
  }
  void pop() {
    while (size != 0 && text[size - 1] != '/') --size;
    if (size != 0) --size;
    text[size] = '\0';
  }
  [[nodiscard]] const char* path() const { return size == 0 ? "." : text; }
};

// Makes `clean` and notes it, unless it is inside of another mount: what a mount holds is not ours
// to take away again.
bool make(Job& job, int root, Clean& clean, bool directory) {
  const char* slash = std::strrchr(clean.text, '/');
  const char* name = slash ? slash + 1 : clean.text;
  char above[longest_path];
  const std::size_t length = slash ? static_cast<std::size_t>(slash - clean.text) : 0;
  std::memcpy(above, clean.text, length);
  above[length] = '\0';
  const Handle parent = find_plain(root, length == 0 ? "." : above, O_DIRECTORY);
  struct stat before {};
  if (!parent.ok() || ::fstat(parent.get(), &before) != 0) return false;
  if (directory) {
    if (::mkdirat(parent.get(), name, 0755) != 0) return false;
  } else {
    const Handle file(
        ::openat(parent.get(), name, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_WRONLY, 0644));
    if (!file.ok()) return false;
  }
  // The command sees the same times at every build, whatever has no place for them.
  const struct timespec times[2] = {before.st_atim, before.st_mtim};
  (void)::utimensat(parent.get(), name, times, AT_SYMLINK_NOFOLLOW);
  (void)::utimensat(parent.get(), "", times, AT_EMPTY_PATH);
  if (!on_mount_of(parent.get(), root)) return true;
  if (job.made_size + clean.size + 1 > job.made.size()) {
    errno = E2BIG;
    return false;
  }
  std::memcpy(job.made.data() + job.made_size, clean.text, clean.size + 1);
  job.made_size += clean.size + 1;
  return true;
}

// `rest` becomes the link's text followed by what was left.
bool splice(int link, char* rest, const char* left) {
  char text[longest_path];
  const ssize_t got = ::readlinkat(link, "", text, sizeof text - 1);
  if (got <= 0) return false;
  const std::size_t size = static_cast<std::size_t>(got);
  const std::size_t tail = std::strlen(left);
  if (size + tail + 2 > longest_path) {
    errno = ENAMETOOLONG;
    return false;
  }
  std::memmove(rest + size + 1, left, tail + 1);
  std::memcpy(rest, text, size);
  rest[size] = '/';
  return true;
}

// Part by part, each opened without following anything: nothing can lead out of the root.
Handle make_way(Job& job, int root, const char* target, bool directory) {
  char rest[longest_path];
  const std::size_t length = std::strlen(target);
  if (length + 1 > sizeof rest) {
    errno = ENAMETOOLONG;
    return {};
  }
  std::memcpy(rest, target, length + 1);
  Clean clean;
  clean.text[0] = '\0';
  int links = 0;
  const char* at = rest;
  for (;;) {
    while (*at == '/') ++at;
    if (*at == '\0') break;
    const char* end = at;
    while (*end != '\0' && *end != '/') ++end;
    const std::size_t size = static_cast<std::size_t>(end - at);
    if (size == 1 && at[0] == '.') {
      at = end;
      continue;
    }
    if (size == 2 && at[0] == '.' && at[1] == '.') {
      clean.pop();
      at = end;
      continue;
    }
    if (!clean.push(at, size)) {
      errno = ENAMETOOLONG;
      return {};
    }
    const char* more = end;
    while (*more == '/') ++more;
    const Handle here = find_plain(root, clean.path(), O_NOFOLLOW);
    if (!here.ok()) {
      if (errno != ENOENT || !make(job, root, clean, directory || *more != '\0')) return {};
    } else {
      struct stat status {};
      if (::fstat(here.get(), &status) != 0) return {};
      if (S_ISLNK(status.st_mode)) {
        if (++links > links_followed) {
          errno = ELOOP;
          return {};
        }
        clean.pop();
        if (!splice(here.get(), rest, more)) return {};
        if (rest[0] == '/') {
          clean.size = 0;
          clean.text[0] = '\0';
        }
        at = rest;
        continue;
      }
    }
    at = end;
  }
  return find_in_root(root, clean.path());
}

Handle open_resolved(int root, const char* path, std::uint64_t flags, std::uint64_t resolve) {
  open_how how{};
  how.flags = flags | O_PATH | O_CLOEXEC;
  how.resolve = resolve;
  long fd = -1;
  do {
    // EAGAIN: something was renamed or mounted meanwhile, wherever, and the kernel cannot be sure.
    fd = ::syscall(SYS_openat2, root, path, &how, sizeof how);
  } while (fd < 0 && (errno == EAGAIN || errno == EINTR));
  return Handle(static_cast<int>(fd));
}

}  // namespace

Handle& Handle::operator=(Handle&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.fd_;
    other.fd_ = -1;
  }
  return *this;
}

Handle::~Handle() {
  if (fd_ < 0) return;
  const int error = errno;
  ::close(fd_);
  errno = error;
}

Handle new_mount(const char* kind, const MountOption* options, std::size_t count,
                 unsigned attributes) {
  const Handle context(::fsopen(kind, FSOPEN_CLOEXEC));
  if (!context.ok()) return {};
  for (std::size_t i = 0; i < count; ++i) {
    if (!set(context.get(), options[i].key, options[i].value)) return {};
  }
  if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return {};
  return Handle(::fsmount(context.get(), FSMOUNT_CLOEXEC, attributes));
}

// mount(2) with an option string: one page, hence descriptors instead of paths.
Handle old_overlay(const Overlay& overlay, const char* point, unsigned attributes) {
  Options options;
  options.add("redirect_dir=off,index=off,metacopy=off,lowerdir=");
  for (std::size_t i = 0; i < overlay.lower_count; ++i) {
    // Left open: they must last as long as the call, and exec closes them.
    const int layer = ::open(overlay.lower[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (layer < 0) return {};
    if (i != 0) options.add(":");
    options.add(FdPath(layer).text);
  }
  Handle upper;
  Handle work;
  if (overlay.upper) {
    upper = open_path(overlay.upper);
    work = open_path(overlay.work);
    if (!upper.ok() || !work.ok()) return {};
    options.add(",upperdir=");
    options.add(FdPath(upper.get()).text);
    options.add(",workdir=");
    options.add(FdPath(work.get()).text);
  }
  if (options.full) {
    errno = E2BIG;
    return {};
  }
  unsigned long flags = 0;
  if ((attributes & MOUNT_ATTR_NODEV) != 0) flags |= MS_NODEV;
  if ((attributes & MOUNT_ATTR_RDONLY) != 0) flags |= MS_RDONLY;
  const std::size_t size = options.size;
  options.add(",volatile");
  if (!options.full && ::mount("overlay", point, "overlay", flags, options.text) == 0) {
    return open_path(point);
  }
  options.text[size] = '\0';
  if (::mount("overlay", point, "overlay", flags, options.text) != 0) return {};
  return open_path(point);
}

Handle new_overlay(const Overlay& overlay, const char* point, unsigned attributes, Report& report) {
  bool old = false;
  const Handle context = overlay_context(overlay, report, &old);
  if (old) return old_overlay(overlay, point, attributes);
  if (!context.ok()) return {};
  Handle mount(::fsmount(context.get(), FSMOUNT_CLOEXEC, attributes));
  const Handle place = open_path(point);
  if (!mount.ok() || !place.ok() || !attach(mount, place.get())) return {};
  return mount;
}

Handle detached_overlay(const Overlay& overlay, Report& report) {
  const Handle context = overlay_context(overlay, report, nullptr);
  if (!context.ok()) {
    report.error = errno;
    return {};
  }
  return Handle(::fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
}

Handle copy_of(int directory, const char* name, unsigned attributes, bool recursive) {
  const unsigned way = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | (recursive ? AT_RECURSIVE : 0U);
  Handle copy(::open_tree(directory, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | way));
  if (!copy.ok() || attributes == 0) return copy;
  struct mount_attr wanted {};
  wanted.attr_set = attributes;
  const unsigned all = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0U);
  if (::mount_setattr(copy.get(), "", all, &wanted, sizeof wanted) != 0) return {};
  return copy;
}

bool attach(const Handle& mount, int place) {
  return ::move_mount(mount.get(), "", place, "",
                      MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0;
}

Handle find_in_root(int root, const char* path) {
  return open_resolved(root, path, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

Handle find_plain(int root, const char* path, int flags) {
  return open_resolved(root, path, static_cast<std::uint64_t>(flags) | O_NOFOLLOW,
                       RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);
}

Handle mount_point(Job& job, int root, const char* target, bool directory) {
  Handle there = find_in_root(root, target);
  if (there.ok() || errno != ENOENT) return there;
  return make_way(job, root, target, directory);
}

}  // namespace plimsoll::builder::sandbox
