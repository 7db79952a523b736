#pragma once

// Layers on top of each other, as the file system that they make: whiteouts and opaque directories
// applied, nothing unpacked. A look-up costs one binary search a layer and component.

#include <memory>
#include <vector>

#include "builder/layer/file_tree.h"
#include "builder/layer/layer.h"

namespace plimsoll::builder {

class Stack final : public FileTree {
 public:
  explicit Stack(std::vector<std::shared_ptr<const LayerIndex>> bottom_first);
  [[nodiscard]] Result<std::optional<Entry>> find(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<Entry>> children(std::string_view path) const override;

 private:
  std::vector<std::shared_ptr<const LayerIndex>> layers_;  // bottom first
};

}  // namespace plimsoll::builder
