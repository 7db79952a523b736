#include "analyzer/image/scan/elf_head.h"

#include <algorithm>
#include <string>
#include <vector>

namespace plimsoll::image {
namespace {

constexpr std::uint64_t max_program_headers = 256;
constexpr std::uint64_t max_section_headers = 4096;
constexpr std::uint64_t max_dynamic_bytes = std::uint64_t{64} << 10;
constexpr std::uint64_t max_name_bytes = 4096;
constexpr std::size_t max_needed = 512;

constexpr std::uint32_t pt_load = 1, pt_dynamic = 2, pt_interp = 3;
constexpr std::uint32_t sht_null = 0, sht_symtab = 2, sht_nobits = 8;
constexpr std::uint64_t shf_alloc = 2;
constexpr std::int64_t dt_null = 0, dt_needed = 1, dt_strtab = 5, dt_strsz = 10, dt_rpath = 15,
                       dt_runpath = 29;

// Fields of either size and order.
struct Layout {
  bool wide = false;  // 64 bits
  bool big_endian = false;

  std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t from = big_endian ? at + i : at + size - 1 - i;
      value = value << 8 | static_cast<unsigned char>(bytes[from]);
    }
    return value;
  }
  std::uint16_t half(std::string_view bytes, std::size_t at) const {
    return static_cast<std::uint16_t>(number(bytes, at, 2));
  }
  std::uint32_t word(std::string_view bytes, std::size_t at) const {
    return static_cast<std::uint32_t>(number(bytes, at, 4));
  }
  // An address, offset or size: where it stands with 32 bits, where with 64.
  std::uint64_t wide_at(std::string_view bytes, std::size_t narrow, std::size_t broad) const {
    return wide ? number(bytes, broad, 8) : number(bytes, narrow, 4);
  }
  std::size_t program_header_bytes() const { return wide ? 56 : 32; }
  std::size_t section_header_bytes() const { return wide ? 64 : 40; }
};

struct Segment {
  std::uint32_t type = 0;
  std::uint32_t flags = 0;
  ByteRange file;
  std::uint64_t address = 0;
};

std::optional<Layout> layout_of(std::string_view head) {
  if (head.size() < elf_header_bytes || !head.starts_with(elf_magic)) return {};
  const bool known = (head[4] == 1 || head[4] == 2) && (head[5] == 1 || head[5] == 2);
  if (!known) return {};
  return Layout{head[4] == 2, head[5] == 2};
}

std::vector<Segment> segments_of(const Layout& layout, std::string_view table) {
  std::vector<Segment> segments;
  const std::size_t each = layout.program_header_bytes();
  for (; table.size() >= each; table.remove_prefix(each)) {
    Segment segment;
    segment.type = layout.word(table, 0);
    segment.flags = layout.word(table, layout.wide ? 4 : 24);
    segment.file = {layout.wide_at(table, 4, 8), layout.wide_at(table, 16, 32)};
    segment.address = layout.wide_at(table, 8, 16);
    segments.push_back(segment);
  }
  return segments;
}

std::optional<std::uint64_t> offset_of(const std::vector<Segment>& segments,
                                       std::uint64_t address) {
  for (const Segment& segment : segments) {
    if (segment.type == pt_load && address >= segment.address &&
        address - segment.address < segment.file.size) {
      return segment.file.offset + (address - segment.address);
    }
  }
  return {};
}

// All of a range or nothing.
std::optional<std::string_view> all_of(const FileBytes& bytes, ByteRange range) {
  const std::string_view seen = bytes(range.offset, range.size);
  if (seen.size() < range.size) return {};
  return seen;
}

// Up to its zero byte; nothing where it cannot be seen.
std::optional<std::string> text_at(const FileBytes& bytes, std::uint64_t offset) {
  const std::string_view seen = bytes(offset, max_name_bytes);
  const std::size_t end = seen.find('\0');
  if (end == std::string_view::npos) return {};
  return std::string(seen.substr(0, end));
}

bool read_dynamic(const Layout& layout, const std::vector<Segment>& segments,
                  const Segment& dynamic, const FileBytes& bytes, ElfHead& elf) {
  const auto table =
      dynamic.file.size <= max_dynamic_bytes ? all_of(bytes, dynamic.file) : std::nullopt;
  if (!table) return false;
  const std::size_t half = layout.wide ? 8 : 4;
  std::vector<std::uint64_t> needed, runpath, rpath;
  std::uint64_t names_address = 0;
  for (std::size_t at = 0; at + 2 * half <= table->size(); at += 2 * half) {
    const auto tag = static_cast<std::int64_t>(layout.number(*table, at, half));
    const std::uint64_t value = layout.number(*table, at + half, half);
    if (tag == dt_null) break;
    if (tag == dt_strtab) names_address = value;
    if (tag == dt_needed && needed.size() < max_needed) needed.push_back(value);
    if (tag == dt_runpath) runpath.assign(1, value);
    if (tag == dt_rpath) rpath.assign(1, value);
  }
  const std::optional<std::uint64_t> names = offset_of(segments, names_address);
  const auto take = [&](const std::vector<std::uint64_t>& from, std::vector<std::string>& to) {
    for (const std::uint64_t at : from) {
      const std::optional<std::string> text =
          names && at <= UINT32_MAX ? text_at(bytes, *names + at) : std::nullopt;
      if (!text) return false;
      to.push_back(*text);
    }
    return true;
  };
  return take(needed, elf.needed) && take(runpath.empty() ? rpath : runpath, elf.run_paths);
}

