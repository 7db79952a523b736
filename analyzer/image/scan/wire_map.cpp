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
  const auto way =
      static_cast<double>(plain - before_.plain) / static_cast<double>(after.plain - before_.plain);
  return before_.wire +
         static_cast<std::uint64_t>(way * static_cast<double>(after.wire - before_.wire));
}

}  // namespace plimsoll::image
