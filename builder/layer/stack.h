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
  ~Stack() override;
  // Attributes of a directory are those of the uppermost layer that has it itself.
  [[nodiscard]] Result<std::optional<Entry>> find(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<Entry>> children(std::string_view path) const override;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace plimsoll::builder
