#include "analyzer/image/platform.h"

#include <algorithm>
#include <array>

namespace plimsoll {
namespace {

constexpr std::array<std::string_view, 14> systems = {
    "aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios",
    "js",  "linux",   "netbsd", "openbsd",   "plan9",   "solaris", "windows"};
constexpr std::array<std::string_view, 19> architectures = {
    "386",      "amd64",  "arm",     "arm64",   "loong64", "mips",    "mips64",
    "mips64le", "mipsle", "ppc64",   "ppc64le", "riscv",   "riscv64", "s390",
    "s390x",    "sparc",  "sparc64", "wasm",    "armbe"};

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  });
}

// containerd's normalizeArch.
void normalize(Platform& platform) {
  std::string& architecture = platform.architecture;
  std::string& variant = platform.variant;
  if (platform.os == "macos") platform.os = "darwin";
  if (architecture == "i386") {
    architecture = "386";
    variant.clear();
  } else if (architecture == "x86_64" || architecture == "x86-64") {
    architecture = "amd64";
  } else if (architecture == "aarch64") {
    architecture = "arm64";
  } else if (architecture == "armhf") {
    architecture = "arm";
    variant = "v7";
  } else if (architecture == "armel") {
    architecture = "arm";
    variant = "v6";
  }
  if (architecture == "amd64" && variant == "v1") variant.clear();
  if (architecture == "arm64" && (variant == "8" || variant == "v8")) variant.clear();
  if (architecture != "arm") return;
  if (variant.empty() || variant == "7") variant = "v7";
  if (variant == "5" || variant == "6" || variant == "8") variant.insert(0, "v");
}

// The N of "vN"; `missing` for no variant, -1 for anything else.
int version_of(std::string_view variant, int missing) {
  if (variant.empty()) return missing;
  if (variant.size() != 2 || variant[0] != 'v' || variant[1] < '0' || variant[1] > '9') return -1;
  return variant[1] - '0';
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string Platform::to_string() const {
  std::string text = os + "/" + architecture;
  if (!variant.empty()) text += "/" + variant;
  return text;
}

std::optional<Platform> parse_platform(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::array<std::string_view, 3> parts;
  std::size_t count = 0;
  for (std::string_view rest = lower;; ++count) {
    if (count == parts.size()) return {};
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    parts[count] = rest.substr(0, slash);
    if (!is_word(parts[count])) return {};
    if (slash == rest.size()) break;
    rest.remove_prefix(slash + 1);
  }
  ++count;
  Platform platform;
  if (count == 1) {
    platform.architecture = parts[0];
    normalize(platform);
    if (!holds(architectures, platform.architecture)) return {};
    return platform;
  }
  platform.os = parts[0];
  platform.architecture = parts[1];
  if (count == 3) platform.variant = parts[2];
  normalize(platform);
  // Two words may also be an architecture and its variant, as in "arm/v7".
  if (!holds(systems, platform.os) && count == 2 && holds(architectures, platform.os)) {
    platform = Platform{.os = "linux",
                        .architecture = lower.substr(0, parts[0].size()),
                        .variant = std::string(parts[1])};
    normalize(platform);
  }
  return platform;
}

int platform_match(const Platform& offered_as_written, const Platform& wanted_as_written) {
  Platform offered = offered_as_written;
  Platform wanted = wanted_as_written;
  normalize(offered);
  normalize(wanted);
  if (offered.os != wanted.os || offered.architecture != wanted.architecture) return 0;
  constexpr int exact = 100;
  if (offered.variant == wanted.variant) return exact;
  int missing = -1;
  if (wanted.architecture == "amd64") missing = 1;
  if (wanted.architecture == "arm") missing = 7;
  if (wanted.architecture == "arm64") missing = 8;
  if (missing < 0) return 0;
  const int have = version_of(offered.variant, missing);
  const int want = version_of(wanted.variant, missing);
  const int least = wanted.architecture == "arm" ? 5 : 1;
  return have < least || want < 0 || have > want ? 0 : have;
}

}  // namespace plimsoll
