#pragma once

// The one door to yaml-cpp, for foreign files only.

#include <tl/expected.hpp>

#include "analyzer/source/source_file.h"
#include "app/config/complaint.h"
#include "app/config/value.h"

namespace plimsoll::app {

// A tree of more values than this, aliases counted as what they stand for, is refused.
inline constexpr int kMaxYamlValues = 5'000;

// The only document of the file; an empty file is an empty Table. Plain scalars become Null and
// Boolean where YAML 1.2's core schema has it so, all others are Strings. Fails with one complaint
// for what is not YAML, a second document, a key that stands twice, a NUL, nesting deeper than
// kMaxConfigDepth and aliases that unfold to more than kMaxYamlValues. Never throws; `file` holds
// at most kMaxConfigBytes.
[[nodiscard]] tl::expected<Value, Complaint> read_yaml(const SourceFile& file);

}  // namespace plimsoll::app
