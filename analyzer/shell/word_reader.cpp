#include "analyzer/shell/word_reader.h"

#include <algorithm>

#include "analyzer/shell/shell.h"

namespace plimsoll::script {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_special_parameter(char c) {
  return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!';
}
bool ends_word(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '&' || c == '|' ||
         c == '<' || c == '>' || c == '(' || c == ')';
}

// Walks over one word (or one heredoc body). Every method that may fail sets `failed_`.
class Lexer {
 public:
  Lexer(std::string_view text, std::uint32_t at, std::uint32_t limit, SubstitutionReader& reader,
        ShellWord& word, std::vector<Statement>& inner, std::vector<Range>* pieces)
      : text_(text),
        at_(at),
        limit_(limit),
        reader_(reader),
        word_(word),
        inner_(inner),
        pieces_(pieces) {}

  std::optional<std::uint32_t> word(WordEnd end) {
    const std::uint32_t begin = at_;
    word_.tilde = peek() == '~';
    while (at_ < limit_ && !failed_) {
      const char c = text_[at_];
      if (end == WordEnd::AtBlank && ends_word(c) && !process_substitution(begin)) break;
      unquoted(c);
    }
    if (failed_) return std::nullopt;
    return at_;
  }

  bool heredoc_body() {
    while (at_ < limit_ && !failed_) {
      if (text_[at_] == '\\') {
        at_ += 2;
      } else if (text_[at_] == '$') {
        dollar(true);
      } else if (text_[at_] == '`') {
        substitute();
      } else {
        ++at_;
      }
    }
    return !failed_;
  }

 private:
  [[nodiscard]] char peek(std::uint32_t ahead = 0) const {
    return at_ + ahead < limit_ ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool process_substitution(std::uint32_t begin) const {
    return at_ == begin && (peek() == '<' || peek() == '>') && peek(1) == '(';
  }
  void fail() { failed_ = true; }

  // Takes the bytes [begin, end) of the text as they stand.
  void take(std::uint32_t begin, std::uint32_t end) {
    if (begin == end) return;
    word_.text.append(text_.substr(begin, end - begin));
    if (!pieces_) return;
    if (!pieces_->empty() && pieces_->back().end == begin) {
      pieces_->back().end = end;
    } else {
      pieces_->push_back({begin, end});
    }
  }

  void unquoted(char c) {
    switch (c) {
      case '\'':
        return single_quoted();
      case '"':
        return double_quoted();
      case '\\':
        return escape();
      case '$':
        return dollar(false);
      case '`':
        return substitute();
      case '<':
      case '>':
        if (peek(1) == '(') return substitute();
        break;
      case '*':
      case '?':
      case '[':
        word_.glob = true;
        break;
      case '{':
        brace_open_ = true;
        break;
      case ',':
        brace_comma_ = brace_open_;
        break;
      case '.':
        brace_comma_ = brace_comma_ || (brace_open_ && peek(1) == '.');
        break;
      case '}':
        word_.brace = word_.brace || (brace_open_ && brace_comma_);
        break;
      case '(':
        word_.known = false;
        break;  // an array or an extended glob
      default:
        break;
    }
    take(at_, at_ + 1);
    ++at_;
  }

  void escape() {
    if (at_ + 1 >= limit_) {  // a lone backslash at the end stands for itself
      take(at_, at_ + 1);
      ++at_;
      return;
    }
    if (peek(1) != '\n') {
      word_.quoted = true;
      take(at_ + 1, at_ + 2);
    }
    at_ += 2;
  }

  void single_quoted() {
    word_.quoted = true;
    const std::size_t end = text_.substr(0, limit_).find('\'', at_ + 1);
    if (end == std::string_view::npos) return fail();
    take(at_ + 1, static_cast<std::uint32_t>(end));
    at_ = static_cast<std::uint32_t>(end) + 1;
  }

  // $'...': escapes are not decoded.
  void ansi_quoted() {
    word_.quoted = true;
    std::uint32_t i = at_ + 2;
    while (i < limit_ && text_[i] != '\'') {
      if (text_[i] == '\\') {
        word_.known = false;
        if (pieces_) return fail();
        ++i;
      }
      ++i;
    }
    if (i >= limit_) return fail();
    take(at_ + 2, i);
    at_ = i + 1;
  }

  void double_quoted() {
    word_.quoted = true;
    ++at_;
    while (!failed_) {
      if (at_ >= limit_) return fail();
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return;
      }
      if (c == '\\') {
        quoted_escape();
      } else if (c == '$') {
        dollar(true);
      } else if (c == '`') {
        substitute();
      } else {
        take(at_, at_ + 1);
        ++at_;
      }
    }
  }

