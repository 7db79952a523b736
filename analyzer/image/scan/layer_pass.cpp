#include "analyzer/image/scan/layer_pass.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace plimsoll::image {
namespace {

// Two of them and the tables of a decoder stay in a core's second cache.
constexpr std::size_t block_bytes = std::size_t{256} << 10;
// So many bytes of the blob at a time are decoded: the precision of positions on the wire.
constexpr std::size_t step_bytes = std::size_t{16} << 10;
constexpr std::size_t magic_bytes = 6;  // what compression_of wants to see
constexpr std::uint64_t max_frames = 10'000'000;
// Beyond these a layer is told to be mostly air.
constexpr std::uint64_t notable_ratio = 200;
constexpr std::uint64_t notable_plain_bytes = std::uint64_t{1} << 30;

}  // namespace

LayerPass::LayerPass(BlobReader& reader, const ScanOptions& options, SecretReader* secrets,
                     std::atomic<std::uint64_t>& entries_left,
                     std::function<void(std::uint64_t)> progress)
    : reader_(reader),
      options_(options),
      progress_(std::move(progress)),
      result_{std::make_shared<ScannedLayer>(), {}, Compression::None, {}, 0, {}},
      builder_(*result_.layer, options, secrets, entries_left),
      tar_(builder_),
      buffer_(magic_bytes + block_bytes, '\0'),
      plain_(block_bytes, '\0') {}

PassedLayer LayerPass::run() {
  ScannedLayer& layer = *result_.layer;
  if (auto passed = pass(); !passed && layer.partial.empty()) {
    layer.partial = passed.error().message;
  }
  // Whoever is to blame, the digest of all bytes tells.
  while (!at_end_ && result_.failure.empty()) {
    input_ = {};
    (void)fill();
  }
  finish();
  return std::move(result_);
}

// What is left of the last block, less than magic_bytes, goes before the next one.
Result<void> LayerPass::fill() {
  if (options_.stopped && options_.stopped()) {
    result_.failure = "stopped";
    return failure(result_.failure);
  }
  char* const begin = buffer_.data() + magic_bytes;
  const std::size_t kept = input_.size();
  std::memmove(begin - kept, input_.data(), kept);
  std::size_t got = 0;
  while (got < block_bytes && !at_end_) {
    const Result<std::size_t> read = reader_.read(begin + got, block_bytes - got);
    if (!read) {
      result_.failure = read.error().message;
      return tl::unexpected(read.error());
    }
    at_end_ = *read == 0;
    got += *read;
  }
  blob_hash_.update({begin, got});
  result_.blob_bytes += got;
  input_ = {begin - kept, kept + got};
  if (progress_) progress_(result_.blob_bytes);
  return {};
}

Result<void> LayerPass::pass() {
  if (auto filled = fill(); !filled) return filled;
  result_.compression = compression_of(input_);
  if (result_.compression == Compression::None) return pass_plain();
  Result<std::unique_ptr<Decoder>> decoder = make_decoder(result_.compression);
  if (!decoder) return tl::unexpected(std::move(decoder).error());
  decoder_ = std::move(*decoder);
  auto passed = pass_packed();
  // What came before the trouble counts.
  auto taken = take_plain(std::string_view(plain_).substr(0, filled_));
  return passed ? taken : passed;
}

Result<void> LayerPass::pass_plain() {
  while (true) {
    wire_.add(plain_bytes_ + input_.size(), plain_bytes_ + input_.size());
    if (auto taken = take_plain(input_); !taken) return taken;
    input_ = {};
    if (at_end_) return {};
    if (auto filled = fill(); !filled) return filled;
  }
}

Result<void> LayerPass::pass_packed() {
  while (true) {
    const bool wants_more = between_frames_ ? input_.size() < magic_bytes : input_.empty();
    if (wants_more && !at_end_) {
      if (auto filled = fill(); !filled) return filled;
      continue;
    }
    if (between_frames_) {
      const Result<bool> begun = next_frame();
      if (!begun) return tl::unexpected(begun.error());
      if (between_frames_ && !*begun) return {};
      continue;
    }
    if (auto stepped = decode_step(); !stepped) return stepped;
  }
}

