#pragma once

#include <functional>
#include <string_view>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::app {

// Every path and every entry of an image as columns of numbers, for the page to read:
// page/image.mjs has the format. Plain bytes, in pieces.
void write_index(const image::ImageTree& tree, const std::function<void(std::string_view)>& sink);

}  // namespace plimsoll::app
