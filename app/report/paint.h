#pragma once

#include <string>
#include <string_view>

#include "analyzer/finding/finding.h"

namespace plimsoll::app {

enum class Ink { Plain, Bold, Dim, Red, Yellow, Blue, Cyan, Green };

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
    switch (severity) {
      case Severity::Error:
        return Ink::Red;
      case Severity::Warning:
        return Ink::Yellow;
      case Severity::Info:
        return Ink::Blue;
      case Severity::Style:
        break;
    }
    return Ink::Cyan;
  }

 private:
  [[nodiscard]] static std::string_view code(Ink ink) {
    switch (ink) {
      case Ink::Plain:
        break;
      case Ink::Bold:
        return "\x1b[1m";
      case Ink::Dim:
        return "\x1b[2m";
      case Ink::Red:
        return "\x1b[1;31m";
      case Ink::Yellow:
        return "\x1b[1;33m";
      case Ink::Blue:
        return "\x1b[1;34m";
      case Ink::Cyan:
        return "\x1b[1;36m";
      case Ink::Green:
        return "\x1b[32m";
    }
    return "";
  }

  bool on_;
};

}  // namespace plimsoll::app
