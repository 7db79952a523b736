#include <algorithm>
#include <optional>

#include "analyzer/shell/tree_reader.h"
#include "analyzer/shell/word_reader.h"

// Simple commands of the tree: words, assignments, tests, redirects, heredocs.

namespace plimsoll::script {

using Kind = Statement::Kind;

namespace {

// What an operator says of a redirect; false when it is none.
bool redirect_operator(std::string_view token, Redirect& made) {
  using RedirectKind = Redirect::Kind;
  struct Operator {
    std::string_view token;
    RedirectKind kind;
  };
  constexpr Operator operators[] = {
      {"<", RedirectKind::Input},       {"<<<", RedirectKind::HereString},
      {"<>", RedirectKind::ReadWrite},  {"<&", RedirectKind::Duplicate},
      {">&", RedirectKind::Duplicate},  {"<&-", RedirectKind::Duplicate},
      {">&-", RedirectKind::Duplicate}, {">>", RedirectKind::Append},
      {"&>>", RedirectKind::Append},    {">", RedirectKind::Output},
      {">|", RedirectKind::Output},     {"&>", RedirectKind::Output},
  };
  const auto* found = std::find_if(std::begin(operators), std::end(operators),
                                   [&](const Operator& op) { return op.token == token; });
  if (found == std::end(operators)) return false;
  made.kind = found->kind;
  made.descriptor = token[0] == '<' ? 0 : token[0] == '&' ? -1 : 1;
  return true;
}

// `fi` and the like open no command; the grammar takes them for words where nothing is open.
bool begins_with_closing_keyword(std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_of(" \t\n;&|<>()"));
  for (const std::string_view keyword : {"then", "elif", "else", "fi", "do", "done", "esac", "}"}) {
    if (word == keyword) return true;
  }
  return false;
}

}  // namespace

bool TreeReader::simple(TSNode node, std::string_view type, Sequence& into) {
  const bool assigns = type == "variable_assignment";
  if (!assigns && type != "command" && type != "variable_assignments" &&
      type != "declaration_command" && type != "unset_command" && type != "test_command") {
    return false;
  }
  if (ts_node_has_error(node) || begins_with_closing_keyword(at(range_of(node)))) {
    unknown(range_of(node), into);
    return true;
  }
  Statement command;
  command.range = range_of(node);
  if (type == "test_command") {
    test(node, command);
    into.add(std::move(command), text_);
  } else if (assigns) {
    assignment(command.range, command);
    into.add(std::move(command), text_);
  } else {
    const bool declares = type == "declaration_command" || type == "unset_command";
    words(node, declares, std::move(command), into);
  }
  return true;
}

// Words, assignments and redirects of one command node. Parts that touch are one word. The
// grammar overlooks a line end behind leading assignments: there a new command begins.
void TreeReader::words(TSNode node, bool declares, Statement command, Sequence& into) {
  std::optional<Range> part;
  const auto flush = [&] {
    if (!part) return;
    const bool assigns = !declares && command.words.empty() && is_assignment(*part);
    if (assigns) {
      assignment(*part, command);
    } else {
      add_word(*part, command);
    }
    part.reset();
  };
  for (const Child& child : children_of(node)) {
    const Range range = range_of(child.node);
    if (range.empty()) continue;
    if (part && part->end == range.begin) {
      part->end = range.end;
      continue;
    }
    flush();
    if (child.type == "comment") continue;
    if (child.type == "file_redirect" || child.type == "herestring_redirect") {
      redirect(child.node, command);
      continue;
    }
    if (!declares && command.words.empty() && !command.assignments.empty()) {
      const Range gap{command.assignments.back().assignment.span.end, range.begin};
      const Range line_end = separator_in(text_, gap);
      if (!line_end.empty()) {
        command.range.end = gap.begin;
        into.add(std::move(command), text_);
        into.op(Connector::Sequence, line_end);
        command = Statement();
        command.range = {range.begin, range_of(node).end};
      }
    }
    part = range;
  }
  flush();
  into.add(std::move(command), text_);
}

bool TreeReader::is_assignment(Range range) const {
  const std::string_view word = at(range);
  const std::size_t length = name_length(word, 0);
  if (length == 0 || length == word.size()) return false;
  const std::string_view rest = word.substr(length);
  if (rest[0] == '[') return rest.find("]=") != rest.npos || rest.find("]+=") != rest.npos;
  return rest.starts_with('=') || rest.starts_with("+=");
}

void TreeReader::add_word(Range range, Statement& command) {
  read_range(range, command.words.emplace_back());
}

// A word that cannot be read stands as written and is not known.
void TreeReader::read_range(Range range, Word& out) {
  if (!read_word(text_, range.begin, range.end, WordEnd::AtLimit, *this, out)) {
    out = Word();
    out.word.text = std::string(at(range));
    out.word.known = false;
    out.word.span = range;
  }
}

void TreeReader::assignment(Range range, Statement& command) {
  ScriptAssignment made;
  const std::uint32_t length = name_length(text_, range.begin);
  made.assignment.name = std::string(text_.substr(range.begin, length));
  made.assignment.span = range;
  const std::uint32_t equals = static_cast<std::uint32_t>(text_.find('=', range.begin));
  made.assignment.append = text_[equals - 1] == '+';
  made.assignment.array =
      text_[range.begin + length] == '[' || (equals + 1 < range.end && text_[equals + 1] == '(');
  read_range({equals + 1, range.end}, made.value);
  if (made.assignment.array) made.value.word.known = false;
  command.assignments.push_back(std::move(made));
}

