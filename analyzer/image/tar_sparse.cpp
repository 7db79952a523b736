#include "analyzer/image/tar_sparse.h"

#include <algorithm>
#include <charconv>

namespace plimsoll::image {
namespace {

constexpr std::size_t field_bytes = 12;
constexpr std::size_t max_digits = 20;

}  // namespace

SparseForm sparse_form(const PaxSparse& pax) {
  if (pax.major == "0" && (pax.minor == "0" || pax.minor == "1")) return SparseForm::InHeader;
  if (pax.major == "1" && pax.minor == "0") return SparseForm::InContent;
  if (!pax.major.empty() || !pax.minor.empty() || pax.map.empty()) return SparseForm::None;
  return SparseForm::InHeader;
}

std::optional<std::int64_t> sparse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0) return {};
  return value;
}

bool SparseMap::add(std::int64_t offset, std::int64_t length) {
  if (offset < end_ || length < 0 || offset > real_size_ || length > real_size_ - offset) {
    return false;
  }
  end_ = offset + length;
  stored_ += length;
  return true;
}

bool SparseMap::add_old(std::string_view fields) {
  for (; fields.size() >= 2 * field_bytes && fields[0] != 0;
       fields.remove_prefix(2 * field_bytes)) {
    const auto offset = tar_number(fields.substr(0, field_bytes));
    const auto length = tar_number(fields.substr(field_bytes, field_bytes));
    if (!offset || !length || !add(*offset, *length)) return false;
  }
  return true;
}

bool SparseMap::add_all(const PaxSparse& pax) {
  const auto count = sparse_number(pax.block_count);
  std::int64_t found = 0;
  std::string_view map = pax.map;
  while (!map.empty()) {
    std::int64_t piece[2] = {};
    for (std::int64_t& number : piece) {
      const std::size_t comma = std::min(map.find(','), map.size());
      const auto value = sparse_number(map.substr(0, comma));
      if (!value) return false;
      number = *value;
      map.remove_prefix(std::min(comma + 1, map.size()));
    }
    if (!add(piece[0], piece[1])) return false;
    ++found;
  }
  return count == found;
}

bool SparseMap::add_text(std::string_view block) {
  while (!block.empty() && !whole()) {
    const std::size_t line = std::min(block.find('\n'), block.size());
    line_ += block.substr(0, line);
    if (line_.size() > max_digits) return false;
    if (line == block.size()) return true;
    if (!take_line(line_)) return false;
    line_.clear();
    block.remove_prefix(line + 1);
  }
  return true;
}

// How many pieces; then where each lies and how long it is.
bool SparseMap::take_line(std::string_view line) {
  const auto number = sparse_number(line);
  if (!number) return false;
  if (!numbers_left_) {
    if (*number > INT64_MAX / 2) return false;
    numbers_left_ = 2 * *number;
    return true;
  }
  if (*numbers_left_ % 2 == 0) {
    offset_ = *number;
  } else if (!add(offset_, *number)) {
    return false;
  }
  --*numbers_left_;
  return true;
}

}  // namespace plimsoll::image
