#pragma once

// An image whose layers lie in files of this machine.

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

// Where a layer's bytes are: nowhere (LayerBlob::unreadable says why), in a file, in a descriptor.
using LayerBytes = std::variant<std::monostate, FileRange, std::string>;

class FileImage final : public ImageSource {
 public:
  // As many `bytes` as the description has layers.
  FileImage(ImageDescription description, std::vector<LayerBytes> bytes);

  [[nodiscard]] const ImageDescription& description() const override { return description_; }
  [[nodiscard]] Result<std::unique_ptr<BlobReader>> open_layer(std::size_t layer) const override;

 private:
  ImageDescription description_;
  std::vector<LayerBytes> bytes_;
};

}  // namespace plimsoll::image
