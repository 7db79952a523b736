#include "fixers/edits/instruction_edits.h"

#include <algorithm>

namespace plimsoll::edits {

namespace {

bool is_small(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string small(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// Whether everything in `where` is text of the instruction: replacing it loses no comment.
bool is_plain(const Instruction& instruction, Span where) {
  return instruction.heredocs.empty() &&
         std::none_of(instruction.inner_comments.begin(), instruction.inner_comments.end(),
                      [&](Span comment) { return comment.overlaps(where); });
}

// The instruction, or the ONBUILD whose trigger it is.
const Instruction& outermost(const Facts& facts, const Instruction& instruction) {
  return *facts.dockerfile.instructions[instruction.index];
}

// Behind the keyword and the flags that are there.
std::uint32_t flags_end(const Instruction& instruction) {
  std::uint32_t end = instruction.keyword_span.end;
  for (const Flag& flag : instruction.flags) end = std::max(end, flag.span.end);
  return end;
}

}  // namespace

Edits delete_instruction(const Facts& facts, const Instruction& instruction) {
  return remove(whole_lines(facts.source, outermost(facts, instruction).span));
}

Edits rename_keyword(const Facts& facts, const Instruction& instruction, std::string_view keyword) {
  const bool keep_small = is_small(facts.source.at(instruction.keyword_span));
  return replace_word(facts.source, instruction.keyword_span,
                      keep_small ? small(keyword) : std::string(keyword));
}

Edits add_flag(const Instruction& instruction, std::string_view flag) {
  return insert(flags_end(instruction), " " + std::string(flag));
}

Edits set_flag(const Facts& facts, const Instruction& instruction, std::string_view name,
               std::string_view value) {
  const std::string text = "--" + std::string(name) + "=" + std::string(value);
  if (const Flag* flag = instruction.flag(name)) {
    return replace_word(facts.source, flag->span, text);
  }
  return add_flag(instruction, text);
}

Edits remove_flag(const Facts& facts, const Instruction& instruction, std::string_view name) {
  std::vector<Span> words;
  for (const Flag& flag : instruction.flags) {
    if (flag.name == name) words.push_back(flag.span);
  }
  if (words.empty()) return std::nullopt;
  return remove_words(facts.source, std::move(words), facts.dockerfile.escape);
}

Edits replace_arguments(const Instruction& instruction, std::string text) {
  const Span where = instruction.rest.span();
  if (!is_plain(instruction, where)) return std::nullopt;
  return std::vector<Edit>{{where, std::move(text)}};
}

Edits to_json_array(const Instruction& instruction, const CommandLine& command,
                    const std::vector<std::string>& words) {
  if (words.empty() || !is_plain(instruction, command.span)) return std::nullopt;
  return std::vector<Edit>{{command.span, json_array(words)}};
}

Edits insert_above(const Facts& facts, const Instruction& instruction, std::string_view text) {
  const Instruction& outer = outermost(facts, instruction);
  std::uint32_t at = outer.span.begin;
  if (!outer.comments.empty()) at = std::min(at, outer.comments.front().begin);
  const std::uint32_t line = facts.source.lines().line_begin(facts.source.lines().line_of(at));
  const std::string indent(indentation(facts.source, outer.span.begin));
  return insert(line, indent + std::string(text) + std::string(line_end(facts.source)));
}

Edits insert_below(const Facts& facts, const Instruction& instruction, std::string_view text) {
  const Instruction& outer = outermost(facts, instruction);
  const std::uint32_t end = whole_lines(facts.source, outer.span).end;
  const std::string line =
      std::string(indentation(facts.source, outer.span.begin)) + std::string(text);
  const std::string eol(line_end(facts.source));
  const bool ended = end > 0 && facts.source.bytes()[end - 1] == '\n';
  return insert(end, ended ? line + eol : eol + line);
}

std::string json_array(const std::vector<std::string>& words) {
  std::string out = "[";
  for (const std::string& word : words) {
    if (out.size() > 1) out += ", ";
    out += '"';
    for (const char c : word) {
      constexpr std::string_view hex = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
      } else if (c == '\n') {
        out += "\\n";
      } else if (c == '\t') {
        out += "\\t";
      } else if (byte < 0x20) {
        out += "\\u00";
        out += hex[byte >> 4];
        out += hex[byte & 15];
      } else {
        out += c;
      }
    }
    out += '"';
  }
  return out + "]";
}

std::string quoted_value(std::string_view value, char escape) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:,+@%=").find(c) != std::string_view::npos;
  };
  if (!value.empty() && std::all_of(value.begin(), value.end(), plain)) return std::string(value);
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '$' || c == escape) out += escape;
    out += c;
  }
  return out + "\"";
}

std::string quoted_for_shell(std::string_view word) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:,+@%=").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return std::string(word);
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace plimsoll::edits
