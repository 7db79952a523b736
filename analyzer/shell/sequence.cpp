#include "analyzer/shell/sequence.h"

#include <algorithm>
#include <utility>

namespace plimsoll::script {

using Kind = Statement::Kind;

void Sequence::op(Connector found, Range range) {
  if (has_connector) return;  // `&` and the line end behind it
  connector = found;
  connector_range = range;
  has_connector = true;
  if (found == Connector::Background && !items.empty()) items.back().background = true;
}

void Sequence::add(Statement item, std::string_view text) {
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

namespace {

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

}  // namespace

std::vector<Statement> assemble(Sequence sequence) { return group(std::move(sequence.items), 0); }

Range separator_in(std::string_view text, Range gap) {
  for (std::uint32_t i = gap.begin; i < gap.end; ++i) {
    const char c = text[i];
    if (c == ';' || c == '&' || c == '\n') return {i, i + 1};
    if (c == '\\') ++i;
    if (c != '#') continue;
    while (i + 1 < gap.end && text[i + 1] != '\n') ++i;
  }
  return {gap.end, gap.end};
}

}  // namespace plimsoll::script
