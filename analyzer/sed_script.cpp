#include "analyzer/sed_script.h"

#include <algorithm>
#include <string_view>

namespace plimsoll {

namespace {

// `s/old/new/g; /x/d`: commands by their letters, each with addresses in front. What the shell puts
// in (`${A//b/c}`, `$(cat /t)`) is passed over as a whole, whatever slashes it has.
class Reader {
 public:
  explicit Reader(const ShellWord& word) : word_(word), text_(word.text) {}

  SedScript read() {
    while (at_ < text_.size() && command()) {
    }
    return std::move(script_);
  }

 private:
  // The end of the variable or substitution that begins here; `at` where none does.
  [[nodiscard]] std::size_t past_expansion(std::size_t at) {
    while (next_use_ < word_.variables.size() && word_.variables[next_use_].at < at) ++next_use_;
    if (next_use_ < word_.variables.size() && word_.variables[next_use_].at == at) {
      return at + std::max<std::size_t>(word_.variables[next_use_].length, 1);
    }
    if (word_.substitutions.empty()) return at;
    if (text_[at] == '`') return std::min(text_.find('`', at + 1), text_.size() - 1) + 1;
    if (!text_.substr(at).starts_with("$(")) return at;
    std::size_t depth = 0;
    for (std::size_t i = at + 1; i < text_.size(); ++i) {
      if (text_[i] == '(') ++depth;
      if (text_[i] == ')' && --depth == 0) return i + 1;
    }
    return text_.size();
  }

  // Up to the delimiter, which is passed over; false where there is none. `expands`: the shell puts
  // something in.
  bool part(char delimiter, bool& expands) {
    while (at_ < text_.size() && text_[at_] != delimiter) {
      const std::size_t past = past_expansion(at_);
      if (past > at_) {
        expands = true;
        at_ = past;
        continue;
      }
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    if (at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  // `takes`: what it finds may be what was put in; comments, empty lines and single characters
  // are not.
  bool pattern(char delimiter) {
    const std::size_t begin = at_;
    bool expands = false;
    const bool ends = part(delimiter, expands);
    const std::size_t end = std::min(at_, text_.size());
    script_.patterns.emplace_back(begin, end);
    const std::string_view text = text_.substr(begin, end - begin - (ends ? 1 : 0));
    const bool idle = text.size() < 3 || text.starts_with("^#") || text.starts_with("^\\s*");
    finds_ = expands || !idle;
    expands_ = expands;
    return ends;
  }

  bool substitute() {
    if (at_ >= text_.size()) return false;
    const char delimiter = text_[at_++];
    if (!pattern(delimiter)) return false;
    const bool by_shell = expands_;
    const bool finds = finds_;
    const std::size_t begin = at_;
    bool expands = false;
    if (!part(delimiter, expands)) return false;
    script_.takes_out = script_.takes_out || by_shell || (finds && at_ == begin + 1);
    while (at_ < text_.size() && text_[at_] != ';' && text_[at_] != '\n' && text_[at_] != '}') {
      ++at_;
    }
    return true;
  }

  // False where the rest is text, or nothing that is known here.
  bool command() {
    const char c = text_[at_];
    if (std::string_view(" \t\n;{},!$0123456789~+").find(c) != std::string_view::npos) {
      const std::size_t past = past_expansion(at_);
      if (past > at_) script_.takes_out = true;  // nobody knows the script
      if (past > at_) return false;
      ++at_;
      return true;
    }
    ++at_;
    if (c == '/') {
      if (!pattern('/')) return false;
      while (at_ < text_.size() && text_[at_] == 'I') ++at_;
      return true;
    }
    if (c == '\\' && at_ < text_.size()) {
      const char delimiter = text_[at_++];
      return pattern(delimiter);
    }
    if (c == 's') return substitute();
    if ((c == 'd' || c == 'D') && finds_) script_.takes_out = true;
    return std::string_view("dDpPgGhHnNxq=").find(c) != std::string_view::npos;
  }

  const ShellWord& word_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t next_use_ = 0;
  bool finds_ = true;  // the last pattern, or an address by number
  bool expands_ = false;
  SedScript script_;
};

}  // namespace

std::vector<const ShellWord*> sed_scripts(const Command& command) {
  std::vector<const ShellWord*> scripts;
  for (const Option& option : command.options) {
    const bool script = option.name == "-e" || option.name == "--expression";
    if (script && option.value_word < command.words.size()) {
      scripts.push_back(&command.words[option.value_word]);
    }
  }
  const bool in_file = command.has_option({"-f", "--file"});
  if (scripts.empty() && !in_file && !command.operands.empty()) {
    scripts.push_back(&command.operand(0));
  }
  return scripts;
}

SedScript read_sed_script(const ShellWord& word) { return Reader(word).read(); }

ShellWord what_is_put_in(const ShellWord& word) {
  ShellWord put = word;
  if (word.variables.empty() && word.substitutions.empty()) return put;
  const SedScript script = read_sed_script(word);
  const auto looked_for = [&](std::size_t at) {
    const auto behind =
        std::upper_bound(script.patterns.begin(), script.patterns.end(), at,
                         [](std::size_t where, const auto& part) { return where < part.first; });
    return behind != script.patterns.begin() && at < (behind - 1)->second;
  };
  std::erase_if(put.variables, [&](const VariableUse& use) { return looked_for(use.at); });
  // Which of them is where, is not told: all or none.
  bool all = !word.substitutions.empty();
  for (std::size_t i = 0; i < word.text.size(); ++i) {
    const bool opens = word.text[i] == '`' || word.text.compare(i, 2, "$(") == 0;
    if (opens && !looked_for(i)) all = false;
  }
  if (all) put.substitutions.clear();
  return put;
}

}  // namespace plimsoll
