#include "app/cli/stored.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "app/cli/visible.h"
#include "builder/build.h"
#include "builder/export/export.h"

namespace plimsoll::app {
namespace {

constexpr std::size_t shortest_prefix = 6;
constexpr std::size_t short_digits = 12;

bool is_hexadecimal(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The one image whose digest begins so; nothing when there are several.
Result<std::optional<Descriptor>> by_prefix(const builder::Store& store, std::string_view text) {
  constexpr std::string_view algorithm = "sha256:";
  if (text.starts_with(algorithm)) text.remove_prefix(algorithm.size());
  if (text.size() < shortest_prefix || !is_hexadecimal(text)) return std::nullopt;
  const Result<std::vector<builder::NamedImage>> names = store.names();
  if (!names) return tl::unexpected(names.error());
  std::optional<Descriptor> found;
  for (const builder::NamedImage& named : *names) {
    if (!std::string_view(named.descriptor.digest).substr(algorithm.size()).starts_with(text)) {
      continue;
    }
    if (found && found->digest != named.descriptor.digest) return std::nullopt;
    found = named.descriptor;
  }
  return found;
}

}  // namespace

Result<Descriptor> stored(const builder::Store& store, const std::string& name) {
  Result<std::optional<Descriptor>> found = store.find(name);
  const bool missed = found ? !*found : found.error().code == EINVAL;
  if (missed) {
    Result<std::optional<Descriptor>> by_digits = by_prefix(store, name);
    if (!by_digits || *by_digits) found = std::move(by_digits);
  }
  if (!found) return tl::unexpected(found.error());
  if (*found) return std::move(**found);
  return failure(
      fmt::format("there is no image `{}` in the store\n  `plimsoll store ls` shows "
                  "what there is",
                  visible(name)));
}

Result<builder::StoredImage> stored_image(const Session& session, const builder::Store& store,
                                          const std::string& name) {
  const Result<Descriptor> descriptor = stored(store, name);
  if (!descriptor) return tl::unexpected(descriptor.error());
  const Result<std::vector<Platform>> asked = given_platforms(session);
  if (!asked) return tl::unexpected(asked.error());
  if (asked->size() > 1) return failure("one platform at a time, please");
  const Result<std::vector<Descriptor>> members = builder::members_of(store, {*descriptor});
  if (!members) return tl::unexpected(members.error());
  if (asked->empty() && members->size() == 1) return store.image(members->front());
  const Platform wanted = asked->empty() ? builder::machine_platform() : asked->front();
  Result<std::optional<builder::StoredImage>> image = store.image(*descriptor, wanted);
  if (!image) return tl::unexpected(image.error());
  if (*image) return std::move(**image);
  std::string there;
  for (const Descriptor& member : *members) {
    const Result<builder::StoredImage> each = store.image(member);
    if (each) there += (there.empty() ? "" : ", ") + each->config.platform.to_string();
  }
  return failure(fmt::format("`{}` is not in the store for {}\n  --platform may be {}",
                             visible(name), wanted.to_string(),
                             there.empty() ? "none: it has no image" : there));
}

Result<std::vector<Platform>> given_platforms(const Session& session) {
  std::vector<Platform> platforms;
  for (const GivenFlag& flag : session.line.flags) {
    if (flag.spec->id != FlagId::Platform) continue;
    for (std::string_view rest = flag.value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view text = rest.substr(0, comma);
      const std::optional<Platform> platform = parse_platform(text);
      if (!platform) {
        return failure(
            fmt::format("--platform cannot be `{}`\n  it is OS/ARCH[/VARIANT], such as "
                        "linux/arm64",
                        visible(text)));
      }
      platforms.push_back(*platform);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return platforms;
}

std::optional<std::int64_t> seconds_from(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < 0 || value > 1'000'000'000) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit == "s") return value;
  if (unit == "m") return value * 60;
  if (unit == "h") return value * 3600;
  if (unit == "d") return value * 86'400;
  if (unit == "w") return value * 604'800;
  return std::nullopt;
}

std::string day_of(std::string_view time) {
  return time.size() < 10 ? "-" : visible(time.substr(0, 10));
}

std::string shown_digest(const Session& session, std::string_view digest) {
  if (session.line.has(FlagId::NoTrunc)) return std::string(digest);
  return std::string(digest.substr(digest.find(':') + 1, short_digits));
}

void print_table(Session& session, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const std::vector<std::string>& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i + 1 == row.size() ? row[i] : fmt::format("{:<{}}  ", row[i], widths[i]);
    }
    session.print(text + "\n");
  }
}

}  // namespace plimsoll::app
