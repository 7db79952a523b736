// The tar walker.
//
// Runtimes unpack layers with Go's archive/tar, and other readers see other files in the same bytes
// (a size that stands in two headers, a global path, a lone zero block: whole attacks are made of
// it). So this reader takes Go's side wherever there are two, and fails where Go fails: a lone zero
// block, a negative size, a zero byte in an extended name, a header whose sum is wrong.
//
// It is pushed: a layer arrives out of a decompressor, is hashed and read in the same pass. The
// state is the part of a block or of an extended header that has not come whole yet, at most 1 MiB.
//
// Rejected: libarchive. It decides otherwise than Go in five of the known cases, is silent about
// it, and costs a pull interface and a thread.

#include "analyzer/image/tar.h"

#include <algorithm>
#include <utility>

#include "analyzer/image/tar_fields.h"

namespace plimsoll {
namespace {

using image::PaxValues;
using image::tar_block_bytes;
using image::TarFields;

constexpr std::size_t read_bytes = std::size_t{1} << 20;
// Without contents: a few headers of small files at a time, and little in vain for big ones.
constexpr std::size_t jump_bytes = std::size_t{16} << 10;

bool is_zero(std::string_view block) {
  return block.find_first_not_of('\0') == std::string_view::npos;
}

// What comes behind their header is not content, whatever size it names.
bool has_no_content(char type) { return type >= '1' && type <= '6'; }

}  // namespace

class TarReader::Parser {
 public:
  explicit Parser(Visitor& visitor) : visitor_(visitor) {}

  Result<void> feed(std::string_view bytes) {
    while (!bytes.empty() && state_ != State::Ended) {
      Result<void> taken;
      if (state_ == State::Content) {
        taken = take_content(bytes);
      } else if (state_ == State::Padding) {
        take_padding(bytes);
      } else {
        taken = take_whole(bytes);
      }
      if (!taken) return taken;
    }
    return {};
  }

  Result<void> finish() {
    const bool between = (state_ == State::Header && pending_.empty()) ||
                         state_ == State::SecondZero || state_ == State::Ended ||
                         (state_ == State::Padding && left_ == padding_);
    // A second zero block that is cut off is no second zero block.
    if (!between || !pending_.empty()) return damaged("the archive is cut off");
    if (named()) return damaged("a header for a file is there, but not the file");
    return {};
  }

  bool ended() const { return state_ == State::Ended; }

  std::uint64_t skippable() const {
    if (state_ == State::Content) return left_ + padding_;
    return state_ == State::Padding ? left_ : 0;
  }

  void skip(std::uint64_t bytes) {
    bytes = std::min(bytes, skippable());
    position_ += bytes;
    if (state_ == State::Content) {
      const std::uint64_t of_content = std::min(bytes, left_);
      left_ -= of_content;
      bytes -= of_content;
      if (left_ == 0) begin_padding();
    }
    if (state_ == State::Padding) pad(bytes);
  }

 private:
  enum class State : std::uint8_t { Header, SecondZero, Extended, Content, Padding, Ended };

  tl::unexpected<Error> damaged(const std::string& why) const {
    return failure("at byte " + std::to_string(position_) + " of the tar: " + why);
  }

  bool named() const { return pax_ || long_name_ || long_link_; }

  // Headers and extended headers are looked at when they are whole.
  Result<void> take_whole(std::string_view& bytes) {
    const std::size_t wanted =
        state_ == State::Extended ? static_cast<std::size_t>(left_) : tar_block_bytes;
    std::string_view whole;
    if (pending_.empty() && bytes.size() >= wanted) {
      whole = bytes.substr(0, wanted);
      bytes.remove_prefix(wanted);
    } else {
      const std::size_t more = std::min(wanted - pending_.size(), bytes.size());
      pending_.append(bytes.substr(0, more));
      bytes.remove_prefix(more);
      if (pending_.size() < wanted) return {};
      whole = pending_;
    }
    Result<void> taken = state_ == State::Extended ? take_extended(whole) : take_header(whole);
    position_ += wanted;
    pending_.clear();
    return taken;
  }

