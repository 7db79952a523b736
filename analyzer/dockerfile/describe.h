#pragma once

#include <string>
#include <string_view>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/source/source_file.h"

namespace plimsoll {

// What BuildKit reads in `source`, as one JSON object without a line end: `path`, then `stage`
// ("ok", "parse" or "instr": where it refuses), `err`, `line`, `escape`, `syntax`, `stages`,
// `warn`, `bytes` and `ins`, one object an instruction. Empty fields are left out; a file that
// BuildKit's parser refuses has neither `escape` nor `ins`. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string describe_as_json(const SourceFile& source, const Dockerfile& dockerfile);

}  // namespace plimsoll
