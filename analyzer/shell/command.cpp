#include "analyzer/shell/command.h"

#include <algorithm>

namespace plimsoll {

namespace {

bool named(const Option& option, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), option.name) != names.end();
}

}  // namespace

const Option* Command::option(std::initializer_list<std::string_view> names) const {
  const Option* found = nullptr;
  for (const Option& candidate : options) {
    if (named(candidate, names)) found = &candidate;
  }
  return found;
}

std::size_t Command::count_option(std::initializer_list<std::string_view> names) const {
  return static_cast<std::size_t>(std::count_if(options.begin(), options.end(),
                                                [&](const Option& o) { return named(o, names); }));
}

bool Command::wrapped_in(std::string_view wrapper) const {
  return std::any_of(wrappers.begin(), wrappers.end(),
                     [&](const Wrapper& w) { return w.name == wrapper; });
}

bool Command::fully_known() const {
  return std::all_of(words.begin() + std::min<std::ptrdiff_t>(program_word, std::ssize(words)),
                     words.end(),
                     [](const ShellWord& w) { return w.known && !w.glob && !w.brace; });
}

}  // namespace plimsoll
