#include "analyzer/shell/invocation.h"

#include "analyzer/shell/grammar.h"
#include "analyzer/shell/word_reader.h"

namespace plimsoll {

namespace {

// `pip3.11` and `pip-3.3` are `pip`: some programs carry a version in their name.
bool is_version_of(std::string_view word, std::string_view name) {
  if (!word.starts_with(name) || word.size() == name.size()) return false;
  const std::size_t dash = word[name.size()] == '-' && word.size() > name.size() + 1 ? 1 : 0;
  return word.find_first_not_of("0123456789.", name.size() + dash) == std::string_view::npos;
}

bool is_assignment(std::string_view word) {
  const std::uint32_t length = script::name_length(word, 0);
  return length > 0 && length < word.size() && word[length] == '=';
}

// Reads the words behind one program by its grammar.
class ArgumentReader {
 public:
  ArgumentReader(Command& command, const Grammar* grammar, std::uint32_t first)
      : command_(command), grammar_(grammar), at_(first) {}

  // Returns the index of the first word that belongs to another program (Operands::Program), or
  // the number of words.
  std::uint32_t read() {
    const auto size = static_cast<std::uint32_t>(command_.words.size());
    if (has(bundled_first_word) && at_ < size) bundled();
    while (at_ < size) {
      const ShellWord& word = command_.words[at_];
      const std::string_view text = word.text;
      if (!options_ended_ && text == "--") {
        options_ended_ = true;
        ++at_;
      } else if (!options_ended_ && text.size() > 1 && text[0] == '-' && is_literal_dash(word)) {
        option(word);
      } else if (wraps() && !own_operand(word)) {
        return at_;
      } else {
        operand();
      }
    }
    return size;
  }

 private:
  [[nodiscard]] bool has(std::uint8_t style) const {
    return grammar_ && (grammar_->style & style) != 0;
  }
  [[nodiscard]] bool wraps() const { return grammar_ && grammar_->operands == Operands::Program; }
  // The dash stands in the text itself: `-y`, `--dir=$X`, but not `$X`.
  static bool is_literal_dash(const ShellWord& word) { return !word.known_prefix().empty(); }

  // A wrapper's own operand: `A=b` of env, the user of gosu.
  bool own_operand(const ShellWord& word) {
    if (has(takes_assignments) && is_assignment(word.text)) return true;
    if (has(skips_one_operand) && !skipped_) {
      skipped_ = true;
      return true;
    }
    return false;
  }

  void operand() {
    if (has(options_before_operands)) options_ended_ = true;
    if (grammar_ && !grammar_->subcommands.empty() && !subcommand_) return subcommand();
    command_.operands.push_back(at_++);
  }

  void subcommand() {
    const ShellWord& word = command_.words[at_];
    subcommand_ = &none_;
    if (!word.known) {
      command_.operands.push_back(at_++);
      return;
    }
    command_.subcommand_word = at_;
    command_.subcommand = word.text;
    const auto next = at_ + 1;
    const std::string_view second = next < command_.words.size() && command_.words[next].known
                                        ? std::string_view(command_.words[next].text)
                                        : std::string_view();
    ++at_;
    for (const Subcommand& entry : grammar_->subcommands) {
      if (const auto length = match(entry, word.text, second)) {
        subcommand_ = &entry;
        at_ += length - 1;
        return;
      }
    }
  }

  // How many words (one or two) are a name of `entry`; 0 if none. Sets the canonical name.
  std::uint32_t match(const Subcommand& entry, std::string_view first, std::string_view second) {
    for (std::string_view groups = entry.names; !groups.empty();) {
      std::string_view names = next_part(groups, ',');
      const std::string_view canonical = names.substr(0, names.find('|'));
      while (!names.empty()) {
        std::string_view rest = next_part(names, '|');
        if (next_part(rest, ' ') != first || (!rest.empty() && rest != second)) continue;
        command_.subcommand = canonical;
        return rest.empty() ? 1 : 2;
      }
    }
    return 0;
  }

  [[nodiscard]] OptionRule rule_of(std::string_view name) const {
    if (!grammar_) return {};
    const OptionRule rule =
        find_option(subcommand_ ? subcommand_->options : std::string_view(), name);
    return rule.known ? rule : find_option(grammar_->options, name);
  }

  void option(const ShellWord& word) {
    const std::string_view text = word.text;
    const bool long_name = !grammar_ || grammar_->options.empty() || text.starts_with("--") ||
                           has(single_dash_long) || (text.size() > 2 && rule_of(text).known);
    if (long_name) return long_option(word);
    cluster(word, 1);
  }

  void long_option(const ShellWord& word) {
    const std::string_view text = word.text;
    const std::size_t equals = text.find('=');
    Option made;
    made.word = made.value_word = at_;
    made.span = word.span;
    made.name = std::string(text.substr(0, equals));
    const OptionRule rule = rule_of(made.name);
    made.recognised = rule.known;
    if (equals != std::string_view::npos) {
      made.value = std::string(text.substr(equals + 1));
      made.value_known = word.known;
    } else if (rule.value || rule.words) {
      next_value(made);
    }
    if (rule.words) skip_words();
    ++at_;
    command_.options.push_back(std::move(made));
  }

