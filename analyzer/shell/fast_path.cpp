#include "analyzer/shell/fast_path.h"

#include "analyzer/shell/shell.h"
#include "analyzer/shell/word_reader.h"

// Nearly every RUN is a chain of plain commands, yet tree-sitter's general LR parser spends some
// seventy microseconds on the texts of one Dockerfile, more than on all the rest of a lint run. So
// the common part of the language is read here, by recursive descent straight into statements:
//
//     apt-get update && apt-get install -y curl && if [ -n "$A" ]; then make -j"$(nproc)"; fi
//
// The rejected alternative is a complete parser of our own: the rare parts of the shell language
// (heredocs, `case`, functions, arrays, `[[`) are where the mistakes would hide, and a grammar that
// many use has found them already. Hence the one rule of this file: whatever is not certain is
// given up, never guessed. A test holds both readings equal over all RUN texts of the corpus.

namespace plimsoll::script {

namespace {

using Kind = Statement::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_reserved(std::string_view word) {
  static constexpr std::string_view reserved[] = {
      "if",    "then",   "elif",     "else", "fi",   "for",    "while",
      "until", "do",     "done",     "case", "esac", "{",      "}",
      "!",     "select", "function", "[[",   "in",   "coproc", "time"};
  for (const std::string_view r : reserved) {
    if (r == word) return true;
  }
  return false;
}

class FastReader : public SubstitutionReader {
 public:
  explicit FastReader(std::string_view text)
      : text_(text), size_(static_cast<std::uint32_t>(text.size())) {}

  std::optional<Statement> read() {
    for (const char c : text_) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 && c != '\n' && c != '\t') return std::nullopt;
    }
    Statement whole = list();
    if (failed_ || at_ < size_) return std::nullopt;
    return whole;
  }

  std::optional<std::uint32_t> substitution(std::uint32_t at,
                                            std::vector<Statement>& into) override {
    if (text_[at] != '$' || depth_ >= max_shell_nesting) return std::nullopt;
    const std::uint32_t outside = at_;
    at_ = at + 2;
    ++depth_;
    Statement run;
    run.kind = Kind::List;
    run.children = items();
    --depth_;
    if (failed_ || peek() != ')') return std::nullopt;
    const std::uint32_t end = at_ + 1;
    at_ = outside;
    run.range = {at, end};
    into.push_back(std::move(run));
    return end;
  }

 private:
  [[nodiscard]] char peek(std::uint32_t ahead = 0) const {
    return at_ + ahead < size_ ? text_[at_ + ahead] : '\0';
  }
  void give_up() { failed_ = true; }

  void skip_blanks() {
    while (true) {
      const char c = peek();
      if (c == ' ' || c == '\t') {
        ++at_;
      } else if (c == '\\' && peek(1) == '\n') {
        at_ += 2;
      } else {
        break;
      }
    }
    if (peek() == '#') {
      while (at_ < size_ && text_[at_] != '\n') ++at_;
    }
  }
  void skip_lines() {
    skip_blanks();
    while (peek() == '\n') {
      ++at_;
      skip_blanks();
    }
  }

  // The reserved word that stands here, or "".
  [[nodiscard]] std::string_view reserved_here() const {
    std::uint32_t end = at_;
    while (end < size_ && end - at_ < 9 &&
           std::string_view(" \t\n;&|<>()\"'`$\\").find(text_[end]) == std::string_view::npos) {
      ++end;
    }
    const std::string_view word = text_.substr(at_, end - at_);
    return is_reserved(word) ? word : std::string_view();
  }
  bool take_reserved(std::string_view word) {
    skip_lines();
    if (reserved_here() != word) return false;
    at_ += static_cast<std::uint32_t>(word.size());
    return true;
  }

  // Whether a list ends here: at the text's end, a closing bracket or a closing keyword.
  [[nodiscard]] bool at_list_end() const {
    if (at_ >= size_ || peek() == ')') return true;
    const std::string_view word = reserved_here();
    return word == "then" || word == "elif" || word == "else" || word == "fi" || word == "do" ||
           word == "done" || word == "}";
  }

  Statement list() { return combine(Kind::List, items()); }

  std::vector<Statement> items() {
    std::vector<Statement> found;
    Connector connector = Connector::Start;
    Range connector_range;
    skip_lines();
    while (!failed_ && !at_list_end()) {
      Statement item = and_or();
      if (failed_) break;
      item.connector = connector;
      item.connector_range = connector_range;
      skip_blanks();
      const char c = peek();
      connector_range = {at_, at_ + 1};
      if (c == '&') item.background = true;
      found.push_back(std::move(item));
      if (c == ';' || c == '&') {
        if (peek(1) == c) give_up();  // `;;`
        ++at_;
      } else if (c != '\n') {
        break;
      }
      connector = c == '&' ? Connector::Background : Connector::Sequence;
      skip_lines();
    }
    if (!failed_ && !at_list_end()) give_up();
    return found;
  }

