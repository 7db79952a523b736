#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/image_report/figures.h"

namespace plimsoll::app {

// An instruction for a table: printable, on one line (runs of blanks, line ends and the backslashes
// before them are one blank), at most `columns` wide, with "..." where something is left out.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t columns);

// "layer 3 (Dockerfile:7)"; without the bracket where the line is not known.
[[nodiscard]] std::string layer_words(const Figures& figures, std::uint32_t layer);

// "15.0 %" of a ratio.
[[nodiscard]] std::string percent(double ratio);

// What the hiding layer did to the bytes: "deleted by", "replaced by".
[[nodiscard]] std::string_view hidden_words(image::Fate fate);

// "12,345".
[[nodiscard]] std::string with_commas(std::uint64_t number);

}  // namespace plimsoll::app
