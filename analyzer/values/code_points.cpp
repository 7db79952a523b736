#include "analyzer/values/code_points.h"

#include <array>
#include <cstdint>

#include "analyzer/grammar/heredoc.h"
#include "analyzer/source/utf8.h"

namespace plimsoll {

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const utf8::CodePoint c = utf8::decode(text, at);
  return {c.valid ? c.value : char32_t{0xFFFD}, c.size};
}

void append_code_point(std::string& out, char32_t c) {
  std::array<std::uint8_t, 4> bytes{};
  const std::size_t size = dockerfile_encode(static_cast<std::int32_t>(c), bytes.data());
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(bytes[i]));
}

bool is_letter(char32_t c) { return dockerfile_is_letter(static_cast<std::int32_t>(c)); }
bool is_digit(char32_t c) { return dockerfile_is_digit(static_cast<std::int32_t>(c)); }
bool is_space(char32_t c) { return dockerfile_is_space(static_cast<std::int32_t>(c)); }

}  // namespace plimsoll
