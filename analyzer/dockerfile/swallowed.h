#pragma once

#include <vector>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/source/source_file.h"

namespace plimsoll {

// A line of a continued instruction that would be an instruction of its own.
struct SwallowedLine {
  Span keyword;
  Span continued;  // from the end of the text before it to the end of that text's line
  // To be deleted so that the text before it ends there: the escape character and, left of it, an
  // operator that would have nothing to its right. Empty where no text stands before it.
  Span glue;
};

struct SwallowedLines {
  std::vector<SwallowedLine> lines;  // in order
  bool separable = false;  // without all the glue each part is an instruction that BuildKit reads
};

// Keywords in capitals count, outside of quotes, where the rest of the line is what they take.
[[nodiscard]] SwallowedLines swallowed_lines(const SourceFile& source, const Dockerfile& file,
                                             const Instruction& instruction);

}  // namespace plimsoll
