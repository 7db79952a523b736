#include "app/image_report/html/markup.h"

#include <fmt/format.h>

#include <iterator>

#include "analyzer/source/utf8.h"

namespace plimsoll::app {

std::string script_text(std::string_view bytes) {
  constexpr std::uint32_t lone_surrogates = 0xDC00;
  std::string out = "\"";
  for (std::size_t i = 0; i < bytes.size();) {
    const utf8::CodePoint point = utf8::decode(bytes, i);
    const auto value = static_cast<std::uint32_t>(point.value);
    const bool plain = point.valid && value >= 0x20 && value != '"' && value != '\\' &&
                       value != '<' && value != '>' && value != '&' && value != 0x7F &&
                       value != 0x2028 && value != 0x2029;
    if (plain) {
      out += bytes.substr(i, point.size);
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                     point.valid ? value : lone_surrogates + value);
    }
    i += point.valid ? point.size : 1;
  }
  return out + '"';
}

}  // namespace plimsoll::app
