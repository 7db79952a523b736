#pragma once

// The values of `RUN --mount` and `--device`: CSV records of `key` or `key=value` fields.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"

namespace plimsoll {

// One field without its quotes, and the bytes of the record that it was read from.
struct CsvField {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The fields of one record; nullopt where it is empty or a quote is out of place.
[[nodiscard]] std::optional<std::vector<CsvField>> csv_fields(std::string_view record);
[[nodiscard]] Span field_span(const Text& record, const CsvField& field);

// The `--mount` flags of a RUN as fields; a flag that is no CSV record gives none.
[[nodiscard]] std::vector<Mount> read_mounts(const Instruction& run);

// What BuildKit refuses in mounts once it comes to build them: an unknown key or type, a key that
// the type does not take, a value out of range. Values with variables are unknown and not judged.
void check_mounts(const Run& run, std::vector<Problem>& problems);

}  // namespace plimsoll
