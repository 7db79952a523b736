#include "builder/cache_mounts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "analyzer/base/process.h"
#include "builder/key.h"

namespace plimsoll::builder {
namespace {

constexpr std::chrono::milliseconds pause_between_tries{20};
constexpr unsigned most_private_copies = 256;
constexpr std::uint32_t default_mode = 0755;

tl::unexpected<Error> failed(const std::string& path) {
  const int code = errno;
  return failure(fmt::format("the cache directory {}: {}", path, std::strerror(code)), code);
}

Result<FileDescriptor> open_lock(const std::string& path) {
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) return failed(path);
  return lock;
}

// True when it is ours now, false when somebody else has it.
Result<bool> try_lock(const FileDescriptor& lock, int how) {
  int done = -1;
  do {
    done = ::flock(lock.get(), how | LOCK_NB);
  } while (done != 0 && errno == EINTR);
  if (done == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  return failed("lock");
}

class Holding {
 public:
  Holding(const Place& place, const lowered::MountStep& mount, BindSource* seed)
      : place_(place), mount_(mount), seed_(seed) {}

  Result<HeldCache> run() {
    Result<std::string> folder =
        place_.bench.store.cache_directory(identity_of(mount_, seed_ ? seed_->key() : ""));
    if (!folder) return tl::unexpected<Error>(folder.error());
    folder_ = std::move(*folder);
    if (const Result<void> made = make_directories(folder_); !made) {
      return tl::unexpected<Error>(made.error());
    }
    return mount_.sharing == lowered::MountStep::Sharing::Private ? hold_private() : hold_first();
  }

 private:
  Result<HeldCache> hold_first() {
    Result<FileDescriptor> lock = open_lock(folder_ + "/lock");
    if (!lock) return tl::unexpected<Error>(lock.error());
    const int how = mount_.sharing == lowered::MountStep::Sharing::Locked ? LOCK_EX : LOCK_SH;
    while (true) {
      const Result<bool> ours = try_lock(*lock, how);
      if (!ours) return tl::unexpected<Error>(ours.error());
      if (*ours) return ready(std::move(*lock), folder_ + "/0");
      place_.bench.events.note(
          fmt::format("the cache {} is in use, waiting for it", mount_.id.text()));
      if (place_.bench.stopped) return failure("another step failed", ECANCELED);
      sleep_for(pause_between_tries);
    }
  }

  Result<HeldCache> hold_private() {
    for (unsigned copy = 0; copy < most_private_copies; ++copy) {
      Result<FileDescriptor> lock =
          open_lock(copy == 0 ? folder_ + "/lock" : fmt::format("{}/lock.{}", folder_, copy));
      if (!lock) return tl::unexpected<Error>(lock.error());
      const Result<bool> ours = try_lock(*lock, LOCK_EX);
      if (!ours) return tl::unexpected<Error>(ours.error());
      if (*ours) return ready(std::move(*lock), fmt::format("{}/{}", folder_, copy));
    }
    return failure(
        fmt::format("the cache {} is in use {} times", mount_.id.text(), most_private_copies));
  }

  // Makes the directory where it is missing: under another name first, so that it is whole or not
  // there. Several may do so at once where the cache is shared; the first one's stays.
  Result<HeldCache> ready(FileDescriptor lock, const std::string& directory) {
    struct stat status = {};
    if (::lstat(directory.c_str(), &status) == 0) return HeldCache{std::move(lock), directory};
    const Result<ScratchDirectory> scratch = ScratchDirectory::make(place_.bench.store);
    if (!scratch) return tl::unexpected<Error>(scratch.error());
    Result<std::string> fresh = scratch->path() + "/new";
    if (seed_) {
      fresh = seed_->copy_into(place_, scratch->path());
      if (!fresh) return tl::unexpected<Error>(fresh.error());
    } else if (::mkdir(fresh->c_str(), 0700) != 0) {
      return failed(*fresh);
    }
    const std::uint32_t mode = mount_.mode.value_or(default_mode);
    if (!seed_ || mount_.uid || mount_.gid) {
      if (::chown(fresh->c_str(), mount_.uid.value_or(0), mount_.gid.value_or(0)) != 0 &&
          errno != EPERM) {
        return failed(*fresh);
      }
    }
    if ((!seed_ || mount_.mode) && ::chmod(fresh->c_str(), mode) != 0) return failed(*fresh);
    if (std::rename(fresh->c_str(), directory.c_str()) != 0 && errno != ENOTEMPTY &&
        errno != EEXIST) {
      return failed(directory);
    }
    return HeldCache{std::move(lock), directory};
  }

  const Place& place_;
  const lowered::MountStep& mount_;
  BindSource* seed_;  // null = empty
  std::string folder_;
};

}  // namespace

std::string identity_of(const lowered::MountStep& mount, std::string_view seed_key) {
  KeyWriter key("cache");
  key.value(mount.id).text(seed_key);
  key.number(mount.mode.value_or(default_mode));
  key.number(mount.uid.value_or(0)).number(mount.gid.value_or(0));
  return key.finish();
}

Result<HeldCache> hold_cache(const Place& place, const lowered::MountStep& mount,
                             BindSource* seed) {
  return Holding(place, mount, seed).run();
}

}  // namespace plimsoll::builder
