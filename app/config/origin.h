#pragma once

// Where a value of the configuration comes from: shown by `--show-config`, and in every complaint.

#include <cstdint>
#include <string>

namespace plimsoll::app {

enum class OriginKind : std::uint8_t { Default, File, Flag };

struct Origin {
  OriginKind kind = OriginKind::Default;
  std::string place;  // "plimsoll.toml:4" of a File, "--ignore" of a Flag, empty of a Default

  friend bool operator==(const Origin&, const Origin&) = default;
};

// "default", "plimsoll.toml:4" or "--ignore".
[[nodiscard]] inline std::string to_string(const Origin& origin) {
  return origin.kind == OriginKind::Default ? "default" : origin.place;
}

}  // namespace plimsoll::app
