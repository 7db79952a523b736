#include "analyzer/image/source/file_image.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "analyzer/base/check.h"

namespace plimsoll::image {
namespace {

class RangeReader final : public BlobReader {
 public:
  explicit RangeReader(FileRange range) : range_(std::move(range)) {}

  [[nodiscard]] Result<std::size_t> read(char* into, std::size_t room) override {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(room, range_.size - done_));
    if (size == 0) return 0;
    const Result<std::size_t> got = read_at(*range_.file, range_.offset + done_, into, size);
    if (!got) return got;
    if (*got == 0) return failure("the file is shorter than it was", EIO);
    done_ += *got;
    return got;
  }
  [[nodiscard]] std::optional<FileRange> in_file() const override { return range_; }

 private:
  FileRange range_;
  std::uint64_t done_ = 0;
};

class TextReader final : public BlobReader {
 public:
  explicit TextReader(const std::string& bytes) : bytes_(bytes) {}

  [[nodiscard]] Result<std::size_t> read(char* into, std::size_t room) override {
    const std::size_t size = std::min(room, bytes_.size() - done_);
    std::memcpy(into, bytes_.data() + done_, size);
    done_ += size;
    return size;
  }

 private:
  const std::string& bytes_;
  std::size_t done_ = 0;
};

}  // namespace

FileImage::FileImage(ImageDescription description, std::vector<LayerBytes> bytes)
    : description_(std::move(description)), bytes_(std::move(bytes)) {
  CHECK(bytes_.size() == description_.layers.size());
}

Result<std::unique_ptr<BlobReader>> FileImage::open_layer(std::size_t layer) const {
  if (layer >= bytes_.size()) return failure("there is no such layer", EINVAL);
  const LayerBlob& blob = description_.layers[layer];
  if (!blob.unreadable.empty()) return failure(blob.unreadable, ENOENT);
  if (const FileRange* range = std::get_if<FileRange>(&bytes_[layer])) {
    return std::make_unique<RangeReader>(*range);
  }
  if (const std::string* bytes = std::get_if<std::string>(&bytes_[layer])) {
    return std::make_unique<TextReader>(*bytes);
  }
  return failure("its bytes are not here", ENOENT);
}

}  // namespace plimsoll::image
