#pragma once

// The one door to toml++.

#include <tl/expected.hpp>

#include "analyzer/source/source_file.h"
#include "app/config/complaint.h"
#include "app/config/value.h"

namespace plimsoll::app {

// The file as a Table (TOML 1.0). Fails with one complaint for what is not TOML, holds a NUL or is
// nested deeper than kMaxConfigDepth. Never throws; `file` holds at most kMaxConfigBytes.
[[nodiscard]] tl::expected<Value, Complaint> read_toml(const SourceFile& file);

}  // namespace plimsoll::app
