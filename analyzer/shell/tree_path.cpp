#include "analyzer/shell/tree_path.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <optional>

#include "analyzer/base/check.h"
#include "analyzer/shell/fast_path.h"
#include "analyzer/shell/shell.h"
#include "analyzer/shell/word_reader.h"

// The grammar tree-sitter-bash finds words, brackets and keywords reliably, but not what binds
// what:
//
//     a && b > x || c | d      it reads as  (((a && b) > x) || c) | d
//
// So only its leaves are trusted. Everything between two brackets or keywords is flattened to a
// sequence of commands, operators and redirects in the order of the text (Sequence below), and put
// together again by the shell's own precedence: `|` before `&&` and `||` before `;` and `&`; a
// redirect belongs to the command before it. Flattening walks with one cursor instead of recursion,
// because a chain of ten thousand `&&` is a tree ten thousand deep.
//
// What the grammar could not read becomes Kind::Unknown, never a command.
//
// Long because it is one reader, whose constructs call each other.

extern "C" const TSLanguage* tree_sitter_bash(void);

namespace plimsoll::script {

namespace {

using Kind = Statement::Kind;

Range range_of(TSNode node) { return {ts_node_start_byte(node), ts_node_end_byte(node)}; }
std::string_view type_of(TSNode node) { return ts_node_type(node); }

class Cursor {
 public:
  explicit Cursor(TSNode node) : cursor_(ts_tree_cursor_new(node)) {}
  ~Cursor() { ts_tree_cursor_delete(&cursor_); }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  [[nodiscard]] TSNode node() const { return ts_tree_cursor_current_node(&cursor_); }
  [[nodiscard]] std::string_view field() const {
    const char* name = ts_tree_cursor_current_field_name(&cursor_);
    return name ? name : "";
  }
  bool down() { return ts_tree_cursor_goto_first_child(&cursor_); }
  bool next() { return ts_tree_cursor_goto_next_sibling(&cursor_); }
  bool up() { return ts_tree_cursor_goto_parent(&cursor_); }

 private:
  TSTreeCursor cursor_;
};

struct Child {
  TSNode node;
  std::string_view type;
  std::string_view field;
};

std::vector<Child> children_of(TSNode node) {
  std::vector<Child> found;
  Cursor cursor(node);
  if (!cursor.down()) return found;
  do {
    found.push_back({cursor.node(), type_of(cursor.node()), cursor.field()});
  } while (cursor.next());
  return found;
}

// Commands in the order of the text, each with the operator before it.
struct Sequence {
  std::vector<Statement> items;
  Connector connector = Connector::Start;  // before the next item
  Range connector_range;
  bool has_connector = false;
  bool negated = false;
  std::uint32_t end = 0;  // of the last item, with the redirects behind it

  void op(Connector found, Range range) {
    if (has_connector) return;  // `&` and the line end behind it
    connector = found;
    connector_range = range;
    has_connector = true;
    if (found == Connector::Background && !items.empty()) items.back().background = true;
  }
  void add(Statement item, std::string_view text) {
    if (!items.empty() && !has_connector) {
      const Range gap{end, std::max(end, item.range.begin)};
      op(Connector::Sequence, separator_in(text, gap));
    }
    if (!items.empty()) {
      item.connector = connector;
      item.connector_range = connector_range;
    }
    item.negated = negated;
    end = item.range.end;
    items.push_back(std::move(item));
    has_connector = false;
    negated = false;
  }
};

int level_of(Connector connector) {
  switch (connector) {
    case Connector::Pipe:
      return 2;
    case Connector::And:
    case Connector::Or:
      return 1;
    default:
      return 0;
  }
}

// Groups by precedence, the loosest operators first.
std::vector<Statement> group(std::vector<Statement> items, int level) {
  if (level > 2) return items;
  std::vector<Statement> found;
  for (std::size_t i = 0; i < items.size();) {
    std::vector<Statement> part;
    const Connector connector = items[i].connector;
    const Range connector_range = items[i].connector_range;
    do {
      part.push_back(std::move(items[i]));
      ++i;
    } while (i < items.size() && level_of(items[i].connector) > level);
    part.front().connector = Connector::Start;
    part.front().connector_range = {};
    const bool background = level == 0 && part.back().background;
    if (background) part.back().background = false;
    const bool negated = level == 1 && part.front().negated;
    if (negated) part.front().negated = false;
    part = group(std::move(part), level + 1);
    Statement whole = level == 0 ? combine(Kind::AndOr, std::move(part))
                                 : combine(Kind::Pipeline, std::move(part));
    if (level == 0) whole.background = background;
    if (level == 1) whole.negated = negated;
    whole.connector = connector;
    whole.connector_range = connector_range;
    found.push_back(std::move(whole));
  }
  return found;
}

std::vector<Statement> assemble(Sequence sequence) { return group(std::move(sequence.items), 0); }

class TreeReader : public SubstitutionReader {
 public:
  TreeReader(std::string_view text, TreeReading& reading) : text_(text), reading_(reading) {}

