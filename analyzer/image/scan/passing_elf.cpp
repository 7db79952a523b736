#include "analyzer/image/scan/passing_elf.h"

#include <algorithm>

namespace plimsoll::image {
namespace {

// Program headers follow the header at once, but for oddities.
constexpr std::uint64_t first_bytes = 4096;
constexpr std::uint64_t max_front_bytes = std::uint64_t{8} << 20;
constexpr std::uint64_t max_running_front_bytes = std::uint64_t{1} << 20;
constexpr std::uint64_t max_names_bytes = std::uint64_t{1} << 20;
constexpr std::uint64_t max_window_bytes = std::uint64_t{256} << 10;

}  // namespace

void PassingElf::begin() {
  known_ = Known::Nothing;
  position_ = 0;
  front_.clear();
  front_wanted_ = first_bytes;
  windows_.clear();
  dynamic_end_ = 0;
}

void PassingElf::take(std::string_view piece) {
  while (!piece.empty()) {
    // What is asked for because of these bytes may begin right behind them.
    const bool in_front = front_.size() < front_wanted_ && front_.size() == position_;
    std::string_view now = piece;
    if (in_front) now = piece.substr(0, front_wanted_ - front_.size());
    if (dynamic_end_ > position_) now = now.substr(0, dynamic_end_ - position_);
    if (in_front) front_ += now;
    for (Window& window : windows_) {
      const std::uint64_t wanted = window.range.offset + window.bytes.size();
      if (wanted < position_ || wanted >= position_ + now.size()) continue;
      window.bytes += now.substr(wanted - position_, window.range.size - window.bytes.size());
    }
    position_ += now.size();
    piece.remove_prefix(now.size());
    if (known_ == Known::Nothing && front_.size() >= elf_header_bytes) take_head();
    if (known_ == Known::Head) take_segments();
    if (dynamic_end_ > 0 && dynamic_end_ <= position_) take_dynamic();
  }
}

void PassingElf::take_head() {
  parts_ = elf_parts(front_);
  known_ = Known::Head;
  ask(parts_.section_headers, max_window_bytes);
}

void PassingElf::take_segments() {
  const ByteRange table = parts_.program_headers;
  if (table.size == 0 || table.offset > front_.size() ||
      table.size > front_.size() - table.offset) {
    return;
  }
  known_ = Known::Segments;
  const ElfSegments segments =
      elf_segments(front_, std::string_view(front_).substr(table.offset, table.size));
  ask(segments.dynamic, max_window_bytes);
  dynamic_ = segments.dynamic;
  if (dynamic_.size > 0 && dynamic_.offset <= INT64_MAX)
    dynamic_end_ = dynamic_.offset + dynamic_.size;
  ask(segments.interpreter, max_window_bytes);
  if (segments.first_load.offset > first_bytes) return;
  front_wanted_ = std::clamp(segments.first_load.offset + segments.first_load.size, first_bytes,
                             segments.first_load_runs ? max_running_front_bytes : max_front_bytes);
}

// Names that lie behind the dynamic section: something has moved them.
void PassingElf::take_dynamic() {
  dynamic_end_ = 0;
  const ByteRange table = parts_.program_headers;
  const ByteRange names =
      elf_names(front_, std::string_view(front_).substr(table.offset, table.size),
                seen(dynamic_.offset, dynamic_.size));
  if (names.offset >= position_) ask(names, max_names_bytes);
}

void PassingElf::ask(ByteRange range, std::uint64_t most) {
  if (range.size == 0 || range.size > most || range.offset > INT64_MAX) return;
  Window window{range, {}};
  // What has passed already is in front, or lost.
  if (range.offset < position_) window.bytes = seen(range.offset, range.size);
  windows_.push_back(std::move(window));
}

std::string_view PassingElf::seen(std::uint64_t offset, std::uint64_t size) const {
  if (offset < front_.size()) {
    const std::string_view in_front = std::string_view(front_).substr(offset, size);
    if (in_front.size() == size) return in_front;
  }
  std::string_view best;
  if (offset < front_.size()) best = std::string_view(front_).substr(offset, size);
  for (const Window& window : windows_) {
    if (offset < window.range.offset || offset - window.range.offset >= window.bytes.size()) {
      continue;
    }
    const std::string_view found =
        std::string_view(window.bytes).substr(offset - window.range.offset, size);
    if (found.size() > best.size()) best = found;
  }
  return best;
}

std::optional<ElfHead> PassingElf::finish() const {
  return read_elf([this](std::uint64_t offset, std::uint64_t size) { return seen(offset, size); });
}

std::optional<ElfHead> PassingElf::read_whole(std::string_view file) {
  return read_elf([file](std::uint64_t offset, std::uint64_t size) {
    return offset < file.size() ? file.substr(offset, size) : std::string_view();
  });
}

}  // namespace plimsoll::image
