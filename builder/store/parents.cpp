#include "builder/store/parents.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace plimsoll::builder {
namespace {

constexpr std::size_t max_open_levels = 48;

tl::unexpected<Error> failed(std::string_view path) {
  const int code = errno;
  const char* why = code == ELOOP || code == ENOTDIR ? "is no directory" : std::strerror(code);
  return failure(fmt::format("{}: {}", path, why), code);
}

bool is_below(std::string_view path, std::string_view directory) {
  return path.size() >= directory.size() && path.substr(0, directory.size()) == directory &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace

std::string name_in_parent(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));  // npos + 1 is 0
}

int Parents::current() const {
  return levels_.empty() ? root_.get() : levels_.back().directory.get();
}

Result<int> Parents::of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return at(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
}

Result<int> Parents::at(std::string_view directory) {
  while (!levels_.empty() && !is_below(directory, levels_.back().path)) levels_.pop_back();
  std::size_t done = levels_.empty() ? 0 : levels_.back().path.size() + 1;
  while (done < directory.size()) {
    const std::size_t slash = std::min(directory.find('/', done), directory.size());
    const std::string name(directory.substr(done, slash - done));
    if (name.empty() || name == "." || name == "..") {
      return failure(fmt::format("{}: no clean path", directory), EINVAL);
    }
    const std::string_view path = directory.substr(0, slash);
    Result<FileDescriptor> next = open(name, path);
    if (!next) return tl::unexpected(next.error());
    // Of a deep path, levels in the middle are opened again when they are needed.
    if (levels_.size() == max_open_levels) levels_.erase(levels_.begin() + max_open_levels / 2);
    levels_.push_back({std::string(path), std::move(*next)});
    done = slash + 1;
  }
  return current();
}

Result<FileDescriptor> Parents::open(const std::string& name, std::string_view path) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  FileDescriptor next(::openat(current(), name.c_str(), flags));
  if (!next.valid() && errno == ENOENT && missing_ == Missing::Made) {
    if (::mkdirat(current(), name.c_str(), 0700) != 0 && errno != EEXIST) return failed(path);
    next = FileDescriptor(::openat(current(), name.c_str(), flags));
  }
  if (!next.valid()) return failed(path);
  return next;
}

}  // namespace plimsoll::builder
