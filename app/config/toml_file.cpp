#include "app/config/toml_file.h"

// toml++ parses by recursion and takes a tree down by recursion, and a dotted key makes one level a
// dot: 256 KiB of dots would be a stack of 128,000 tables. So the nesting is measured first, by a
// scan that knows of TOML no more than strings, comments, brackets and dots.

#include <algorithm>
#include <cctype>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#include <toml++/toml.h>

namespace plimsoll::app {

namespace {

using tl::unexpected;

[[nodiscard]] std::uint32_t size_of(std::string_view text) {
  return static_cast<std::uint32_t>(text.size());
}

// Past the string that begins at `at` with a quote.
[[nodiscard]] std::size_t skip_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string triple(3, quote);
  const bool multi_line = text.substr(at, 3) == triple;
  std::size_t i = at + (multi_line ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (multi_line && text.substr(i, 3) == triple) {
      return i + 3;
    } else if (!multi_line && (text[i] == quote || text[i] == '\n')) {
      return i + 1;
    }
  }
  return text.size();
}

[[nodiscard]] std::optional<Complaint> too_deep(std::string_view text) {
  int depth = 0;
  int dots = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = skip_string(text, i);
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (c == '.') {
      ++dots;
    } else if (c == '\n' || c == '=' || c == ',' || c == '[' || c == '{') {
      dots = 0;
    }
    if (depth > kMaxConfigDepth || dots > kMaxConfigDepth) {
      const auto at = static_cast<std::uint32_t>(i);
      return Complaint{{at, at + 1}, "nested too deeply", ""};
    }
    ++i;
  }
  return std::nullopt;
}

class Converter {
 public:
  explicit Converter(const SourceFile& file) : file_(file) {}

  // toml++ counts lines and columns from 1, columns in code points. Values come nearly in the
  // order of the file, so the search goes on where the last one ended: a long line stays linear.
  [[nodiscard]] std::uint32_t offset(const toml::source_position& position) {
    if (position.line == 0 || position.line > file_.lines().line_count()) {
      return size_of(file_.bytes());
    }
    const Span line = file_.lines().line_span(position.line);
    if (position.line != line_ || position.column < column_) {
      line_ = position.line;
      column_ = 1;
      at_ = line.begin;
      if (at_ == 0 && file_.bytes().starts_with("\xEF\xBB\xBF")) at_ = 3;
    }
    for (; column_ < position.column && at_ < line.end; ++column_) {
      ++at_;
      while (at_ < line.end && (static_cast<unsigned char>(file_.bytes()[at_]) & 0xC0) == 0x80) {
        ++at_;
      }
    }
    return at_;
  }

  [[nodiscard]] Span span(const toml::source_region& region) {
    const std::uint32_t begin = offset(region.begin);
    return {begin, std::max(begin, offset(region.end))};
  }

  [[nodiscard]] Value value(const toml::node& node) {
    Value out;
    out.where = span(node.source());
    if (const auto* boolean = node.as_boolean()) {
      out.kind = ValueKind::Boolean;
      out.boolean = boolean->get();
    } else if (const auto* integer = node.as_integer()) {
      out.kind = ValueKind::Integer;
      out.integer = integer->get();
    } else if (const auto* string = node.as_string()) {
      out.kind = ValueKind::String;
      out.text = string->get();
    } else if (const auto* array = node.as_array()) {
      out.kind = ValueKind::List;
      for (const toml::node& item : *array) out.items.push_back(value(item));
    } else if (const auto* table = node.as_table()) {
      out.kind = ValueKind::Table;
      for (const auto& [key, member] : *table) {
        out.members.push_back({std::string(key.str()), span(key.source()), value(member)});
      }
      std::stable_sort(
          out.members.begin(), out.members.end(),
          [](const Member& a, const Member& b) { return a.key_where.begin < b.key_where.begin; });
    } else {
      out.kind = ValueKind::Other;
      out.text = std::string(file_.at(out.where));
    }
    return out;
  }

 private:
  const SourceFile& file_;
  std::uint32_t line_ = 0;  // where the last search ended
  std::uint32_t column_ = 1;
  std::uint32_t at_ = 0;
};

// toml++ says "Error while parsing key-value pair: ...": what follows is what a person needs.
[[nodiscard]] std::string in_our_words(std::string_view description) {
  const std::size_t colon = description.find(": ");
  if (description.starts_with("Error ") && colon != std::string_view::npos) {
    description.remove_prefix(colon + 2);
  }
  std::string words(description.substr(0, description.find('\n')));
  if (words.size() < description.size()) words += "'";  // it shows the letters up to the line's end
  if (words.starts_with("Encountered")) words.front() = 'e';
  return "not valid TOML: " + words;
}

}  // namespace

tl::expected<Value, Complaint> read_toml(const SourceFile& file) {
  const std::string_view text = file.bytes();
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(nul);
    return unexpected(Complaint{{at, at + 1}, "a NUL byte: this is not a text file", ""});
  }
  if (auto complaint = too_deep(text)) return unexpected(std::move(*complaint));

  Converter converter(file);
  const toml::parse_result parsed = toml::parse(text, std::string_view(file.path()));
  if (!parsed) {
    Span where = converter.span(parsed.error().source());
    if (where.empty() && where.begin < size_of(text)) ++where.end;
    return unexpected(Complaint{where, in_our_words(parsed.error().description()), ""});
  }
  return converter.value(parsed.table());
}

}  // namespace plimsoll::app