void read_sections(const Layout& layout, std::string_view head, std::string_view table,
                   ElfHead& elf) {
  const std::size_t each = layout.section_header_bytes();
  const std::size_t names = layout.half(head, layout.wide ? 62 : 50);
  for (std::size_t i = 0; (i + 1) * each <= table.size(); ++i) {
    const std::string_view section = table.substr(i * each, each);
    const std::uint32_t type = layout.word(section, 4);
    const std::uint64_t flags = layout.wide_at(section, 8, 8);
    const std::uint64_t size = layout.wide_at(section, 20, 32);
    if (type == sht_symtab) elf.has_symbols = true;
    const bool loaded = type == sht_null || type == sht_nobits || (flags & shf_alloc) != 0;
    if (!loaded && i != names && size <= INT64_MAX - elf.debug_bytes) elf.debug_bytes += size;
  }
}

}  // namespace

ElfParts elf_parts(std::string_view head) {
  ElfParts parts;
  const std::optional<Layout> layout = layout_of(head);
  if (!layout) return parts;
  parts.valid = true;
  const std::size_t counts = layout->wide ? 54 : 42;  // e_phentsize and what follows
  const std::uint64_t programs = layout->half(head, counts + 2);
  const std::uint64_t sections = layout->half(head, counts + 6);
  if (layout->half(head, counts) == layout->program_header_bytes() &&
      programs <= max_program_headers) {
    parts.program_headers = {layout->wide_at(head, 28, 32),
                             programs * layout->program_header_bytes()};
  }
  if (layout->half(head, counts + 4) == layout->section_header_bytes() &&
      sections <= max_section_headers) {
    parts.section_headers = {layout->wide_at(head, 32, 40),
                             sections * layout->section_header_bytes()};
  }
  return parts;
}

ElfSegments elf_segments(std::string_view head, std::string_view program_headers) {
  ElfSegments found;
  const std::optional<Layout> layout = layout_of(head);
  if (!layout) return found;
  for (const Segment& segment : segments_of(*layout, program_headers)) {
    if (segment.type == pt_load && found.first_load.size == 0) {
      found.first_load = segment.file;
      found.first_load_runs = (segment.flags & 1) != 0;
    }
    if (segment.type == pt_dynamic && segment.file.size <= max_dynamic_bytes) {
      found.dynamic = segment.file;
    }
    if (segment.type == pt_interp && segment.file.size <= max_name_bytes) {
      found.interpreter = segment.file;
    }
  }
  return found;
}

ByteRange elf_names(std::string_view head, std::string_view program_headers,
                    std::string_view dynamic) {
  const std::optional<Layout> layout = layout_of(head);
  if (!layout) return {};
  const std::size_t half = layout->wide ? 8 : 4;
  std::uint64_t address = 0, size = 0;
  for (; dynamic.size() >= 2 * half; dynamic.remove_prefix(2 * half)) {
    const auto tag = static_cast<std::int64_t>(layout->number(dynamic, 0, half));
    if (tag == dt_null) break;
    if (tag == dt_strtab) address = layout->number(dynamic, half, half);
    if (tag == dt_strsz) size = layout->number(dynamic, half, half);
  }
  const auto offset = offset_of(segments_of(*layout, program_headers), address);
  return offset ? ByteRange{*offset, size} : ByteRange{};
}

std::optional<ElfHead> read_elf(const FileBytes& bytes) {
  const std::string_view head = bytes(0, elf_header_bytes);
  const std::optional<Layout> layout = layout_of(head);
  if (!layout) return {};
  ElfHead elf;
  elf.bits = layout->wide ? 64 : 32;
  elf.big_endian = layout->big_endian;
  elf.type = layout->half(head, 16);
  elf.machine = layout->half(head, 18);
  const ElfParts parts = elf_parts(head);
  if (const auto table = all_of(bytes, parts.section_headers)) {
    read_sections(*layout, head, *table, elf);
  }
  const auto table = all_of(bytes, parts.program_headers);
  if (!table) return elf;
  // Without any it is no program, and has nothing that would be loaded.
  elf.known = !table->empty() || layout->half(head, layout->wide ? 56 : 44) == 0;
  const std::vector<Segment> segments = segments_of(*layout, *table);
  for (const Segment& segment : segments) {
    if (segment.type == pt_interp) {
      const auto text =
          segment.file.size <= max_name_bytes ? all_of(bytes, segment.file) : std::nullopt;
      if (text) elf.interpreter = text->substr(0, std::min(text->find('\0'), text->size()));
      elf.known = elf.known && text.has_value();
    }
    if (segment.type == pt_dynamic) {
      elf.known = read_dynamic(*layout, segments, segment, bytes, elf) && elf.known;
    }
  }
  return elf;
}

}  // namespace plimsoll::image