  Result<void> take_header(std::string_view block) {
    if (is_zero(block)) {
      state_ = state_ == State::SecondZero ? State::Ended : State::SecondZero;
      return {};
    }
    if (state_ == State::SecondZero) {
      return damaged("entries go on behind a block of zeros that marks the end");
    }
    if (++headers_ > max_tar_entries) {
      return damaged("more than " + std::to_string(max_tar_entries) + " entries");
    }
    Result<TarFields> fields = image::read_fields(block);
    if (!fields) return damaged(fields.error().message);
    switch (fields->entry.type) {
      case 'x':
      case 'g':
      case 'L':
      case 'K':
        return begin_extended(*fields);
      case 'S':
        return damaged("sparse files have no place in a layer");
      default:
        return begin_entry(*fields);
    }
  }

  Result<void> begin_extended(const TarFields& fields) {
    if (fields.size < 0 || static_cast<std::uint64_t>(fields.size) > max_pax_bytes) {
      return damaged("an extended header of " + std::to_string(fields.size) + " bytes");
    }
    extended_type_ = fields.entry.type;
    left_ = static_cast<std::uint64_t>(fields.size);
    padding_ = padding_of(left_);
    state_ = State::Extended;
    if (left_ > 0) return {};
    return take_extended({});
  }

  Result<void> take_extended(std::string_view text) {
    // Of two extended headers for one file the second counts, as in Go.
    if (extended_type_ == 'L') long_name_ = text.substr(0, std::min(text.find('\0'), text.size()));
    if (extended_type_ == 'K') long_link_ = text.substr(0, std::min(text.find('\0'), text.size()));
    if (extended_type_ == 'x' || extended_type_ == 'g') {
      Result<PaxValues> values = image::read_pax(text);
      if (!values) return damaged(values.error().message);
      // In Go a global header is an entry of its own, which takes what stood before it.
      if (extended_type_ == 'g') forget_extended();
      if (extended_type_ == 'x') pax_ = std::move(*values);
    }
    begin_padding();
    return {};
  }

  Result<void> begin_entry(TarFields& fields) {
    TarEntry& entry = fields.entry;
    merge(fields);
    if (fields.size < 0 || fields.size > INT64_MAX - INT64_C(4096)) {
      return damaged("a file of " + std::to_string(fields.size) + " bytes");
    }
    if (fields.uid < 0 || fields.gid < 0) return damaged("a negative owner");
    if (entry.name.size() > max_tar_name_bytes || entry.link.size() > max_tar_name_bytes) {
      return damaged("a name of more than " + std::to_string(max_tar_name_bytes) + " bytes");
    }
    if (entry.type == '\0') entry.type = entry.name.ends_with('/') ? '5' : '0';
    if (entry.type == '7') entry.type = '0';  // "contiguous": nobody ever made a difference
    entry.size = has_no_content(entry.type) ? 0 : static_cast<std::uint64_t>(fields.size);
    entry.uid = static_cast<std::uint64_t>(fields.uid);
    entry.gid = static_cast<std::uint64_t>(fields.gid);
    entry.offset = position_ + tar_block_bytes;
    left_ = entry.size;
    padding_ = padding_of(left_);
    state_ = State::Content;
    if (left_ == 0) begin_padding();
    return visitor_.entry(entry);
  }

  // What the extended headers say goes before what the header says; a GNU name before a PAX one.
  void merge(TarFields& fields) {
    TarEntry& entry = fields.entry;
    if (pax_) {
      if (pax_->path) entry.name = *pax_->path;
      if (pax_->link) entry.link = *pax_->link;
      if (pax_->size) fields.size = *pax_->size;
      if (pax_->uid) fields.uid = *pax_->uid;
      if (pax_->gid) fields.gid = *pax_->gid;
      if (pax_->mtime_s) {
        entry.mtime_s = *pax_->mtime_s;
        entry.mtime_ns = pax_->mtime_ns;
      }
      for (auto& xattr : pax_->xattrs) entry.xattrs.emplace_back(xattr);
    }
    if (long_name_ && !long_name_->empty()) entry.name = *long_name_;
    if (long_link_ && !long_link_->empty()) entry.link = *long_link_;
    forget_extended();
  }