  Statement and_or() {
    std::vector<Statement> parts;
    Connector connector = Connector::Start;
    Range connector_range;
    while (true) {
      Statement part = pipeline();
      if (failed_) return part;
      part.connector = connector;
      part.connector_range = connector_range;
      parts.push_back(std::move(part));
      skip_blanks();
      const char c = peek();
      if ((c != '&' && c != '|') || peek(1) != c) break;
      connector = c == '&' ? Connector::And : Connector::Or;
      connector_range = {at_, at_ + 2};
      at_ += 2;
      skip_lines();
    }
    return combine(Kind::AndOr, std::move(parts));
  }

  Statement pipeline() {
    std::vector<Statement> parts;
    bool negated = false;
    if (peek() == '!' && (peek(1) == ' ' || peek(1) == '\t')) {
      negated = true;
      ++at_;
      skip_blanks();
    }
    Connector connector = Connector::Start;
    Range connector_range;
    while (true) {
      Statement part = command();
      if (failed_) return part;
      part.connector = connector;
      part.connector_range = connector_range;
      parts.push_back(std::move(part));
      skip_blanks();
      if (peek() != '|' || peek(1) == '|') break;
      const std::uint32_t length = peek(1) == '&' ? 2 : 1;
      connector = Connector::Pipe;
      connector_range = {at_, at_ + length};
      at_ += length;
      skip_lines();
    }
    Statement whole = combine(Kind::Pipeline, std::move(parts));
    whole.negated = negated;
    return whole;
  }

  Statement command() {
    const char c = peek();
    if (c == '(') return perhaps_arithmetic() ? refused() : bracketed(Kind::Subshell, ")");
    const std::string_view word = reserved_here();
    if (word.empty()) return simple();
    if (++depth_ > max_shell_nesting) return refused();
    Statement compound;
    if (word == "{") {
      compound = bracketed(Kind::Group, "}");
    } else if (word == "if") {
      compound = if_statement();
    } else if (word == "while" || word == "until") {
      compound = loop(word);
    } else if (word == "for") {
      compound = for_statement();
    } else {
      return refused();
    }
    --depth_;
    return compound;
  }
  Statement refused() {
    give_up();
    return {};
  }

  // Whether `((` here is closed by `))`: then it may be arithmetic. `((a) || b)` is not.
  [[nodiscard]] bool perhaps_arithmetic() const {
    if (peek(1) != '(') return false;
    std::uint32_t open = 0;
    for (std::uint32_t i = at_ + 1; i < size_; ++i) {
      if (text_[i] == '(') ++open;
      if (text_[i] == ')' && --open == 0) return i + 1 < size_ && text_[i + 1] == ')';
    }
    return true;
  }

  // Redirects behind a compound statement.
  void redirects_of(Statement& statement) {
    statement.range.end = at_;
    while (!failed_) {
      skip_blanks();
      if (!at_redirect()) return;
      redirect(statement);
    }
  }

  Statement bracketed(Kind kind, std::string_view close) {
    if (++depth_ > max_shell_nesting) return refused();
    Statement whole;
    whole.kind = kind;
    whole.range.begin = at_;
    ++at_;
    std::vector<Statement> parts = items();
    if (parts.empty() || failed_) return refused();
    whole.children.push_back(combine(Kind::List, std::move(parts)));
    if (!text_.substr(at_).starts_with(close)) return refused();
    ++at_;
    --depth_;
    redirects_of(whole);
    return whole;
  }

  // A list that must hold something.
  void child(Statement& of) {
    std::vector<Statement> parts = items();
    if (parts.empty()) return give_up();
    of.children.push_back(combine(Kind::List, std::move(parts)));
  }

  Statement if_statement() {
    Statement whole;
    whole.kind = Kind::If;
    whole.range.begin = at_;
    at_ += 2;
    child(whole);
    if (failed_ || !take_reserved("then")) return refused();
    child(whole);
    while (!failed_ && take_reserved("elif")) {
      child(whole);
      if (failed_ || !take_reserved("then")) return refused();
      child(whole);
    }
    if (!failed_ && take_reserved("else")) child(whole);
    if (failed_ || !take_reserved("fi")) return refused();
    redirects_of(whole);
    return whole;
  }

  Statement loop(std::string_view keyword) {
    Statement whole;
    whole.kind = Kind::Loop;
    whole.range.begin = at_;
    at_ += static_cast<std::uint32_t>(keyword.size());
    child(whole);
    if (failed_ || !take_reserved("do")) return refused();
    child(whole);
    if (failed_ || !take_reserved("done")) return refused();
    redirects_of(whole);
    return whole;
  }

