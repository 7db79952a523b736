#include "analyzer/shell/inner_script.h"

#include "analyzer/shell/word_reader.h"

namespace plimsoll::script {

namespace {

// Declines every substitution: what it prints is not known.
class NoSubstitution : public SubstitutionReader {
  std::optional<std::uint32_t> substitution(std::uint32_t, std::vector<Statement>&) override {
    return std::nullopt;
  }
};

bool is_shell(std::string_view program) {
  return program == "sh" || program == "bash" || program == "dash" || program == "ash" ||
         program == "zsh" || program == "ksh" || program == "mksh";
}

}  // namespace

std::optional<InnerScript> inner_script_of(const Command& command) {
  const std::uint32_t first = command.program_word + 1;
  if (is_shell(command.program)) {
    InnerScript inner;
    std::vector<std::string_view> words;
    for (const ShellWord& word : command.words) words.push_back(word.text);
    const std::size_t script = read_shell_options(words, first, inner.options);
    bool takes_script = false;
    for (std::size_t i = first; i < script; ++i) {
      const std::string_view word = words[i];
      if (word.starts_with("--") || !word.starts_with('-')) continue;
      takes_script = takes_script || word.find('c') != std::string_view::npos;
    }
    if (!takes_script || script >= words.size()) return std::nullopt;
    inner.word = static_cast<std::uint32_t>(script);
    return inner;
  }
  if (command.program == "eval" || command.program == "trap") {
    const bool later = command.program == "trap";
    if (command.operands.size() < (later ? 2U : 1U)) return std::nullopt;
    if (!later && command.operands.size() != 1) return std::nullopt;
    return InnerScript{command.operands[0], {}, true, later, false};
  }
  if (command.program == "su" || command.program == "runuser") {
    const Option* script = command.option({"-c", "--command"});
    if (!script || !script->value || script->value_word == script->word) return std::nullopt;
    const bool login = command.has_option({"-l", "--login", "-"}) ||
                       (!command.operands.empty() && command.operand(0).is("-"));
    return InnerScript{script->value_word, {}, false, false, login};
  }
  return std::nullopt;
}

bool word_pieces(const ShellText& text, Range word, std::vector<Span>& pieces) {
  NoSubstitution none;
  Word read;
  std::vector<Range> ranges;
  if (!read_word(text.str(), word.begin, word.end, WordEnd::AtLimit, none, read, &ranges)) {
    return false;
  }
  for (const Range& range : ranges) text.add_pieces(range.begin, range.end, pieces);
  return true;
}

bool json_pieces(const ShellText& text, Range element, std::vector<Span>& pieces) {
  const std::string_view bytes = text.str();
  if (element.size() >= 2 && bytes[element.begin] == '"')
    element = {element.begin + 1, element.end - 1};
  std::uint32_t from = element.begin;
  for (std::uint32_t i = from; i + 1 < element.end; ++i) {
    if (bytes[i] != '\\') continue;
    const char escaped = bytes[i + 1];
    if (escaped != '"' && escaped != '\\' && escaped != '/') return false;
    text.add_pieces(from, i, pieces);
    from = ++i;
  }
  text.add_pieces(from, element.end, pieces);
  return true;
}

}  // namespace plimsoll::script
