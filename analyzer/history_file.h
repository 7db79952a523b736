#pragma once

// What an image's history tells of its own instructions, as a Dockerfile again: so that those who
// judge the text of a RUN or an ADD need not learn to read history.

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/attribution/attribution.h"
#include "analyzer/image/config.h"
#include "analyzer/source/span.h"

namespace plimsoll {

struct HistoryFile {
  struct Piece {
    Span span;             // of one instruction, in `text`
    std::size_t step = 0;  // in Attribution::steps
  };
  std::string text;
  std::vector<Piece> pieces;  // ascending

  // Whose text lies at a byte; null: nobody's (FROM, the environment).
  [[nodiscard]] const Piece* at(std::uint32_t offset) const;
};

// RUN, ADD, USER and WORKDIR of the layers that are not the base's, below the environment that the
// image has in the end. What history does not tell whole is left out: the sources of a COPY from
// another stage, a file that classic docker names by its hash. RUNs are heredocs, so that their
// text stands there byte by byte.
[[nodiscard]] HistoryFile history_file(const Attribution& attribution, const ImageConfig& config);

}  // namespace plimsoll
