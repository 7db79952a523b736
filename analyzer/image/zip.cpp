// Problem: files of an archive are to be seen while it passes by, in pieces, and what says where a
// file ends may stand behind it.
//
// A local header has a name, a method and mostly the packed size. Writers that could not seek (jar,
// a pipe) leave the size out and put it behind the content, in a descriptor: 12 to 24 bytes, with
// a mark or without, of 32 or of 64 bits, and nothing says which. But a deflate stream ends by
// itself, so both sizes are known by then, and just one of the four forms says the same. A stored
// file without a size ends where a descriptor stands that says its length: "PK\7\8", and as many
// bytes as were counted.
//
// Example, with what jar writes:  PK34 | a.txt | deflate... | PK78 crc 11 9 | PK34 | ...
// ISA-L has read on by up to 8 bytes when the stream ends: it is asked for them, and they are the
// first of what comes next.
//
// Rejected: libzip and minizip, which want to seek, and so would have archives of gigabytes in
// memory or on disk; the central directory, for the same reason. A file that lies between two
// others without a header of its own is missed; no program writes that.

#include "analyzer/image/zip.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/image/isal_library.h"

namespace plimsoll {

namespace {

constexpr std::size_t header_bytes = 30;
constexpr std::size_t longest_descriptor = 24;
constexpr std::string_view descriptor_magic = "PK\7\10";
constexpr std::uint32_t wide = 0xFFFF'FFFF;  // the size is in the extra field
constexpr std::size_t room = std::size_t{64} << 10;
constexpr std::size_t open_piece = 4096;  // of a stored file without a size, at once
constexpr std::uint32_t stored = 0, deflated = 8;
constexpr std::size_t longest_name = 4096;  // of a longer one the beginning is told

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size && at + i < bytes.size(); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  }
  return value;
}

struct Header {
  std::uint32_t flags = 0, method = 0;
  std::uint64_t packed = 0, plain = 0;
  std::size_t name_bytes = 0, extra_bytes = 0;

  explicit Header(std::string_view bytes)
      : flags(static_cast<std::uint32_t>(number(bytes, 6, 2))),
        method(static_cast<std::uint32_t>(number(bytes, 8, 2))),
        packed(number(bytes, 18, 4)),
        plain(number(bytes, 22, 4)),
        name_bytes(static_cast<std::size_t>(number(bytes, 26, 2))),
        extra_bytes(static_cast<std::size_t>(number(bytes, 28, 2))) {}

  [[nodiscard]] bool encrypted() const { return (flags & 0x2041) != 0; }
  [[nodiscard]] bool described_behind() const { return (flags & 8) != 0; }
  [[nodiscard]] bool has_size() const { return !described_behind() || packed > 0; }

  // APPNOTE 4.5.3: of the sizes that did not fit, in this order.
  void widen(std::string_view extra) {
    while (extra.size() >= 4) {
      const auto size = static_cast<std::size_t>(number(extra, 2, 2));
      const std::string_view field = extra.substr(4, size);
      if (number(extra, 0, 2) == 1) {
        std::size_t at = 0;
        for (std::uint64_t* each : {&plain, &packed}) {
          if (*each != wide || at + 8 > field.size()) continue;
          *each = number(field, at, 8);
          at += 8;
        }
        return;
      }
      extra.remove_prefix(std::min(extra.size(), 4 + size));
    }
  }
};

