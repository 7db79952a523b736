#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "analyzer/source/source_file.h"

namespace plimsoll::app {

enum class ColumnUnit : std::uint8_t { Byte, CodePoint, Utf16 };

// Lines and columns of one file, both from 1; a BOM takes no column. Many questions about one long
// line stay cheap: what was counted is remembered every so often.
class Places {
 public:
  Places(const SourceFile& source, ColumnUnit unit) : source_(source), unit_(unit) {}

  // Behind a final line end is the first column of the line that would follow.
  [[nodiscard]] LineColumn at(std::uint32_t offset);

 private:
  struct Stop {
    std::uint32_t byte;
    std::uint32_t column;
  };

  const SourceFile& source_;
  ColumnUnit unit_;
  // By line, ascending. Of each that was asked about: a finding names several.
  std::map<std::uint32_t, std::vector<Stop>> stops_;
};

}  // namespace plimsoll::app
