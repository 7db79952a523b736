#include "analyzer/accounts.h"

#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"

namespace plimsoll {

namespace {

using Names = std::vector<std::string_view>;

// /etc/passwd as the distributions ship it, the union of their releases.
constexpr std::array debian_accounts = {"root",
                                        "daemon",
                                        "bin",
                                        "sys",
                                        "sync",
                                        "games",
                                        "man",
                                        "lp",
                                        "mail",
                                        "news",
                                        "uucp",
                                        "proxy",
                                        "www-data",
                                        "backup",
                                        "list",
                                        "irc",
                                        "gnats",
                                        "nobody",
                                        "_apt",
                                        "libuuid",
                                        "messagebus",
                                        "systemd-timesync",
                                        "systemd-network",
                                        "systemd-resolve",
                                        "systemd-bus-proxy",
                                        "syslog",
                                        "ubuntu"};
constexpr std::array alpine_accounts = {
    "root", "bin",   "daemon", "adm",      "lp",         "sync",       "shutdown", "halt",
    "mail", "news",  "uucp",   "operator", "man",        "postmaster", "cron",     "ftp",
    "sshd", "at",    "squid",  "xfs",      "games",      "postgres",   "cyrus",    "vpopmail",
    "ntp",  "smmsp", "guest",  "nobody",   "uucppublic", "svn",        "utmp"};

// Programs that make no account, whatever their words are. Package managers are not among them:
// what they install may make some.
constexpr std::array harmless = {
    "mkdir",   "chown",    "chmod",  "chgrp",     "cp",    "mv",      "rm",     "ln",      "ls",
    "cat",     "echo",     "printf", "cd",        "touch", "true",    "test",   "[",       "set",
    "export",  "sed",      "grep",   "find",      "tar",   "unzip",   "gunzip", "curl",    "wget",
    "npm",     "yarn",     "pnpm",   "npx",       "node",  "pip",     "go",     "cargo",   "bundle",
    "gem",     "composer", "git",    "sha256sum", "exit",  "mvn",     "gradle", "gradlew", "dotnet",
    "install", "rmdir",    "umask",  "cmake",     "gcc",   "corepack"};

template <class List>
bool has(const List& list, std::string_view word) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view known) { return known == word; });
}

// The accounts of the base are known one by one: the distribution's, or an official image on it.
Answer in_base(const BaseFacts& base, std::string_view name) {
  if (!base.found || name == "root") return name == "root" ? Answer::Yes : Answer::Unknown;
  if (has(base.users, name)) return Answer::Yes;
  if (base.distribution == "debian" || base.distribution == "ubuntu") {
    if (has(debian_accounts, name)) return Answer::Unknown;
  } else if (base.distribution == "alpine") {
    if (has(alpine_accounts, name)) return Answer::Unknown;
  } else if (!base.env_complete) {
    return Answer::Unknown;
  }
  constexpr std::array runtimes = {"node", "python", "go", "ruby"};
  return base.env_complete || has(runtimes, base.runtime) ? Answer::No : Answer::Unknown;
}

// Where files land that may be, or replace, /etc/passwd.
Answer copy_may_bring_accounts(const Facts& facts, const Copy& copy) {
  const Value to = facts.value(copy, copy.destination);
  if (!to.known()) return Answer::Unknown;
  const Value where = facts.absolute_path(copy, to);
  if (!where.known()) return Answer::Unknown;
  const std::string path = normal_path(where.text());
  const bool could = path == "/" || path == "/etc" || path.starts_with("/etc/passwd");
  return could ? Answer::Unknown : Answer::No;
}

bool only_harmless(const CommandList& commands) {
  if (commands.is_opaque()) return false;
  return std::all_of(
      commands.commands.begin(), commands.commands.end(), [](const Command& command) {
        const bool none = command.words.empty();
        const bool writes_accounts = std::any_of(
            command.redirects.begin(), command.redirects.end(), [](const Redirect& redirect) {
              return redirect.writes() && redirect.target.text.find("passwd") != std::string::npos;
            });
        return !writes_accounts && (none || has(harmless, command.program));
      });
}

bool makes_account(const Command& command) {
  return command.is("useradd") || (command.is("adduser") && command.operands.size() == 1);
}

// One instruction before the place in question.
Answer step(const Facts& facts, const Instruction& instruction, std::string_view name) {
  if (const Run* run = as<Run>(&instruction)) {
    const CommandList& commands = facts.commands(*run);
    Answer may = only_harmless(commands) ? Answer::No : Answer::Unknown;
    for (const Command& command : commands.commands) {
      if (!makes_account(command) || command.operands.empty()) continue;
      if (known_word(facts, *run, command.operand(command.operands.size() - 1)) == name) {
        return Answer::Yes;
      }
      may = Answer::Unknown;
    }
    return may;
  }
  if (const Copy* copy = as<Copy>(&instruction)) return copy_may_bring_accounts(facts, *copy);
  return Answer::No;
}

}  // namespace

std::optional<std::string> known_word(const Facts& facts, const Instruction& run,
                                      const ShellWord& word) {
  if (word.known) return word.text;
  const CommandList& commands = facts.commands(run);
  const Environment environment = facts.before(run).env;
  return word.expanded([&](std::string_view name) -> std::optional<std::string> {
    if (has(commands.assigned, name)) return std::nullopt;
    const Lookup found = environment.lookup(name);
    if (!is_yes(found.defined) || !found.value.known()) return std::nullopt;
    return found.value.text();
  });
}

std::vector<Account> accounts_made(const Facts& facts, const Stage& stage) {
  std::vector<Account> made;
  for (const Stage* at : chain_of(stage)) {
    for (const Instruction* instruction : at->instructions) {
      const Run* run = as<Run>(instruction);
      if (!run) continue;
      for (const Command& command : facts.commands(*run).commands) {
        if (!makes_account(command) || command.operands.empty()) continue;
        const ShellWord& word = command.operand(command.operands.size() - 1);
        const std::optional<std::string> name = known_word(facts, *run, word);
        if (!name || name->empty()) continue;
        Account account{*name, std::nullopt, word.span, {run, at, nullptr}};
        if (const Option* uid = command.option({"-u", "--uid"}); uid && uid->value) {
          if (uid->value_known) {
            account.uid = uid->value;
          } else if (uid->value_word != uid->word) {
            account.uid = known_word(facts, *run, command.words[uid->value_word]);
          }
        }
        made.push_back(std::move(account));
      }
    }
  }
  return made;
}

Answer account_exists(const Facts& facts, const Instruction& at, std::string_view name) {
  const Stage* stage = facts.stage(at);
  if (!stage) return Answer::Unknown;
  Answer exists = in_base(facts.base(*stage), name);
  const Stage* here = stage;
  for (std::uint32_t depth = 0; here && depth < max_stage_depth; ++depth, here = here->parent()) {
    for (const Instruction* instruction : here->instructions) {
      if (here == stage && instruction->index >= at.index) break;
      exists = either(exists, step(facts, *instruction, name));
      if (is_yes(exists)) return exists;
    }
  }
  return exists;
}

}  // namespace plimsoll
