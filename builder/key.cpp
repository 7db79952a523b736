#include "builder/key.h"

#include <algorithm>

#include "analyzer/base/check.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t flush_bytes = 16 * 1024;

}  // namespace

KeyWriter::KeyWriter(std::string_view kind) {
  number(key_version);
  text(kind);
}

KeyWriter& KeyWriter::text(std::string_view bytes) {
  number(bytes.size());
  pending_ += bytes;
  if (pending_.size() >= flush_bytes) flush();
  return *this;
}

KeyWriter& KeyWriter::number(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) {
    pending_ += static_cast<char>(static_cast<unsigned char>(value >> shift));
  }
  return *this;
}

KeyWriter& KeyWriter::texts(const std::vector<std::string>& all) {
  number(all.size());
  for (const std::string& each : all) text(each);
  return *this;
}

void KeyWriter::flush() {
  stream_.update(pending_);
  pending_.clear();
}

std::string KeyWriter::finish() {
  flush();
  return digest::to_hex(stream_.finish());
}

std::string key_of(const std::vector<Entry>& entries, std::int64_t epoch_s) {
  KeyWriter key("entries");
  key.number(entries.size());
  for (const Entry& entry : entries) {
    DCHECK(entry.kind != EntryKind::File || entry.content_digest.size() == 32);
    key.text(entry.path).number(static_cast<std::uint64_t>(entry.kind)).number(entry.mode);
    key.number(entry.uid).number(entry.gid);
    key.number(static_cast<std::uint64_t>(std::min(entry.mtime_s, epoch_s)));
    key.number(entry.size).text(entry.link);
    key.number(entry.device_major).number(entry.device_minor);
    key.number(entry.xattrs.size());
    for (const auto& [name, value] : entry.xattrs) key.text(name).text(value);
    key.text(entry.kind == EntryKind::File ? entry.content_digest : std::string());
  }
  return key.finish();
}

std::string chain_of(std::string_view chain_below, std::string_view diff_id) {
  return KeyWriter("chain").text(chain_below).text(diff_id).finish();
}

}  // namespace plimsoll::builder
