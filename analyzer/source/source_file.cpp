#include "analyzer/source/source_file.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "analyzer/base/check.h"
#include "analyzer/source/utf8.h"

namespace plimsoll {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::uint32_t utf16_units(std::uint32_t sequence_bytes) { return sequence_bytes == 4 ? 2 : 1; }

}  // namespace

LineIndex::LineIndex(std::string_view text) : size_(static_cast<std::uint32_t>(text.size())) {
  CHECK(text.size() < 0xFFFFFFFFu);
  std::size_t begin = 0;
  do {
    const void* found =
        begin < text.size() ? std::memchr(text.data() + begin, '\n', text.size() - begin) : nullptr;
    const std::size_t end =
        found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data())
              : text.size();
    std::size_t trimmed = end;
    if (found && trimmed > begin && text[trimmed - 1] == '\r') --trimmed;
    begins_.push_back(static_cast<std::uint32_t>(begin));
    ends_.push_back(static_cast<std::uint32_t>(trimmed));
    begin = end + 1;
  } while (begin < text.size());
}

std::uint32_t LineIndex::line_count() const { return static_cast<std::uint32_t>(begins_.size()); }

std::uint32_t LineIndex::line_of(std::uint32_t at) const {
  const auto after = std::upper_bound(begins_.begin(), begins_.end(), at);
  return static_cast<std::uint32_t>(after - begins_.begin());
}

Span LineIndex::line_span(std::uint32_t line) const {
  DCHECK(line >= 1 && line <= line_count());
  return {begins_[line - 1], ends_[line - 1]};
}

std::uint32_t LineIndex::line_begin(std::uint32_t line) const {
  return line <= line_count() ? begins_[line - 1] : size_;
}

SourceFile::SourceFile(std::string path, std::string bytes)
    : path_(std::move(path)), bytes_(std::move(bytes)), lines_(bytes_) {}

LineColumn SourceFile::byte_position(std::uint32_t at) const {
  const std::uint32_t line = lines_.line_of(at);
  return {line, at - lines_.line_begin(line) + 1};
}

LineColumn SourceFile::code_point_position(std::uint32_t at) const {
  const std::uint32_t line = lines_.line_of(at);
  std::uint32_t column = 1;
  std::uint32_t i = lines_.line_begin(line);
  if (i == 0 && bytes_.starts_with(byte_order_mark) && at >= byte_order_mark.size()) i = 3;
  while (i < at) {
    i += utf8::decode(bytes_, i).size;
    ++column;
  }
  return {line, column};
}

LineColumn SourceFile::utf16_position(std::uint32_t at) const {
  const std::uint32_t line = lines_.line_of(at);
  std::uint32_t column = 1;
  std::uint32_t i = lines_.line_begin(line);
  if (i == 0 && bytes_.starts_with(byte_order_mark) && at >= byte_order_mark.size()) i = 3;
  while (i < at) {
    const std::uint32_t length = utf8::decode(bytes_, i).size;
    column += utf16_units(length);
    i += length;
  }
  return {line, column};
}

std::uint32_t SourceFile::offset_of_utf16(LineColumn position) const {
  if (position.line > lines_.line_count()) return static_cast<std::uint32_t>(bytes_.size());
  const Span line = lines_.line_span(std::max(position.line, 1u));
  std::uint32_t i = line.begin;
  if (i == 0 && bytes_.starts_with(byte_order_mark)) i = 3;
  for (std::uint32_t column = 1; i < line.end && column < position.column;) {
    const std::uint32_t length = utf8::decode(bytes_, i).size;
    column += utf16_units(length);
    i += length;
  }
  return i;
}

}  // namespace plimsoll
