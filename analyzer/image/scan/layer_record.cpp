// How a layer is written down.
//
// A warm run is to take a twentieth of a cold one, and most of it is reading what the cold one
// found: so entries are columns, not rows. In a column neighbours are alike (an owner, a mode, a
// time), small once the one before is taken off, and zstd finds what is left: about 17 bytes an
// entry, 8 of them the content's hash, which nothing makes smaller. Ten thousand entries are read
// in a millisecond.
//
// Nothing is believed: not the count of a thing, not a number that points somewhere. The hash in
// front finds what a disk has damaged, the checks what somebody has made.
//
// Rejected: the structs as they lie in memory, mapped. 48 bytes an entry instead of 17, and every
// reader of them would have to distrust every field.

#include "analyzer/image/scan/layer_record.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "analyzer/image/scan/byte_records.h"
#include "analyzer/image/scan/note_kinds.h"

namespace plimsoll::image {
namespace {

// No layer of ours packs better than this, hostile ones of equal entries included.
constexpr std::uint64_t max_ratio = 1000;

template <class Get>
void column(const ScannedLayer& layer, RecordWriter& to, const Get& get) {
  for (const ScannedEntry& entry : layer.entries) to.number(get(entry));
}

// Differences from the entry before.
template <class Get>
void rising(const ScannedLayer& layer, RecordWriter& to, const Get& get) {
  std::uint64_t before = 0;
  for (const ScannedEntry& entry : layer.entries) {
    const auto value = static_cast<std::uint64_t>(get(entry));
    to.signed_number(static_cast<std::int64_t>(value - before));
    before = value;
  }
}

void write_paths(const PathTable& paths, RecordWriter& to) {
  to.number(paths.size() - 1);
  for (PathId path = 1; path < paths.size(); ++path) to.number(path - paths.parent(path));
  for (PathId path = 1; path < paths.size(); ++path) to.text(paths.name(path));
}

void write_entries(const ScannedLayer& layer, RecordWriter& to) {
  to.number(layer.entries.size());
  column(layer, to, [](const ScannedEntry& e) { return static_cast<std::uint64_t>(e.kind); });
  column(layer, to, [](const ScannedEntry& e) { return e.flags; });
  rising(layer, to, [](const ScannedEntry& e) { return e.begin(); });
  column(layer, to, [](const ScannedEntry& e) { return e.size(); });
  rising(layer, to, [](const ScannedEntry& e) { return e.mtime_s; });
  rising(layer, to, [](const ScannedEntry& e) { return e.path; });
  rising(layer, to, [](const ScannedEntry& e) { return e.link(); });
  column(layer, to, [](const ScannedEntry& e) { return e.uid; });
  column(layer, to, [](const ScannedEntry& e) { return e.gid; });
  column(layer, to, [](const ScannedEntry& e) { return e.mode; });
  for (const ScannedEntry& entry : layer.entries) {
    if (entry.kind != EntryKind::File) continue;
    const ContentId content = entry.content();
    to.raw({reinterpret_cast<const char*>(&content), sizeof content});
  }
}

void write_texts(const std::vector<std::string>& texts, RecordWriter& to) {
  to.number(texts.size());
  for (const std::string& text : texts) to.text(text);
}

void write_extras(const ScannedLayer& layer, RecordWriter& to) {
  to.number(layer.extras.size());
  std::uint32_t before = 0;
  for (const EntryExtra& extra : layer.extras) {
    to.number(extra.entry - std::exchange(before, extra.entry));
    to.number(extra.xattrs);
    to.number(extra.value);
  }
}

void write_elfs(const ScannedLayer& layer, RecordWriter& to) {
  to.number(layer.elfs.size());
  for (const ElfHead& elf : layer.elfs) {
    to.number(elf.entry);
    to.number(elf.machine);
    to.number(elf.bits);
    to.number(elf.type);
    to.number((elf.big_endian ? 1U : 0U) | (elf.has_symbols ? 2U : 0U) | (elf.known ? 4U : 0U));
    to.number(elf.debug_bytes);
    to.text(elf.interpreter);
    write_texts(elf.needed, to);
    write_texts(elf.run_paths, to);
  }
}

void write_secrets(const ScannedLayer& layer, RecordWriter& to) {
  to.number(layer.secrets.size());
  for (const auto& [entry, inner, hit] : layer.secrets) {
    to.number(entry);
    to.text(inner);
    to.number(hit.secret_class);
    to.number(hit.offset);
    to.number(hit.length);
    to.number(hit.line);
    to.text(hit.redacted);
    to.raw({reinterpret_cast<const char*>(hit.fingerprint.data()), hit.fingerprint.size()});
    to.number(hit.encrypted ? 1 : 0);
    to.signed_number(hit.expires_s);
  }
  to.number(layer.digests.size());
  for (const FileDigests& digests : layer.digests) {
    to.number(digests.entry);
    to.text(digests.md5);
    to.text(digests.sha1);
    to.text(digests.sha256);
  }
}

void write_files(const ScannedLayer& layer, RecordWriter& to) {
  to.number(layer.scripts.size());
  for (const ScriptHead& script : layer.scripts) {
    to.number(script.entry);
    to.number(script.line);
  }
  to.number(layer.kept.size());
  for (const KeptFile& kept : layer.kept) {
    to.number(kept.entry);
    to.text(kept.bytes);
    to.number(kept.packed ? 1 : 0);
  }
}

void write_notes(const ScannedLayer& layer, RecordWriter& to) {
  to.number(layer.notes.size());
  for (const LayerNote& note : layer.notes) {
    to.text(note.kind);
    to.number(note.entry);
    to.number(note.at);
    to.text(note.detail);
    to.number(note.refused ? 1 : 0);
  }
  to.number(layer.note_counts.size());
  for (const auto& [kind, count] : layer.note_counts) {
    to.text(kind);
    to.number(count);
  }
}

// Reads the columns back; every failure is the reader's, or `broken`.
class LayerReading {
 public:
  explicit LayerReading(TextUnpacker& packed)
      : from_(packed), layer_(std::make_shared<ScannedLayer>()) {}

