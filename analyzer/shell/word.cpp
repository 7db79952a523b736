#include "analyzer/shell/word.h"

namespace plimsoll {

std::string_view ShellWord::known_prefix() const {
  const std::string_view whole = text;
  if (known) return whole;
  if (variables.empty() && substitutions.empty()) return whole.substr(0, 0);
  // The first expansion begins at a `$`, a backquote or a bracket; one that was quoted only makes
  // the prefix shorter than it might be.
  return whole.substr(0, whole.find_first_of("$`<>("));
}

std::optional<std::string> ShellWord::expanded(const VariableLookup& lookup) const {
  if (known) return text;
  if (variables.empty() || !substitutions.empty()) return std::nullopt;
  std::string made;
  std::uint32_t from = 0;
  for (const VariableUse& use : variables) {
    if (!use.plain) return std::nullopt;
    const std::optional<std::string> value = lookup(use.name);
    if (!value) return std::nullopt;
    made += text.substr(from, use.at - from);
    made += *value;
    from = use.at + use.length;
  }
  return made + text.substr(from);
}

}  // namespace plimsoll
