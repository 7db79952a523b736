#pragma once

#include <string>
#include <string_view>

#include "analyzer/finding/finding.h"

namespace plimsoll::app {

enum class Ink { Plain, Bold, Dim, BoldRed, BoldYellow, BoldBlue, BoldCyan, BoldGreen, Red, Green };

// Colours for a terminal (ECMA-48 SGR, the sixteen that every theme defines), or nothing at all.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}

  // `text` is printable already.
  void put(std::string& out, Ink ink, std::string_view text) const {
    if (!on_ || ink == Ink::Plain || text.empty()) {
      out += text;
      return;
    }
    out += code(ink);
    out += text;
    out += "\x1b[0m";
  }

  [[nodiscard]] static Ink of(Severity severity) {
    constexpr Ink inks[] = {Ink::BoldCyan, Ink::BoldBlue, Ink::BoldYellow, Ink::BoldRed};
    return inks[static_cast<std::size_t>(severity)];
  }

 private:
  [[nodiscard]] static std::string_view code(Ink ink) {
    constexpr std::string_view codes[] = {"",           "\x1b[1m",    "\x1b[2m",    "\x1b[1;31m",
                                          "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;36m", "\x1b[1;32m",
                                          "\x1b[31m",   "\x1b[32m"};
    return codes[static_cast<std::size_t>(ink)];
  }

  bool on_;
};

}  // namespace plimsoll::app