// False: there is none. Zeros may pad the end.
Result<bool> LayerPass::next_frame() {
  input_.remove_prefix(std::min(input_.find_first_not_of('\0'), input_.size()));
  if (input_.size() < magic_bytes && !at_end_) return true;
  if (input_.empty()) return false;
  if (compression_of(input_) != result_.compression) {
    builder_.note("trailing-bytes", nothing, result_.blob_bytes - input_.size(),
                  "bytes behind the end of the compressed stream");
    return false;
  }
  if (++frames_ > max_frames) {
    return failure("the blob has more than " + std::to_string(max_frames) + " compressed frames");
  }
  between_frames_ = false;
  if (auto begun = decoder_->begin_frame(); !begun) return tl::unexpected(begun.error());
  return true;
}

Result<void> LayerPass::decode_step() {
  std::string_view step = input_.substr(0, step_bytes);
  const std::size_t given = step.size();
  const std::size_t room = plain_.size() - filled_;
  const Result<std::size_t> got = decoder_->step(step, plain_.data() + filled_, room);
  if (!got) return tl::unexpected(got.error());
  const std::size_t taken = given - step.size();
  input_.remove_prefix(taken);
  filled_ += *got;
  // With room left the decoder holds nothing back.
  if (*got > 0 && *got < room) {
    wire_.add(plain_bytes_ + filled_, result_.blob_bytes - input_.size());
  }
  between_frames_ = decoder_->frame_ended();
  if (filled_ == plain_.size()) {
    auto passed = take_plain(plain_);
    filled_ = 0;
    return passed;
  }
  if (taken > 0 || *got > 0 || between_frames_) return {};
  return failure(at_end_ && input_.empty() ? "the compressed stream is cut off"
                                           : "the compressed stream is damaged: it leads nowhere");
}

Result<void> LayerPass::take_plain(std::string_view bytes) {
  plain_hash_.update(bytes);
  walk(bytes);
  plain_bytes_ += bytes.size();
  builder_.place(wire_);
  if (plain_bytes_ <= options_.limits.plain_bytes) return {};
  return failure("unpacked the layer is bigger than the limit of " +
                 std::to_string(options_.limits.plain_bytes) + " bytes");
}

void LayerPass::walk(std::string_view bytes) {
  if (walking_ && !tar_.ended()) {
    if (auto fed = tar_.feed(bytes); !fed) {
      walking_ = false;
      result_.layer->partial = fed.error().message;
    }
  }
  if (!walking_ || !tar_.ended() || hidden_at_ > 0) return;
  const std::uint64_t end = tar_.position();
  const std::size_t behind = end > plain_bytes_ ? end - plain_bytes_ : 0;
  look_behind_end(bytes.substr(std::min(behind, bytes.size())), plain_bytes_ + behind);
}

void LayerPass::look_behind_end(std::string_view bytes, std::uint64_t at) {
  const std::size_t first = bytes.find_first_not_of('\0');
  if (first != std::string_view::npos) hidden_at_ = at + first;
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
  if (hidden_at_ > 0) {
    builder_.note("data-after-end", nothing, hidden_at_,
                  std::to_string(plain_bytes_ - hidden_at_) + " bytes behind the end");
  }
  if (decoder_ && plain_bytes_ > notable_plain_bytes &&
      plain_bytes_ / notable_ratio > result_.blob_bytes) {
    builder_.note(
        "extreme-ratio", nothing, 0,
        std::to_string(plain_bytes_) + " bytes out of " + std::to_string(result_.blob_bytes));
  }
  layer.diff_id = "sha256:" + digest::to_hex(plain_hash_.finish());
  result_.blob_digest = "sha256:" + digest::to_hex(blob_hash_.finish());
  result_.late = builder_.late();
}

}  // namespace plimsoll::image
