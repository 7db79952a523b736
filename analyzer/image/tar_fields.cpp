#include "analyzer/image/tar_fields.h"

#include <algorithm>
#include <charconv>

namespace plimsoll::image {
namespace {

std::string_view until_zero(std::string_view field) {
  return field.substr(0, std::min(field.find('\0'), field.size()));
}

// The first byte's upper bit marks base-256, the next one a negative number.
std::optional<std::int64_t> base256(std::string_view field) {
  const bool negative = (static_cast<unsigned char>(field[0]) & 0x40U) != 0;
  const unsigned flip = negative ? 0xFF : 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    unsigned byte = static_cast<unsigned char>(field[i]) ^ flip;
    if (i == 0) byte &= 0x7F;
    if ((value >> 56) != 0) return {};
    value = value << 8 | byte;
  }
  if ((value >> 63) != 0) return {};
  const auto number = static_cast<std::int64_t>(value);
  return negative ? ~number : number;
}

std::optional<std::int64_t> decimal(std::string_view text) {
  std::int64_t value = 0;
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// Seconds with an optional fraction, cut off at nanoseconds. Before 1970 the fraction counts
// downwards, so that a second less and the rest upwards is the same time.
bool read_time(std::string_view text, PaxValues& values) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view fraction = text.substr(std::min(dot + 1, text.size()));
  values.mtime_s = decimal(text.substr(0, dot));
  if (!values.mtime_s) return false;
  std::uint32_t ns = 0;
  for (std::size_t i = 0; i < fraction.size(); ++i) {
    if (fraction[i] < '0' || fraction[i] > '9') return false;
  }
  for (std::size_t i = 0; i < 9; ++i) {
    ns = ns * 10 + (i < fraction.size() ? static_cast<std::uint32_t>(fraction[i] - '0') : 0);
  }
  if (text.starts_with('-') && ns != 0) {
    if (*values.mtime_s == INT64_MIN) return false;
    --*values.mtime_s;
    ns = 1'000'000'000 - ns;
  }
  values.mtime_ns = ns;
  return true;
}

Result<void> take_number(std::string_view key, std::string_view text,
                         std::optional<std::int64_t>& to) {
  to = decimal(text);
  if (to) return {};
  return failure("the value of \"" + std::string(key) + "\" is no number");
}

// Version 0.0 has a record for each number: first where a piece lies, then how long it is.
Result<void> take_sparse_piece(bool is_offset, std::string_view value, PaxSparse& sparse) {
  const bool wants_offset = sparse.map_records % 2 == 0;
  if (is_offset != wants_offset || value.find(',') != std::string_view::npos) {
    return failure("the map of a sparse file is damaged");
  }
  if (sparse.map_records++ == 0) {
    sparse.map = value;
  } else {
    sparse.map.append(1, ',').append(value);
  }
  return {};
}

Result<void> take_sparse(std::string_view key, std::string_view value, PaxSparse& sparse) {
  if (key == "offset" || key == "numbytes") {
    return take_sparse_piece(key == "offset", value, sparse);
  }
  if (key == "major") sparse.major = value;
  if (key == "minor") sparse.minor = value;
  if (key == "name") sparse.name = value;
  if (key == "size") sparse.size = value;
  if (key == "realsize") sparse.real_size = value;
  if (key == "numblocks") sparse.block_count = value;
  if (key == "map" && sparse.map_records == 0) sparse.map = value;
  return {};
}

Result<void> take_record(std::string_view key, std::string_view value, PaxValues& values) {
  constexpr std::string_view xattr = "SCHILY.xattr.";
  constexpr std::string_view sparse = "GNU.sparse.";
  const bool names = key == "path" || key == "linkpath" || key == "uname" || key == "gname";
  if (key.empty()) return failure("an extended header is damaged");
  if ((names ? value : key).find('\0') != std::string_view::npos) values.zero_byte = true;
  if (key.starts_with(sparse)) {
    if (!values.sparse) values.sparse.emplace();
    return take_sparse(key.substr(sparse.size()), value, *values.sparse);
  }
  if (key.starts_with(xattr) && key.size() > xattr.size()) {
    values.xattrs.insert_or_assign(std::string(key.substr(xattr.size())), std::string(value));
    return {};
  }
  if (key.starts_with("LIBARCHIVE.xattr.")) values.libarchive_xattrs = true;
  if (key == "size" && values.size) values.two_sizes = true;
  if (value.empty()) return {};  // keeps what the header has
  if (key == "path") values.path = value;
  if (key == "linkpath") values.link = value;
  if (key == "size") return take_number(key, value, values.size);
  if (key == "uid") return take_number(key, value, values.uid);
  if (key == "gid") return take_number(key, value, values.gid);
  if (key == "mtime" && !read_time(value, values)) return failure("\"mtime\" is no time");
  PaxValues unused;
  if ((key == "atime" || key == "ctime") && !read_time(value, unused)) {
    return failure("a time in an extended header is none");
  }
  return {};
}

// Sums of headers are octal in every format.
std::optional<std::int64_t> octal(std::string_view field) {
  constexpr std::string_view blanks(" \0", 2);
  const std::size_t begin = field.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return 0;
  field.remove_prefix(begin);
  field = until_zero(field.substr(0, field.find_last_not_of(blanks) + 1));
  std::int64_t value = 0;
  for (const char c : field) {
    if (c < '0' || c > '7' || (value >> 60) != 0) return {};
    value = value << 3 | (c - '0');
  }
  return value;
}

bool checksum_fits(std::string_view block) {
  const std::optional<std::int64_t> written = octal(block.substr(148, 8));
  std::int64_t as_unsigned = 0;
  std::int64_t as_signed = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const char c = i >= 148 && i < 156 ? ' ' : block[i];
    as_unsigned += static_cast<unsigned char>(c);
    as_signed += static_cast<signed char>(c);
  }
  return written && (*written == as_unsigned || *written == as_signed);
}

