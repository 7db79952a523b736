#include "analyzer/image/compression.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/tasks.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/image/decoder.h"

namespace plimsoll {
namespace {

constexpr std::size_t input_bytes = std::size_t{256} << 10;
constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr std::size_t batch_bytes = std::size_t{4} << 20;

}  // namespace

std::string_view to_string(Compression compression) {
  switch (compression) {
    case Compression::Gzip:
      return "gzip";
    case Compression::Zstd:
      return "zstd";
    case Compression::Bzip2:
      return "bzip2";
    case Compression::Xz:
      return "xz";
    case Compression::None:
      break;
  }
  return "none";
}

Compression compression_of(std::string_view first_bytes) {
  if (first_bytes.starts_with("\x1f\x8b")) return Compression::Gzip;
  if (first_bytes.starts_with("\x28\xb5\x2f\xfd")) return Compression::Zstd;
  if (first_bytes.starts_with("BZh")) return Compression::Bzip2;
  if (first_bytes.starts_with(std::string_view("\xfd\x37zXZ\0", 6))) return Compression::Xz;
  // A skippable frame in front (0x184D2A50 to 5F, little-endian).
  if (first_bytes.size() >= 4 && (first_bytes[0] & 0xF0) == 0x50 &&
      first_bytes.substr(1, 3) == "\x2a\x4d\x18") {
    return Compression::Zstd;
  }
  return Compression::None;
}

struct PlainReader::State {
  const FileDescriptor& file;
  std::uint64_t limit;
  std::unique_ptr<image::Decoder> decoder;  // null: the file is plain
  std::string buffer{};
  std::string_view input{};  // what is left of the buffer
  std::uint64_t position = 0;
  std::uint64_t given = 0;
  bool between_frames = false;
  bool at_end = false;

  Result<void> refill() {
    const Result<std::size_t> got = read_at(file, position, buffer.data(), buffer.size());
    if (!got) return tl::unexpected(got.error());
    position += *got;
    input = std::string_view(buffer).substr(0, *got);
    at_end = *got == 0;
    return {};
  }

  Result<std::size_t> read_plain(char* into, std::size_t room) {
    const Result<std::size_t> got = read_at(file, position, into, room);
    if (got) position += *got;
    return got;
  }

  // Zeros may pad the end; anything else begins a frame.
  Result<void> pass_to_frame() {
    input.remove_prefix(std::min(input.find_first_not_of('\0'), input.size()));
    if (input.empty()) return {};
    between_frames = false;
    return decoder->begin_frame();
  }

  Result<std::size_t> read_packed(char* into, std::size_t room) {
    std::size_t done = 0;
    while (done < room && !at_end) {
      if (input.empty()) {
        if (auto refilled = refill(); !refilled) return tl::unexpected(refilled.error());
      }
      if (between_frames && !at_end) {
        if (auto begun = pass_to_frame(); !begun) return tl::unexpected(begun.error());
        if (between_frames) continue;
      }
      // At the end of the file the decoder may still hold bytes.
      const std::size_t before = input.size();
      const Result<std::size_t> got =
          between_frames ? Result<std::size_t>(0) : decoder->step(input, into + done, room - done);
      if (!got) return got;
      done += *got;
      if (!between_frames && decoder->frame_ended()) between_frames = true;
      if (at_end && *got > 0) at_end = false;
      if (!between_frames && before > 0 && input.size() == before && *got == 0) {
        return failure("the compressed stream is damaged: it leads nowhere");
      }
    }
    if (at_end && !between_frames) return failure("the compressed stream is cut off", 0);
    return done;
  }
};

PlainReader::PlainReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
PlainReader::PlainReader(PlainReader&&) noexcept = default;
PlainReader& PlainReader::operator=(PlainReader&&) noexcept = default;
PlainReader::~PlainReader() = default;

Result<PlainReader> PlainReader::open(const FileDescriptor& file, std::uint64_t limit_bytes) {
  char first[6];
  const Result<std::size_t> got = read_at(file, 0, first, sizeof first);
  if (!got) return tl::unexpected(got.error());
  auto state = std::unique_ptr<State>(new State{file, limit_bytes, nullptr});
  const Compression compression = compression_of(std::string_view(first, *got));
  if (compression != Compression::None) {
    Result<std::unique_ptr<image::Decoder>> decoder = image::make_decoder(compression);
    if (!decoder) return tl::unexpected(std::move(decoder).error());
    state->decoder = std::move(*decoder);
    state->buffer.resize(input_bytes);
  }
  return PlainReader(std::move(state));
}

Result<std::size_t> PlainReader::read(char* into, std::size_t room) {
  const Result<std::size_t> got =
      state_->decoder ? state_->read_packed(into, room) : state_->read_plain(into, room);
  if (!got) return got;
  state_->given += *got;
  if (state_->given > state_->limit) {
    return failure("unpacked it is bigger than the limit of " + std::to_string(state_->limit) +
                   " bytes");
  }
  return got;
}

Result<void> decompress(const FileDescriptor& file, std::uint64_t limit_bytes, const Sink& sink) {
  Result<PlainReader> reader = PlainReader::open(file, limit_bytes);
  if (!reader) return tl::unexpected(std::move(reader).error());
  std::string piece(piece_bytes, '\0');
  while (true) {
    const Result<std::size_t> got = reader->read(piece.data(), piece.size());
    if (!got) return tl::unexpected(got.error());
    if (*got > 0) {
      if (auto taken = sink(std::string_view(piece).substr(0, *got)); !taken) return taken;
    }
    if (*got < piece.size()) return {};
  }
}

Result<Digested> decompress_into(const FileDescriptor& file, std::uint64_t limit_bytes,
                                 const FileDescriptor& into) {
  Result<PlainReader> reader = PlainReader::open(file, limit_bytes);
  if (!reader) return tl::unexpected(std::move(reader).error());
  digest::Sha256Stream hash;
  Digested result;
  // Two batches change places: one is being filled while the other is hashed and written.
  std::string filling(batch_bytes, '\0');
  std::string full(batch_bytes, '\0');
  std::string_view ready;
  bool more = true;
  while (more || !ready.empty()) {
    Result<std::size_t> got = 0;
    Result<void> written;
    parallel_for(2, ready.empty() || !more ? 1 : 2, [&](std::size_t what, unsigned) {
      if (what == 0 && more) got = reader->read(filling.data(), filling.size());
      if (what == 1 && !ready.empty()) {
        hash.update(ready);
        written = write_all(into, ready);
      }
    });
    if (!written) return tl::unexpected(std::move(written).error());
    if (!got) return tl::unexpected(got.error());
    result.size += ready.size();
    more = more && *got == filling.size();
    std::swap(filling, full);
    ready = std::string_view(full).substr(0, *got);
  }
  result.digest = "sha256:" + digest::to_hex(hash.finish());
  return result;
}

}  // namespace plimsoll
