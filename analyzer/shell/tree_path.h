#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/shell/command_list.h"
#include "analyzer/shell/script.h"

struct TSParser;

namespace plimsoll::script {

// Longer texts are not given to the full grammar, whose error recovery is not linear.
inline constexpr std::uint32_t max_tree_text_bytes = 1U << 16;

struct TreeReading {
  Statement statement;  // a List
  std::vector<Range> unparsed;
  CommandList::Opaque opaque = CommandList::Opaque::None;  // or SyntaxError, TooDeep, TooLong
};

// Reads shell texts by the grammar tree-sitter-bash. Owns its parser; not for two threads at once.
class TreePath {
 public:
  TreePath();
  [[nodiscard]] TreeReading read(std::string_view text);

 private:
  struct Delete {
    void operator()(TSParser* parser) const;
  };
  std::unique_ptr<TSParser, Delete> parser_;
};

}  // namespace plimsoll::script
