#pragma once

#include <string_view>
#include <vector>

#include "analyzer/shell/script.h"

namespace plimsoll::script {

// Commands in the order of the text, each with the operator before it; what stands between two
// brackets or keywords.
struct Sequence {
  std::vector<Statement> items;
  Connector connector = Connector::Start;  // before the next item
  Range connector_range;
  bool has_connector = false;
  bool negated = false;
  std::uint32_t end = 0;  // of the last item, with the redirects behind it

  // Notes the operator before the next item; of several (`&` and the line end behind it) the first.
  void op(Connector found, Range range);
  // Adds an item. Where no operator was noted, the gap before it in `text` holds the separator.
  void add(Statement item, std::string_view text);
};

// Puts the items together by the shell's precedence: the members of a List.
[[nodiscard]] std::vector<Statement> assemble(Sequence sequence);

// The first `;`, `&` or line end in the gap between two statements, comments apart; empty at
// gap.end if there is none.
[[nodiscard]] Range separator_in(std::string_view text, Range gap);

}  // namespace plimsoll::script
