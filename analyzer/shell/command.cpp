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

std::uint32_t Command::head_word() const {
  if (subcommand_word >= words.size()) return program_word;
  const std::size_t blank = subcommand.rfind(' ');
  const std::uint32_t next = subcommand_word + 1;
  const bool two_words = blank != std::string::npos && next < words.size() &&
                         words[next].is(std::string_view(subcommand).substr(blank + 1));
  return two_words ? next : subcommand_word;
}

Span Command::head() const {
  if (program_word >= words.size()) return span;
  return words[program_word].span.join(words[head_word()].span);
}

bool Command::is_fed() const {
  return pipeline_index > 0 ||
         std::any_of(redirects.begin(), redirects.end(), [](const Redirect& redirect) {
           return redirect.kind == Redirect::Kind::Input ||
                  redirect.kind == Redirect::Kind::Heredoc ||
                  redirect.kind == Redirect::Kind::HereString;
         });
}

bool Command::may_hide_options() const {
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const ShellWord& word = words[i];
    if (word.known || word.quoted || word.text.empty()) continue;
    if (word.text.front() != '$' && word.text.front() != '`') continue;
    const bool is_value = std::any_of(options.begin(), options.end(), [&](const Option& option) {
      return option.value && option.value_word == i;
    });
    if (!is_value) return true;
  }
  return false;
}

bool Command::names_hidden_options() const {
  const auto tells = [](const VariableUse& use) {
    std::string name = use.name;
    for (char& c : name) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    for (const std::string_view part : {"OPT", "FLAG", "ARG", "PARAM", "SWITCH"}) {
      if (name.find(part) != std::string::npos) return true;
    }
    return name == "@" || name == "*";
  };
  return std::any_of(words.begin() + std::min<std::ptrdiff_t>(program_word, std::ssize(words)),
                     words.end(), [&](const ShellWord& word) {
                       return std::any_of(
                           word.variables.begin(), word.variables.end(),
                           [&](const VariableUse& use) { return use.at == 0 && tells(use); });
                     });
}

bool Command::fully_known() const {
  return std::all_of(words.begin() + std::min<std::ptrdiff_t>(program_word, std::ssize(words)),
                     words.end(),
                     [](const ShellWord& w) { return w.known && !w.glob && !w.brace; });
}

}  // namespace plimsoll
