#include "analyzer/leftovers.h"

#include <algorithm>
#include <array>

namespace plimsoll {

namespace {

// Subcommands that fetch, though their operands are no packages.
constexpr std::array<std::string_view, 6> fetching{"groupinstall", "group",  "builddep",
                                                   "build-dep",    "module", "swap"};

bool fills_cache(const Command& command) {
  if (command.has_option({"--installroot", "--root", "-h", "--help"})) return false;
  if (const Option* option = command.option({"--setopt"})) {
    if (option->value && option->value->starts_with("cachedir")) return false;
  }
  const CommandEffects& effects = effects_of(command);
  return !effects.installs.empty() || effects.upgrades || effects.refreshes_index ||
         std::find(fetching.begin(), fetching.end(), command.subcommand) != fetching.end();
}

}  // namespace

const Command* leaves_cache(const Facts& facts, const Run& run,
                            std::initializer_list<std::string_view> programs,
                            std::initializer_list<std::string_view> folders) {
  const Command* last = nullptr;
  for (const Command& command : facts.commands(run).commands) {
    const bool ours =
        std::find(programs.begin(), programs.end(), command.program) != programs.end();
    if (ours && fills_cache(command)) last = &command;
  }
  if (!last) return nullptr;
  const bool kept = std::all_of(folders.begin(), folders.end(), [&](std::string_view folder) {
    return is_no(facts.mounts_over(run, folder)) && is_no(facts.removes(run, folder, last));
  });
  return kept ? last : nullptr;
}

}  // namespace plimsoll
