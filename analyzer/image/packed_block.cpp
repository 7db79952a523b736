#include "analyzer/image/packed_block.h"

#include <zstd.h>

#include <algorithm>

#include "analyzer/base/check.h"
#include "analyzer/image/isal_library.h"

namespace plimsoll::image {
namespace {

constexpr int gzip_level = 1;
constexpr int zstd_level = 3;

std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

class PlainBlock final : public PackedBlock {
 public:
  Result<void> make(const FileDescriptor& file, std::uint64_t begin, std::uint64_t end,
                    bool) override {
    plain_.resize(static_cast<std::size_t>(end - begin));
    return read_exactly(file, begin, plain_.data(), plain_.size());
  }
  std::string_view plain() const override { return plain_; }
  std::string_view packed() const override { return plain_; }

 private:
  std::string plain_;
};

// A part of one deflate stream: the 32 KiB in front are its dictionary, a sync flush its end.
class GzipBlock final : public PackedBlock {
 public:
  explicit GzipBlock(const IsalLibrary& isal) : isal_(isal) {}

  Result<void> make(const FileDescriptor& file, std::uint64_t begin, std::uint64_t end,
                    bool last) override {
    before_ = static_cast<std::size_t>(std::min<std::uint64_t>(begin, ISAL_DEF_HIST_SIZE));
    plain_.resize(static_cast<std::size_t>(end - begin) + before_);
    if (auto read = read_exactly(file, begin - before_, plain_.data(), plain_.size()); !read) {
      return read;
    }
    deflate(last);
    return {};
  }
  std::string_view plain() const override { return std::string_view(plain_).substr(before_); }
  std::string_view packed() const override { return packed_; }

 private:
  void deflate(bool last) {
    if (!stream_) stream_ = std::make_unique<isal_zstream>();
    level_buffer_.resize(ISAL_DEF_LVL1_DEFAULT);
    isal_zstream& stream = *stream_;
    isal_.deflate_init(&stream);
    stream.level = gzip_level;
    stream.level_buf = bytes_of(level_buffer_);
    stream.level_buf_size = static_cast<std::uint32_t>(level_buffer_.size());
    stream.flush = SYNC_FLUSH;
    stream.end_of_stream = last ? 1 : 0;
    if (before_ > 0) {
      CHECK(isal_.deflate_set_dict(&stream, bytes_of(plain_),
                                   static_cast<std::uint32_t>(before_)) == COMP_OK);
    }
    stream.next_in = bytes_of(plain_) + before_;
    stream.avail_in = static_cast<std::uint32_t>(plain_.size() - before_);
    packed_.resize(plain_.size() + 4096);
    std::size_t done = 0;
    do {
      if (done == packed_.size()) packed_.resize(packed_.size() * 2);
      stream.next_out = bytes_of(packed_) + done;
      stream.avail_out = static_cast<std::uint32_t>(packed_.size() - done);
      CHECK(isal_.deflate(&stream) == COMP_OK);
      done = packed_.size() - stream.avail_out;
    } while (stream.avail_out == 0);
    CHECK(stream.avail_in == 0);
    packed_.resize(done);
  }

  const IsalLibrary& isal_;
  std::string plain_, packed_, level_buffer_;
  std::size_t before_ = 0;  // bytes of the dictionary in plain_
  std::unique_ptr<isal_zstream> stream_;
};

// A frame of its own.
class ZstdBlock final : public PackedBlock {
 public:
  ~ZstdBlock() override { ZSTD_freeCCtx(context_); }

  Result<void> make(const FileDescriptor& file, std::uint64_t begin, std::uint64_t end,
                    bool last) override {
    if (auto read = plain_.make(file, begin, end, last); !read) return read;
    if (!context_) context_ = ZSTD_createCCtx();
    if (!context_) return failure("zstd cannot be used: its context was not made");
    packed_.resize(ZSTD_compressBound(plain_.plain().size()));
    const std::size_t size =
        ZSTD_compressCCtx(context_, packed_.data(), packed_.size(), plain_.plain().data(),
                          plain_.plain().size(), zstd_level);
    if (ZSTD_isError(size)) return failure(std::string("zstd: ") + ZSTD_getErrorName(size));
    packed_.resize(size);
    return {};
  }
  std::string_view plain() const override { return plain_.plain(); }
  std::string_view packed() const override { return packed_; }

 private:
  PlainBlock plain_;
  std::string packed_;
  ZSTD_CCtx* context_ = nullptr;
};

}  // namespace

Packing packing_of(Compression compression) {
  if (compression == Compression::Gzip) {
    return {1 << 20, std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10), true};
  }
  return {4 << 20, "", false};
}

Result<std::unique_ptr<PackedBlock>> make_block(Compression compression) {
  if (compression == Compression::None) return std::make_unique<PlainBlock>();
  if (compression == Compression::Zstd) return std::make_unique<ZstdBlock>();
  if (compression == Compression::Gzip) {
    const Result<const IsalLibrary*> isal = isal_library();
    if (!isal) return tl::unexpected(isal.error());
    return std::make_unique<GzipBlock>(**isal);
  }
  return failure("layers are packed with gzip or zstd, not with bzip2 or xz");
}

std::uint32_t crc32_of(std::uint32_t before, std::string_view bytes) {
  const Result<const IsalLibrary*> isal = isal_library();
  CHECK(isal.has_value());
  return (*isal)->crc32(before, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

}  // namespace plimsoll::image