  void forget_extended() {
    pax_.reset();
    long_name_.reset();
    long_link_.reset();
  }

  Result<void> take_content(std::string_view& bytes) {
    const std::string_view part = bytes.substr(0, std::min<std::uint64_t>(left_, bytes.size()));
    bytes.remove_prefix(part.size());
    position_ += part.size();
    left_ -= part.size();
    if (left_ == 0) begin_padding();
    return visitor_.content(part);
  }

  void take_padding(std::string_view& bytes) {
    const std::size_t size = std::min<std::uint64_t>(left_, bytes.size());
    bytes.remove_prefix(size);
    position_ += size;
    pad(size);
  }

  void begin_padding() {
    left_ = padding_;
    state_ = State::Padding;
    if (left_ == 0) state_ = State::Header;
  }

  void pad(std::uint64_t bytes) {
    left_ -= bytes;
    if (left_ == 0) state_ = State::Header;
  }

  static std::uint64_t padding_of(std::uint64_t size) {
    return (tar_block_bytes - size % tar_block_bytes) % tar_block_bytes;
  }

  Visitor& visitor_;
  State state_ = State::Header;
  std::uint64_t position_ = 0;  // of the next byte in the stream; in a header, of its begin
  std::uint64_t left_ = 0;      // of the extended header, content or padding
  std::uint64_t padding_ = 0;   // behind what is being read
  std::string pending_;
  char extended_type_ = 0;
  std::size_t headers_ = 0;
  std::optional<PaxValues> pax_;
  std::optional<std::string> long_name_, long_link_;
};

TarReader::TarReader(Visitor& visitor) : parser_(std::make_unique<Parser>(visitor)) {}
TarReader::~TarReader() = default;
Result<void> TarReader::feed(std::string_view bytes) { return parser_->feed(bytes); }
Result<void> TarReader::finish() { return parser_->finish(); }
bool TarReader::ended() const { return parser_->ended(); }
std::uint64_t TarReader::skippable() const { return parser_->skippable(); }
void TarReader::skip(std::uint64_t bytes) { parser_->skip(bytes); }

Result<void> read_tar(const FileDescriptor& file, bool contents, TarReader::Visitor& visitor) {
  const Result<std::uint64_t> size = size_of(file);
  if (!size) return tl::unexpected(size.error());
  TarReader reader(visitor);
  std::string buffer(contents ? read_bytes : jump_bytes, '\0');
  std::uint64_t position = 0;
  while (!reader.ended()) {
    if (!contents && reader.skippable() > 0) {
      const std::uint64_t skipped = std::min(reader.skippable(), *size - std::min(*size, position));
      reader.skip(skipped);
      position += skipped;
    }
    const Result<std::size_t> got = read_at(file, position, buffer.data(), buffer.size());
    if (!got) return tl::unexpected(got.error());
    if (*got == 0) break;
    std::string_view bytes(buffer.data(), *got);
    position += *got;
    if (contents) {
      if (auto fed = reader.feed(bytes); !fed) return fed;
      continue;
    }
    // Block by block, so that contents in between are passed over and none is looked at.
    while (!bytes.empty()) {
      const std::size_t passed = std::min<std::uint64_t>(reader.skippable(), bytes.size());
      reader.skip(passed);
      bytes.remove_prefix(passed);
      const std::string_view block = bytes.substr(0, tar_block_bytes);
      if (auto fed = reader.feed(block); !fed) return fed;
      bytes.remove_prefix(block.size());
    }
  }
  return reader.finish();
}

std::optional<std::string> layer_path(std::string_view name) {
  if (name.find('\0') != std::string_view::npos) return {};
  std::string path;
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, slash);
    name.remove_prefix(std::min(slash + 1, name.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (path.empty()) return {};
      const std::size_t last = path.rfind('/');
      path.resize(last == std::string::npos ? 0 : last);
      continue;
    }
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

}  // namespace plimsoll
