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

// `root:!` under `-e` locks an account, and a password drawn at random is nobody's.
static bool is_unusable(const Facts& facts, const CommandList& list, const Command& command) {
  if (command.pipeline_index == 0) return false;
  std::size_t at = command.index;
  const auto feeds = [&](const Command& other) {
    return other.scope == command.scope && other.pipeline_index + 1 == command.pipeline_index;
  };
  while (at > 0 && !feeds(list.commands[at - 1])) --at;
  if (at == 0 || list.commands[at - 1].words.empty()) return false;
  const ShellWord& word = list.commands[at - 1].words.back();
  const std::string_view text = facts.source.at(word.span);
  for (const std::string_view source : {"urandom", "/dev/random", "openssl rand", "pwgen"}) {
    if (text.find(source) != std::string_view::npos) return true;
  }
  return command.has_option({"-e", "--encrypted"}) && word.known &&
         (word.text.ends_with(":!") || word.text.ends_with(":*"));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (has_secret(run)) continue;
    const CommandList& list = facts.commands(run);
    for (const Command& command : list.commands) {
      const std::optional<Span> where = setting(command);
      if (!where || is_unusable(facts, list, command)) continue;
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
    .summary = "a password is set while the image is built",
    .why =
        "The password stands in the image's history, its hash in /etc/shadow, and every container "
        "of the image has the same one: whoever has the image has the password.",
    .bad = R"(FROM debian:12
RUN echo "root:secret" | chpasswd
)",
    .good = R"(FROM debian:12
RUN passwd --lock root
)",
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"chpasswd", "passwd", "useradd", "usermod"}},
    .check = check};

}  // namespace plimsoll::rules
