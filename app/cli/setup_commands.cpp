#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>

#include "analyzer/base/tasks.h"
#include "app/cli/commands.h"
#include "app/cli/discovery.h"
#include "app/cli/inputs.h"
#include "app/cli/open_store.h"
#include "app/cli/repository.h"
#include "app/cli/visible.h"
#include "app/config/init.h"
#include "builder/sandbox/sandbox.h"
#include "rules/table.h"

// `init`, `migrate` and `doctor`: what one runs on the first day.

namespace plimsoll::app {
namespace {

constexpr const char* our_file = "plimsoll.toml";
constexpr std::array hadolint_files{".hadolint.yaml", ".hadolint.yml"};
constexpr std::uint64_t configuration_limit_bytes = 256 * 1024;

void deliver_configuration(Session& session, const std::string& text) {
  if (session.line.has(FlagId::Stdout)) return session.print(text);
  const Result<void> created = session.host.create_file(our_file, text);
  if (created) return session.print(fmt::format("wrote {}\n", our_file));
  session.fail(our_file, created.error().code == EEXIST
                             ? "is there already\n  --stdout prints the text instead"
                             : fmt::format("cannot be written: {}", created.error().message));
}

bool is_there(const Host& host, const std::string& path) {
  const Result<FileStatus> status = host.status(path);
  return status && status->kind != FileKind::Missing;
}

using Line = std::function<void(std::string_view what, const std::string& value)>;

// What `plimsoll build` finds here, and what would help.
void tell_of_building(const Session& session, const Line& line) {
  const Result<std::string> store = store_directory(session);
  line("store", store ? visible(*store) : store.error().message);
  const builder::Abilities here = builder::probe_abilities(store ? *store : ".");
  line("kernel", here.kernel);
  const std::string why = here.cannot_run();
  line("building", why.empty() ? "RUN can be executed" : visible(why));
  const auto yes = [](bool has) { return has ? "yes" : "no"; };
  line("sandbox", fmt::format("root {}, overlay {}, new /proc {}, filter of system calls {}, user "
                              "namespaces {}, cgroup of our own {}",
                              yes(here.root), yes(here.overlay), yes(here.fresh_proc),
                              yes(here.seccomp), yes(here.user_namespaces), yes(here.cgroups)));
  line("emulation", here.foreign.empty()
                        ? "none: RUN for other machines wants qemu-user-static and binfmt_misc"
                        : fmt::format("{}", fmt::join(here.foreign, ", ")));
}

}  // namespace

void init_command(Session& session) { deliver_configuration(session, initial_configuration()); }

void migrate_command(Session& session) {
  const std::vector<std::string>& operands = session.line.operands;
  if (operands.empty() || operands.front() != "hadolint" || operands.size() > 2) {
    return session.fail("", "say from which tool\n  plimsoll migrate hadolint [FILE]");
  }
  std::string path = operands.size() == 2 ? operands[1] : "";
  for (const char* name : hadolint_files) {
    if (path.empty() && is_there(session.host, name)) path = name;
  }
  if (path.empty()) {
    return session.fail("", "no .hadolint.yaml here\n  plimsoll migrate hadolint FILE names one");
  }
  const Result<std::string> yaml = session.host.read_file(path, configuration_limit_bytes);
  if (!yaml) return session.fail(path, yaml.error().message);
  const Result<Migration> migration = migrate_hadolint(path, *yaml);
  if (!migration) return session.fail_with_text(path, migration.error().message);
  deliver_configuration(session, migration->toml);
  session.flush();
  for (const std::string& note : migration->notes) session.warn(path, note);
}

void doctor_command(Session& session) {
  const Host& host = session.host;
  const auto line = [&](std::string_view what, const std::string& value) {
    session.print(fmt::format("{:<16}{}\n", what, value));
  };
  const auto table = rules::all_rules();
  const auto on = std::count_if(table.begin(), table.end(),
                                [](const rules::Rule* rule) { return rule->on && !rule->preview; });
  line("version", fmt::format("{} ({}, {})", version(), PLIMSOLL_BUILD_TYPE, PLIMSOLL_COMPILER));
  line("rules", fmt::format("{}, {} on by default", table.size(), on));
  line("directory", visible(host.current_directory()));
  const RunPlace place = place_of_run(host);
  line("repository", place.repository_root.empty() ? "none" : visible(place.repository_root));

  Configurations configurations(host, {});
  const Result<const Configuration*> configuration = configurations.for_file("Dockerfile");
  if (configuration) {
    const std::string& file = (*configuration)->file;
    line("configuration", file.empty() ? "none; the defaults hold" : visible(file));
  } else {
    line("configuration", "wrong, see below");
    session.fail_with_text("", configuration.error().message);
  }
  const Discovered found = discover(host, {"."}, {});
  line("Dockerfiles", fmt::format("{} below this directory", found.files.size()));
  for (const PathError& error : found.errors) session.fail(error.path, error.error.message);
  line("processors", fmt::format("{}", available_workers()));
  line("colour", session.color() ? "yes" : "no");
  tell_of_building(session, line);
}

}  // namespace plimsoll::app
