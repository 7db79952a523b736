#include "fixers/edits/array_edits.h"

#include <algorithm>

#include "fixers/edits/instruction_edits.h"

namespace plimsoll::edits {

Edits mend_array(const Facts& facts, const Instruction& instruction, const Text& text,
                 const LooseArray& array) {
  if (array.flaw == LooseArray::Flaw::UnclosedString || array.elements.empty()) return std::nullopt;
  const std::string_view whole = text.str();
  const std::string_view behind = whole.substr(array.close);
  if (!array.closed && !behind.empty()) return std::nullopt;
  const std::size_t remark = std::min(behind.find_first_not_of(" \t"), behind.size());
  const bool has_remark = behind.substr(remark).starts_with('#');
  if (!has_remark && behind.find_first_not_of(" \t\r;,") != std::string_view::npos) {
    return std::nullopt;
  }

  const auto span = [&](std::size_t begin, std::size_t end) {
    return text.source_span(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  };
  std::vector<Edits> parts;
  for (std::size_t i = 0; i < array.elements.size(); ++i) {
    const LooseArray::Element& element = array.elements[i];
    const std::string array_of_one = json_array({element.text});
    const std::string json = array_of_one.substr(1, array_of_one.size() - 2);
    const Span where = span(element.begin, element.end);
    const bool bare = element.text.size() == element.end - element.begin;
    if (bare && element.text.find_first_of("'\"") != std::string::npos) return std::nullopt;
    if (whole.substr(element.begin, element.end - element.begin) != json) {
      parts.push_back(replace_word(facts.source, where, json));
    }
    const bool last = i + 1 == array.elements.size();
    if (!last && !element.comma) parts.push_back(insert(where.end, ","));
    if (last && element.comma) {
      parts.push_back(remove(span(element.comma_at, element.comma_at + 1)));
    }
  }
  if (!array.closed) parts.push_back(insert(text.span().end, "]"));
  if (!behind.empty())
    parts.push_back(replace_word(facts.source, span(array.close, whole.size()), ""));
  if (has_remark) parts.push_back(insert_above(facts, instruction, behind.substr(remark)));
  return all(std::move(parts));
}

}  // namespace plimsoll::edits
