#include "app/image_report/words.h"

#include <fmt/format.h>

#include "analyzer/base/paths.h"
#include "analyzer/source/utf8.h"
#include "app/report/printable.h"
#include "app/report/width.h"

namespace plimsoll::app {

namespace {

constexpr std::string_view omission = "...";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string joined(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t end = i;
    if (text[i] == '\\') {  // a continuation: nothing but blanks up to the line end
      end = i + 1;
      while (end < text.size() && (text[end] == ' ' || text[end] == '\r')) ++end;
      if (end == text.size() || text[end] != '\n') end = i;
    }
    if (end == i && !is_blank(text[i])) {
      out += text[i];
      continue;
    }
    while (end < text.size() && is_blank(text[end])) ++end;
    i = std::max(end, i + 1) - 1;
    if (!out.empty() && !out.ends_with(' ')) out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string one_line(std::string_view text, std::size_t columns) {
  // Four bytes a code point at most: what is far behind the edge need not be looked at.
  const std::string shown = printable(joined(text.substr(0, (columns + 64) * 16)));
  if (static_cast<std::size_t>(column_width(shown)) <= columns) return shown;
  std::size_t width = 0;
  std::size_t end = 0;
  while (end < shown.size()) {
    const utf8::CodePoint point = utf8::decode(shown, end);
    const auto next = static_cast<std::size_t>(column_width(static_cast<char32_t>(point.value)));
    if (width + next + omission.size() > columns) break;
    width += next;
    end += point.size;
  }
  std::string cut = shown.substr(0, end);
  while (cut.ends_with(' ')) cut.pop_back();
  return cut + std::string(omission);
}

std::string layer_words(const Figures& figures, std::uint32_t layer) {
  if (layer < figures.layers.size() && figures.layers[layer].line) {
    return fmt::format("layer {} ({}:{})", layer, printable(file_name(figures.dockerfile)),
                       *figures.layers[layer].line);
  }
  return fmt::format("layer {}", layer);
}

std::string percent(double ratio) {
  // Never 100.0 % where something is missing, nor 0.0 % where something is there.
  if (ratio > 0 && ratio < 0.0005) return "< 0.1 %";
  if (ratio < 1 && ratio >= 0.9995) return "> 99.9 %";
  return fmt::format("{:.1f} %", ratio * 100);
}

std::string_view hidden_words(image::Fate fate) {
  switch (fate) {
    case image::Fate::Replaced:
      return "replaced by";
    case image::Fate::Restored:
      return "written again by";
    case image::Fate::Deleted:
      return "deleted by";
    case image::Fate::Opaque:
      return "hidden by";
    case image::Fate::TypeChanged:
      return "displaced by";
    case image::Fate::DuplicatePath:
      return "written twice by";
    case image::Fate::Live:
    case image::Fate::Overhead:
      break;
  }
  return "hidden by";
}

std::string with_commas(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace plimsoll::app
