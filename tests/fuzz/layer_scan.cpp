// Any bytes are a layer: packed or not, what is told of it holds together, is the same in whatever
// pieces it comes, and comes back from its record as it was. Any bytes are a record or none.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/base/check.h"
#include "analyzer/image/packed_text.h"
#include "analyzer/image/scan/layer_record.h"
#include "analyzer/image/scan/scan.h"
#include "tests/fuzz/tar_sums.h"

namespace {

using namespace plimsoll;
using namespace plimsoll::image;

class Bytes final : public ImageSource {
 public:
  Bytes(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {
    description_.layers.resize(1);
  }
  const ImageDescription& description() const override { return description_; }
  Result<std::unique_ptr<BlobReader>> open_layer(std::size_t) const override {
    return std::make_unique<Reader>(bytes_, piece_);
  }

 private:
  struct Reader final : BlobReader {
    Reader(std::string_view bytes, std::size_t most) : left(bytes), piece(most) {}
    Result<std::size_t> read(char* into, std::size_t room) override {
      const std::size_t size = left.copy(into, std::min(room, piece));
      left.remove_prefix(size);
      return size;
    }
    std::string_view left;
    std::size_t piece;
  };
  std::string_view bytes_;
  std::size_t piece_;
  ImageDescription description_;
};

struct Everything final : FileInterest {
  std::uint64_t keep(std::string_view, std::uint64_t size) const override { return size + 1; }
  std::string_view version() const override { return ""; }
};

void check(const ScannedLayer& layer, std::uint64_t blob_bytes) {
  std::uint64_t begin = 0, wire = 0;
  for (const ScannedEntry& entry : layer.entries) {
    CHECK(entry.begin() >= begin && entry.wire >= wire);
    begin = entry.begin();
    wire = entry.wire;
    CHECK(entry.path != no_path || entry.kind == EntryKind::Refused);
    CHECK(((entry.flags & entry_has_extra) != 0) == (layer.extra(entry) != nullptr));
    (void)layer.xattrs(entry);
    (void)layer.path_of(entry);
    (void)layer.link_text(entry);
  }
  CHECK(layer.entries_end >= begin && layer.entries_end <= layer.plain_bytes);
  CHECK(layer.wire_entries_end >= wire && layer.wire_entries_end <= blob_bytes);
  for (const LayerNote& note : layer.notes) {
    CHECK(note.entry == nothing || note.entry < layer.entries.size());
  }
}

std::string record_of(std::string_view bytes, std::size_t piece) {
  static const std::unique_ptr<SecretScanner> secrets = std::move(*SecretScanner::make());
  static const Everything everything;
  ScanOptions options;
  options.limits.plain_bytes = 8 << 20;
  options.limits.entries = 10'000;
  options.secrets = secrets.get();
  options.interest = &everything;
  const ImageScan scan = scan_image(Bytes(bytes, piece), options);
  const LayerScan& layer = scan.layers.at(0);
  CHECK(layer.failure.empty() && layer.blob_bytes == bytes.size());
  check(*layer.layer, layer.blob_bytes);
  TextPacker packer(layer_record_magic), again(layer_record_magic);
  std::string record(write_layer_record(*layer.layer, packer));
  const auto read = read_layer_record(record);
  if (read) CHECK(write_layer_record(*read, again) == record);
  return record;
}

std::string plain_of(const std::string& record) {
  const std::string_view packed = std::string_view(record).substr(layer_record_magic.size());
  std::optional<TextUnpacker> unpacker = TextUnpacker::open(packed, UINT64_MAX);
  if (!unpacker) return {};
  std::string plain(static_cast<std::size_t>(unpacker->left()), '\0');
  plain.resize(unpacker->read(plain.data(), plain.size()));
  return plain;
}

void read_hostile(const std::string& plain) {
  TextPacker packer(layer_record_magic);
  packer.add(plain);
  const auto read = read_layer_record(packer.finish());
  if (read) check(*read, UINT64_MAX);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  CHECK(record_of(bytes, SIZE_MAX) == record_of(bytes, 61));
  (void)record_of(fuzzing::with_right_sums(bytes), 4096);
  read_hostile(bytes);
  // A record that is one but for some bytes.
  static std::string good;
  if (good.empty()) good = plain_of(record_of(bytes, SIZE_MAX));
  std::string edited = good;
  for (std::size_t i = 0; i + 3 <= std::min<std::size_t>(size, 48) && !edited.empty(); i += 3) {
    edited[(data[i] << 8U | data[i + 1]) % edited.size()] = static_cast<char>(data[i + 2]);
  }
  read_hostile(edited);
  return 0;
}
