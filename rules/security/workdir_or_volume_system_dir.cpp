#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/base/paths.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Directories of the kernel; /dev/shm is a plain tmpfs.
static bool belongs_to_kernel(std::string_view path) {
  if (path == "/dev/shm" || path.starts_with("/dev/shm/")) return false;
  static constexpr std::array roots = {"/proc", "/sys", "/dev", "/boot"};
  return std::any_of(roots.begin(), roots.end(), [&](std::string_view root) {
    return path == root || (path.starts_with(root) && path.substr(root.size()).starts_with('/'));
  });
}

// Directories that hold the image's own system; as a volume they hide it.
static bool holds_system(std::string_view path) {
  static constexpr std::array roots = {"/",    "/bin", "/sbin", "/lib",     "/lib64",
                                       "/etc", "/usr", "/run",  "/usr/bin", "/usr/lib"};
  return std::find(roots.begin(), roots.end(), path) != roots.end();
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    if (placed.stage && facts.base(*placed.stage).os == OsFamily::Windows) continue;
    if (const Workdir* workdir = as<Workdir>(placed.instruction)) {
      const Value value = facts.absolute_path(*workdir, facts.value(*workdir, workdir->value));
      if (!value.known() || !value.text().starts_with('/')) continue;
      const std::string path = normal_path(value.text());
      if (!belongs_to_kernel(path)) continue;
      report.at(workdir->value.span(), quoted(path) + " belongs to the kernel: nothing there stays")
          .help("take a directory of your own, such as /srv/app");
    } else if (const Volume* volume = as<Volume>(placed.instruction)) {
      for (const Text& word : volume->arguments) {
        const Value value = facts.value(*volume, word);
        if (!value.known() || !value.text().starts_with('/')) continue;
        const std::string path = normal_path(value.text());
        if (path == "/sys/fs/cgroup") continue;  // how systemd is run in containers
        if (belongs_to_kernel(path)) {
          report.at(word.span(), "a volume on " + quoted(path) + ", which belongs to the kernel");
        } else if (holds_system(path) && path != "/run") {
          report
              .at(word.span(),
                  "a volume on " + quoted(path) + " keeps an old system over every new image")
              .severity(Severity::Warning)
              .help("declare the directory of the data alone");
        }
      }
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const ImageConfig& config = facts.description.config;
  if (config.platform.os == "windows") return;
  const std::string workdir = normal_path(config.working_dir);
  if (!config.working_dir.empty() && belongs_to_kernel(workdir)) {
    report
        .at(facts.place_of("WORKDIR"),
            quoted(workdir) + " belongs to the kernel: nothing there stays")
        .help("take a directory of your own, such as /srv/app");
  }
  for (const std::string& volume : config.volumes) {
    const std::string path = normal_path(volume);
    if (!volume.starts_with('/') || path == "/sys/fs/cgroup") continue;
    const Location where = facts.place_of("VOLUME", volume);
    if (belongs_to_kernel(path)) {
      report.at(where, "a volume on " + quoted(path) + ", which belongs to the kernel");
    } else if (holds_system(path) && path != "/run") {
      report.at(where, "a volume on " + quoted(path) + " keeps an old system over every new image")
          .severity(Severity::Warning)
          .help("declare the directory of the data alone");
    }
  }
}

extern constinit const Rule workdir_or_volume_system_dir{
    .name = "workdir-or-volume-system-dir",
    .aliases = {"DS-0030", "DKL-DI-0002"},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "WORKDIR or VOLUME on a directory of the system",
    .why =
        "/proc, /sys and /dev are views into the kernel that the runtime mounts over whatever the "
        "image has there. A volume on /etc or /usr survives the container and hides every later "
        "version of the image's own files.",
    .bad = R"(FROM debian:12
WORKDIR /proc/app
)",
    .good = R"(FROM debian:12
WORKDIR /srv/app
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#volume"},
    .looks_at = {.keywords = {Keyword::Workdir, Keyword::Volume}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