  void quoted_escape() {
    const char next = peek(1);
    if (next == '\n') {
      at_ += 2;
      return;
    }
    const bool drops = next == '$' || next == '`' || next == '"' || next == '\\';
    const std::uint32_t end = std::min(at_ + 2, limit_);
    take(drops ? at_ + 1 : at_, end);
    at_ = end;
  }

  void substitute() {
    const std::uint32_t begin = at_;
    word_.known = false;
    const std::optional<std::uint32_t> end = reader_.substitution(at_, inner_);
    if (!end || *end > limit_) return fail();
    if (!nested_) take(begin, *end);
    at_ = *end;
  }

  void dollar(bool quoted) {
    const char next = peek(1);
    const std::uint32_t begin = at_;
    if (next == '(') {
      if (peek(2) == '(' && arithmetic(quoted)) return;
      return substitute();
    }
    if (next == '\'' && !quoted) return ansi_quoted();
    if (next == '"' && !quoted) {  // a translated string
      ++at_;
      return double_quoted();
    }
    if (next == '{') return braced(quoted);
    std::uint32_t length = 1;
    if (is_name_start(next)) {
      length = name_length(text_.substr(0, limit_), at_ + 1);
    } else if (!is_digit(next) && !is_special_parameter(next)) {
      if (!nested_) take(begin, begin + 1);  // a `$` that expands nothing
      ++at_;
      return;
    }
    at_ += 1 + length;
    use(begin + 1, length, quoted, true, false);
    whole(begin);
  }

  // Notes a variable; where it stands in the word is known once its expansion ends.
  void use(std::uint32_t name_at, std::uint32_t length, bool quoted, bool plain, bool has_default) {
    VariableUse variable;
    variable.name = std::string(text_.substr(name_at, length));
    variable.span = {name_at, name_at + length};
    variable.quoted = quoted;
    variable.plain = plain && !nested_;
    variable.has_default = has_default;
    word_.variables.push_back(std::move(variable));
    if (!nested_) first_use_ = word_.variables.size() - 1;
  }

  // The expansion [begin, at_) is complete: sets spans and places of its uses.
  void whole(std::uint32_t begin) {
    if (nested_) {
      if (!word_.variables.empty()) word_.variables.back().span = {begin, at_};
      return;
    }
    const auto place = static_cast<std::uint32_t>(word_.text.size());
    word_.known = false;
    take(begin, at_);
    for (std::size_t i = first_use_; i < word_.variables.size(); ++i) {
      word_.variables[i].at = place;
      word_.variables[i].length = at_ - begin;
    }
    if (first_use_ < word_.variables.size()) word_.variables[first_use_].span = {begin, at_};
    first_use_ = word_.variables.size();
  }

  // ${...}
  void braced(bool quoted) {
    const std::uint32_t begin = at_;
    if (++depth_ > max_shell_nesting) return fail();
    const bool outer = !nested_;
    if (outer) first_use_ = word_.variables.size();
    at_ += 2;
    bool plain = true;
    if ((peek() == '#' || peek() == '!') && peek(1) != '}') {
      plain = false;
      ++at_;
    }
    std::uint32_t length = name_length(text_.substr(0, limit_), at_);
    if (length == 0 && is_digit(peek())) {
      while (is_digit(peek(length))) ++length;
    } else if (length == 0 && is_special_parameter(peek())) {
      length = 1;
    }
    const std::uint32_t name_at = at_;
    at_ += length;
    plain = plain && peek() == '}';
    const char op = peek() == ':' ? peek(1) : peek();
    const bool has_default = op == '-' || op == '=' || op == '+' || op == '?';
    const std::size_t index = word_.variables.size();
    if (length > 0) use(name_at, length, quoted, plain, has_default);
    nested_ = true;
    brace_operand(quoted);
    nested_ = !outer;
    --depth_;
    if (failed_) return;
    if (length > 0 && !outer) word_.variables[index].span = {begin, at_};
    if (!outer) return;
    whole(begin);
  }

