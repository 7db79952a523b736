#pragma once

// What is known of well-known base images, from tables in the program (known_bases.cpp,
// lifecycles.cpp). Only what is certain for the tag stands here; all else is unknown.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/answer.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll {

enum class OsFamily : std::uint8_t { Unknown, Linux, Windows };

enum class PackageManager : std::uint8_t {
  Unknown,
  None,
  Apt,
  Apk,
  Dnf,
  Microdnf,
  Yum,
  Zypper,
  Pacman,
  Tdnf
};

// What a shell program is, as far as behaviour differs.
enum class ShellProgram : std::uint8_t {
  Unknown,
  None,
  Dash,
  Bash,
  Ash /* busybox */,
  Cmd,
  PowerShell
};

[[nodiscard]] std::string_view to_string(PackageManager manager);  // "apt", ...; "" for Unknown
// Whether `set -o pipefail` works: bash and busybox ash yes; dash, as Debian and Ubuntu ship it,
// no.
[[nodiscard]] Answer has_pipefail(ShellProgram program);

// The end of somebody's support for a release.
struct EndOfLife {
  std::string what;      // "Debian 10 (buster)", "Node.js 16"
  std::int64_t day = 0;  // the last day of support, in days since 1970-01-01 (UTC)
  std::string date;      // the same as YYYY-MM-DD
  std::string source;    // who says so: "Debian's published release lifecycle"
};

struct BaseFacts {
  bool found = false;  // the table has an entry for this repository
  OsFamily os = OsFamily::Unknown;
  std::string distribution;     // "debian", "ubuntu", "alpine", "ubi", ...; "" = unknown
  std::string release;          // "12", "22.04", "3.19"; "" = unknown
  std::string runtime;          // "node", "python", ...; "" = none or unknown
  std::string runtime_version;  // "20", "3.12", as far as the tag tells it; "" = unknown
  PackageManager package_manager = PackageManager::Unknown;
  ShellProgram sh = ShellProgram::Unknown;  // what /bin/sh is
  Answer has_shell = Answer::Unknown;       // /bin/sh (on Windows: cmd) is there
  Answer has_bash = Answer::Unknown;
  std::vector<std::string> default_shell;  // the SHELL of its config; {"/bin/sh","-c"} on Linux
  std::optional<std::string> user;         // of its config: "root" (also when not set), "jenkins"
  std::optional<std::string> workdir;      // of its config; "" = not set (then "/")
  std::vector<std::pair<std::string, std::optional<std::string>>>
      env;                              // no value = set, unknown to what
  bool env_complete = false;            // nothing but `env` is set
  std::vector<std::string> env_begins;  // unless empty: what else is set begins with one of these
  Answer has_cmd = Answer::Unknown;
  Answer has_entrypoint = Answer::Unknown;
  // Started as root, the image's own command serves as another user (nginx's workers, gosu).
  Answer drops_privileges = Answer::Unknown;
  Answer has_curl = Answer::Unknown;
  Answer has_wget = Answer::Unknown;
  std::vector<std::string> users;      // accounts surely in /etc/passwd besides root
  std::vector<EndOfLife> end_of_life;  // of the runtime and of the distribution

  [[nodiscard]] Answer is_root() const;
  // Whether a variable that `env` does not have is surely not set.
  [[nodiscard]] bool surely_lacks(std::string_view variable) const;
};

// Never fails: an image that the table does not know has `found == false` and all unknown. A `*` in
// the tag stands for text that is not known (`node:*-alpine` for `node:${V}-alpine`).
[[nodiscard]] BaseFacts lookup_base(const ImageReference& image);
// `FROM scratch`: nothing is in it, and that is certain.
[[nodiscard]] BaseFacts scratch_base();

}  // namespace plimsoll
