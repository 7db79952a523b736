#pragma once

// What is wrong in a configuration file, as a person reads it: the message, the line with a caret
// below the place, and what to write instead.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/source_file.h"
#include "analyzer/source/span.h"

namespace plimsoll::app {

struct Complaint {
  Span where;
  std::string message;  // lower case, no full stop
  std::string help;     // what to do; may be empty
};

// Complaints beyond this are counted, not printed.
inline constexpr std::size_t kMaxComplaints = 20;

// The printable text of one complaint, ending in a line feed. `level` is "error" or "warning".
// Control characters of the file are shown as '?'; a long line is cut around the place.
[[nodiscard]] std::string render(std::string_view level, const Complaint& complaint,
                                 const SourceFile& file);
// All of them in the order of the file, an empty line between two.
[[nodiscard]] std::string render_all(std::string_view level, std::vector<Complaint> complaints,
                                     const SourceFile& file);

// The candidate that a person may have meant by `name`: at most a third of its letters (and at most
// three) inserted, deleted, replaced or swapped, or left out at its end; empty when there is none.
[[nodiscard]] std::string_view nearest(std::string_view name,
                                       std::span<const std::string_view> candidates);

}  // namespace plimsoll::app