  // Takes the next word as the value of `made`.
  void next_value(Option& made) {
    if (at_ + 1 >= command_.words.size()) return;
    ++at_;
    const ShellWord& value = command_.words[at_];
    made.value = value.text;
    made.value_known = value.known;
    made.value_word = at_;
    made.span = made.span.join(value.span);
  }

  // Up to the `;` or `+` that ends the words of `find -exec`.
  void skip_words() {
    const auto size = static_cast<std::uint32_t>(command_.words.size());
    while (at_ + 1 < size && !command_.words[at_].is(";") && !command_.words[at_].is("+")) ++at_;
  }

  // `-abc`, `-ofile`, `-o file`, `-q=2`; letters from `from` on.
  void cluster(const ShellWord& word, std::size_t from) {
    const std::string text = word.text;
    const std::uint32_t own = at_;
    const bool verbatim = word.span.size() == text.size();
    for (std::size_t i = from; i < text.size(); ++i) {
      Option made;
      made.name = {'-', text[i]};
      made.word = made.value_word = own;
      made.span = word.span;
      if (verbatim && text.size() > from + 1) {
        const auto begin = word.span.begin + static_cast<std::uint32_t>(i);
        made.span = {begin, begin + 1};
      }
      const OptionRule rule = rule_of(made.name);
      made.recognised = rule.known;
      const bool last = i + 1 == text.size();
      const bool equals = !last && text[i + 1] == '=';
      if ((rule.value || rule.joined || equals) && !last) {
        made.value = text.substr(i + (equals ? 2 : 1));
        made.value_known = word.known;
        if (verbatim) made.span.end = word.span.end;
        command_.options.push_back(std::move(made));
        break;
      }
      if (rule.value) next_value(made);
      command_.options.push_back(std::move(made));
    }
    ++at_;
  }

  // `tar xzf a.tgz`: the first word without a dash; values are the words behind it, in order.
  void bundled() {
    const ShellWord& word = command_.words[at_];
    if (!word.known || word.text.empty() || word.text[0] == '-') return;
    const std::string letters = word.text;
    const std::uint32_t own = at_;
    for (const char letter : letters) {
      Option made;
      made.name = {'-', letter};
      made.word = made.value_word = own;
      made.span = word.span;
      const OptionRule rule = rule_of(made.name);
      made.recognised = rule.known;
      if (rule.value) next_value(made);
      command_.options.push_back(std::move(made));
    }
    ++at_;
  }

  Command& command_;
  const Grammar* grammar_;
  std::uint32_t at_;
  const Subcommand* subcommand_ = nullptr;
  Subcommand none_;
  bool options_ended_ = false;
  bool skipped_ = false;
};

void clear_arguments(Command& command) {
  command.options.clear();
  command.operands.clear();
  command.subcommand.clear();
  command.subcommand_word = static_cast<std::uint32_t>(command.words.size());
}

// `python3 -m pip install`: the module is the program. True when it was looked through.
bool module_of_python(Command& command) {
  if (command.program != "python") return false;
  const Option* module = command.option({"-m"});
  if (!module || !module->value || !module->value_known) return false;
  command.wrappers.push_back({"python -m", command.program_word});
  command.program_word = module->value_word;
  command.program = *module->value;
  return true;
}

}  // namespace

std::string program_name(std::string_view word) {
  const std::size_t slash = word.rfind('/');
  if (slash != std::string_view::npos && word != "./configure") word.remove_prefix(slash + 1);
  for (const std::string_view name : {"pip", "python"}) {
    if (is_version_of(word, name)) return std::string(name);
  }
  return std::string(word == "./configure" ? "configure" : word);
}

void read_invocation(Command& command) {
  const auto size = static_cast<std::uint32_t>(command.words.size());
  command.program_word = 0;
  command.subcommand_word = size;
  if (size == 0) return;
  for (std::uint32_t at = 0;;) {
    const ShellWord& word = command.words[at];
    command.program_word = at;
    command.program = word.known && !word.glob ? program_name(word.text) : std::string();
    if (command.program.empty()) {
      command.has_grammar = false;
      ArgumentReader(command, nullptr, at + 1).read();
      return;
    }
    const Grammar* grammar = grammar_of(command.program);
    command.has_grammar = grammar != nullptr;
    const std::uint32_t rest = ArgumentReader(command, grammar, at + 1).read();
    if (grammar && grammar->operands == Operands::Program && rest < size) {
      command.wrappers.push_back({command.program, at});
      clear_arguments(command);
      at = rest;
      continue;
    }
    if (!module_of_python(command)) return;
    const std::uint32_t module = command.program_word;
    clear_arguments(command);
    grammar = grammar_of(command.program);
    command.has_grammar = grammar != nullptr;
    ArgumentReader(command, grammar, module + 1).read();
    return;
  }
}

}  // namespace plimsoll
