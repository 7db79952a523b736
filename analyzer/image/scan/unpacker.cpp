#include "analyzer/image/scan/unpacker.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace plimsoll::image {
namespace {

// So many bytes of the blob at a time are decoded: the precision of positions on the wire.
constexpr std::size_t step_bytes = std::size_t{16} << 10;
constexpr std::size_t magic_bytes = 6;  // what compression_of wants to see
static_assert(magic_bytes <= Block::front);
constexpr std::uint64_t max_frames = 10'000'000;

}  // namespace

Unpacker::Unpacker(BlobReader& reader, HashStation& station, bool in_haste, Visitor& visitor)
    : reader_(reader), station_(station), in_haste_(in_haste), visitor_(visitor) {}

// What is left of the last block, less than magic_bytes, goes in front of the next one.
Result<void> Unpacker::fill() {
  HashStation::BlockRef next = station_.take_block(in_haste_);
  char* const begin = next->bytes();
  const std::size_t kept = input_.size();
  if (kept > 0) std::memcpy(begin - kept, input_.data(), kept);
  std::size_t got = 0;
  while (got < Block::room && !at_end_) {
    const Result<std::size_t> read = reader_.read(begin + got, Block::room - got);
    if (!read) {
      unreadable_ = true;
      return tl::unexpected(read.error());
    }
    at_end_ = *read == 0;
    got += *read;
  }
  block_ = std::move(next);
  input_ = {begin - kept, kept + got};
  packed_bytes_ += got;
  return visitor_.packed(block_, {begin, got});
}

Result<void> Unpacker::run() {
  if (auto filled = fill(); !filled) return filled;
  compression_ = compression_of(input_);
  if (compression_ == Compression::None) return pass_plain();
  Result<std::unique_ptr<Decoder>> decoder = make_decoder(compression_);
  if (!decoder) return tl::unexpected(std::move(decoder).error());
  decoder_ = std::move(*decoder);
  plain_ = station_.take_block(in_haste_);
  auto unpacked = unpack();
  // What came before the trouble counts.
  if (plain_) {
    auto flushed = flush();
    if (unpacked) unpacked = flushed;
  }
  plain_ = nullptr;
  return unpacked;
}

Result<void> Unpacker::drain() {
  while (!at_end_ && !unreadable_) {
    input_ = {};
    if (auto filled = fill(); !filled) return filled;
  }
  block_ = nullptr;
  return {};
}

Result<void> Unpacker::pass_plain() {
  while (true) {
    visitor_.reached(packed_bytes_, packed_bytes_);
    if (auto taken = visitor_.plain(block_, std::exchange(input_, {})); !taken) return taken;
    if (at_end_) return {};
    if (auto filled = fill(); !filled) return filled;
  }
}

Result<void> Unpacker::unpack() {
  while (true) {
    const bool wants_more = between_frames_ ? input_.size() < magic_bytes : input_.empty();
    if (wants_more && !at_end_) {
      if (auto filled = fill(); !filled) return filled;
    } else if (between_frames_) {
      const Result<bool> begun = next_frame();
      if (!begun) return tl::unexpected(begun.error());
      if (!*begun) return {};
    } else if (auto stepped = step(); !stepped) {
      return stepped;
    }
  }
}

// False: there is none. Zeros may pad the end.
Result<bool> Unpacker::next_frame() {
  input_.remove_prefix(std::min(input_.find_first_not_of('\0'), input_.size()));
  if (input_.size() < magic_bytes && !at_end_) return true;
  if (input_.empty()) return false;
  if (compression_of(input_) != compression_) {
    visitor_.trailing(packed_bytes_ - input_.size());
    return false;
  }
  if (++frames_ > max_frames) {
    return failure("the blob has more than " + std::to_string(max_frames) + " compressed frames");
  }
  between_frames_ = false;
  if (auto begun = decoder_->begin_frame(); !begun) return tl::unexpected(begun.error());
  return true;
}

Result<void> Unpacker::step() {
  std::string_view given = input_.substr(0, step_bytes);
  const std::size_t given_bytes = given.size();
  const std::size_t room = Block::room - filled_;
  const Result<std::size_t> got = decoder_->step(given, plain_->bytes() + filled_, room);
  if (!got) return tl::unexpected(got.error());
  const std::size_t taken = given_bytes - given.size();
  input_.remove_prefix(taken);
  filled_ += *got;
  // With room left the decoder holds nothing back.
  if (*got > 0 && *got < room) {
    visitor_.reached(plain_bytes_ + filled_, packed_bytes_ - input_.size());
  }
  between_frames_ = decoder_->frame_ended();
  if (filled_ == Block::room) {
    if (auto flushed = flush(); !flushed) return flushed;
    plain_ = station_.take_block(in_haste_);
    return {};
  }
  if (taken > 0 || *got > 0 || between_frames_) return {};
  return failure(at_end_ && input_.empty() ? "the compressed stream is cut off"
                                           : "the compressed stream is damaged: it leads nowhere");
}

Result<void> Unpacker::flush() {
  const HashStation::BlockRef block = std::exchange(plain_, nullptr);
  const std::string_view bytes(block->bytes(), std::exchange(filled_, 0));
  plain_bytes_ += bytes.size();
  return visitor_.plain(block, bytes);
}

}  // namespace plimsoll::image
