#pragma once

// The syntax tree of a Dockerfile: tree-sitter behind values that own what they hold. Only this
// folder (and analyzer/shell) sees tree-sitter itself. The grammar is analyzer/grammar.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/source/span.h"

struct TSTree;
struct TSParser;

namespace plimsoll::syntax {

// What a node is, as far as the program asks. Names are those of the grammar.
enum class NodeKind : std::uint8_t {
  Other,
  SourceFile,
  Directive,
  Comment,
  LineEnd,
  Blank,
  Continuation,
  HeredocBody,
  HeredocEnd,
  Instruction,
  Error
};

struct Point {
  std::uint32_t row = 0;     // from 0
  std::uint32_t column = 0;  // bytes
};

// An edit of the text, as an editor reports it. Positions are of the text before (old) and after.
struct TextEdit {
  std::uint32_t begin = 0;
  std::uint32_t old_end = 0;
  std::uint32_t new_end = 0;
  Point begin_point;
  Point old_end_point;
  Point new_end_point;
};

// A parsed text. Refers to nothing of the text; movable.
class Tree {
 public:
  explicit Tree(TSTree* tree);
  // Tells the tree that its text has changed, so that the next parse can reuse what is left.
  void edit(const TextEdit& edit);
  [[nodiscard]] const TSTree* raw() const { return tree_.get(); }
  // The tree as tree-sitter writes it, named nodes only; for tests.
  [[nodiscard]] std::string to_s_expression() const;

 private:
  struct Delete {
    void operator()(TSTree* tree) const;
  };
  std::unique_ptr<TSTree, Delete> tree_;
};

// Walks a tree without allocating for each node. The tree must outlive it.
class Cursor {
 public:
  explicit Cursor(const Tree& tree);
  ~Cursor();
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  bool first_child();
  bool next_sibling();
  bool parent();
  [[nodiscard]] NodeKind kind() const;
  [[nodiscard]] std::string_view name() const;  // the grammar's name, static storage
  [[nodiscard]] Span span() const;
  [[nodiscard]] bool has_error() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The largest text that is parsed. A tree takes up to 180 times the memory of its text, and real
// Dockerfiles have at most some 100 kB.
constexpr std::uint32_t text_limit_bytes = 16U << 20U;
// Parsing takes linear time, some seconds for the largest text; this stops what would take longer.
constexpr std::uint64_t time_limit_us = 60'000'000;

class Parser {
 public:
  Parser();

  // Parses a whole text. Nothing, where it is larger or takes longer than the limits above.
  [[nodiscard]] std::optional<Tree> parse(std::string_view text);
  // Parses `text`, reusing what `old` (edited to fit) still holds. The tree equals that of a whole
  // parse.
  [[nodiscard]] std::optional<Tree> parse(std::string_view text, const Tree& old);

 private:
  struct Delete {
    void operator()(TSParser* parser) const;
  };
  [[nodiscard]] std::optional<Tree> parse(std::string_view text, const TSTree* old);

  std::unique_ptr<TSParser, Delete> parser_;
};

}  // namespace plimsoll::syntax
