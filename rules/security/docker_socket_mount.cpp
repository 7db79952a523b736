#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

static constexpr std::string_view socket_name = "docker.sock";

static bool names_socket(std::string_view text) {
  const std::size_t at = text.find(socket_name);
  if (at == std::string_view::npos) return false;
  const std::string_view behind = text.substr(at + socket_name.size());
  return behind.empty() || behind.front() == ':' || behind.front() == ',' || behind.front() == '/';
}

static void check_volumes(const Facts& facts, Reporter& report) {
  for (const Placed<Volume>& volume : facts.every<Volume>()) {
    for (const Text& path : volume->arguments) {
      const Value value = facts.value(volume, path);
      if (!value.known() || !names_socket(value.text())) continue;
      report.at(path.span(), "the Docker socket is declared as a volume")
          .help(
              "who needs the socket mounts it with `docker run -v`; a VOLUME makes an empty "
              "directory of it");
    }
  }
}

// `docker run -v /var/run/docker.sock:...` inside a RUN, CMD or ENTRYPOINT.
static void check_commands(const Facts& facts, Reporter& report, const Instruction& instruction) {
  for (const Command& command : facts.commands(instruction).commands) {
    const bool engine = command.is("docker") || command.is("podman") || command.is("nerdctl");
    if (!engine) continue;
    for (const ShellWord& word : command.words) {
      if (word.text.find(':') == std::string::npos && word.text.find(',') == std::string::npos)
        continue;
      if (!names_socket(word.text)) continue;
      report.at(word.span, "the Docker socket is handed into a container")
          .help("who can write to it is root on the host; a rootless builder needs no socket");
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  check_volumes(facts, report);
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Keyword keyword = placed->keyword;
    if (keyword == Keyword::Run || keyword == Keyword::Cmd || keyword == Keyword::Entrypoint) {
      check_commands(facts, report, *placed);
    }
  }
}

extern constinit const Rule docker_socket_mount{
    .name = "docker-socket-mount",
    .aliases = {"dockerfile-dockerd-socket-mount"},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "the Docker socket in a VOLUME or a command",
    .why =
        "The daemon does what it is asked to through its socket, as root: whoever reaches it from "
        "a container starts another one with the host's disk mounted, and owns the host.",
    .bad = R"(FROM docker:27
VOLUME /var/run/docker.sock
)",
    .good = R"(FROM docker:27
VOLUME /var/lib/docker
)",
    .references = {"https://docs.docker.com/engine/security/#docker-daemon-attack-surface"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Volume, Keyword::Run, Keyword::Cmd, Keyword::Entrypoint},
                 .words = {"sock"}},
    .check = check};

}  // namespace plimsoll::rules
