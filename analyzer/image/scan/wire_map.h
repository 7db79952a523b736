#pragma once

// Which byte of a blob a byte of its plain stream comes from. The decoder tells after each step how
// far it is on both sides; in between the way is taken as straight. So a position is wrong by less
// than a step, never falls, and what lies between two entries sums up to the blob exactly.

#include <cstdint>
#include <vector>

namespace plimsoll::image {

class WireMap {
 public:
  // Both rise; steps that give nothing are left out.
  void add(std::uint64_t plain, std::uint64_t wire) {
    if (plain == last_.plain) return;
    last_ = {plain, wire};
    points_.push_back(last_);
  }
  [[nodiscard]] std::uint64_t known() const { return last_.plain; }
  // Of a plain position up to known(); asked for in rising order, after which what lies before it
  // is forgotten.
  [[nodiscard]] std::uint64_t wire(std::uint64_t plain);

 private:
  struct Point {
    std::uint64_t plain = 0, wire = 0;
  };
  Point before_, last_;
  std::vector<Point> points_;
  std::size_t next_ = 0;
};

}  // namespace plimsoll::image
