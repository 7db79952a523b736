#pragma once

// Makes a ScannedLayer of what the tar walker sees.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/scan/content_pass.h"
#include "analyzer/image/scan/layer_names.h"
#include "analyzer/image/scan/scan_budget.h"
#include "analyzer/image/scan/scanned_layer.h"
#include "analyzer/image/scan/wire_map.h"
#include "analyzer/image/tar.h"

namespace plimsoll::image {

class LayerBuilder final : public TarReader::Visitor {
 public:
  // All outlive this. `number` is the layer's in the image.
  LayerBuilder(ScannedLayer& layer, const ScanOptions& options, SecretReader* secrets,
               ScanBudget& budget, std::size_t number);

  [[nodiscard]] Result<void> entry(const TarEntry& entry) override;
  [[nodiscard]] Result<void> content(std::string_view bytes) override;
  [[nodiscard]] Result<void> oddity(const TarOddity& odd) override;

  void note(std::string_view kind, std::uint32_t entry, std::uint64_t at, std::string detail,
            bool refused = false);
  // Positions up to WireMap::known() are put in.
  void place(WireMap& wire);
  // When no more comes: the file that passes, if any, was cut off.
  void finish();
  [[nodiscard]] const std::vector<LateDigest>& late() const { return content_.late(); }

 private:
  void add_name(const TarEntry& from, ScannedEntry& entry);
  void add_kind(const TarEntry& from, ScannedEntry& entry);
  void add_link(const TarEntry& from, ScannedEntry& entry);
  void add_extra(const TarEntry& from, ScannedEntry& entry);
  void note_attributes(const TarEntry& from, const ScannedEntry& entry);
  void note_duplicate(const TarEntry& from, const ScannedEntry& entry);
  void here(std::string_view kind, std::string detail, bool refused = false);
  [[nodiscard]] Result<void> finish_file(bool cut_off);
  [[nodiscard]] Result<void> count_entries();

  ScannedLayer& layer_;
  ContentPass content_;
  LayerNames names_;
  ScanBudget& budget_;
  std::uint64_t counted_ = 0;  // of the budget's entries
  std::uint64_t at_ = 0;       // begin of the entry that is being added
  std::uint64_t said_ = 0;     // bytes of its content, as its header has it
  std::uint64_t left_ = 0;     // of these, still to come
  bool in_file_ = false;
  bool refused_name_ = false;  // of the entry that comes
  std::size_t unplaced_ = 0;
  std::vector<bool> seen_, seen_hidden_;  // by path: as something, as a whiteout
};

}  // namespace plimsoll::image