  Statement for_statement() {
    Statement whole;
    whole.kind = Kind::For;
    whole.range.begin = at_;
    at_ += 3;
    skip_blanks();
    const std::uint32_t length = name_length(text_, at_);
    if (length == 0) return refused();
    whole.name = std::string(text_.substr(at_, length));
    at_ += length;
    skip_blanks();
    if (reserved_here() != "in") return refused();
    at_ += 2;
    whole.each_word = true;
    while (!failed_) {
      skip_blanks();
      if (peek() == ';' || peek() == '\n') break;
      word(whole.words.emplace_back());
    }
    if (failed_) return whole;
    ++at_;
    if (!take_reserved("do")) return refused();
    child(whole);
    if (failed_ || !take_reserved("done")) return refused();
    redirects_of(whole);
    return whole;
  }

  [[nodiscard]] bool at_redirect() const {
    std::uint32_t i = 0;
    while (is_digit(peek(i))) ++i;
    if (peek(i) == '<' || peek(i) == '>') return true;
    return peek() == '&' && peek(1) == '>';
  }

  Statement simple() {
    Statement command;
    command.range.begin = at_;
    std::uint32_t end = at_;
    while (!failed_) {
      skip_blanks();
      const char c = peek();
      if (at_redirect()) {
        redirect(command);
      } else if (at_ >= size_ || c == '\n' || c == ';' || c == '&' || c == '|' || c == ')') {
        break;
      } else if (!command.words.empty() || !assignment(command)) {
        word(command.words.emplace_back());
      }
      end = at_;
    }
    command.range.end = end;
    if (end == command.range.begin) give_up();
    return command;
  }

  void word(Word& out) {
    if (peek() == '\\' && (peek(1) == ' ' || peek(1) == '\t')) return give_up();
    const std::optional<std::uint32_t> end =
        read_word(text_, at_, size_, WordEnd::AtBlank, *this, out);
    if (!end || *end == at_) return give_up();
    if (text_[*end - 1] == '\n') return give_up();  // a continuation at the word's end
    at_ = *end;
    if (peek() == '(') give_up();
  }

  bool assignment(Statement& command) {
    const std::uint32_t length = name_length(text_, at_);
    if (length == 0) return false;
    if (peek(length) == '[') {
      give_up();  // perhaps an array
      return true;
    }
    const std::uint32_t plus = peek(length) == '+' ? 1 : 0;
    if (peek(length + plus) != '=') return false;
    const std::uint32_t begin = at_;
    ScriptAssignment& made = command.assignments.emplace_back();
    made.assignment.name = std::string(text_.substr(at_, length));
    made.assignment.append = plus != 0;
    at_ += length + plus + 1;
    const std::uint32_t value = at_;
    const std::optional<std::uint32_t> end =
        read_word(text_, at_, size_, WordEnd::AtBlank, *this, made.value);
    if (!end || text_[*end - 1] == '\n') {
      give_up();
      return true;
    }
    made.value.word.span = {value, *end};
    at_ = *end;
    made.assignment.span = {begin, at_};
    if (peek() == '(') give_up();
    return true;
  }

  void redirect(Statement& command) {
    ScriptRedirect made;
    const std::uint32_t begin = at_;
    int descriptor = -2;
    if (is_digit(peek())) descriptor = peek() - '0';
    while (is_digit(peek())) ++at_;
    if (at_ - begin > 1) return give_up();
    if (!redirect_operator(made.redirect, descriptor)) return give_up();
    skip_blanks();
    word(made.target);
    if (failed_) return;
    finish_redirect(made.redirect, made.target.word);
    made.redirect.span = {begin, at_};
    command.redirects.push_back(std::move(made));
  }

  // Reads the operator; false for those that are given up.
  bool redirect_operator(Redirect& made, int descriptor) {
    using RedirectKind = Redirect::Kind;
    const std::string_view here = text_.substr(at_, 3);
    if (here.starts_with("<<") && here != "<<<") return false;
    if (here.starts_with("<(") || here.starts_with(">(")) return false;
    struct Operator {
      std::string_view token;
      RedirectKind kind;
      int descriptor;
    };
    static constexpr Operator operators[] = {
        {"<<<", RedirectKind::HereString, 0}, {"&>>", RedirectKind::Append, -1},
        {"&>", RedirectKind::Output, -1},     {">>", RedirectKind::Append, 1},
        {">|", RedirectKind::Output, 1},      {">&", RedirectKind::Duplicate, 1},
        {"<&", RedirectKind::Duplicate, 0},   {"<>", RedirectKind::ReadWrite, 0},
        {">", RedirectKind::Output, 1},       {"<", RedirectKind::Input, 0},
    };
    for (const Operator& op : operators) {
      if (!here.starts_with(op.token)) continue;
      at_ += static_cast<std::uint32_t>(op.token.size());
      made.kind = op.kind;
      made.descriptor = descriptor >= 0 ? descriptor : op.descriptor;
      return true;
    }
    return false;
  }

  std::string_view text_;
  std::uint32_t size_;
  std::uint32_t at_ = 0;
  std::uint32_t depth_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<Statement> read_fast(std::string_view text) { return FastReader(text).read(); }

}  // namespace plimsoll::script
