#include "analyzer/image/scan/wire_map.h"

namespace plimsoll::image {

std::uint64_t WireMap::wire(std::uint64_t plain) {
  while (next_ < points_.size() && points_[next_].plain <= plain) before_ = points_[next_++];
  if (next_ == points_.size()) {
    points_.clear();
    next_ = 0;
    return before_.wire;
  }
  constexpr std::size_t worth_moving = 1024;
  if (next_ > worth_moving) {
    points_.erase(points_.begin(), points_.begin() + static_cast<std::ptrdiff_t>(next_));
    next_ = 0;
  }
  const Point after = points_[next_];
  const std::uint64_t done = plain - before_.plain;
  const std::uint64_t plain_step = after.plain - before_.plain;
  const std::uint64_t wire_step = after.wire - before_.wire;
  if (done <= UINT32_MAX && wire_step <= UINT32_MAX) {
    return before_.wire + done * wire_step / plain_step;
  }
  const double way = static_cast<double>(done) / static_cast<double>(plain_step);
  return before_.wire + static_cast<std::uint64_t>(way * static_cast<double>(wire_step));
}

}  // namespace plimsoll::image
