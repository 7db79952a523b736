#include "analyzer/shell/tree_path.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/check.h"
#include "analyzer/shell/tree_reader.h"

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

using Kind = Statement::Kind;

namespace {

bool is_transparent(std::string_view type) {
  return type == "list" || type == "pipeline" || type == "redirected_statement" ||
         type == "negated_command";
}

// Whether the parser had to add a bracket or a keyword that does not stand in the text.
bool lacks_part(TSNode node) {
  if (!ts_node_has_error(node)) return false;
  const std::vector<Child> parts = children_of(node);
  return std::any_of(parts.begin(), parts.end(),
                     [](const Child& part) { return ts_node_is_missing(part.node); });
}

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

void TreeReader::read(TSNode root) {
  find_substitutions(root);
  Sequence sequence;
  for (const Child& child : children_of(root)) statement(child, sequence);
  reading_.statement = combine(Kind::List, assemble(std::move(sequence)));
}

// Collects all substitutions of the tree, in the order of the text.
void TreeReader::find_substitutions(TSNode root) {
  if (text_.find_first_of("$`<>") == std::string_view::npos) return;
  Cursor cursor(root);
  std::size_t open = 0;
  while (true) {
    const TSNode node = cursor.node();
    const std::string_view type = type_of(node);
    if (type == "command_substitution" || type == "process_substitution") {
      Range range = range_of(node);  // which may hold the blanks before it
      while (range.begin < range.end && blank(range.begin)) ++range.begin;
      if (!ts_node_is_missing(node)) substitutions_.emplace_back(range.begin, node);
    }
    if (cursor.down()) {
      ++open;
      continue;
    }
    while (open > 0 && !cursor.next()) {
      cursor.up();
      --open;
    }
    if (open == 0) return;
  }
}

std::optional<std::uint32_t> TreeReader::substitution(std::uint32_t at,
                                                      std::vector<Statement>& into) {
  const auto found = std::lower_bound(substitutions_.begin(), substitutions_.end(), at,
                                      [](const auto& s, std::uint32_t a) { return s.first < a; });
  if (found == substitutions_.end() || found->first != at || !enter()) return std::nullopt;
  Statement run;
  run.kind = Kind::List;
  run.range = {at, range_of(found->second).end};
  run.children = contents(found->second);
  --depth_;
  into.push_back(std::move(run));
  return into.back().range.end;
}

void TreeReader::unknown(Range range, Sequence& into) {
  reading_.unparsed.push_back(range);
  if (reading_.opaque == CommandList::Opaque::None) {
    reading_.opaque = CommandList::Opaque::SyntaxError;
  }
  Statement lost;
  lost.kind = Kind::Unknown;
  lost.range = range;
  into.add(std::move(lost), text_);
}

// One statement node (or an operator between two), flattened into `into`.
void TreeReader::statement(const Child& child, Sequence& into) {
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
void TreeReader::unit(TSNode node, std::string_view type, Sequence& into) {
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
    if (ts_node_has_error(node)) return unknown(range, into);
    redirect(node, receiver(range, into));
    into.end = std::max(into.end, range.end);
    return;
  }
  if (type == "heredoc_redirect") return heredoc(node, into);
  if (!ts_node_is_named(node) && !ts_node_is_missing(node)) return;
  if (type == "ERROR" || ts_node_is_missing(node)) return unknown(range, into);
  if (simple(node, type, into)) return;
  if (lacks_part(node) || !enter()) return unknown(range, into);
  compound(node, type, into);
  --depth_;
}

// The statement that a redirect belongs to: the one before it, or a new one (`> file` alone).
Statement& TreeReader::receiver(Range redirect, Sequence& into) {
  if (into.items.empty() || into.has_connector) {
    Statement alone;
    alone.range = redirect;
    into.add(std::move(alone), text_);
  }
  return into.items.back();
}

void TreePath::Delete::operator()(TSParser* parser) const { ts_parser_delete(parser); }

TreePath::TreePath() : parser_(ts_parser_new()) {
  CHECK(ts_parser_set_language(parser_.get(), tree_sitter_bash()));
}

TreeReading TreePath::read(std::string_view text) {
  TreeReading reading;
  reading.statement.kind = Kind::List;
  const bool patient = erroneous_bytes_ <= max_erroneous_bytes;
  if (text.size() > (patient ? max_tree_text_bytes : max_tree_text_bytes_after_errors)) {
    reading.opaque = CommandList::Opaque::TooLong;
  } else if (bracket_depth(text) > max_shell_nesting) {
    reading.opaque = CommandList::Opaque::TooDeep;
  }
  if (reading.opaque != CommandList::Opaque::None) return reading;
  TSTree* tree = ts_parser_parse_string(parser_.get(), nullptr, text.data(),
                                        static_cast<std::uint32_t>(text.size()));
  CHECK(tree != nullptr);
  if (ts_node_has_error(ts_tree_root_node(tree))) erroneous_bytes_ += text.size();
  TreeReader(text, reading).read(ts_tree_root_node(tree));
  ts_tree_delete(tree);
  return reading;
}

}  // namespace plimsoll::script
