#pragma once

// What a linker would say of a program or library, from a few ranges of its bytes. (System V ABI,
// chapters 4 and 5.)

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

inline constexpr std::string_view elf_magic = "\177ELF";
inline constexpr std::size_t elf_header_bytes = 64;

// Of bytes [offset, offset + size) of the file as many as are at hand, from the first on.
using FileBytes = std::function<std::string_view(std::uint64_t offset, std::uint64_t size)>;

struct ByteRange {
  std::uint64_t offset = 0, size = 0;
};

// Where a head says that the rest is to be found.
struct ElfParts {
  bool valid = false;
  ByteRange program_headers, section_headers;
};
[[nodiscard]] ElfParts elf_parts(std::string_view head);
// Of the program headers: what to keep of a file that passes by.
struct ElfSegments {
  ByteRange first_load;  // has the names of libraries, unless something moved them
  bool first_load_runs = false;
  ByteRange dynamic, interpreter;
};
[[nodiscard]] ElfSegments elf_segments(std::string_view head, std::string_view program_headers);
// Where the texts are that the dynamic section speaks of; empty where it does not say.
[[nodiscard]] ByteRange elf_names(std::string_view head, std::string_view program_headers,
                                  std::string_view dynamic);

// All that can be told; `known` only where the dynamic section and its names could be read.
[[nodiscard]] std::optional<ElfHead> read_elf(const FileBytes& bytes);

}  // namespace plimsoll::image
