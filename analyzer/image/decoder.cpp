#include "analyzer/image/decoder.h"

#include <bzlib.h>
#include <lzma.h>
#include <zstd.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <string>

#include "analyzer/image/isal_library.h"

namespace plimsoll::image {
namespace {

// The libraries count in 32 bits.
constexpr std::size_t max_step = std::size_t{1} << 30;

tl::unexpected<Error> damaged(const char* format, const std::string& why) {
  return failure(std::string("the ") + format + " stream is damaged (" + why + ")");
}

// RFC 1952, 2.3. ISA-L can read it itself, but forgets what flags it has seen when the header does
// not come in one piece.
class GzipHeader {
 public:
  explicit GzipHeader(const IsalLibrary& isal) : isal_(isal) {}

  void begin() {
    part_ = Part::Fixed;
    bytes_ = 0;
    flags_ = 0;
    crc_ = 0;
  }
  bool whole() const { return part_ == Part::Whole; }

  // Takes what belongs to it off the front.
  Result<void> take(std::string_view& in) {
    while (!in.empty() && !whole()) {
      const std::size_t size = part_size(in);
      if (part_ != Part::Sum) {
        crc_ = isal_.crc32(crc_, reinterpret_cast<const unsigned char*>(in.data()), size);
      }
      for (const char c : in.substr(0, part_ == Part::Extra ? 0 : size)) {
        if (auto seen = see(static_cast<unsigned char>(c)); !seen) return seen;
      }
      if (part_ == Part::Extra) skip_extra(size);
      in.remove_prefix(size);
    }
    return {};
  }

 private:
  enum class Part : std::uint8_t { Fixed, ExtraSize, Extra, Name, Comment, Sum, Whole };

  // Of what is there, as much as belongs to this part.
  std::size_t part_size(std::string_view in) const {
    const bool text = part_ == Part::Name || part_ == Part::Comment;
    if (part_ == Part::Extra) return std::min<std::size_t>(in.size(), extra_left_);
    if (text && in[0] != 0) return std::min(in.find('\0'), in.size());
    return 1;
  }

  Result<void> see(unsigned byte) {
    const std::uint64_t at = bytes_++;
    switch (part_) {
      case Part::Fixed:
        if ((at == 0 && byte != 0x1f) || (at == 1 && byte != 0x8b) || (at == 2 && byte != 8)) {
          return damaged("gzip", "no gzip header where one should be");
        }
        if (at == 3) flags_ = byte;
        if (at == 9) enter(Part::ExtraSize);
        return {};
      case Part::ExtraSize:
        extra_left_ |= byte << (8 * at);
        if (at == 1) enter(extra_left_ > 0 ? Part::Extra : Part::Name);
        return {};
      case Part::Name:
        if (byte == 0) enter(Part::Comment);
        return {};
      case Part::Comment:
        if (byte == 0) enter(Part::Sum);
        return {};
      case Part::Sum:
        if (byte != (crc_ >> (8 * at) & 0xFF)) {
          return damaged("gzip", "the checksum of its header is wrong");
        }
        if (at == 1) enter(Part::Whole);
        return {};
      default:
        return {};
    }
  }

  void skip_extra(std::size_t size) {
    extra_left_ -= static_cast<unsigned>(size);
    if (extra_left_ == 0) enter(Part::Name);
  }

  // That part, or the next one that the flags announce.
  void enter(Part part) {
    constexpr unsigned has_sum = 2, has_extra = 4, has_name = 8, has_comment = 16;
    bytes_ = 0;
    if (part == Part::ExtraSize) {
      extra_left_ = 0;
      if ((flags_ & has_extra) == 0) part = Part::Name;
    }
    if (part == Part::Name && (flags_ & has_name) == 0) part = Part::Comment;
    if (part == Part::Comment && (flags_ & has_comment) == 0) part = Part::Sum;
    if (part == Part::Sum && (flags_ & has_sum) == 0) part = Part::Whole;
    part_ = part;
  }

  const IsalLibrary& isal_;
  Part part_ = Part::Fixed;
  std::uint64_t bytes_ = 0;  // of this part
  unsigned flags_ = 0;
  unsigned extra_left_ = 0;
  std::uint32_t crc_ = 0;
};

class GzipDecoder final : public Decoder {
 public:
  explicit GzipDecoder(const IsalLibrary& isal) : isal_(isal), header_(isal) {}

  Result<void> begin_frame() override {
    header_.begin();
    isal_.inflate_init(&state_);
    state_.crc_flag = ISAL_GZIP_NO_HDR_VER;
    return {};
  }

  Result<std::size_t> step(std::string_view& in, char* out, std::size_t room) override {
    if (!header_.whole()) {
      if (auto taken = header_.take(in); !taken) return tl::unexpected(std::move(taken).error());
      if (!header_.whole()) return 0;
    }
    const auto taken_at_most = static_cast<std::uint32_t>(std::min(in.size(), max_step));
    const auto room_at_most = static_cast<std::uint32_t>(std::min(room, max_step));
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in.data()));
    state_.avail_in = taken_at_most;
    state_.next_out = reinterpret_cast<std::uint8_t*>(out);
    state_.avail_out = room_at_most;
    const int status = isal_.inflate(&state_);
    in.remove_prefix(taken_at_most - state_.avail_in);
    if (status < 0) return damaged("gzip", why(status));
    return room_at_most - state_.avail_out;
  }