// How long the descriptor at the front of `bytes` is, of a file of these sizes.
std::optional<std::size_t> descriptor_size(std::string_view bytes, std::uint64_t packed,
                                           std::uint64_t plain) {
  const std::size_t mark = bytes.starts_with(descriptor_magic) ? descriptor_magic.size() : 0;
  for (const std::size_t front : {mark, std::size_t{0}}) {
    // The wider one first: of an empty file the other one fits into it.
    for (const std::size_t size : {std::size_t{8}, std::size_t{4}}) {
      const std::size_t whole = front + 4 + 2 * size;
      const std::uint64_t mask = size == 4 ? wide : UINT64_MAX;
      if (bytes.size() >= whole && number(bytes, front + 4, size) == (packed & mask) &&
          number(bytes, front + 4 + size, size) == (plain & mask)) {
        return whole;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

class ZipReader::Parser {
 public:
  Parser(Visitor& visitor, const ZipLimits& limits) : visitor_(visitor), limits_(limits) {
    const Result<const image::IsalLibrary*> isal = image::isal_library();
    if (isal) isal_ = *isal;
  }

  void feed(std::string_view bytes) {
    while (end_ == ZipEnd::None) {
      if (part_ <= Part::Descriptor) {
        const std::size_t lacks = wanted_ - std::min(wanted_, held_.size());
        hold(bytes, lacks);
        if (held_.size() < wanted_) return;
        use_held();
      } else if (part_ == Part::StoredOpen) {
        const bool last = bytes.empty();
        hold(bytes, open_piece);
        if (!take_stored_open() && last) return;
      } else if (!held_.empty()) {
        const std::string ahead = std::exchange(held_, {});
        std::string_view rest = ahead;
        take_content(rest);
        held_.append(rest);
      } else {
        if (bytes.empty()) return;
        take_content(bytes);
      }
    }
  }

  void finish() {
    if (part_ == Part::StoredOpen) {
      packed_ += held_.size();
      give(std::exchange(held_, {}));
    }
    is_file_ = is_file_ && part_ != Part::Deflated;
    end_file();
    if (end_ == ZipEnd::None) end_ = ZipEnd::Unreadable;
  }

  [[nodiscard]] ZipEnd ended() const { return end_; }
  [[nodiscard]] std::uint64_t plain_bytes() const { return all_plain_; }
  [[nodiscard]] const std::vector<ZipRange>& contents() const { return contents_; }

 private:
  enum class Part : std::uint8_t {
    Header,  // to its fixed length; this and the next two as a whole
    Names,   // name and extra field
    Descriptor,
    Passed,      // content that nobody wants, of a known length
    Stored,      // of a known length
    StoredOpen,  // to a descriptor that fits
    Deflated
  };

  void fail(ZipEnd why, bool sound = true) {
    is_file_ = is_file_ && part_ != Part::Deflated;  // its end was not seen
    end_file(sound);
    end_ = why;
  }

  void hold(std::string_view& bytes, std::size_t most) {
    const std::size_t size = std::min(most, bytes.size());
    held_ += bytes.substr(0, size);
    bytes.remove_prefix(size);
  }

  void use_held() {
    if (part_ == Part::Header) {
      read_header();
    } else if (part_ == Part::Names) {
      read_names();
    } else {
      read_descriptor();
    }
  }

  void take_content(std::string_view& bytes) {
    if (part_ == Part::Passed) {
      pass(bytes);
    } else if (part_ == Part::Stored) {
      take_stored(bytes);
    } else {
      take_deflated(bytes);
    }
  }

  void enter(Part part, std::size_t wanted) {
    part_ = part;
    wanted_ = wanted;
  }

  void read_header() {
    if (!held_.starts_with(zip_magic)) {
      return fail(held_.starts_with("PK") ? ZipEnd::Directory : ZipEnd::Unreadable);
    }
    header_ = Header(held_);
    if (++entries_ > limits_.entries) return fail(ZipEnd::Limit);
    enter(Part::Names, header_bytes + header_.name_bytes + header_.extra_bytes);
  }

  void read_names() {
    const std::string_view text = std::string_view(held_).substr(header_bytes);
    const std::string_view name = text.substr(0, header_.name_bytes);
    header_.widen(text.substr(header_.name_bytes, header_.extra_bytes));
    packed_ = plain_ = 0;
    at_ += wanted_;
    begin_file(name);
    held_.erase(0, header_bytes + header_.name_bytes + header_.extra_bytes);
    if (end_ == ZipEnd::None && header_.has_size() && left_ == 0) end_content();
  }

  void begin_file(std::string_view name) {
    const bool known_method = header_.method == stored || header_.method == deflated;
    const bool readable = known_method && !header_.encrypted() && isal_ != nullptr;
    left_ = header_.has_size() ? header_.packed : 0;
    if (!readable && !header_.has_size()) return fail(ZipEnd::Unreadable);
    is_file_ = readable && !name.empty() && !name.ends_with('/');
    wanted_file_ = is_file_ && visitor_.entry(name.substr(0, longest_name));
    if (header_.has_size() && !wanted_file_) return enter(Part::Passed, 0);
    if (header_.method == stored) {
      return enter(header_.has_size() ? Part::Stored : Part::StoredOpen, 0);
    }
    if (!inflate_) inflate_ = std::make_unique<inflate_state>();
    if (!plain_room_) plain_room_ = std::make_unique<std::array<char, room>>();
    isal_->inflate_init(inflate_.get());
    inflate_->crc_flag = ISAL_DEFLATE;
    enter(Part::Deflated, 0);
  }

  void pass(std::string_view& bytes) {
    const std::uint64_t size = std::min<std::uint64_t>(left_, bytes.size());
    bytes.remove_prefix(static_cast<std::size_t>(size));
    left_ -= size;
    packed_ += size;
    if (left_ == 0) end_content();
  }

  void take_stored(std::string_view& bytes) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    packed_ += size;
    left_ -= size;
    give(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (end_ == ZipEnd::None && left_ == 0) end_content();
  }

  // Whether its end was found.
  bool take_stored_open() {
    std::size_t done = 0, behind = 0;
    bool found = false;
    while (end_ == ZipEnd::None && !found) {
      const std::size_t at = held_.find(descriptor_magic, done);
      const std::size_t keep = std::min(held_.size() - done, descriptor_magic.size() - 1);
      const std::size_t to = at != std::string::npos ? at : held_.size() - keep;
      give(std::string_view(held_).substr(done, to - done));
      packed_ += to - done;
      done = to;
      if (at == std::string::npos || held_.size() - at < longest_descriptor) break;
      const std::string_view rest = std::string_view(held_).substr(at, longest_descriptor);
      const auto size = descriptor_size(rest, packed_, packed_);
      found = size.has_value();
      const std::size_t mine = found ? 0 : 1;
      give(std::string_view(held_).substr(done, mine));
      packed_ += mine;
      behind = size.value_or(0);
      done += found ? behind : mine;
    }
    held_.erase(0, done);
    if (!found || end_ != ZipEnd::None) return false;
    end_file();
    at_ += packed_ + behind;
    enter(Part::Header, header_bytes);
    return true;
  }

  void take_deflated(std::string_view& bytes) {
    const bool bounded = header_.has_size();
    auto size = std::min<std::uint64_t>(bytes.size(), std::uint64_t{1} << 30);
    if (bounded) size = std::min(size, left_);
    inflate_->next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
    inflate_->avail_in = static_cast<std::uint32_t>(size);
    bool whole = false;
    while (end_ == ZipEnd::None && !whole) {
      inflate_->next_out = reinterpret_cast<std::uint8_t*>(plain_room_->data());
      inflate_->avail_out = static_cast<std::uint32_t>(room);
      const int status = isal_->inflate(inflate_.get());
      const std::size_t made = room - inflate_->avail_out;
      const std::uint64_t used = packed_ + (size - inflate_->avail_in);
      give_counted({plain_room_->data(), made}, used);
      if (end_ != ZipEnd::None) return;
      whole = inflate_->block_state == ISAL_BLOCK_FINISH;
      if (status < 0) return damaged(bytes, size, bounded);
      if (inflate_->avail_in == 0 && inflate_->avail_out > 0) break;
    }
    const std::uint64_t used = size - inflate_->avail_in;
    bytes.remove_prefix(static_cast<std::size_t>(used));
    packed_ += used;
    if (bounded) left_ -= used;
    if (whole) return inflated(bounded);
    if (bounded && left_ == 0) end_early();
  }

  // The stream has ended.
  void inflated(bool bounded) {
    if (!bounded) {
      const auto bits = static_cast<unsigned>(inflate_->read_in_length);
      std::uint64_t ahead = inflate_->read_in >> (bits % 8);
      for (unsigned i = 0; i < bits / 8; ++i, ahead >>= 8) {
        held_ += static_cast<char>(ahead & 0xFF);
      }
      packed_ -= bits / 8;
      return end_content();
    }
    end_file();
    if (left_ > 0) return enter(Part::Passed, 0);
    end_content();
  }

  void damaged(std::string_view& bytes, std::uint64_t size, bool bounded) {
    if (!bounded) return fail(ZipEnd::Unreadable, false);
    bytes.remove_prefix(static_cast<std::size_t>(size));
    left_ -= size;
    packed_ += size;
    end_file(false);
    if (left_ > 0) return enter(Part::Passed, 0);
    end_content();
  }

  void give_counted(std::string_view bytes, std::uint64_t packed) {
    give(bytes);
    if (plain_ > limits_.ratio_from_bytes && plain_ / limits_.ratio > packed) {
      fail(ZipEnd::Limit, false);
    }
  }

  void give(std::string_view bytes) {
    const bool over = bytes.size() > limits_.plain_bytes - all_plain_;
    if (over) bytes = bytes.substr(0, static_cast<std::size_t>(limits_.plain_bytes - all_plain_));
    plain_ += bytes.size();
    all_plain_ += bytes.size();
    if (wanted_file_ && !bytes.empty()) visitor_.content(bytes);
    if (over) fail(ZipEnd::Limit);
  }

  void end_file(bool sound = true) {
    if (wanted_file_) visitor_.end(sound);
    if (is_file_ && sound && packed_ > 0) contents_.push_back({at_, at_ + packed_});
    wanted_file_ = is_file_ = false;
  }

  // The content is over, its stream is not.
  void end_early() {
    is_file_ = false;
    end_content();
  }

  // Behind it comes a descriptor or the next header.
  void end_content() {
    end_file();
    at_ += packed_;
    if (header_.described_behind()) {
      enter(Part::Descriptor, longest_descriptor);
    } else {
      enter(Part::Header, header_bytes);
    }
  }

  void read_descriptor() {
    const bool passed = header_.has_size();
    const auto size = descriptor_size(held_, packed_, passed ? header_.plain : plain_);
    if (!size) return fail(ZipEnd::Unreadable);
    held_.erase(0, *size);
    at_ += *size;
    enter(Part::Header, header_bytes);
  }

  Visitor& visitor_;
  const ZipLimits limits_;
  const image::IsalLibrary* isal_ = nullptr;
  std::unique_ptr<inflate_state> inflate_;
  std::unique_ptr<std::array<char, room>> plain_room_;
  Part part_ = Part::Header;
  ZipEnd end_ = ZipEnd::None;
  std::size_t wanted_ = header_bytes;  // bytes that make this part
  std::string held_;
  Header header_{""};
  bool wanted_file_ = false, is_file_ = false;
  std::uint64_t left_ = 0;                // packed bytes that are to come, where that is known
  std::uint64_t packed_ = 0, plain_ = 0;  // of the file that passes
  std::uint64_t all_plain_ = 0, entries_ = 0;
  std::uint64_t at_ = 0;  // where this header, content or descriptor begins
  std::vector<ZipRange> contents_;
};

ZipReader::ZipReader(Visitor& visitor, const ZipLimits& limits)
    : parser_(std::make_unique<Parser>(visitor, limits)) {}
ZipReader::~ZipReader() = default;
void ZipReader::feed(std::string_view bytes) { parser_->feed(bytes); }
void ZipReader::finish() { parser_->finish(); }
ZipEnd ZipReader::ended() const { return parser_->ended(); }
std::uint64_t ZipReader::plain_bytes() const { return parser_->plain_bytes(); }
const std::vector<ZipRange>& ZipReader::contents() const { return parser_->contents(); }

}  // namespace plimsoll
