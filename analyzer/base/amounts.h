#pragma once

// Bytes as people write and read them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll {

// "1.2 kB", "61.5 MB": decimal, as docker has it.
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);

// "10GB", "500 MiB", "1,000", "20m": decimal units and binary ones, in any case; a lone letter is
// decimal. Nothing for what is no size.
[[nodiscard]] std::optional<std::uint64_t> bytes_from(std::string_view text);

}  // namespace plimsoll
