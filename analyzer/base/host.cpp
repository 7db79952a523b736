#include "analyzer/base/host.h"

#include <fmt/format.h>
#include <cerrno>

namespace plimsoll {

std::string_view to_string(FileKind kind) {
  switch (kind) {
    case FileKind::Regular:
      return "a regular file";
    case FileKind::Directory:
      return "a directory";
    case FileKind::Symlink:
      return "a symbolic link";
    case FileKind::Fifo:
      return "a FIFO";
    case FileKind::Socket:
      return "a socket";
    case FileKind::Device:
      return "a device";
    case FileKind::Missing:
      break;
  }
  return "missing";
}

tl::unexpected<Error> not_regular(FileKind kind) {
  if (kind == FileKind::Missing) return failure("no such file or directory", ENOENT);
  return failure(fmt::format("is {}, not a regular file", to_string(kind)),
                 kind == FileKind::Directory ? EISDIR : EINVAL);
}

tl::unexpected<Error> too_large(std::uint64_t limit_bytes) {
  constexpr std::uint64_t mib = 1024 * 1024;
  if (limit_bytes >= mib && limit_bytes % mib == 0) {
    return failure(fmt::format("is larger than the limit of {} MiB", limit_bytes / mib), EFBIG);
  }
  return failure(fmt::format("is larger than the limit of {} bytes", limit_bytes), EFBIG);
}

std::optional<std::int64_t> day_from_date(std::string_view date) {
  const auto number = [&date](std::size_t at, std::size_t count) -> std::optional<int> {
    int value = 0;
    for (const char digit : date.substr(at, count)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + (digit - '0');
    }
    return value;
  };
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const std::optional<int> year = number(0, 4);
  const std::optional<int> month = number(5, 2);
  const std::optional<int> day = number(8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day when{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!when.ok()) return std::nullopt;
  return std::chrono::sys_days(when).time_since_epoch().count();
}

}  // namespace plimsoll
