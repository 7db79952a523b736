#include "analyzer/shell/grammar.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace plimsoll {

namespace {

using Entry = std::pair<std::string_view, const Grammar*>;

std::vector<Entry> sorted_programs() {
  std::vector<Entry> entries;
  for (const std::span<const Grammar> table :
       {grammars::system_packages, grammars::language_packages, grammars::files, grammars::network,
        grammars::wrappers, grammars::system}) {
    for (const Grammar& grammar : table) {
      std::string_view names = grammar.programs;
      while (!names.empty()) entries.emplace_back(next_part(names, '|'), &grammar);
    }
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

std::string_view next_part(std::string_view& list, char separator) {
  const std::size_t end = list.find(separator);
  const std::string_view part = list.substr(0, end);
  list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  return part;
}

const Grammar* grammar_of(std::string_view program) {
  static const std::vector<Entry> programs = sorted_programs();
  const auto found =
      std::lower_bound(programs.begin(), programs.end(), program,
                       [](const Entry& e, std::string_view p) { return e.first < p; });
  return found != programs.end() && found->first == program ? found->second : nullptr;
}

const Subcommand* subcommand_of(const Grammar& grammar, std::string_view name) {
  for (const Subcommand& subcommand : grammar.subcommands) {
    std::string_view names = subcommand.names;
    while (!names.empty()) {
      std::string_view same = next_part(names, ',');
      if (next_part(same, '|') == name) return &subcommand;
    }
  }
  return nullptr;
}

OptionRule find_option(std::string_view options, std::string_view name) {
  while (!options.empty()) {
    const std::string_view entry = next_part(options, ' ');
    if (!entry.starts_with(name)) continue;
    const std::string_view mark = entry.substr(name.size());
    if (mark.empty()) return {.known = true};
    if (mark == ";") return {.known = true, .words = true};
    if (mark[0] != '=' && mark[0] != '?') continue;
    OptionRule rule{.known = true, .value = mark[0] == '=', .joined = mark[0] == '?'};
    if (mark.size() > 1) rule.role = mark[1];
    return rule;
  }
  return {};
}

}  // namespace plimsoll
