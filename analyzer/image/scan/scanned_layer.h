#pragma once

// What one pass over a layer gives: pure data, the same whatever the layer was packed in. Kept in
// the cache by the layer's verified diffID.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/compression.h"
#include "analyzer/image/path_table.h"
#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll::image {

enum class EntryKind : std::uint8_t {
  File,
  Directory,
  Symlink,
  Hardlink,
  CharDevice,
  BlockDevice,
  Fifo,
  Whiteout,  // `path` is what it removes from the layers below
  Opaque,    // `path` is the directory whose children below are gone
  Metadata,  // .wh..wh.* of aufs, eStargz's landmarks and index: no file of the image
  Refused    // an entry for which runtimes refuse the layer (a note says why)
};

using ContentId = std::array<std::uint64_t, 2>;  // XXH3-128: equal contents, but for an attacker

inline constexpr std::uint32_t nothing = 0xFFFF'FFFF;

// In the order of the stream; 72 bytes. Headers, content and padding of entry i are the plain bytes
// [entries[i].begin, entries[i + 1].begin), the last one's end at ScannedLayer::entries_end; what a
// header without an entry takes (global PAX) counts to the entry behind it. The same for `wire`.
struct ScannedEntry {
  std::uint64_t begin = 0;  // in the plain stream
  std::uint64_t wire = 0;   // in the blob: where `begin` comes from, to the step of the decoder
  std::uint64_t size = 0;   // content as stored, holes not counted; also of Whiteout and Metadata
  std::int64_t mtime_s = 0;
  ContentId content{};            // File; zeros for others
  PathId path = no_path;          // in ScannedLayer::paths; no_path: a name that has no place there
  std::uint32_t link = nothing;   // Symlink: in `strings`. Hardlink: the PathId of its target
  std::uint32_t extra = nothing;  // in `extras`
  std::uint32_t uid = 0, gid = 0;  // above 2^32: the greatest, and a note
  std::uint16_t mode = 0;          // the 12 permission bits
  EntryKind kind = EntryKind::File;
  std::uint8_t flags = 0;  // EntryFlag
};
enum EntryFlag : std::uint8_t {
  entry_is_text = 1,  // no zero bytes in its first 4 KiB; not set for empty files
  entry_is_sparse = 2,
  entry_is_elf = 4,             // has an ElfHead
  entry_is_script = 8,          // begins with "#!"; has a ScriptHead
  entry_is_timed_bytecode = 16  // Python's (PEP 552), with the time of its source in the header
};

// What few entries have.
struct EntryExtra {
  std::uint32_t device_major = 0, device_minor = 0;
  std::uint64_t real_size = 0;  // sparse: with its holes
  std::vector<std::pair<std::string, std::string>> xattrs;
};

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
  std::string line;  // the first line without "#!", at most 256 bytes; "\r" kept
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
};

struct ScannedLayer {
  std::string diff_id;  // of the plain bytes that were read, to their very end
  std::uint64_t plain_bytes = 0;
  std::uint64_t entries_end = 0;  // then the end blocks and whatever follows
  std::uint64_t wire_entries_end = 0;
  PathTable paths;
  std::vector<ScannedEntry> entries;
  std::string strings;  // texts of links: u32 length, then bytes, at `link`
  std::vector<EntryExtra> extras;
  std::vector<ElfHead> elfs;  // these by ascending entry
  std::vector<ScriptHead> scripts;
  std::vector<FileSecret> secrets;
  std::vector<FileDigests> digests;
  std::vector<KeptFile> kept;
  std::vector<LayerNote> notes;  // at most max_notes of a kind; `note_counts` has them all
  std::vector<std::pair<std::string_view, std::uint64_t>> note_counts;
  std::string partial;  // why the rest was not read; empty = all was

  [[nodiscard]] std::string_view link_text(const ScannedEntry& entry) const;
  // The path of an entry; "" for the root and for no_path.
  [[nodiscard]] std::string path_of(const ScannedEntry& entry) const;
};

inline constexpr std::size_t max_notes = 100;

}  // namespace plimsoll::image
