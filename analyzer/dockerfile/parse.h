#pragma once

// For who reads many Dockerfiles one after another, as a worker does.

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/syntax/syntax.h"

namespace plimsoll {

// As parse_dockerfile(source), by a parser that is kept from file to file: what it has read before
// changes nothing. It serves one thread.
[[nodiscard]] Dockerfile parse_dockerfile(const SourceFile& source, syntax::Parser& parser);

}  // namespace plimsoll