// `[ ... ]` and `[[ ... ]]` as a command with words; `((...))` as one word.
void TreeReader::test(TSNode node, Statement& command) {
  const Range range = range_of(node);
  if (at(range).starts_with("((")) {
    Word& whole = command.words.emplace_back();
    whole.word.text = std::string(at(range));
    whole.word.known = false;
    whole.word.span = range;
  } else {
    for (std::uint32_t i = range.begin; i < range.end;) i = test_word(i, range.end, command);
  }
}

bool TreeReader::test_operator(std::uint32_t i) const {
  return std::string_view("()<>&|;").find(text_[i]) != std::string_view::npos;
}

std::uint32_t TreeReader::test_word(std::uint32_t i, std::uint32_t limit, Statement& command) {
  if (blank(i)) return i + 1;
  if (text_[i] == '\\' && i + 1 < limit && text_[i + 1] == '\n') return i + 2;
  Word word;
  if (!test_operator(i)) {
    const auto end = read_word(text_, i, limit, WordEnd::AtBlank, *this, word);
    if (end && *end > i) {
      command.words.push_back(std::move(word));
      return *end;
    }
    word = Word();
    word.word.known = false;
  }
  std::uint32_t end = i + 1;
  while (end < limit && !blank(end) && test_operator(end) == test_operator(i)) ++end;
  word.word.text = std::string(text_.substr(i, end - i));
  word.word.span = {i, end};
  command.words.push_back(std::move(word));
  return end;
}

// A redirect. The grammar takes the words behind it (`>&2 text`) for more targets; they are words
// of the command.
void TreeReader::redirect(TSNode node, Statement& command) {
  ScriptRedirect made;
  made.redirect.span = range_of(node);
  lost_word({command.range.end, made.redirect.span.begin}, command);
  std::optional<int> descriptor;
  std::vector<Range> words;  // the target and those behind it
  for (const Child& child : children_of(node)) {
    const Range part = range_of(child.node);
    if (child.type == "file_descriptor") {
      if (part.size() == 1) descriptor = text_[part.begin] - '0';
    } else if (redirect_operator(child.type, made.redirect)) {
      if (child.type.ends_with("&-")) words.push_back({part.end - 1, part.end});
    } else if (ts_node_is_named(child.node)) {
      if (!words.empty() && words.back().end == part.begin) {
        words.back().end = part.end;
      } else {
        words.push_back(part);
      }
    }
  }
  if (descriptor) made.redirect.descriptor = *descriptor;
  if (!words.empty()) {
    read_range(words[0], made.target);
    made.redirect.span.end = words[0].end;
  }
  finish_redirect(made.redirect, made.target.word);
  command.redirects.push_back(std::move(made));
  if (command.kind != Kind::Simple) return;
  command.range = command.range.join(range_of(node));
  for (std::size_t i = 1; i < words.size(); ++i) add_word(words[i], command);
}

// The grammar loses the `-` of `a - 2>b`.
void TreeReader::lost_word(Range gap, Statement& command) {
  if (command.kind != Kind::Simple || gap.begin >= gap.end) return;
  while (gap.begin < gap.end && blank(gap.begin)) ++gap.begin;
  while (gap.begin < gap.end && blank(gap.end - 1)) --gap.end;
  if (at(gap) == "-") add_word(gap, command);
}

// A heredoc, with what the grammar hangs below it: the rest of its line.
void TreeReader::heredoc(TSNode node, Sequence& into) {
  Statement& command = receiver(range_of(node), into);
  ScriptRedirect made;
  made.redirect.kind = Redirect::Kind::Heredoc;
  made.redirect.descriptor = 0;
  made.redirect.span = {ts_node_start_byte(node), ts_node_start_byte(node)};
  const std::vector<Child> parts = children_of(node);
  for (const Child& child : parts) {
    const Range range = range_of(child.node);
    if (child.type == "heredoc_start") {
      read_range(range, made.target);
      made.redirect.span.end = range.end;
    } else if (child.type == "heredoc_body") {
      made.redirect.body = range;
    }
  }
  into.end = std::max(into.end, made.redirect.span.end);
  if (command.kind == Kind::Simple) command.range.end = std::max(command.range.end, into.end);
  if (!made.target.word.quoted) heredoc_variables(made);
  command.redirects.push_back(std::move(made));
  for (const Child& child : parts) {
    if (child.field == "argument") {
      add_word(range_of(child.node), into.items.back());
      into.end = into.items.back().range.end = range_of(child.node).end;
    } else if (child.type.starts_with("heredoc_") || child.type.starts_with("<<")) {
      continue;
    } else if (child.type != "file_descriptor") {
      statement(child, into);
    }
  }
}

void TreeReader::heredoc_variables(ScriptRedirect& made) {
  if (!read_heredoc_body(text_, made.redirect.body, *this, made.redirect.body_variables,
                         made.inner)) {
    made.redirect.body_variables.clear();
    made.inner.clear();
  }
}

}  // namespace plimsoll::script
