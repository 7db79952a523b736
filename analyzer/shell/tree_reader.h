#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/shell/sequence.h"
#include "analyzer/shell/shell.h"
#include "analyzer/shell/tree_nodes.h"
#include "analyzer/shell/tree_path.h"
#include "analyzer/shell/word_reader.h"

namespace plimsoll::script {

// Turns one tree of tree-sitter-bash into a Statement: see tree_path.cpp for how and why.
class TreeReader : public SubstitutionReader {
 public:
  TreeReader(std::string_view text, TreeReading& reading) : text_(text), reading_(reading) {}

  void read(TSNode root);
  [[nodiscard]] std::optional<std::uint32_t> substitution(std::uint32_t at,
                                                          std::vector<Statement>& into) override;

 private:
  // tree_path.cpp: what stands between brackets or keywords, flattened.
  void find_substitutions(TSNode root);
  void statement(const Child& child, Sequence& into);
  void unit(TSNode node, std::string_view type, Sequence& into);
  void unknown(Range range, Sequence& into);
  Statement& receiver(Range redirect, Sequence& into);

  // tree_simple.cpp: one command; false when the node is none.
  bool simple(TSNode node, std::string_view type, Sequence& into);
  void words(TSNode node, bool declares, Statement command, Sequence& into);
  [[nodiscard]] bool is_assignment(Range range) const;
  void assignment(Range range, Statement& command);
  void add_word(Range range, Statement& command);
  void read_range(Range range, Word& out);
  void test(TSNode node, Statement& command);
  [[nodiscard]] bool test_operator(std::uint32_t i) const;
  std::uint32_t test_word(std::uint32_t i, std::uint32_t limit, Statement& command);
  void redirect(TSNode node, Statement& command);
  void lost_word(Range gap, Statement& command);
  void heredoc(TSNode node, Sequence& into);
  void heredoc_variables(ScriptRedirect& made);

  // tree_compound.cpp
  [[nodiscard]] std::vector<Statement> contents(TSNode node);
  void compound(TSNode node, std::string_view type, Sequence& into);
  void branches(TSNode node, Statement& whole);
  void loop(TSNode node, Statement& whole);
  void for_loop(TSNode node, Statement& whole);
  void cases(TSNode node, Statement& whole);
  void function(TSNode node, Statement whole, Sequence& into);

  // False when the text is nested too deeply; else `--depth_` is owed.
  bool enter() {
    if (depth_ >= max_shell_nesting) {
      reading_.opaque = CommandList::Opaque::TooDeep;
      return false;
    }
    ++depth_;
    return true;
  }
  [[nodiscard]] std::string_view at(Range range) const { return range.in(text_); }
  [[nodiscard]] bool blank(std::uint32_t i) const {
    return text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\n' || text_[i] == '\r';
  }

  std::string_view text_;
  TreeReading& reading_;
  std::vector<std::pair<std::uint32_t, TSNode>> substitutions_;  // by where they begin
  std::uint32_t depth_ = 0;
};

}  // namespace plimsoll::script