bool is_gnu(std::string_view block) {
  return block.substr(257, 8) == std::string_view("ustar  \0", 8);
}

// GNU has times where ustar has the prefix. Go once wrote prefixes there all the same, and still
// reads them where they are no times.
std::string_view misplaced_prefix(std::string_view block) {
  const bool times = (block[345] == 0 || tar_number(block.substr(345, 12))) &&
                     (block[357] == 0 || tar_number(block.substr(357, 12)));
  const std::string_view prefix = until_zero(block.substr(345, 155));
  const bool ascii = std::none_of(prefix.begin(), prefix.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return times || !ascii ? std::string_view() : prefix;
}

// The directory part of a long name, where the format has one.
std::string_view prefix_of(std::string_view block) {
  if (is_gnu(block)) return misplaced_prefix(block);
  if (!block.substr(257).starts_with(std::string_view("ustar\0", 6))) return {};
  const bool star = block.substr(508, 4) == std::string_view("tar\0", 4);
  return until_zero(block.substr(345, star ? 131 : 155));
}

}  // namespace

std::optional<std::int64_t> tar_number(std::string_view field) {
  if (!field.empty() && (static_cast<unsigned char>(field[0]) & 0x80U) != 0) return base256(field);
  return octal(field);
}

Result<PaxValues> read_pax(std::string_view records) {
  PaxValues values;
  while (!records.empty()) {
    const std::size_t digits = std::min(records.find(' '), records.size());
    const std::int64_t told = decimal(records.substr(0, digits)).value_or(0);
    const auto length = static_cast<std::uint64_t>(told);
    // The shortest record is "5 a=\n".
    if (told < 5 || length > records.size() || digits + 3 > length || records[length - 1] != '\n') {
      return failure("an extended header is damaged");
    }
    const std::string_view record = records.substr(digits + 1, length - digits - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return failure("an extended header is damaged");
    if (auto taken = take_record(record.substr(0, equals), record.substr(equals + 1), values);
        !taken) {
      return tl::unexpected(std::move(taken).error());
    }
    records.remove_prefix(length);
  }
  return values;
}

Result<TarFields> read_fields(std::string_view block) {
  if (!checksum_fits(block)) return failure("what stands there is no tar header");
  TarFields fields;
  TarEntry& entry = fields.entry;
  entry.name = until_zero(block.substr(0, 100));
  entry.type = block[156];
  entry.link = until_zero(block.substr(157, 100));
  const auto mode = tar_number(block.substr(100, 8));
  const auto uid = tar_number(block.substr(108, 8));
  const auto gid = tar_number(block.substr(116, 8));
  const auto size = tar_number(block.substr(124, 12));
  const auto mtime = tar_number(block.substr(136, 12));
  std::optional<std::int64_t> major = 0;
  std::optional<std::int64_t> minor = 0;
  fields.gnu = is_gnu(block);
  const bool ustar = block.substr(257).starts_with(std::string_view("ustar\0", 6));
  fields.odd_magic = !fields.gnu && !ustar && block.substr(257, 5) == "ustar";
  if (fields.gnu || ustar) {
    major = tar_number(block.substr(329, 8));
    minor = tar_number(block.substr(337, 8));
  }
  if (!mode || !uid || !gid || !size || !mtime || !major || !minor) {
    return failure("a number in the header is none");
  }
  entry.mode = static_cast<std::uint32_t>(*mode & 07777);
  entry.mtime_s = *mtime;
  entry.device_major = static_cast<std::uint32_t>(*major);
  entry.device_minor = static_cast<std::uint32_t>(*minor);
  fields.device_major = *major;
  fields.device_minor = *minor;
  fields.size = *size;
  fields.uid = *uid;
  fields.gid = *gid;
  const std::string_view prefix = prefix_of(block);
  fields.misplaced_prefix = fields.gnu && !prefix.empty();
  if (!prefix.empty()) entry.name = std::string(prefix) + "/" + entry.name;
  return fields;
}

}  // namespace plimsoll::image