  std::shared_ptr<ScannedLayer> read() {
    layer_->diff_id = from_.text();
    layer_->plain_bytes = from_.number();
    layer_->entries_end = from_.number(layer_->plain_bytes);
    read_paths();
    read_strings();
    read_extras();
    read_entries();
    if (!from_.good() || broken_) return nullptr;
    read_elfs();
    read_secrets();
    read_files();
    read_notes();
    const bool whole = from_.good() && from_.at_end() && !broken_;
    return whole ? std::move(layer_) : nullptr;
  }

 private:
  void expect(bool condition) { broken_ = broken_ || !condition; }

  void read_paths() {
    const std::size_t count = from_.count(2);
    std::vector<PathId> parents(count);
    for (std::size_t i = 0; i < count; ++i) {
      parents[i] = static_cast<PathId>(i + 1 - from_.number(i + 1));
      expect(parents[i] != i + 1);
    }
    layer_->paths.reserve(count);
    for (std::size_t i = 0; i < count && from_.good() && !broken_; ++i) {
      const std::string_view name = from_.text();
      expect(!name.empty() && name.find('/') == std::string_view::npos);
      if (!broken_) expect(layer_->paths.child(parents[i], name) == i + 1);
    }
  }

  void read_strings() {
    for (std::size_t left = from_.count(); left > 0 && from_.good();) {
      const std::string_view piece = from_.raw(std::min(left, record_piece_bytes));
      layer_->strings.append(piece.data(), piece.size());
      left -= piece.size();
    }
  }

  template <class Put>
  void column(std::uint64_t most, const Put& put) {
    for (ScannedEntry& entry : layer_->entries) put(entry, from_.number(most));
  }

  template <class Put>
  void rising(const Put& put) {
    std::uint64_t before = 0;
    for (ScannedEntry& entry : layer_->entries) {
      before += static_cast<std::uint64_t>(from_.signed_number());
      put(entry, before);
    }
  }

  // A number of 32 bits, else broken.
  std::uint32_t narrow(std::uint64_t value) {
    expect(value <= UINT32_MAX);
    return static_cast<std::uint32_t>(value);
  }

  void read_entries() {
    constexpr std::size_t columns = 10;
    layer_->entries.resize(from_.count(columns));
    column(static_cast<std::uint64_t>(EntryKind::Refused),
           [](ScannedEntry& e, std::uint64_t v) { e.kind = static_cast<EntryKind>(v); });
    column(UINT8_MAX,
           [](ScannedEntry& e, std::uint64_t v) { e.flags = static_cast<std::uint8_t>(v); });
    rising([](ScannedEntry& e, std::uint64_t v) { e.set_begin(v); });
    column(UINT64_MAX, [](ScannedEntry& e, std::uint64_t v) { e.set_size(v); });
    rising([](ScannedEntry& e, std::uint64_t v) { e.mtime_s = static_cast<std::int64_t>(v); });
    rising([this](ScannedEntry& e, std::uint64_t v) { e.path = narrow(v); });
    rising([this](ScannedEntry& e, std::uint64_t v) { e.set_link(narrow(v)); });
    column(UINT32_MAX, [this](ScannedEntry& e, std::uint64_t v) { e.uid = narrow(v); });
    column(UINT32_MAX, [this](ScannedEntry& e, std::uint64_t v) { e.gid = narrow(v); });
    column(07777, [](ScannedEntry& e, std::uint64_t v) { e.mode = v & 07777; });
    for (ScannedEntry& entry : layer_->entries) {
      if (entry.kind != EntryKind::File) continue;
      ContentId content = 0;
      const std::string_view raw = from_.raw(sizeof content);
      if (!raw.empty()) std::memcpy(&content, raw.data(), raw.size());
      entry.set_content(content);
    }
    std::uint64_t begin = 0;
    for (const ScannedEntry& entry : layer_->entries) {
      check(entry, begin);
      begin = entry.begin();
    }
  }

