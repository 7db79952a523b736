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
#include "analyzer/image/tar_sparse.h"

namespace plimsoll {
namespace {

using image::PaxSparse;
using image::PaxValues;
using image::tar_block_bytes;
using image::TarFields;

constexpr std::size_t max_detail_bytes = 256;
constexpr const char* sparse_refused = "sparse files have no place in a layer";

bool is_zero(std::string_view block) {
  return block.find_first_not_of('\0') == std::string_view::npos;
}

// What comes behind their header is not content, whatever size it names.
bool has_no_content(char type) { return type >= '1' && type <= '6'; }

}  // namespace

Result<void> TarReader::Visitor::oddity(const TarOddity& odd) {
  if (!odd.strict) return {};
  return failure("at byte " + std::to_string(odd.at) + " of the tar: " + odd.detail);
}

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
    if (!between || !pending_.empty()) return damaged("cut-off", "the archive is cut off");
    if (named()) {
      return damaged("header-without-file", "a header for a file is there, but not the file");
    }
    if (state_ == State::Ended) return {};
    return odd({.kind = "missing-end", .detail = "the blocks that mark the end are missing"});
  }

  bool ended() const { return state_ == State::Ended; }
  std::uint64_t position() const { return position_ + pending_.size(); }
  std::uint64_t entries_end() const { return entries_end_; }

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
  enum class State : std::uint8_t {
    Header,
    SecondZero,
    Extended,
    SparseHeader,  // more of a map behind a header of old GNU
    SparseMap,     // a map in front of the content
    Content,
    Padding,
    Ended
  };

  // What nobody can read further. The visitor hears of it, but is not asked.
  tl::unexpected<Error> damaged(std::string_view kind, const std::string& why) {
    TarOddity odd{.kind = kind, .at = position_, .detail = why, .refused = true, .fatal = true};
    (void)visitor_.oddity(odd);
    return failure("at byte " + std::to_string(position_) + " of the tar: " + why);
  }

  Result<void> odd(TarOddity oddity) {
    oddity.at = position_;
    return visitor_.oddity(oddity);
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
    Result<void> taken = take(whole);
    position_ += wanted;
    pending_.clear();
    return taken;
  }

  Result<void> take(std::string_view whole) {
    switch (state_) {
      case State::Extended:
        return take_extended(whole);
      case State::SparseHeader:
        return take_old_map(whole.substr(0, 504), whole[504] != 0);
      case State::SparseMap:
        return take_content_map(whole);
      default:
        return take_header(whole);
    }
  }

  Result<void> take_header(std::string_view block) {
    if (is_zero(block)) {
      state_ = state_ == State::SecondZero ? State::Ended : State::SecondZero;
      return {};
    }
    if (state_ == State::SecondZero) {
      return damaged("lone-zero-block", "entries go on behind a block of zeros that marks the end");
    }
    if (++headers_ > max_tar_entries) {
      return damaged("too-many-entries",
                     "more than " + std::to_string(max_tar_entries) + " entries");
    }
    Result<TarFields> fields = image::read_fields(block);
    if (!fields) return damaged("bad-header", fields.error().message);
    switch (fields->entry.type) {
      case 'x':
      case 'g':
      case 'L':
      case 'K':
        return begin_extended(*fields);
      default:
        return begin_entry(*fields, block);
    }
  }

  Result<void> begin_extended(const TarFields& fields) {
    if (fields.size < 0 || static_cast<std::uint64_t>(fields.size) > max_pax_bytes) {
      return damaged(fields.size < 0 ? "negative-size" : "extended-header-too-big",
                     "an extended header of " + std::to_string(fields.size) + " bytes");
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
      if (auto taken = take_pax(text); !taken) return taken;
    }
    begin_padding();
    return {};
  }

  Result<void> take_pax(std::string_view text) {
    Result<PaxValues> values = image::read_pax(text);
    if (!values) return damaged("bad-header", values.error().message);
    if (values->zero_byte) {
      auto told = odd({.kind = "name-with-nul",
                       .detail = "a name in an extended header holds a zero byte",
                       .refused = true,
                       .strict = true});
      if (!told) return told;
    }
    if (values->sparse) {
      auto told = odd({.kind = "sparse", .detail = sparse_refused, .strict = true});
      if (!told) return told;
    }
    if (extended_type_ == 'x') {
      pax_ = std::move(*values);
      return {};
    }
    // In Go a global header is an entry of its own, which takes what stood before it.
    forget_extended();
    return odd({.kind = "global-pax", .detail = std::string(text.substr(0, max_detail_bytes))});
  }

  Result<void> begin_entry(TarFields& fields, std::string_view block) {
    TarEntry& entry = fields.entry;
    const bool content = !has_no_content(entry.type);
    // Go looks at what the header says before it reads on, whatever stands in front of it.
    if (content && fields.size < 0) return negative_size(fields.size);
    const std::int64_t header_size = fields.size;
    if (auto told = tell_of_sizes(fields, content); !told) return told;
    sparse_.reset();
    const std::optional<PaxSparse> pax_sparse = pax_ ? std::move(pax_->sparse) : std::nullopt;
    merge(fields);
    if (content && fields.size < 0) return negative_size(fields.size);
    if (!content && header_size != 0) {
      auto told = odd(
          {.kind = "size-on-link", .detail = std::to_string(header_size) + " bytes, none follow"});
      if (!told) return told;
    }
    if (auto told = tell_of_numbers(fields); !told) return told;
    if (entry.name.size() > max_tar_name_bytes || entry.link.size() > max_tar_name_bytes) {
      return damaged("long-name",
                     "a name of more than " + std::to_string(max_tar_name_bytes) + " bytes");
    }
    if (entry.type == '\0') entry.type = entry.name.ends_with('/') ? '5' : '0';
    entry.size = content ? static_cast<std::uint64_t>(fields.size) : 0;
    entry.real_size = entry.size;
    entry.uid = static_cast<std::uint64_t>(fields.uid);
    entry.gid = static_cast<std::uint64_t>(fields.gid);
    entry.begin = entries_end_;
    entry_ = std::move(entry);
    if (auto told = tell_of_type(); !told) return told;
    if (entry_.type == 'S') return begin_old_sparse(fields.gnu, block);
    if (pax_sparse) return begin_pax_sparse(*pax_sparse);
    return begin_content();
  }

  tl::unexpected<Error> negative_size(std::int64_t size) {
    return damaged("negative-size", "a file of " + std::to_string(size) + " bytes");
  }

  Result<void> tell_of_sizes(const TarFields& fields, bool content) {
    if (!pax_ || !pax_->size) return {};
    if (pax_->two_sizes) {
      auto told = odd({.kind = "duplicate-size", .detail = "two sizes in one extended header"});
      if (!told) return told;
    }
    // Bigger ones have no place in the header; what stands there then differs from writer to
    // writer.
    constexpr std::int64_t greatest_octal = INT64_C(077777777777);
    if (!content || *pax_->size == fields.size || *pax_->size > greatest_octal) return {};
    return odd({.kind = "pax-size-differs",
                .detail = std::to_string(*pax_->size) + " bytes by the extended header, " +
                          std::to_string(fields.size) + " by its own"});
  }

  Result<void> tell_of_numbers(const TarFields& fields) {
    if (fields.size > INT64_MAX - INT64_C(4096)) {
      auto told = odd({.kind = "huge-size",
                       .detail = "a file of " + std::to_string(fields.size) + " bytes",
                       .refused = true,
                       .strict = true});
      if (!told) return told;
    }
    if (fields.uid < 0 || fields.gid < 0) {
      auto told = odd({.kind = "huge-id", .detail = "a negative owner", .strict = true});
      if (!told) return told;
    }
    if (fields.odd_magic) {
      auto told = odd({.kind = "odd-magic", .detail = "nearly the mark of a format"});
      if (!told) return told;
    }
    if (fields.misplaced_prefix) {
      auto told = odd(
          {.kind = "misplaced-prefix", .detail = "a directory stands where this format has times"});
      if (!told) return told;
    }
    const auto is_device = [](std::int64_t number) { return number >= 0 && number <= UINT32_MAX; };
    if (is_device(fields.device_major) && is_device(fields.device_minor)) return {};
    return odd({.kind = "huge-device", .detail = "there is no such device number", .strict = true});
  }

  Result<void> tell_of_type() {
    const char type = entry_.type;
    if (type == '7') entry_.type = '0';  // "contiguous": a file for whoever knows the kind
    if ((type >= '0' && type <= '6') || type == 'S') return {};
    std::string detail = "kind ";
    if (type > ' ' && type < 127) {
      detail += type;
    } else {
      detail += std::to_string(static_cast<unsigned char>(type));
    }
    return odd({.kind = "unknown-type", .detail = std::move(detail), .refused = true});
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
      if (pax_->libarchive_xattrs) entry.libarchive_xattrs = true;
    }
    if (long_name_ && !long_name_->empty()) entry.name = *long_name_;
    if (long_link_ && !long_link_->empty()) entry.link = *long_link_;
    forget_extended();
  }

  // The header, or one more block behind it, has pieces of the map and whether more follow.
  Result<void> begin_old_sparse(bool gnu, std::string_view block) {
    auto told = odd({.kind = "sparse", .detail = sparse_refused, .strict = true});
    if (!told) return told;
    if (!gnu) return damaged("bad-sparse-map", "the map of a sparse file is damaged");
    const auto real_size = image::tar_number(block.substr(483, 12));
    if (!real_size || *real_size < 0) {
      return damaged("bad-sparse-map", "the map of a sparse file is damaged");
    }
    entry_.sparse = true;
    entry_.real_size = static_cast<std::uint64_t>(*real_size);
    sparse_.emplace(*real_size);
    return take_old_map(block.substr(386, 96), block[482] != 0);
  }

  Result<void> take_old_map(std::string_view pieces, bool more) {
    if (!sparse_->add_old(pieces)) {
      return damaged("bad-sparse-map", "the map of a sparse file is damaged");
    }
    state_ = State::SparseHeader;
    if (more) return {};
    return begin_content();
  }

  Result<void> begin_pax_sparse(const PaxSparse& pax) {
    const image::SparseForm form = image::sparse_form(pax);
    if (form == image::SparseForm::None) {
      auto told = odd({.kind = "sparse-version", .detail = "no known form of a sparse file"});
      return told ? begin_content() : told;
    }
    if (!pax.name.empty()) entry_.name = pax.name;
    const std::string& told_size = pax.size.empty() ? pax.real_size : pax.size;
    const auto real_size = image::sparse_number(told_size);
    if (has_no_content(entry_.type) || (!told_size.empty() && !real_size)) {
      return damaged("bad-sparse-map", "the map of a sparse file is damaged");
    }
    if (real_size) entry_.real_size = static_cast<std::uint64_t>(*real_size);
    entry_.sparse = true;
    sparse_.emplace(static_cast<std::int64_t>(entry_.real_size));
    if (form == image::SparseForm::InContent) {
      left_ = entry_.size;
      state_ = State::SparseMap;
      return left_ >= tar_block_bytes
                 ? Result<void>()
                 : damaged("bad-sparse-map", "the map of a sparse file is cut off");
    }
    if (!sparse_->add_all(pax)) {
      return damaged("bad-sparse-map", "the map of a sparse file is damaged");
    }
    return begin_content();
  }

  Result<void> take_content_map(std::string_view block) {
    left_ -= block.size();
    entry_.size = left_;
    if (!sparse_->add_text(block)) {
      return damaged("bad-sparse-map", "the map of a sparse file is damaged");
    }
    if (sparse_->whole()) {
      position_ += block.size();
      auto begun = begin_content(0);
      position_ -= block.size();
      return begun;
    }
    if (left_ >= tar_block_bytes) return {};
    return damaged("bad-sparse-map", "the map of a sparse file is cut off");
  }

  Result<void> begin_content(std::uint64_t behind = tar_block_bytes) {
    if (sparse_ && sparse_->stored() != entry_.size) {
      auto told = odd({.kind = "bad-sparse-map",
                       .detail = "its pieces are " + std::to_string(sparse_->stored()) +
                                 " bytes, what is stored " + std::to_string(entry_.size),
                       .refused = true});
      if (!told) return told;
    }
    sparse_.reset();
    entry_.offset = position_ + behind;
    left_ = entry_.size;
    padding_ = padding_of(left_);
    state_ = State::Content;
    if (left_ == 0) begin_padding();
    entries_end_ = entry_.offset + left_ + padding_;
    return visitor_.entry(entry_);
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
  std::uint64_t entries_end_ = 0;
  TarEntry entry_;  // while its map is read
  std::optional<image::SparseMap> sparse_;
};

TarReader::TarReader(Visitor& visitor) : parser_(std::make_unique<Parser>(visitor)) {}
TarReader::~TarReader() = default;
Result<void> TarReader::feed(std::string_view bytes) { return parser_->feed(bytes); }
Result<void> TarReader::finish() { return parser_->finish(); }
bool TarReader::ended() const { return parser_->ended(); }
std::uint64_t TarReader::position() const { return parser_->position(); }
std::uint64_t TarReader::entries_end() const { return parser_->entries_end(); }
std::uint64_t TarReader::skippable() const { return parser_->skippable(); }
void TarReader::skip(std::uint64_t bytes) { parser_->skip(bytes); }

}  // namespace plimsoll