  void read(TSNode root) {
    within_ = root;
    Sequence sequence;
    for (const Child& child : children_of(root)) statement(child, sequence);
    reading_.statement = combine(Kind::List, assemble(std::move(sequence)));
  }

  std::optional<std::uint32_t> substitution(std::uint32_t at,
                                            std::vector<Statement>& into) override {
    const std::optional<TSNode> node = substitution_node(at);
    if (!node || !enter()) return std::nullopt;
    const TSNode outside = within_;
    Statement run;
    run.kind = Kind::List;
    run.range = {at, range_of(*node).end};
    run.children = contents(*node);
    into.push_back(std::move(run));
    within_ = outside;
    --depth_;
    return range_of(*node).end;
  }

 private:
  bool enter() {
    if (depth_ >= max_shell_nesting) {
      reading_.opaque = CommandList::Opaque::TooDeep;
      return false;
    }
    ++depth_;
    return true;
  }
  [[nodiscard]] std::string_view at(Range range) const { return range.in(text_); }

  // A node may hold the blanks before it.
  [[nodiscard]] bool begins_at(Range range, std::uint32_t at) const {
    return range.begin <= at &&
           text_.substr(range.begin, at - range.begin).find_first_not_of(" \t\n") ==
               std::string_view::npos;
  }

  // The substitution that begins at `at`, inside the node that is read now.
  [[nodiscard]] std::optional<TSNode> substitution_node(std::uint32_t at) const {
    TSNode node = within_;
    while (true) {
      const std::string_view type = type_of(node);
      const bool substitutes = type == "command_substitution" || type == "process_substitution";
      if (substitutes && begins_at(range_of(node), at)) {
        if (ts_node_is_missing(node)) return std::nullopt;
        return node;
      }
      Cursor cursor(node);
      if (!cursor.down()) return std::nullopt;
      bool found = false;
      do {
        const Range range = range_of(cursor.node());
        if (range.begin > at) break;
        if (at >= range.end) continue;
        node = cursor.node();
        found = true;
        break;
      } while (cursor.next());
      if (!found) return std::nullopt;
    }
  }

  void unknown(Range range, Sequence& into) {
    reading_.unparsed.push_back(range);
    if (reading_.opaque == CommandList::Opaque::None) {
      reading_.opaque = CommandList::Opaque::SyntaxError;
    }
    Statement lost;
    lost.kind = Kind::Unknown;
    lost.range = range;
    into.add(std::move(lost), text_);
  }

  static bool is_transparent(std::string_view type) {
    return type == "list" || type == "pipeline" || type == "redirected_statement" ||
           type == "negated_command";
  }

  // One statement node (or an operator between two), flattened into `into`.
  void statement(const Child& child, Sequence& into) {
    if (!is_transparent(child.type)) return unit(child.node, child.type, into);
    Cursor cursor(child.node);
    std::size_t open = 0;
    while (true) {
      const TSNode node = cursor.node();
      const std::string_view type = type_of(node);
      if (is_transparent(type) && cursor.down()) {
        ++open;
        continue;
      }
      unit(node, type, into);
      while (open > 0 && !cursor.next()) {
        cursor.up();
        --open;
      }
      if (open == 0) return;
    }
  }

  // A node that is not transparent: an operator, a redirect, a command or a compound.
  void unit(TSNode node, std::string_view type, Sequence& into) {
    const Range range = range_of(node);
    if (type == "comment") return;
    if (type == "&&") return into.op(Connector::And, range);
    if (type == "||") return into.op(Connector::Or, range);
    if (type == "|" || type == "|&") return into.op(Connector::Pipe, range);
    if (type == ";" || type == "\n" || type == ";;") return into.op(Connector::Sequence, range);
    if (type == "&") return into.op(Connector::Background, range);
    if (type == "!") {
      into.negated = true;
      return;
    }
    if (type == "file_redirect" || type == "herestring_redirect") {
      redirect(node, receiver(range, into));
      into.end = std::max(into.end, range.end);
      return;
    }
    if (type == "heredoc_redirect") return heredoc(node, into);
    if (!ts_node_is_named(node) && !ts_node_is_missing(node)) return;
    if (type == "ERROR" || ts_node_is_missing(node)) return unknown(range, into);
    if (simple(node, type, into)) return;
    if (!enter()) return unknown(range, into);
    const TSNode outside = within_;
    within_ = node;
    compound(node, type, into);
    within_ = outside;
    --depth_;
  }

