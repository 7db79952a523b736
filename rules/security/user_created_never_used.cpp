#include <algorithm>
#include <array>

#include "analyzer/accounts.h"
#include "analyzer/base/paths.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Programs that switch users themselves, or serve many of them.
static constexpr std::array switching = {"gosu",
                                         "su-exec",
                                         "setpriv",
                                         "runuser",
                                         "su",
                                         "sudo",
                                         "chroot",
                                         "setuidgid",
                                         "s6-setuidgid",
                                         "chpst",
                                         "supervisord",
                                         "sshd",
                                         "init",
                                         "systemd",
                                         "s6-svscan",
                                         "tini",
                                         "nginx",
                                         "httpd",
                                         "apache2",
                                         "apachectl",
                                         "apache2ctl",
                                         "apache2-foreground",
                                         "php-fpm",
                                         "mysqld",
                                         "postgres",
                                         "crond",
                                         "cron",
                                         "dovecot",
                                         "exim",
                                         "postfix",
                                         "named",
                                         "haproxy",
                                         "vsftpd",
                                         "proftpd",
                                         "smbd",
                                         "slapd",
                                         "squid",
                                         "memcached",
                                         "mongod",
                                         "redis-server",
                                         "rabbitmq-server",
                                         "dnsmasq",
                                         "unbound",
                                         "chronyd",
                                         "start-stop-daemon",
                                         "jupyterhub",
                                         "docker",
                                         "dockerd",
                                         "service",
                                         "uwsgi",
                                         "tail",
                                         "sleep"};

static bool has(std::string_view program) {
  return std::any_of(switching.begin(), switching.end(),
                     [&](std::string_view known) { return program == known; });
}

// What the image starts is written here, and it is no script of unknown content.
static bool starts_a_plain_program(const Facts& facts, const Stage& target,
                                   const std::string& account) {
  const Instruction* last[2] = {nullptr, nullptr};
  for (const Instruction* instruction : target.instructions) {
    if (instruction->keyword == Keyword::Entrypoint) last[0] = instruction;
    if (instruction->keyword == Keyword::Cmd) last[1] = instruction;
  }
  const Instruction* starts = last[0] ? last[0] : last[1];
  if (!starts) return false;
  const CommandList& commands = facts.commands(*starts);
  if (commands.is_opaque() || commands.commands.empty()) return false;
  constexpr std::array shells = {"sh", "bash", "ash", "zsh", "dash", ""};
  return std::none_of(commands.commands.begin(), commands.commands.end(), [&](const Command& c) {
    const bool script = c.program.ends_with(".sh") ||
                        c.program.find("entry") != std::string::npos ||
                        c.program.find("start") != std::string::npos ||
                        c.program.find("init") != std::string::npos || c.program.starts_with("run");
    const bool wrapped = std::any_of(c.wrappers.begin(), c.wrappers.end(),
                                     [](const Wrapper& wrapper) { return has(wrapper.name); });
    const bool shell = std::find(shells.begin(), shells.end(), c.program) != shells.end();
    // `--user=app`: the program is told whom to become.
    const bool named = std::any_of(c.words.begin(), c.words.end(), [&](const ShellWord& word) {
      return word.text == account || word.text.ends_with("=" + account);
    });
    return script || wrapped || shell || named || has(c.program);
  });
}

// Another command of the file speaks of the account by `su` or `USER`.
static bool switched_to(const Facts& facts, const Account& account) {
  for (const User* user : facts.dockerfile.all<User>()) {
    const Value value = facts.value(*user, user->value);
    if (!value.known() || value.text().substr(0, value.text().find(':')) == account.name)
      return true;
  }
  return false;
}

// `sudo -u app`, `sudo -Hu app`: not the `sudo` that root puts before a command for no reason.
static bool names_user(const Command& command, const Wrapper& sudo) {
  for (std::uint32_t i = sudo.word + 1; i < command.program_word; ++i) {
    const std::string& text = command.words[i].text;
    if (text.starts_with("--user")) return true;
    if (text.starts_with("-") && !text.starts_with("--") && text.find('u') != std::string::npos)
      return true;
  }
  return false;
}

static const Instruction& last_of_root(const Stage& target) {
  const Instruction* last = target.from;
  for (const Instruction* instruction : target.instructions) {
    const Keyword keyword = instruction->keyword;
    if (keyword == Keyword::Run || keyword == Keyword::Copy || keyword == Keyword::Add ||
        keyword == Keyword::Workdir || keyword == Keyword::User) {
      last = instruction;
    }
  }
  return *last;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target || !target->from || !is_yes(facts.at_end(*target).user.root())) return;
  const std::vector<Account> accounts = accounts_made(facts, *target);
  if (accounts.size() != 1 || switched_to(facts, accounts.front())) return;
  const Account& account = accounts.front();
  if (!starts_a_plain_program(facts, *target, account.name)) return;
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& commands = facts.commands(run);
    if (commands.is_opaque()) return;
    for (const Command& command : commands.commands) {
      for (const Wrapper& wrapper : command.wrappers) {
        if (has(wrapper.name) && (wrapper.name != "sudo" || names_user(command, wrapper))) return;
      }
      if (command.is("su") || command.is("runuser")) return;
    }
  }
  report.at(account.where, "the account " + quoted(account.name) + " is made and never switched to")
      .fix(unsafe("what the container runs may need root, or files that root owns"), "switch to it",
           edits::insert_below(facts, last_of_root(*target), "USER " + account.name),
           Effects::configuring("User"));
}

extern constinit const Rule user_created_never_used{
    .name = "user-created-never-used",
    .aliases = {},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "an account is made for the program, which runs as root all the same",
    .why =
        "The account was meant to keep the program from being root; without a USER it does "
        "nothing. It is the easiest of all hardenings to forget, since everything works.",
    .bad = R"(FROM debian:12
RUN useradd --system app
CMD ["python3", "/srv/app.py"]
)",
    .good = R"(FROM debian:12
RUN useradd --system app
USER app
CMD ["python3", "/srv/app.py"]
)",
    .fix_safety = "Unsafe: the program may need root, or files that root owns.",
    .references = {"https://docs.docker.com/build/building/best-practices/#user"},
    .looks_at = {.keywords = {Keyword::Run}, .words = {"useradd", "adduser"}},
    .check = check};

}  // namespace plimsoll::rules
