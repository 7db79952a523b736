#include <algorithm>
#include <array>
#include <span>

#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_one_of(std::string_view word, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

static bool begins(const ShellWord& word, std::string_view text) {
  return word.text.starts_with(text);
}

// An editor that is told what to do by its words.
static bool is_scripted(const Command& command) {
  return std::any_of(command.words.begin() + command.program_word + 1, command.words.end(),
                     [](const ShellWord& word) {
                       return begins(word, "+") || begins(word, "-c") || begins(word, "--") ||
                              begins(word, "-e") || begins(word, "-E") || begins(word, "-s") ||
                              begins(word, "-S") || begins(word, "-V");
                     });
}

// The verb with which a service is started or stopped; "" where this is no such command.
static std::string_view service_verb(const Command& command) {
  static constexpr std::array<std::string_view, 6> verbs{"start",  "stop",   "restart",
                                                         "reload", "status", "force-reload"};
  std::string_view verb;
  const ShellWord& program = command.words[command.program_word];
  const bool script = begins(program, "/etc/init.d/") || begins(program, "/etc/rc.d/");
  for (std::uint32_t i = command.program_word + 1; i < command.words.size(); ++i) {
    if (command.words[i].known && is_one_of(command.words[i].text, verbs)) {
      verb = command.words[i].text;
    }
  }
  const bool manager = command.is("service") || command.is("systemctl") ||
                       command.is("rc-service") || command.is("invoke-rc.d") ||
                       command.is("initctl");
  return script || manager ? verb : std::string_view();
}

static bool is_last(const CommandList& list, const Command& command) {
  return command.index + 1 == list.commands.size();
}

static bool has_mount(const Run& run, std::string_view type) {
  return std::any_of(run.mounts.begin(), run.mounts.end(),
                     [&](const Mount& mount) { return mount.type() == type; });
}

// What is wrong with it; "" where nothing is.
static std::string complaint(const Run& run, const CommandList& list, const Command& command) {
  static constexpr std::array<std::string_view, 4> editors{"vim", "vi", "nano", "emacs"};
  static constexpr std::array<std::string_view, 5> screens{"top", "htop", "less", "more", "man"};
  static constexpr std::array<std::string_view, 6> machine{"shutdown", "reboot", "halt",
                                                           "poweroff", "swapon", "modprobe"};
  static constexpr std::array<std::string_view, 3> looks{"free", "ps", "ifconfig"};
  const std::string name = quoted(command.program);
  if (is_one_of(command.program, editors)) {
    const bool told =
        is_scripted(command) || command.pipeline_length > 1 || !command.redirects.empty();
    return told ? "" : name + " waits for somebody at a terminal";
  }
  if (is_one_of(command.program, screens)) {
    const bool told =
        command.has_option({"-b", "--version", "-w", "-k", "-f"}) || command.pipeline_length > 1;
    return told ? "" : name + " shows something to somebody at a terminal";
  }
  if (is_one_of(command.program, machine)) return name + " is for a machine, not for a build step";
  if (is_one_of(command.program, looks)) {
    const bool used = command.pipeline_length > 1 || command.scope != 0 ||
                      !command.redirects.empty() || is_no(command.failure_fails);
    return used ? "" : name + " tells of the machine that builds, not of the image";
  }
  if (command.is("mount") || command.is("umount")) {
    const bool allowed = run.flag("security") || command.operands.empty();
    return allowed ? "" : name + " is not allowed in a build step, and would not last";
  }
  if (command.is("ssh")) {
    const bool keyed = has_mount(run, "ssh") || has_mount(run, "secret");
    return keyed || command.has_option({"-V"}) ? "" : name + " has no keys in a build step";
  }
  if (const std::string_view verb = service_verb(command); !verb.empty()) {
    // Started to fill a database, say: what follows in the same step needs it.
    if (!is_last(list, command)) return "";
    if (verb == "stop") return list.commands.size() == 1 ? "no service runs in a build step" : "";
    return "a service that is started here ends with this step";
  }
  return "";
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    for (const Command& command : list.commands) {
      if (command.program_word >= command.words.size()) continue;
      std::string what = complaint(run, list, command);
      if (what.empty()) continue;
      const bool starts = !service_verb(command).empty() && service_verb(command) != "stop";
      report.at(command.span, std::move(what))
          .help(starts ? "start it where the container starts: in ENTRYPOINT, CMD or their script"
                       : "leave it out");
    }
  }
}

extern constinit const Rule pointless_command{
    .name = "pointless-command",
    .aliases = {"DL3001", "9b6b0f38", "nonsensical-command", "DF060"},
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .fixes = Fixability::None,
    .summary = "a command that makes no sense in a build step",
    .why =
        "A step has no terminal, no init and no machine of its own; its processes end with it. "
        "Whoever starts a service, an editor or a remote shell there usually means something "
        "else: a CMD, a file that is copied, a mount.",
    .bad = R"(FROM debian:12
RUN service nginx start
)",
    .good = R"(FROM debian:12
RUN service postgresql start && psql -f /schema.sql && service postgresql stop
)",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"vim",      "vi",     "nano",     "emacs",    "top",     "htop",
                           "less",     "more",   "man",      "shutdown", "reboot",  "halt",
                           "poweroff", "swapon", "modprobe", "free",     "ps",      "ifconfig",
                           "mount",    "umount", "ssh",      "start",    "restart", "stop"}},
    .check = check};

}  // namespace plimsoll::rules
