#include "builder/layer/tar_header.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "builder/layer/index_format.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t name_bytes = 100;
constexpr std::size_t prefix_bytes = 155;
constexpr std::uint64_t max_octal7 = 07777777;       // seven digits and a zero byte
constexpr std::uint64_t max_octal11 = 077777777777;  // eleven

struct SplitName {
  std::string_view prefix;
  std::string_view name;
  bool fits = false;
};

// As prefix and name with a slash between them, when the whole is too long for the name alone.
SplitName split_name(std::string_view path) {
  if (path.size() <= name_bytes) return {{}, path, true};
  if (path.size() > prefix_bytes + 1 + name_bytes) return {};
  // The slash at the end of a directory is no place to split.
  const std::size_t last = std::min(prefix_bytes, path.size() - 2);
  const std::size_t slash = path.rfind('/', last);
  if (slash == std::string_view::npos || slash == 0) return {};
  if (path.size() - slash - 1 > name_bytes) return {};
  return {path.substr(0, slash), path.substr(slash + 1), true};
}

using Records = std::vector<std::pair<std::string, std::string>>;

Records pax_records(const TarHeader& header) {
  Records records;
  if (!split_name(header.name).fits) records.emplace_back("path", header.name);
  if (header.link.size() > name_bytes) records.emplace_back("linkpath", header.link);
  if (header.size > max_octal11) records.emplace_back("size", std::to_string(header.size));
  if (header.attributes->uid > max_octal7) {
    records.emplace_back("uid", std::to_string(header.attributes->uid));
  }
  if (header.attributes->gid > max_octal7) {
    records.emplace_back("gid", std::to_string(header.attributes->gid));
  }
  if (header.mtime_s < 0 || static_cast<std::uint64_t>(header.mtime_s) > max_octal11) {
    records.emplace_back("mtime", std::to_string(header.mtime_s));
  }
  for (const auto& [name, value] : header.attributes->xattrs) {
    records.emplace_back("SCHILY.xattr." + name, value);
  }
  if (records.size() > 1) std::sort(records.begin(), records.end());
  return records;
}

// "LENGTH KEY=VALUE\n", where LENGTH counts itself.
std::string pax_body(const Records& records) {
  std::string body;
  for (const auto& [key, value] : records) {
    const std::size_t rest = key.size() + value.size() + 3;
    std::size_t length = rest + std::to_string(rest).size();
    length = rest + std::to_string(length).size();
    body += std::to_string(length) + ' ' + key + '=' + value + '\n';
  }
  return body;
}

std::size_t padded(std::size_t bytes) {
  return (bytes + tar_block_bytes - 1) / tar_block_bytes * tar_block_bytes;
}

using Block = std::array<char, tar_block_bytes>;

void put(Block& block, std::size_t at, std::size_t room, std::string_view text) {
  std::copy_n(text.begin(), std::min(room, text.size()), block.begin() + static_cast<long>(at));
}

// `digits` octal digits with zeros in front, and a zero byte; what does not fit stands in the
// extended header, and here as 0.
void put_octal(Block& block, std::size_t at, std::size_t digits, std::uint64_t value) {
  if (digits < 21 && (value >> (3 * digits)) != 0) value = 0;
  for (std::size_t i = digits; i-- > 0; value >>= 3) {
    block[at + i] = static_cast<char>('0' + (value & 7U));
  }
}

void put_checksum(Block& block) {
  put(block, 148, 8, "        ");
  std::uint64_t sum = 0;
  for (const char byte : block) sum += static_cast<unsigned char>(byte);
  put_octal(block, 148, 6, sum);
  block[154] = '\0';
}

Block ustar_block(const TarHeader& header) {
  Block block{};
  const Entry& entry = *header.attributes;
  const SplitName split = split_name(header.name);
  put(block, 0, name_bytes, split.fits ? split.name : std::string_view(header.name));
  put_octal(block, 100, 7, mode_in_layer(entry));
  put_octal(block, 108, 7, entry.uid);
  put_octal(block, 116, 7, entry.gid);
  put_octal(block, 124, 11, header.size);
  put_octal(block, 136, 11, header.mtime_s < 0 ? 0 : static_cast<std::uint64_t>(header.mtime_s));
  block[156] = header.type;
  put(block, 157, name_bytes, header.link);
  put(block, 257, 8, std::string_view("ustar\00000", 8));
  const bool device = header.type == '3' || header.type == '4';
  put_octal(block, 329, 7, device ? entry.device_major : 0);
  put_octal(block, 337, 7, device ? entry.device_minor : 0);
  put(block, 345, prefix_bytes, split.prefix);
  put_checksum(block);
  return block;
}

void append_pax(const std::string& body, std::string& to) {
  static const Entry no_attributes;
  TarHeader header;
  header.attributes = &no_attributes;
  header.name = "PaxHeaders.0/entry";
  header.type = 'x';
  header.size = body.size();
  const Block block = ustar_block(header);
  to.append(block.data(), block.size());
  to += body;
  to.append(padded(body.size()) - body.size(), '\0');
}

}  // namespace

std::size_t header_bytes(const TarHeader& header) {
  const Records records = pax_records(header);
  if (records.empty()) return tar_block_bytes;
  return tar_block_bytes * 2 + padded(pax_body(records).size());
}

void append_header(const TarHeader& header, std::string& to) {
  const Records records = pax_records(header);
  if (!records.empty()) append_pax(pax_body(records), to);
  const Block block = ustar_block(header);
  to.append(block.data(), block.size());
}

Result<void> can_be_written(const Entry& entry) {
  const std::string_view path = entry.path;
  const auto refused = [&](const std::string& why) {
    return failure(entry.path + ": " + why + ", so no layer can hold it");
  };
  if (path.size() > max_layer_path_bytes) return refused("its path is too long");
  if (path.starts_with(".wh.") || path.find("/.wh.") != std::string_view::npos) {
    return refused("a name that begins with \".wh.\" means a deletion");
  }
  if (path.find('\0') != std::string_view::npos || entry.link.find('\0') != std::string::npos) {
    return refused("its name has a zero byte");
  }
  if (entry.kind == EntryKind::CharDevice && entry.device_major == 0 && entry.device_minor == 0) {
    return refused("the device 0:0 means a deletion to overlayfs");
  }
  if (entry.device_major > max_octal7 || entry.device_minor > max_octal7) {
    return refused("its device number is too big");
  }
  for (const auto& [name, value] : entry.xattrs) {
    if (name.empty() || name.find('=') != std::string::npos ||
        name.find('\0') != std::string::npos) {
      return refused("the name of its attribute \"" + name + "\" has no form in a tar");
    }
  }
  return {};
}

}  // namespace plimsoll::builder
