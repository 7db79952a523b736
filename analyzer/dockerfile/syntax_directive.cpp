#include "analyzer/dockerfile/syntax_directive.h"

#include <algorithm>

#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/words.h"
#include "analyzer/grammar/heredoc.h"

namespace plimsoll {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string from_comments(std::string_view file, const char* prefix) {
  bool seen_escape = false;
  bool seen_check = false;
  while (!file.empty()) {
    const std::size_t newline = file.find('\n');
    std::string_view line = file.substr(0, newline);
    file = newline == std::string_view::npos ? std::string_view() : file.substr(newline + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    DockerfileDirective found;
    if (!dockerfile_directive(reinterpret_cast<const std::uint8_t*>(line.data()), line.size(),
                              prefix, &found))
      break;
    const std::string name = lower_case(line.substr(found.name_begin, found.name_size));
    if (name == "syntax") {
      const std::string_view value = line.substr(found.value_begin, found.value_size);
      return std::string(value.substr(0, value.find(' ')));
    }
    bool& seen = name == "escape" ? seen_escape : seen_check;
    if (seen) break;
    seen = true;
  }
  return "";
}

// The member `syntax` of a text that is a JSON object as a whole; the last one counts.
std::string from_json(std::string_view file) {
  const auto* text = reinterpret_cast<const std::uint8_t*>(file.data());
  const auto skip = [&](std::size_t at) {
    return std::min(file.find_first_not_of(" \t\r\n", at), file.size());
  };
  std::size_t at = skip(0);
  if (at == file.size() || file[at] != '{') return "";
  std::string image;
  at = skip(at + 1);
  while (at < file.size() && file[at] == '"') {
    const std::size_t key_end = dockerfile_json_value(text, file.size(), at);
    if (key_end == 0) return "";
    const bool is_syntax = json_text(file.substr(at + 1, key_end - at - 2)) == "syntax";
    at = skip(key_end);
    if (at == file.size() || file[at] != ':') return "";
    at = skip(at + 1);
    const std::size_t value_end = dockerfile_json_value(text, file.size(), at);
    if (value_end == 0) return "";
    if (is_syntax)
      image = file[at] == '"' ? json_text(file.substr(at + 1, value_end - at - 2)) : "";
    at = skip(value_end);
    if (at == file.size()) return "";
    if (file[at] == '}') return skip(at + 1) == file.size() ? image : "";
    if (file[at] != ',') return "";
    at = skip(at + 1);
  }
  return "";
}

}  // namespace

std::string detect_syntax(std::string_view file) {
  if (file.substr(0, byte_order_mark.size()) == byte_order_mark)
    file.remove_prefix(byte_order_mark.size());
  if (file.substr(0, 2) == "#!") {
    const std::size_t newline = file.find('\n');
    file = newline == std::string_view::npos ? std::string_view() : file.substr(newline + 1);
  }
  std::string image = from_comments(file, "#");
  if (image.empty()) image = from_comments(file, "//");
  if (image.empty()) image = from_json(file);
  return image;
}

}  // namespace plimsoll
