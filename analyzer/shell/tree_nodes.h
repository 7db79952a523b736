#pragma once

// Nodes of tree-sitter without its ceremony.

#include <tree_sitter/api.h>

#include <string_view>
#include <vector>

#include "analyzer/shell/script.h"

namespace plimsoll::script {

inline Range range_of(TSNode node) { return {ts_node_start_byte(node), ts_node_end_byte(node)}; }
inline std::string_view type_of(TSNode node) { return ts_node_type(node); }

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

inline std::vector<Child> children_of(TSNode node) {
  std::vector<Child> found;
  Cursor cursor(node);
  if (!cursor.down()) return found;
  do {
    found.push_back({cursor.node(), type_of(cursor.node()), cursor.field()});
  } while (cursor.next());
  return found;
}

}  // namespace plimsoll::script
