#include "analyzer/image/scan/layer_pass.h"

#include <algorithm>
#include <utility>

namespace plimsoll::image {
namespace {

// Beyond these a layer is told to be mostly air.
constexpr std::uint64_t notable_ratio = 200;
constexpr std::uint64_t notable_plain_bytes = std::uint64_t{1} << 30;

PassedLayer begun() {
  PassedLayer passed;
  passed.layer = std::make_shared<ScannedLayer>();
  return passed;
}

}  // namespace

LayerPass::LayerPass(BlobReader& reader, const PassTools& tools)
    : tools_(tools),
      result_(begun()),
      builder_(*result_.layer, tools.options, tools.secrets, tools.budget, tools.layer),
      tar_(builder_),
      unpacker_(reader, tools.station, tools.in_haste, *this),
      blob_hash_(tools.station.open()),
      plain_hash_(tools.station.open()) {}

PassedLayer LayerPass::run() {
  ScannedLayer& layer = *result_.layer;
  auto passed = unpacker_.run();
  if (!passed && layer.partial.empty()) layer.partial = passed.error().message;
  // Whoever is to blame, the digest of all bytes tells.
  auto drained = passed || !unpacker_.unreadable() ? unpacker_.drain() : passed;
  if (!drained) result_.failure = drained.error().message;
  finish();
  return std::move(result_);
}

Result<void> LayerPass::packed(const HashStation::BlockRef& block, std::string_view bytes) {
  if (tools_.wants_sha512) sha512_.update(bytes);
  tools_.station.push(blob_hash_, block, bytes);
  result_.blob_bytes += bytes.size();
  if (tools_.progress) tools_.progress(result_.blob_bytes);
  if (!tools_.options.stopped || !tools_.options.stopped()) return {};
  result_.failure = "stopped";
  return failure(result_.failure);
}

Result<void> LayerPass::plain(const HashStation::BlockRef& block, std::string_view bytes) {
  if (unpacker_.compression() != Compression::None) tools_.station.push(plain_hash_, block, bytes);
  walk(bytes);
  plain_bytes_ += bytes.size();
  builder_.place(wire_);
  if (plain_bytes_ <= tools_.options.limits.plain_bytes) return {};
  return failure("unpacked the layer is bigger than the limit of " +
                 std::to_string(tools_.options.limits.plain_bytes) + " bytes");
}

void LayerPass::trailing(std::uint64_t at) {
  builder_.note("trailing-bytes", nothing, at, "bytes behind the end of the compressed stream");
}

void LayerPass::walk(std::string_view bytes) {
  if (walking_ && !tar_.ended()) {
    if (auto fed = tar_.feed(bytes); !fed) {
      walking_ = false;
      result_.layer->partial = fed.error().message;
    }
  }
  if (walking_ && tar_.ended() && hidden_at_ == 0) look_behind_end(bytes);
}

void LayerPass::look_behind_end(std::string_view bytes) {
  const std::uint64_t end = tar_.position();
  const std::size_t behind = end > plain_bytes_ ? end - plain_bytes_ : 0;
  const std::size_t first = bytes.find_first_not_of('\0', std::min(behind, bytes.size()));
  if (first != std::string_view::npos) hidden_at_ = plain_bytes_ + first;
}

void LayerPass::finish() {
  ScannedLayer& layer = *result_.layer;
  if (walking_ && layer.partial.empty() && result_.failure.empty()) {
    if (auto finished = tar_.finish(); !finished) layer.partial = finished.error().message;
  }
  builder_.finish();
  layer.plain_bytes = plain_bytes_;
  layer.entries_end = layer.entries.empty() ? 0 : std::min(tar_.entries_end(), plain_bytes_);
  wire_.add(plain_bytes_ + 1, result_.blob_bytes);
  builder_.place(wire_);
  layer.wire_entries_end = wire_.wire(layer.entries_end);
  note_end();
  result_.compression = unpacker_.compression();
  result_.blob_digest = "sha256:" + tools_.station.finish(blob_hash_);
  layer.diff_id = result_.compression == Compression::None
                      ? result_.blob_digest
                      : "sha256:" + tools_.station.finish(plain_hash_);
  if (tools_.wants_sha512) result_.blob_sha512 = "sha512:" + sha512_.finish();
  result_.late = builder_.late();
}

void LayerPass::note_end() {
  if (hidden_at_ > 0) {
    builder_.note("data-after-end", nothing, hidden_at_,
                  std::to_string(plain_bytes_ - hidden_at_) + " bytes behind the end");
  }
  if (plain_bytes_ > notable_plain_bytes && plain_bytes_ / notable_ratio > result_.blob_bytes) {
    builder_.note(
        "extreme-ratio", nothing, 0,
        std::to_string(plain_bytes_) + " bytes out of " + std::to_string(result_.blob_bytes));
  }
}

namespace {

class LateReading final : public Unpacker::Visitor {
 public:
  // Ascending, none overlaps another.
  explicit LateReading(std::vector<LateDigest> wanted) : wanted_(std::move(wanted)) {}

  Result<void> packed(const HashStation::BlockRef&, std::string_view) override { return {}; }
  void reached(std::uint64_t, std::uint64_t) override {}
  void trailing(std::uint64_t) override {}

  Result<void> plain(const HashStation::BlockRef&, std::string_view bytes) override {
    const std::uint64_t begin = position_;
    position_ += bytes.size();
    while (next_ < wanted_.size() && wanted_[next_].begin < position_) {
      const LateDigest& want = wanted_[next_];
      const std::uint64_t end = want.begin + want.size;
      const std::uint64_t from = std::max(want.begin, begin);
      digester_.update(bytes.substr(from - begin, std::min(end, position_) - from));
      if (end > position_) return {};
      digest::FileDigestTexts texts = digester_.finish();
      digests.push_back(
          {want.entry, std::move(texts.md5), std::move(texts.sha1), std::move(texts.sha256)});
      ++next_;
    }
    if (next_ < wanted_.size()) return {};
    return failure("all is read that was wanted");
  }

  std::vector<FileDigests> digests;

 private:
  std::vector<LateDigest> wanted_;
  std::size_t next_ = 0;
  std::uint64_t position_ = 0;
  digest::FileDigester digester_;
};

}  // namespace

std::vector<FileDigests> late_digests(BlobReader& reader, HashStation& station,
                                      std::vector<LateDigest> wanted) {
  LateReading reading(std::move(wanted));
  // It ends early on purpose, or has what could be read.
  (void)Unpacker(reader, station, true, reading).run();
  return std::move(reading.digests);
}

}  // namespace plimsoll::image