  // Up to and with the closing brace.
  void brace_operand(bool quoted) {
    bool inside = false;  // double quotes of the operand
    while (!failed_) {
      if (at_ >= limit_) return fail();
      const char c = text_[at_];
      if (c == '}' && !inside) {
        ++at_;
        return;
      }
      if (c == '\\') {
        at_ = std::min(at_ + 2, limit_);
      } else if (c == '\'' && !quoted && !inside) {
        const std::size_t end = text_.substr(0, limit_).find('\'', at_ + 1);
        if (end == std::string_view::npos) return fail();
        at_ = static_cast<std::uint32_t>(end) + 1;
      } else if (c == '"') {
        inside = !inside;
        ++at_;
      } else if (c == '$' && peek(1) != '\'' && peek(1) != '"') {
        dollar(quoted || inside);
      } else if (c == '`') {
        substitute();
      } else {
        ++at_;
      }
    }
  }

  // $((...)): false when it turns out to be a substitution that begins with a subshell.
  bool arithmetic(bool quoted) {
    const std::optional<std::uint32_t> end = arithmetic_end();
    if (!end) return false;
    const std::uint32_t begin = at_;
    if (++depth_ > max_shell_nesting) {
      fail();
      return true;
    }
    const bool outer = !nested_;
    if (outer) first_use_ = word_.variables.size();
    nested_ = true;
    at_ += 3;
    while (at_ < *end && !failed_) {
      const char c = text_[at_];
      if (c == '$') {
        dollar(quoted);
      } else if (c == '`') {
        substitute();
      } else if (is_name_start(c)) {
        const std::uint32_t length = name_length(text_.substr(0, limit_), at_);
        use(at_, length, quoted, false, false);
        at_ += length;
      } else if (is_digit(c)) {
        while (is_of_name(peek())) ++at_;
      } else {
        ++at_;
      }
    }
    nested_ = !outer;
    --depth_;
    if (failed_) return true;
    at_ = *end;
    if (outer) {
      const std::size_t first = first_use_;
      const Span own = first < word_.variables.size() ? word_.variables[first].span : Span{};
      whole(begin);
      if (first < word_.variables.size()) word_.variables[first].span = own;
    }
    return true;
  }

  // The position behind `))` that closes `$((` at at_, if brackets say that it is arithmetic.
  [[nodiscard]] std::optional<std::uint32_t> arithmetic_end() const {
    std::uint32_t open = 0;
    for (std::uint32_t i = at_ + 3; i < limit_; ++i) {
      const char c = text_[i];
      if (open == 0 && (c == ';' || c == '\n')) return std::nullopt;
      if (c == '\'') {
        const std::size_t close = text_.substr(0, limit_).find('\'', i + 1);
        if (close == std::string_view::npos) return std::nullopt;
        i = static_cast<std::uint32_t>(close);
      }
      if (c == '(') ++open;
      if (c != ')') continue;
      if (open > 0) {
        --open;
      } else if (i + 1 < limit_ && text_[i + 1] == ')') {
        return i + 2;
      } else {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t limit_;
  SubstitutionReader& reader_;
  ShellWord& word_;
  std::vector<Statement>& inner_;
  std::vector<Range>* pieces_;
  bool failed_ = false;
  bool nested_ = false;  // inside ${...} or $((...)): text is taken by the outermost
  bool brace_open_ = false;
  bool brace_comma_ = false;
  std::uint32_t depth_ = 0;
  std::size_t first_use_ = 0;
};

}  // namespace

std::uint32_t name_length(std::string_view text, std::uint32_t at) {
  if (at >= text.size() || !is_name_start(text[at])) return 0;
  std::uint32_t end = at;
  while (end < text.size() && is_of_name(text[end])) ++end;
  return end - at;
}

std::optional<std::uint32_t> read_word(std::string_view text, std::uint32_t at, std::uint32_t limit,
                                       WordEnd end, SubstitutionReader& reader, Word& out,
                                       std::vector<Range>* pieces) {
  Lexer lexer(text, at, limit, reader, out.word, out.inner, pieces);
  const std::optional<std::uint32_t> stop = lexer.word(end);
  if (stop) out.word.span = {at, *stop};
  return stop;
}

bool read_heredoc_body(std::string_view text, Range body, SubstitutionReader& reader,
                       std::vector<VariableUse>& variables, std::vector<Statement>& inner) {
  ShellWord scratch;
  Lexer lexer(text, body.begin, body.end, reader, scratch, inner, nullptr);
  if (!lexer.heredoc_body()) return false;
  for (VariableUse& use : scratch.variables) {
    use.at = 0;
    use.length = 0;
    variables.push_back(std::move(use));
  }
  return true;
}

}  // namespace plimsoll::script
