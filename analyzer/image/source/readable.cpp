#include "analyzer/image/source/readable.h"

#include <fmt/format.h>

namespace plimsoll::image {

std::string readable(std::string_view text) {
  constexpr std::size_t longest = 200;
  std::string result;
  for (const char c : text.substr(0, longest)) {
    if (c >= ' ' && c < '\x7f' && c != '\\') {
      result += c;
    } else {
      result += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  if (text.size() > longest) result += "...";
  return result;
}

}  // namespace plimsoll::image