  void check(const ScannedEntry& entry, std::uint64_t least_begin) {
    const ScannedLayer& layer = *layer_;
    expect(entry.begin() >= least_begin && entry.begin() <= layer.entries_end);
    expect(entry.path < layer.paths.size() ||
           (entry.path == no_path && entry.kind == EntryKind::Refused));
    expect((entry.flags & entry_has_extra) == 0 || layer.extra(entry) != nullptr);
    const bool to_path = entry.kind == EntryKind::Hardlink && entry.link() != nothing;
    expect(!to_path || entry.link() < layer.paths.size());
  }

  std::uint32_t entry_number() {
    const std::size_t count = layer_->entries.size();
    expect(count > 0);
    return static_cast<std::uint32_t>(from_.number(count == 0 ? 0 : count - 1));
  }

  std::vector<std::string> texts() {
    std::vector<std::string> texts(from_.count());
    for (std::string& text : texts) text = from_.text();
    return texts;
  }

  void read_extras() {
    layer_->extras.resize(from_.count(3));
    std::uint64_t before = 0;
    for (EntryExtra& extra : layer_->extras) {
      before += from_.number(UINT32_MAX);
      extra.entry = narrow(before);
      extra.xattrs = narrow(from_.number(UINT32_MAX));
      extra.value = from_.number();
    }
  }

  void read_elfs() {
    layer_->elfs.resize(from_.count(9));
    for (ElfHead& elf : layer_->elfs) {
      elf.entry = entry_number();
      elf.machine = static_cast<std::uint16_t>(from_.number(UINT16_MAX));
      elf.bits = static_cast<std::uint8_t>(from_.number(UINT8_MAX));
      elf.type = static_cast<std::uint16_t>(from_.number(UINT16_MAX));
      const std::uint64_t flags = from_.number(7);
      elf.big_endian = (flags & 1) != 0;
      elf.has_symbols = (flags & 2) != 0;
      elf.known = (flags & 4) != 0;
      elf.debug_bytes = from_.number();
      elf.interpreter = from_.text();
      elf.needed = texts();
      elf.run_paths = texts();
    }
  }

  void read_secrets() {
    layer_->secrets.resize(from_.count(25));
    for (auto& [entry, inner, hit] : layer_->secrets) {
      entry = entry_number();
      inner = from_.text();
      hit.secret_class = static_cast<std::uint16_t>(from_.number(UINT16_MAX));
      hit.offset = from_.number();
      hit.length = narrow(from_.number(UINT32_MAX));
      hit.line = narrow(from_.number(UINT32_MAX));
      hit.redacted = from_.text();
      const std::string_view print = from_.raw(hit.fingerprint.size());
      if (!print.empty()) std::memcpy(hit.fingerprint.data(), print.data(), print.size());
      hit.encrypted = from_.number(1) == 1;
      hit.expires_s = from_.signed_number();
    }
    layer_->digests.resize(from_.count(4));
    for (FileDigests& digests : layer_->digests) {
      digests.entry = entry_number();
      digests.md5 = from_.text();
      digests.sha1 = from_.text();
      digests.sha256 = from_.text();
    }
  }

  void read_files() {
    layer_->scripts.resize(from_.count(2));
    for (ScriptHead& script : layer_->scripts) {
      script.entry = entry_number();
      script.line = narrow(from_.number(UINT32_MAX));
    }
    layer_->kept.resize(from_.count(3));
    for (KeptFile& kept : layer_->kept) {
      kept.entry = entry_number();
      kept.bytes = from_.text();
      kept.packed = from_.number(1) == 1;
    }
  }

  std::string_view kind() {
    const std::string_view known = note_kind(from_.text());
    expect(!known.empty());
    return known;
  }

  void read_notes() {
    layer_->notes.resize(from_.count(5));
    for (LayerNote& note : layer_->notes) {
      note.kind = kind();
      note.entry = narrow(from_.number(UINT32_MAX));
      expect(note.entry == nothing || note.entry < layer_->entries.size());
      note.at = from_.number();
      note.detail = from_.text();
      note.refused = from_.number(1) == 1;
    }
    layer_->note_counts.resize(from_.count(2));
    for (auto& [name, count] : layer_->note_counts) {
      name = kind();
      count = from_.number();
    }
  }

  RecordReader from_;
  std::shared_ptr<ScannedLayer> layer_;
  bool broken_ = false;
};

}  // namespace

std::string_view write_layer_record(const ScannedLayer& layer, TextPacker& packer) {
  RecordWriter to(packer);
  to.text(layer.diff_id);
  to.number(layer.plain_bytes);
  to.number(layer.entries_end);
  write_paths(layer.paths, to);
  to.text({layer.strings.data(), layer.strings.size()});
  write_extras(layer, to);
  write_entries(layer, to);
  write_elfs(layer, to);
  write_secrets(layer, to);
  write_files(layer, to);
  write_notes(layer, to);
  to.flush();
  return packer.finish();
}

std::shared_ptr<ScannedLayer> read_layer_record(std::string_view bytes) {
  if (!bytes.starts_with(layer_record_magic)) return nullptr;
  bytes.remove_prefix(layer_record_magic.size());
  std::optional<TextUnpacker> packed = TextUnpacker::open(bytes, bytes.size() * max_ratio);
  return packed ? LayerReading(*packed).read() : nullptr;
}

}  // namespace plimsoll::image
