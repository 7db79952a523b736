#include "analyzer/unset_variables.h"

#include <algorithm>

namespace plimsoll {

namespace {

// Commands that give values to variables whose names do not stand in the text.
bool brings_variables(const Command& command) {
  if (command.is(".") || command.is("source") || command.is("eval") || command.is("printf")) {
    return !command.is("printf") || command.has_option({"-v"});
  }
  const bool declares = command.is("export") || command.is("declare") || command.is("typeset") ||
                        command.is("readonly") || command.is("read") || command.is("set");
  return declares && std::any_of(command.words.begin(), command.words.end(),
                                 [](const ShellWord& word) { return !word.known; });
}

bool assigns(const CommandList& list, std::string_view name) {
  return std::find(list.assigned.begin(), list.assigned.end(), name) != list.assigned.end();
}

}  // namespace

std::vector<UnsetVariable> unset_variables(const Facts& facts, const Run& run) {
  std::vector<UnsetVariable> unset;
  const CommandList& list = facts.commands(run);
  if (list.variables.empty() || list.is_opaque()) return unset;
  if (std::any_of(list.commands.begin(), list.commands.end(), brings_variables)) return unset;
  const Environment env = facts.before(run).env;
  for (const VariableUse& use : list.variables) {
    const bool name = !use.name.empty() && (use.name[0] < '0' || use.name[0] > '9');
    if (!name || use.has_default || assigns(list, use.name) || env.find(use.name)) continue;
    if (is_predefined_argument(use.name)) continue;
    unset.push_back({use, !env.defined(use.name)});
  }
  return unset;
}

bool named_after_base(const Stage& stage, std::string_view name) {
  const Stage* bottom = &stage;
  while (bottom->parent()) bottom = bottom->parent();
  const auto image = parse_image_reference(bottom->base.text);
  if (!image) return true;
  std::string begin(image->basename());
  std::transform(begin.begin(), begin.end(), begin.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
  });
  return name.starts_with(begin);
}

}  // namespace plimsoll
