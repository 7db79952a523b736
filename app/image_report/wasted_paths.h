#pragma once

#include <span>

#include "app/image_report/figures.h"

namespace plimsoll::app {

// Fills in where the bytes of each pair lie: WasteFigures::where and ::paths.
void find_wasted_paths(std::span<WasteFigures> pairs, const image::ImageTree& tree);

}  // namespace plimsoll::app
