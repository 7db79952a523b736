#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

static constexpr std::uint64_t KiB = 1024;
static constexpr std::uint64_t MiB = 1024 * KiB;

namespace {
struct Kept {
  std::string_view path;
  std::uint64_t most = 0;
};
}  // namespace

// Whole paths. Their directories may be reached by links (lib -> usr/lib): both are named.
static constexpr std::array kept_files = {
    Kept{"etc/passwd", MiB},
    Kept{"etc/shadow", MiB},
    Kept{"etc/group", MiB},
    Kept{"etc/gshadow", MiB},
    Kept{"etc/os-release", 64 * KiB},
    Kept{"usr/lib/os-release", 64 * KiB},
    Kept{"etc/ld.so.conf", 64 * KiB},
    Kept{"etc/ld.so.cache", 4 * MiB},
    Kept{"etc/shells", 64 * KiB},
    Kept{"etc/sudoers", 256 * KiB},
    Kept{"etc/ssh/sshd_config", 256 * KiB},
    Kept{"etc/crontab", 64 * KiB},
    Kept{"etc/nginx/nginx.conf", 64 * KiB},
    Kept{"usr/local/nginx/conf/nginx.conf", 64 * KiB},
    Kept{"usr/local/openresty/nginx/conf/nginx.conf", 64 * KiB},
    Kept{"etc/redis/redis.conf", 256 * KiB},
    Kept{"etc/redis.conf", 256 * KiB},
    Kept{"usr/local/etc/redis/redis.conf", 256 * KiB},
    Kept{"etc/pip.conf", 64 * KiB},
    Kept{"etc/npmrc", 64 * KiB},
    Kept{"usr/etc/npmrc", 64 * KiB},
    Kept{"usr/local/etc/npmrc", 64 * KiB},
    Kept{"etc/gitconfig", 64 * KiB},
    Kept{"etc/wgetrc", 64 * KiB},
    Kept{"etc/curlrc", 64 * KiB},
    Kept{"etc/yum.conf", 64 * KiB},
    Kept{"etc/dnf/dnf.conf", 64 * KiB},
    Kept{"etc/apk/repositories", 64 * KiB},
    Kept{"etc/apk/world", 256 * KiB},
    Kept{"etc/apt/sources.list", 256 * KiB},
    Kept{"var/lib/dpkg/status", 16 * MiB},
    Kept{"lib/apk/db/installed", 16 * MiB},
    Kept{"usr/lib/apk/db/installed", 16 * MiB},
    Kept{"var/lib/rpm/rpmdb.sqlite", 24 * MiB},
    Kept{"usr/lib/sysimage/rpm/rpmdb.sqlite", 24 * MiB},
    Kept{"usr/share/rpm/rpmdb.sqlite", 24 * MiB},
    Kept{"var/lib/rpm/Packages.db", 24 * MiB},
    Kept{"usr/lib/sysimage/rpm/Packages.db", 24 * MiB},
    Kept{"var/lib/rpm/Packages", 24 * MiB},
};

// Files directly in these directories.
static constexpr std::array kept_in = {
    Kept{"var/lib/dpkg/status.d", MiB},      Kept{"etc/ld.so.conf.d", 64 * KiB},
    Kept{"etc/sudoers.d", 64 * KiB},         Kept{"etc/cron.d", 64 * KiB},
    Kept{"etc/apt/apt.conf.d", 64 * KiB},    Kept{"etc/apt/sources.list.d", 64 * KiB},
    Kept{"etc/yum.repos.d", 64 * KiB},       Kept{"etc/zypp/repos.d", 64 * KiB},
    Kept{"etc/ssh/sshd_config.d", 64 * KiB},
};

// Wherever they lie.
static constexpr std::array kept_names = {
    Kept{".npmrc", 64 * KiB},   Kept{".yarnrc", 64 * KiB},           Kept{".gitconfig", 64 * KiB},
    Kept{".curlrc", 64 * KiB},  Kept{".wgetrc", 64 * KiB},           Kept{"pip.conf", 64 * KiB},
    Kept{".condarc", 64 * KiB}, Kept{".package-lock.json", 4 * MiB},
};

// Scripts that may be what the container starts: not of a library's depth.
static bool may_be_started(std::string_view path, std::string_view name) {
  if (name.find("entrypoint") != std::string_view::npos) return true;
  return name.ends_with(".sh") && std::count(path.begin(), path.end(), '/') <= 3 &&
         !path.starts_with("usr/share/") && !path.starts_with("usr/lib/") &&
         !path.starts_with("etc/");
}

static bool is_signature(std::string_view name) {
  return name.ends_with(".asc") || name.ends_with(".sig") || name.ends_with(".sign");
}

static std::uint64_t dpkg_info(std::string_view name) {
  return name.ends_with(".list") || name.ends_with(".md5sums") ? 4 * MiB : 0;
}

static std::uint64_t most_kept(std::string_view path) {
  for (const Kept& each : kept_files) {
    if (path == each.path) return each.most;
  }
  const std::size_t slash = path.rfind('/');
  const std::string_view name = file_name(path);
  const std::string_view directory =
      slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
  if (directory == "var/lib/dpkg/info") return dpkg_info(name);
  for (const Kept& each : kept_in) {
    if (directory == each.path) return each.most;
  }
  for (const Kept& each : kept_names) {
    if (name == each.path) return each.most;
  }
  if (path.ends_with("composer/installed.json")) return 4 * MiB;
  if (is_signature(name)) return 8 * KiB;
  return may_be_started(path, name) ? 32 * KiB : 0;
}

namespace {
class Interest final : public FileInterest {
 public:
  std::uint64_t keep(std::string_view path, std::uint64_t size) const override {
    const std::uint64_t most = most_kept(path);
    return size <= most ? most : 0;
  }
  std::string_view version() const override { return "contents-3"; }
};
}  // namespace

const FileInterest& file_interest() {
  static const Interest interest;
  return interest;
}

}  // namespace plimsoll::image
