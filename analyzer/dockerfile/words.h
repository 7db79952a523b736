#pragma once

// How BuildKit cuts the arguments of an instruction into words. Everything is a range of bytes of
// the joined line.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/dockerfile/instruction.h"
#include "analyzer/dockerfile/logical_line.h"

namespace plimsoll {

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] bool empty() const { return begin == end; }
};

// Cuts leading `--flags` off text()[at, end). Quotes of both kinds group and vanish, the escape
// character takes the next character as it is. Returns where the arguments begin.
std::size_t split_flags(const LogicalLine& line, Range where, char escape,
                        std::vector<Flag>& flags);

// Words between blanks; quotes mean nothing (FROM, EXPOSE, ADD, COPY, VOLUME).
[[nodiscard]] std::vector<Range> split_blanks(std::string_view text, Range where);

// A word of ENV, LABEL or ARG: quotes stay and group. `dropped` is where a lone escape character at
// the very end stands, which does not belong to the word; else npos.
struct QuotedWord {
  Range range;
  std::size_t dropped = std::string_view::npos;
};
[[nodiscard]] std::vector<QuotedWord> split_quoted(std::string_view text, Range where, char escape);

// What a JSON string whose text between the quotes is `text` stands for.
[[nodiscard]] std::string json_text(std::string_view text);

// The elements of a JSON array of strings that dockerfile_json_array() accepted, without quotes and
// escapes.
[[nodiscard]] std::vector<Text> json_strings(const LogicalLine& line, Range where);

}  // namespace plimsoll
