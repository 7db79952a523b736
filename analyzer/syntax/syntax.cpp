#include "analyzer/syntax/syntax.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "analyzer/base/check.h"
#include "analyzer/base/memory.h"

extern "C" const TSLanguage* tree_sitter_dockerfile(void);

namespace plimsoll::syntax {

namespace {

NodeKind kind_of_name(std::string_view name) {
  if (name == "source_file") return NodeKind::SourceFile;
  if (name == "directive") return NodeKind::Directive;
  if (name == "comment") return NodeKind::Comment;
  if (name == "line_end") return NodeKind::LineEnd;
  if (name == "blank") return NodeKind::Blank;
  if (name == "continuation") return NodeKind::Continuation;
  if (name == "heredoc_body") return NodeKind::HeredocBody;
  if (name == "heredoc_end") return NodeKind::HeredocEnd;
  if (name.size() > 12 && name.substr(name.size() - 12) == "_instruction") {
    return NodeKind::Instruction;
  }
  return NodeKind::Other;
}

class KindTable {
 public:
  KindTable() {
    const TSLanguage* language = tree_sitter_dockerfile();
    const std::uint32_t count = ts_language_symbol_count(language);
    CHECK(count <= kinds_.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      kinds_[i] = kind_of_name(ts_language_symbol_name(language, static_cast<TSSymbol>(i)));
    }
  }
  [[nodiscard]] NodeKind of(TSSymbol symbol) const {
    return symbol < kinds_.size() ? kinds_[symbol] : NodeKind::Error;
  }

 private:
  std::array<NodeKind, 256> kinds_{};
};

const KindTable& kinds() {
  static const KindTable table;
  return table;
}

// tree-sitter's own allocator ends the process with exit code 1, which says "findings".
void use_our_allocator() {
  static const bool done = [] {
    ts_set_allocator(allocate, allocate_zeroed, reallocate, std::free);
    return true;
  }();
  static_cast<void>(done);
}

TSParser* new_parser() {
  use_our_allocator();
  return ts_parser_new();
}

}  // namespace

void Tree::Delete::operator()(TSTree* tree) const { ts_tree_delete(tree); }

Tree::Tree(TSTree* tree) : tree_(tree) {}

// tree-sitter counts one byte of the character behind a token as read, however long the character
// is; an edit inside of it would go unnoticed. The edit is widened to where such a character may
// begin.
void Tree::edit(const TextEdit& edit) {
  constexpr std::uint32_t longest_rest_bytes = 3;
  const std::uint32_t back = std::min(edit.begin_point.column, longest_rest_bytes);
  const TSInputEdit input{edit.begin - back,
                          edit.old_end,
                          edit.new_end,
                          {edit.begin_point.row, edit.begin_point.column - back},
                          {edit.old_end_point.row, edit.old_end_point.column},
                          {edit.new_end_point.row, edit.new_end_point.column}};
  ts_tree_edit(tree_.get(), &input);
}

std::string Tree::to_s_expression() const {
  char* text = ts_node_string(ts_tree_root_node(tree_.get()));
  std::string copy = text;
  std::free(text);  // NOLINT: tree-sitter allocates with malloc
  return copy;
}

struct Cursor::State {
  TSTreeCursor cursor;
};

Cursor::Cursor(const Tree& tree)
    : state_(std::make_unique<State>(State{ts_tree_cursor_new(ts_tree_root_node(tree.raw()))})) {}

Cursor::~Cursor() { ts_tree_cursor_delete(&state_->cursor); }

bool Cursor::first_child() { return ts_tree_cursor_goto_first_child(&state_->cursor); }
bool Cursor::next_sibling() { return ts_tree_cursor_goto_next_sibling(&state_->cursor); }
bool Cursor::parent() { return ts_tree_cursor_goto_parent(&state_->cursor); }

NodeKind Cursor::kind() const {
  return kinds().of(ts_node_symbol(ts_tree_cursor_current_node(&state_->cursor)));
}

std::string_view Cursor::name() const {
  return ts_node_type(ts_tree_cursor_current_node(&state_->cursor));
}

Span Cursor::span() const {
  const TSNode node = ts_tree_cursor_current_node(&state_->cursor);
  return {ts_node_start_byte(node), ts_node_end_byte(node)};
}

bool Cursor::has_error() const {
  return ts_node_has_error(ts_tree_cursor_current_node(&state_->cursor));
}

void Parser::Delete::operator()(TSParser* parser) const { ts_parser_delete(parser); }

Parser::Parser() : parser_(new_parser()) {
  CHECK(ts_parser_set_language(parser_.get(), tree_sitter_dockerfile()));
  ts_parser_set_timeout_micros(parser_.get(), time_limit_us);
}

std::optional<Tree> Parser::parse(std::string_view text, const TSTree* old) {
  if (text.size() > text_limit_bytes) return std::nullopt;
  TSTree* tree = ts_parser_parse_string(parser_.get(), old, text.data(),
                                        static_cast<std::uint32_t>(text.size()));
  if (!tree) {
    ts_parser_reset(parser_.get());
    return std::nullopt;
  }
  return Tree(tree);
}

std::optional<Tree> Parser::parse(std::string_view text) { return parse(text, nullptr); }

std::optional<Tree> Parser::parse(std::string_view text, const Tree& old) {
  return parse(text, old.raw());
}

}  // namespace plimsoll::syntax
