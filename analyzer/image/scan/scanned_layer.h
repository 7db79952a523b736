#pragma once

// What one pass over a layer gives: pure data, the same whatever the layer was packed in. Kept in
// the cache by the layer's verified diffID.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/row.h"
#include "analyzer/image/compression.h"
#include "analyzer/image/path_table.h"
#include "analyzer/image/scan/scanned_entry.h"
#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll::image {

// What few entries have.
struct EntryExtra {
  std::uint32_t entry = 0;
  std::uint32_t xattrs = nothing;  // see ScannedLayer::xattrs
  std::uint64_t value = 0;         // sparse: its size with its holes. Device: major << 32 | minor
};
using Xattrs = std::vector<std::pair<std::string_view, std::string_view>>;

// Of an ELF file, as far as it could be read while passing by.
struct ElfHead {
  std::uint32_t entry = 0;
  std::uint16_t machine = 0;  // e_machine
  std::uint8_t bits = 0;      // 32 or 64
  bool big_endian = false;
  std::uint16_t type = 0;              // e_type
  bool has_symbols = false;            // a symbol table that strip would remove
  std::uint64_t debug_bytes = 0;       // of sections that no running program loads
  std::string interpreter;             // PT_INTERP
  std::vector<std::string> needed;     // DT_NEEDED
  std::vector<std::string> run_paths;  // DT_RUNPATH, else DT_RPATH
  bool known = false;                  // the dynamic section was read (or surely is none)
};

struct ScriptHead {
  std::uint32_t entry = 0;
  std::uint32_t line = nothing;  // in `strings`: the first line without "#!", at most 256 bytes
};

// What tar readers would disagree about, or what no image should have: image.md 3 and 4.3.
// `kind` is kebab-case and stable: "data-after-end", "pax-size-differs", "duplicate-path", ...
struct LayerNote {
  std::string_view kind;  // static storage
  std::uint32_t entry = nothing;
  std::uint64_t at = 0;  // byte of the plain stream (of the blob for notes on compression)
  std::string detail;    // bytes of the image: escape them
  bool refused = false;  // runtimes refuse the layer because of it
};

struct FileSecret {
  std::uint32_t entry = 0;
  std::string inner;  // in an archive: the file's name in it, bytes of the image; else empty
  SecretHit hit;
};

// Digests of a file that package managers record, for files with hits.
struct FileDigests {
  std::uint32_t entry = 0;
  std::string md5, sha1, sha256;  // hexadecimal
};

struct KeptFile {
  std::uint32_t entry = 0;
  std::string bytes;
  bool packed = false;  // `bytes` is what TextPacker made of it
  // What the file holds.
  [[nodiscard]] std::string text() const;
};

struct ScannedLayer {
  std::string diff_id;  // of the plain bytes that were read, to their very end
  std::uint64_t plain_bytes = 0;
  std::uint64_t entries_end = 0;  // then the end blocks and whatever follows
  std::uint64_t wire_entries_end = 0;
  PathTable paths;
  Row<ScannedEntry> entries;
  Row<char> strings;       // texts of links and attributes: u32 length, then bytes
  Row<EntryExtra> extras;  // these by ascending entry
  std::vector<ElfHead> elfs;
  Row<ScriptHead> scripts;
  std::vector<FileSecret> secrets;
  std::vector<FileDigests> digests;
  std::vector<KeptFile> kept;
  std::vector<LayerNote> notes;  // at most max_notes of a kind; `note_counts` has them all
  std::vector<std::pair<std::string_view, std::uint64_t>> note_counts;
  std::string partial;  // why the rest was not read; empty = all was

  // Puts a text into `strings` and says where; `nothing` where there is no more room (4 GiB).
  std::uint32_t add_text(std::string_view text);
  // "" where there is none.
  [[nodiscard]] std::string_view text_at(std::uint32_t where) const;
  [[nodiscard]] std::string_view link_text(const ScannedEntry& entry) const;
  // Of one of `entries`; null: it has nothing extra.
  [[nodiscard]] const EntryExtra* extra(const ScannedEntry& entry) const;
  void add_extra(const Xattrs& xattrs, std::uint64_t value);  // of the entry that comes next
  void add_script(std::uint32_t entry, std::string_view line);
  [[nodiscard]] Xattrs xattrs(const ScannedEntry& entry) const;
  // The path of an entry; "" for the root and for no_path.
  [[nodiscard]] std::string path_of(const ScannedEntry& entry) const;
};

inline constexpr std::size_t max_notes = 100;

}  // namespace plimsoll::image
