#include "analyzer/configured.h"

#include <algorithm>
#include <string>

#include "analyzer/dockerfile/letter_case.h"

namespace plimsoll {

namespace {

using Words = std::initializer_list<std::string_view>;

bool belongs_to_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

// The end of a value that stands at `at`, or npos.
std::size_t end_of_value(std::string_view text, std::size_t at, Words values) {
  for (const std::string_view value : values) {
    if (text.substr(at, value.size()) != value) continue;
    const std::size_t end = at + value.size();
    if (end == text.size() || !belongs_to_name(text[end])) return end;
  }
  return std::string_view::npos;
}

// Looks at the bytes of `where`. `last_only`: in `s/old/new/` what counts is the new.
void search(const Facts& facts, Span where, std::string_view key, Words values, bool last_only,
            std::vector<Span>& found) {
  const std::string text = lower_case(facts.source.at(where));
  if (text.size() != where.size()) return;  // the case of a letter beyond ASCII changed its length
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
    // The `n` of printf's `\n` is no part of the name.
    const bool escaped =
        at > 1 && text[at - 2] == '\\' && (text[at - 1] == 'n' || text[at - 1] == 't');
    if (at > 0 && belongs_to_name(text[at - 1]) && !escaped) continue;
    if (last_only && text.find(key, at + 1) != std::string::npos) continue;
    const std::size_t equals = skip_blanks(text, at + key.size());
    if (equals >= text.size() || text[equals] != '=') continue;
    const std::size_t end = end_of_value(text, skip_blanks(text, equals + 1), values);
    if (end == std::string::npos) continue;
    found.push_back({where.begin + static_cast<std::uint32_t>(at),
                     where.begin + static_cast<std::uint32_t>(end)});
  }
}

}  // namespace

std::vector<Span> configured(const Facts& facts, std::string_view key, Words values) {
  std::vector<Span> found;
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Instruction& instruction = *placed;
    const bool copies = instruction.keyword == Keyword::Copy || instruction.keyword == Keyword::Add;
    if (!copies && instruction.keyword != Keyword::Run) continue;
    if (!copies) {
      for (const Command& command : facts.commands(instruction).commands) {
        if (command.is("grep") || command.is("egrep")) continue;  // only asks
        for (const ShellWord& word : command.words) {
          search(facts, word.span, key, values, command.is("sed"), found);
        }
        for (const Redirect& redirect : command.redirects) {
          if (redirect.kind != Redirect::Kind::HereString) continue;
          search(facts, redirect.target.span, key, values, false, found);
        }
      }
    }
    const Heredoc* script = nullptr;  // its commands have been seen
    if (!copies && instruction.heredocs.size() == 1 &&
        !facts.commands(instruction).commands.empty() &&
        instruction.heredocs[0].body.contains(facts.commands(instruction).commands[0].span)) {
      script = &instruction.heredocs[0];
    }
    for (const Heredoc& heredoc : instruction.heredocs) {
      if (&heredoc != script) search(facts, heredoc.body, key, values, false, found);
    }
    // Heredocs of the shell inside a script.
    if (!script) continue;
    for (const Command& command : facts.commands(instruction).commands) {
      for (const Redirect& redirect : command.redirects) {
        if (redirect.kind != Redirect::Kind::Heredoc) continue;
        search(facts, redirect.body, key, values, false, found);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace plimsoll
