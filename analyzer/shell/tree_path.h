#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/shell/command_list.h"
#include "analyzer/shell/script.h"

struct TSParser;

namespace plimsoll::script {

// The full grammar recovers from errors in time that grows with the square of the text. So longer
// texts are not given to it; and once it has spent its patience on texts with errors, only short
// ones are.
inline constexpr std::uint32_t max_tree_text_bytes = 12U << 10;
inline constexpr std::uint32_t max_erroneous_bytes = 24U << 10;
inline constexpr std::uint32_t max_tree_text_bytes_after_errors = 1U << 10;

struct TreeReading {
  Statement statement;  // a List
  std::vector<Range> unparsed;
  CommandList::Opaque opaque = CommandList::Opaque::None;  // or SyntaxError, TooDeep, TooLong
  bool exec = false;                                       // the words are elements of a JSON array
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
  std::size_t erroneous_bytes_ = 0;
};

}  // namespace plimsoll::script
