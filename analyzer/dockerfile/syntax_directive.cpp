#include "analyzer/dockerfile/syntax_directive.h"

#include <array>

#include "analyzer/dockerfile/letter_case.h"
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
  return image;
}

}  // namespace plimsoll