  // The statement that a redirect belongs to: the one before it, or a new one (`> file` alone).
  Statement& receiver(Range redirect, Sequence& into) {
    if (into.items.empty() || into.has_connector) {
      Statement alone;
      alone.range = redirect;
      into.add(std::move(alone), text_);
    }
    return into.items.back();
  }

  bool simple(TSNode node, std::string_view type, Sequence& into) {
    const bool assigns = type == "variable_assignment";
    if (!assigns && type != "command" && type != "variable_assignments" &&
        type != "declaration_command" && type != "unset_command" && type != "test_command") {
      return false;
    }
    if (ts_node_has_error(node)) {
      unknown(range_of(node), into);
      return true;
    }
    Statement command;
    command.range = range_of(node);
    if (type == "test_command") {
      test(node, command);
      into.add(std::move(command), text_);
    } else if (assigns) {
      assignment(node, command.range, command);
      into.add(std::move(command), text_);
    } else {
      const bool declares = type == "declaration_command" || type == "unset_command";
      words(node, declares, std::move(command), into);
    }
    return true;
  }

  // Words, assignments and redirects of one command node. Parts that touch are one word. The
  // grammar overlooks a line end behind leading assignments: there a new command begins.
  void words(TSNode node, bool declares, Statement command, Sequence& into) {
    std::optional<Range> part;
    const auto flush = [&] {
      if (!part) return;
      const bool assigns = !declares && command.words.empty() && is_assignment(*part);
      if (assigns) {
        assignment(node, *part, command);
      } else {
        add_word(node, *part, command);
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

  [[nodiscard]] bool is_assignment(Range range) const {
    const std::string_view word = at(range);
    const std::size_t length = name_length(word, 0);
    if (length == 0 || length == word.size()) return false;
    const std::string_view rest = word.substr(length);
    if (rest[0] == '[') return rest.find("]=") != rest.npos || rest.find("]+=") != rest.npos;
    return rest.starts_with('=') || rest.starts_with("+=");
  }

  void add_word(TSNode within, Range range, Statement& command) {
    read_range(within, range, command.words.emplace_back());
  }

  // A word that cannot be read stands as written and is not known.
  void read_range(TSNode within, Range range, Word& out) {
    const TSNode outside = within_;
    within_ = within;
    if (!read_word(text_, range.begin, range.end, WordEnd::AtLimit, *this, out)) {
      out = Word();
      out.word.text = std::string(at(range));
      out.word.known = false;
      out.word.span = range;
    }
    within_ = outside;
  }

  void assignment(TSNode within, Range range, Statement& command) {
    ScriptAssignment made;
    const std::uint32_t length = name_length(text_, range.begin);
    made.assignment.name = std::string(text_.substr(range.begin, length));
    made.assignment.span = range;
    const std::uint32_t equals = static_cast<std::uint32_t>(text_.find('=', range.begin));
    made.assignment.append = text_[equals - 1] == '+';
    made.assignment.array =
        text_[range.begin + length] == '[' || (equals + 1 < range.end && text_[equals + 1] == '(');
    read_range(within, {equals + 1, range.end}, made.value);
    if (made.assignment.array) made.value.word.known = false;
    command.assignments.push_back(std::move(made));
  }

  // `[ ... ]` and `[[ ... ]]` as a command with words; `((...))` as one word.
  void test(TSNode node, Statement& command) {
    const Range range = range_of(node);
    const TSNode outside = within_;
    within_ = node;
    if (at(range).starts_with("((")) {
      Word& whole = command.words.emplace_back();
      whole.word.text = std::string(at(range));
      whole.word.known = false;
      whole.word.span = range;
    } else {
      for (std::uint32_t i = range.begin; i < range.end;) i = test_word(i, range.end, command);
    }
    within_ = outside;
  }
  [[nodiscard]] bool blank(std::uint32_t i) const {
    return text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\n' || text_[i] == '\r';
  }
  [[nodiscard]] bool test_operator(std::uint32_t i) const {
    return std::string_view("()<>&|;").find(text_[i]) != std::string_view::npos;
  }
  std::uint32_t test_word(std::uint32_t i, std::uint32_t limit, Statement& command) {
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

  // What an operator says of a redirect; false when it is none.
  static bool redirect_operator(std::string_view token, Redirect& made) {
    using RedirectKind = Redirect::Kind;
    struct Operator {
      std::string_view token;
      RedirectKind kind;
    };
    static constexpr Operator operators[] = {
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

  // The grammar loses the `-` of `a - 2>b`.
  void lost_word(Range gap, Statement& command) {
    if (command.kind != Kind::Simple || gap.begin >= gap.end) return;
    while (gap.begin < gap.end && blank(gap.begin)) ++gap.begin;
    while (gap.begin < gap.end && blank(gap.end - 1)) --gap.end;
    if (at(gap) == "-") add_word(within_, gap, command);
  }

  // A redirect. The grammar takes the words behind it (`>&2 text`) for more targets; they are words
  // of the command.
  void redirect(TSNode node, Statement& command) {
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
      read_range(node, words[0], made.target);
      made.redirect.span.end = words[0].end;
    }
    finish_redirect(made.redirect, made.target.word);
    command.redirects.push_back(std::move(made));
    if (command.kind != Kind::Simple) return;
    command.range = command.range.join(range_of(node));
    for (std::size_t i = 1; i < words.size(); ++i) add_word(node, words[i], command);
  }

  // A heredoc, with what the grammar hangs below it: the rest of its line.
  void heredoc(TSNode node, Sequence& into) {
    Statement& command = receiver(range_of(node), into);
    ScriptRedirect made;
    made.redirect.kind = Redirect::Kind::Heredoc;
    made.redirect.descriptor = 0;
    made.redirect.span = {ts_node_start_byte(node), ts_node_start_byte(node)};
    const std::vector<Child> parts = children_of(node);
    for (const Child& child : parts) {
      const Range range = range_of(child.node);
      if (child.type == "heredoc_start") {
        read_range(child.node, range, made.target);
        made.redirect.span.end = range.end;
      } else if (child.type == "heredoc_body") {
        made.redirect.body = range;
      }
    }
    into.end = std::max(into.end, made.redirect.span.end);
    if (command.kind == Kind::Simple) command.range.end = std::max(command.range.end, into.end);
    if (!made.target.word.quoted) heredoc_variables(node, made);
    command.redirects.push_back(std::move(made));
    for (const Child& child : parts) {
      if (child.field == "argument") {
        add_word(child.node, range_of(child.node), into.items.back());
        into.end = into.items.back().range.end = range_of(child.node).end;
      } else if (child.type.starts_with("heredoc_") || child.type.starts_with("<<")) {
        continue;
      } else if (child.type != "file_descriptor") {
        statement(child, into);
      }
    }
  }

  void heredoc_variables(TSNode node, ScriptRedirect& made) {
    const TSNode outside = within_;
    within_ = node;
    if (!read_heredoc_body(text_, made.redirect.body, *this, made.redirect.body_variables,
                           made.inner)) {
      made.redirect.body_variables.clear();
      made.inner.clear();
    }
    within_ = outside;
  }

  // What stands between the brackets or keywords of a node.
  std::vector<Statement> contents(TSNode node) {
    Sequence sequence;
    for (const Child& child : children_of(node)) {
      if (is_frame(child.type)) continue;
      statement(child, sequence);
    }
    return assemble(std::move(sequence));
  }
  static bool is_frame(std::string_view type) {
    return type == "(" || type == ")" || type == "{" || type == "}" || type == "$(" ||
           type == "`" || type == "<(" || type == ">(" || type == "do" || type == "done" ||
           type == "else" || type == "$`";
  }
  static Statement list_of(std::vector<Statement> parts) {
    return combine(Kind::List, std::move(parts));
  }

  void compound(TSNode node, std::string_view type, Sequence& into) {
    Statement whole;
    whole.range = range_of(node);
    if (type == "subshell" || type == "compound_statement" || type == "do_group") {
      if (at(whole.range).starts_with("((")) {
        test(node, whole);
        return into.add(std::move(whole), text_);
      }
      whole.kind = type == "subshell" ? Kind::Subshell : Kind::Group;
      whole.children.push_back(list_of(contents(node)));
    } else if (type == "if_statement") {
      whole.kind = Kind::If;
      branches(node, whole);
    } else if (type == "while_statement") {
      loop(node, whole);
    } else if (type == "for_statement" || type == "c_style_for_statement") {
      for_loop(node, whole);
    } else if (type == "case_statement") {
      cases(node, whole);
    } else if (type == "function_definition") {
      return function(node, std::move(whole), into);
    } else {
      return unknown(whole.range, into);
    }
    into.add(std::move(whole), text_);
  }

  void branches(TSNode node, Statement& whole) {
    Sequence part;
    const auto close = [&] {
      whole.children.push_back(list_of(assemble(std::move(part))));
      part = Sequence();
    };
    bool open = false;  // inside a branch
    for (const Child& child : children_of(node)) {
      if (child.type == "if" || child.type == "elif") continue;
      if (child.type == "then") {
        close();
        open = true;
      } else if (child.type == "elif_clause") {
        if (open) close();
        open = false;
        branches(child.node, whole);
      } else if (child.type == "else_clause") {
        if (open) close();
        open = false;
        whole.children.push_back(list_of(contents(child.node)));
      } else if (child.type == "fi") {
        break;
      } else {
        statement(child, part);
      }
    }
    if (open) close();
  }

  void loop(TSNode node, Statement& whole) {
    whole.kind = Kind::Loop;
    Sequence condition;
    for (const Child& child : children_of(node)) {
      if (child.type == "while" || child.type == "until") continue;
      if (child.field == "body") {
        whole.children.push_back(list_of(assemble(std::move(condition))));
        whole.children.push_back(list_of(contents(child.node)));
        return;
      }
      statement(child, condition);
    }
    whole.kind = Kind::Unknown;
  }

  void for_loop(TSNode node, Statement& whole) {
    whole.kind = Kind::For;
    for (const Child& child : children_of(node)) {
      if (child.field == "variable") whole.name = std::string(at(range_of(child.node)));
      if (child.type == "in") whole.each_word = true;
      if (child.field == "value") {
        const Range range = range_of(child.node);
        add_word(child.node, range, whole);
      }
      if (child.field == "body") whole.children.push_back(list_of(contents(child.node)));
    }
    if (whole.children.empty()) whole.kind = Kind::Unknown;
  }

  void cases(TSNode node, Statement& whole) {
    whole.kind = Kind::Case;
    for (const Child& child : children_of(node)) {
      if (child.field == "value") add_word(child.node, range_of(child.node), whole);
      if (child.type != "case_item") continue;
      Sequence branch;
      bool open = false;
      for (const Child& part : children_of(child.node)) {
        if (open && part.field.empty()) statement(part, branch);
        if (part.type == ")") open = true;
      }
      whole.children.push_back(list_of(assemble(std::move(branch))));
    }
  }

  void function(TSNode node, Statement whole, Sequence& into) {
    whole.kind = Kind::Function;
    Sequence body;
    for (const Child& child : children_of(node)) {
      if (child.field == "name") whole.name = std::string(at(range_of(child.node)));
      if (child.field == "body") statement(child, body);
    }
    whole.children.push_back(list_of(assemble(std::move(body))));
    into.add(std::move(whole), text_);
  }

  std::string_view text_;
  TreeReading& reading_;
  TSNode within_{};
  std::uint32_t depth_ = 0;
};

// Brackets that are open at once, at most; quotes are not minded, so this may say too much.
std::uint32_t bracket_depth(std::string_view text) {
  std::uint32_t depth = 0;
  std::uint32_t deepest = 0;
  for (const char c : text) {
    if (c == '(' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ')' || c == '}') && depth > 0) --depth;
  }
  return deepest;
}

}  // namespace

void TreePath::Delete::operator()(TSParser* parser) const { ts_parser_delete(parser); }

TreePath::TreePath() : parser_(ts_parser_new()) {
  CHECK(ts_parser_set_language(parser_.get(), tree_sitter_bash()));
}

TreeReading TreePath::read(std::string_view text) {
  TreeReading reading;
  reading.statement.kind = Kind::List;
  if (text.size() > max_tree_text_bytes) {
    reading.opaque = CommandList::Opaque::TooLong;
  } else if (bracket_depth(text) > max_shell_nesting) {
    reading.opaque = CommandList::Opaque::TooDeep;
  }
  if (reading.opaque != CommandList::Opaque::None) return reading;
  TSTree* tree = ts_parser_parse_string(parser_.get(), nullptr, text.data(),
                                        static_cast<std::uint32_t>(text.size()));
  CHECK(tree != nullptr);
  TreeReader(text, reading).read(ts_tree_root_node(tree));
  ts_tree_delete(tree);
  return reading;
}

}  // namespace plimsoll::script
