#include "tests/harness/made_elf.h"

#include <utility>

namespace plimsoll::harness {

namespace {

std::string number(std::uint64_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xFF);
  return text;
}

struct Section {
  std::string name;
  std::uint32_t type = 0;
  std::uint64_t offset = 0, size = 0;
  std::uint32_t link = 0;
  std::uint64_t entry = 0;
};

constexpr std::size_t header_bytes = 64, segment_bytes = 56;

std::string segment(std::uint32_t type, std::uint64_t offset, std::uint64_t size) {
  // The file is loaded as it is, at address 0.
  return number(type, 4) + number(5, 4) + number(offset, 8) + number(offset, 8) +
         number(offset, 8) + number(size, 8) + number(size, 8) + number(8, 8);
}

std::string section(const Section& each, std::uint64_t name) {
  return number(name, 4) + number(each.type, 4) + number(0, 8) + number(0, 8) +
         number(each.offset, 8) + number(each.size, 8) + number(each.link, 4) + number(0, 4) +
         number(1, 8) + number(each.entry, 8);
}

}  // namespace

// Header, segments, interpreter, strings, dynamic section, debug information, symbols, names of
// sections, table of sections.
std::string MadeElf::bytes() const {
  constexpr std::uint64_t segments = 3;
  std::string body(header_bytes + segments * segment_bytes, '\0');
  const auto append = [&](const std::string& bytes) {
    const std::uint64_t at = body.size();
    body += bytes;
    while (body.size() % 8 != 0) body += '\0';
    return at;
  };
  const std::string program = interpreter + std::string(1, '\0');
  const std::uint64_t interpreter_at = append(program);

  std::string strings(1, '\0');
  const auto add_string = [&](const std::string& text) {
    const std::uint64_t at = strings.size();
    strings += text + std::string(1, '\0');
    return at;
  };
  std::vector<std::pair<std::uint64_t, std::uint64_t>> tags;
  for (const std::string& name : needed) tags.emplace_back(1, add_string(name));
  if (!run_path.empty()) tags.emplace_back(29, add_string(run_path));
  const std::uint64_t strings_at = append(strings);
  tags.emplace_back(5, strings_at);
  tags.emplace_back(10, strings.size());
  tags.emplace_back(0, 0);
  std::string dynamic;
  for (const auto& [tag, value] : tags) dynamic += number(tag, 8) + number(value, 8);
  const std::uint64_t dynamic_at = append(dynamic);

  std::vector<Section> sections(1);
  sections.push_back({".dynstr", 3, strings_at, strings.size(), 0, 0});
  sections.push_back({".dynamic", 6, dynamic_at, dynamic.size(), 1, 16});
  if (debug_bytes > 0) {
    const std::uint64_t at = append(std::string(debug_bytes, 'd'));
    sections.push_back({".debug_info", 1, at, debug_bytes, 0, 0});
  }
  if (symbols) {
    const std::uint64_t at = append(std::string(48, '\0'));
    sections.push_back({".symtab", 2, at, 48, 1, 24});
  }
  std::string names(1, '\0');
  std::vector<std::uint64_t> places;
  sections.push_back({".shstrtab", 3, 0, 0, 0, 0});
  for (const Section& each : sections) {
    places.push_back(each.name.empty() ? 0 : names.size());
    if (!each.name.empty()) names += each.name + std::string(1, '\0');
  }
  sections.back().offset = append(names);
  sections.back().size = names.size();
  std::string table;
  for (std::size_t i = 0; i < sections.size(); ++i) table += section(sections[i], places[i]);
  const std::uint64_t table_at = append(table);

  std::string head = std::string("\x7F") + "ELF" + std::string("\2\1\1", 3) + std::string(9, '\0');
  head += number(3, 2) + number(machine, 2) + number(1, 4) + number(0, 8);
  head += number(header_bytes, 8) + number(table_at, 8) + number(0, 4);
  head += number(header_bytes, 2) + number(segment_bytes, 2) + number(segments, 2);
  head += number(64, 2) + number(sections.size(), 2) + number(sections.size() - 1, 2);
  // Without an interpreter or libraries the segment is one of no meaning (PT_NULL).
  head += segment(interpreter.empty() ? 0 : 3, interpreter_at, program.size());
  head += segment(1, 0, body.size());
  const bool linked = !interpreter.empty() || !needed.empty();
  head += segment(linked ? 2 : 0, dynamic_at, dynamic.size());
  body.replace(0, head.size(), head);
  return body;
}

}  // namespace plimsoll::harness
