#pragma once

#include <map>
#include <string>

#include "app/report/locator.h"

namespace plimsoll::app {

// Names a finding by what it says and of which text, not by where: the same finding has the same
// fingerprint after lines have been added above or the file was moved.
class Fingerprints {
 public:
  // 16 hexadecimal digits, a colon, and which of several equal ones in this file it is, from 1.
  [[nodiscard]] std::string of(const Finding& finding, const Region& region);
  // A new file begins.
  void next_file() { seen_.clear(); }

 private:
  std::map<std::string, int, std::less<>> seen_;
};

}  // namespace plimsoll::app
