#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// `*` and `!` lock a password; an empty one is none.
static bool is_no_password(const Option& option) {
  const std::string& value = *option.value;
  return option.value_known && (value.empty() || value[0] == '*' || value[0] == '!');
}

// The words that set a password; nothing where none do.
static std::optional<Span> setting(const Command& command) {
  if (command.is("chpasswd")) return command.head();
  if (command.is("passwd")) {
    if (command.has_option({"--stdin"})) return command.head();
    const bool other = command.has_option(
        {"-d", "--delete", "-l", "--lock", "-u", "--unlock", "-e", "--expire", "-S", "--status"});
    return command.is_fed() && !other ? std::optional(command.head()) : std::nullopt;
  }
  if (!command.is("useradd") && !command.is("usermod")) return std::nullopt;
  const Option* option = command.option({"-p", "--password"});
  if (!option || !option->value || is_no_password(*option)) return std::nullopt;
  return option->span;
}

// Read from a secret, the password is at least not in the history.
static bool has_secret(const Run& run) {
  return std::any_of(run.mounts.begin(), run.mounts.end(),
                     [](const Mount& mount) { return mount.type() == "secret"; });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (has_secret(run)) continue;
    for (const Command& command : facts.commands(run).commands) {
      const std::optional<Span> where = setting(command);
      if (!where) continue;
      report.at(*where, "`" + command.program + "` sets a password for whoever has the image")
          .help("use keys instead, or set the password when a container starts");
    }
  }
}

extern constinit const Rule chpasswd_used{
    .name = "chpasswd-used",
    .aliases = {"CKV2_DOCKER_17"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "A password is set while the image is built",
    .why =
        "The password stands in the image's history, its hash in /etc/shadow, and every container "
        "of the image has the same one: who has the image has the password.",
    .bad = R"(FROM debian:12
RUN echo "root:secret" | chpasswd
)",
    .good = R"(FROM debian:12
RUN passwd --lock root
)",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"chpasswd", "passwd", "useradd", "usermod"}},
    .check = check};

}  // namespace plimsoll::rules