  bool frame_ended() const override {
    return header_.whole() && state_.block_state == ISAL_BLOCK_FINISH;
  }

 private:
  static std::string why(int status) {
    return status == ISAL_INCORRECT_CHECKSUM ? "the checksum is wrong"
                                             : "ISA-L says " + std::to_string(status);
  }

  const IsalLibrary& isal_;
  GzipHeader header_;
  inflate_state state_{};
};

class ZstdDecoder final : public Decoder {
 public:
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

  Result<void> begin_frame() override {
    if (!context_) context_ = ZSTD_createDCtx();
    if (!context_ ||
        ZSTD_isError(ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, max_window_log))) {
      return failure("zstd cannot be used: its context was not made");
    }
    ended_ = false;
    return {};
  }

  Result<std::size_t> step(std::string_view& in, char* out, std::size_t room) override {
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{out, room, 0};
    const std::size_t status = ZSTD_decompressStream(context_, &output, &input);
    in.remove_prefix(input.pos);
    if (ZSTD_isError(status)) return damaged("zstd", ZSTD_getErrorName(status));
    ended_ = status == 0;
    return output.pos;
  }

  bool frame_ended() const override { return ended_; }

 private:
  ZSTD_DCtx* context_ = nullptr;
  bool ended_ = false;
};

class Bzip2Decoder final : public Decoder {
 public:
  ~Bzip2Decoder() override { end(); }

  Result<void> begin_frame() override {
    end();
    stream_ = {};
    begun_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    ended_ = false;
    if (begun_) return {};
    return failure("bzip2 cannot be used: its stream was not made");
  }

  Result<std::size_t> step(std::string_view& in, char* out, std::size_t room) override {
    const auto taken_at_most = static_cast<unsigned>(std::min(in.size(), max_step));
    const auto room_at_most = static_cast<unsigned>(std::min(room, max_step));
    stream_.next_in = const_cast<char*>(in.data());
    stream_.avail_in = taken_at_most;
    stream_.next_out = out;
    stream_.avail_out = room_at_most;
    const int status = BZ2_bzDecompress(&stream_);
    in.remove_prefix(taken_at_most - stream_.avail_in);
    if (status != BZ_OK && status != BZ_STREAM_END) {
      return damaged("bzip2", "libbz2 says " + std::to_string(status));
    }
    ended_ = status == BZ_STREAM_END;
    return room_at_most - stream_.avail_out;
  }

  bool frame_ended() const override { return ended_; }

 private:
  void end() {
    if (begun_) BZ2_bzDecompressEnd(&stream_);
    begun_ = false;
  }

  bz_stream stream_{};
  bool begun_ = false;
  bool ended_ = false;
};

class XzDecoder final : public Decoder {
 public:
  ~XzDecoder() override { lzma_end(&stream_); }

  Result<void> begin_frame() override {
    // The dictionary and a little.
    constexpr std::uint64_t memory = (UINT64_C(1) << max_window_log) + (UINT64_C(8) << 20);
    ended_ = false;
    if (lzma_stream_decoder(&stream_, memory, 0) == LZMA_OK) return {};
    return failure("xz cannot be used: its stream was not made");
  }

  Result<std::size_t> step(std::string_view& in, char* out, std::size_t room) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = room;
    const lzma_ret status = lzma_code(&stream_, LZMA_RUN);
    in.remove_prefix(in.size() - stream_.avail_in);
    if (status == LZMA_MEMLIMIT_ERROR) {
      return damaged("xz", "it asks for a window of more than 128 MiB");
    }
    // No progress is no error here: there was nothing to read.
    if (status != LZMA_OK && status != LZMA_STREAM_END && status != LZMA_BUF_ERROR) {
      return damaged("xz", "liblzma says " + std::to_string(status));
    }
    ended_ = status == LZMA_STREAM_END;
    return room - stream_.avail_out;
  }

  bool frame_ended() const override { return ended_; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<Decoder>> make_decoder(Compression compression) {
  std::unique_ptr<Decoder> decoder;
  if (compression == Compression::Gzip) {
    const Result<const IsalLibrary*> isal = isal_library();
    if (!isal) return tl::unexpected(isal.error());
    decoder = std::make_unique<GzipDecoder>(**isal);
  } else if (compression == Compression::Zstd) {
    decoder = std::make_unique<ZstdDecoder>();
  } else if (compression == Compression::Bzip2) {
    decoder = std::make_unique<Bzip2Decoder>();
  } else if (compression == Compression::Xz) {
    decoder = std::make_unique<XzDecoder>();
  } else {
    return failure("nothing to decompress");
  }
  if (auto begun = decoder->begin_frame(); !begun) return tl::unexpected(begun.error());
  return decoder;
}

}  // namespace plimsoll::image
