#pragma once

// What is learned of the content of files while it passes by in pieces, once.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/digest/content_hash.h"
#include "analyzer/digest/file_digests.h"
#include "analyzer/image/packed_text.h"
#include "analyzer/image/scan/archive_search.h"
#include "analyzer/image/scan/passing_elf.h"
#include "analyzer/image/scan/scan.h"
#include "analyzer/image/scan/scan_budget.h"
#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

// Bytes of a file whose digests are wanted only now that it has passed.
struct LateDigest {
  std::uint32_t entry = 0;
  std::uint64_t begin = 0, size = 0;  // in the plain stream
};

class ContentPass {
 public:
  // All outlive this. `reader` may be null; `layer` is the number of the layer.
  ContentPass(const ScanOptions& options, SecretReader* reader, ScanBudget& budget,
              std::size_t layer);

  // For each file: once begin, then all of its content, then finish.
  void begin(std::uint32_t entry, std::string_view path, std::uint64_t size, std::uint64_t at);
  void take(std::string_view piece);
  // Completes `entry` and adds to `layer` what was found. `cut_off`: not all of it has come.
  void finish(ScannedEntry& entry, ScannedLayer& layer, bool cut_off);

  [[nodiscard]] const std::vector<LateDigest>& late() const { return late_; }

  // Of the last file: not all secrets are told; wanted, but there was no room to keep it; an
  // archive of which not all was looked into; what is to be told of it is more than the image may
  // have.
  bool cut_short = false, not_kept = false, archive_limited = false, over_budget = false;

 private:
  void take_head(std::string_view piece);
  void finish_whole(ScannedEntry& entry, ScannedLayer& layer, bool cut_off);
  void add_script(ScannedLayer& layer) const;
  void search(std::string_view piece);
  void begin_search();
  void add_hits(ScannedLayer& layer);

  const ScanOptions& options_;
  SecretReader* secrets_;
  ScanBudget& budget_;
  const std::size_t layer_;
  digest::ContentHashStream hash_;
  digest::FileDigester digester_;
  PassingElf elf_;
  std::vector<SecretHit> hits_;
  std::vector<InnerSecret> inner_hits_;
  std::unique_ptr<ArchiveSearch> archive_;  // made for the first one
  std::uint64_t archive_bytes_ = 0;         // unpacked of this layer's archives
  std::vector<LateDigest> late_;
  std::uint64_t kept_bytes_ = 0;

  // Of the file that passes:
  std::uint32_t entry_ = 0;
  std::uint64_t size_ = 0, taken_ = 0, at_ = 0;
  std::string_view whole_;            // all of it, where it came in one piece
  std::string head_;                  // its first bytes, at most script_head_bytes
  std::string kept_;                  // of a small one
  std::optional<TextPacker> packer_;  // of others
  std::string path_;
  bool keeps_ = false, is_text_ = false, is_elf_ = false, searched_ = false;
  bool named_bytecode_ = false;
  bool told_ = false;        // it is known whether it is an archive
  bool is_archive_ = false;  // or there may be one behind its begin
};

}  // namespace plimsoll::image
