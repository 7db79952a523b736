#pragma once

// Edits of plain text. What cannot be done without breaking a continuation or losing a comment is
// nullopt, which Reporter's fix() takes as "no fix": rules pass results straight on.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/finding/finding.h"
#include "analyzer/source/source_file.h"

namespace plimsoll::edits {

using Edits = std::optional<std::vector<Edit>>;

[[nodiscard]] Edits insert(std::uint32_t at, std::string text);
[[nodiscard]] Edits remove(Span where);

// Replaces what stands within one line; nullopt when `where` holds a line end.
[[nodiscard]] Edits replace_word(const SourceFile& source, Span where, std::string text);
// A new word behind or before one, with a blank between.
[[nodiscard]] Edits insert_after_word(Span word, std::string_view text);
[[nodiscard]] Edits insert_before_word(Span word, std::string_view text);

// Takes words of a logical line out, each with the blank before it. A physical line that nothing
// else stands on goes as a whole; where it was the last one, the continuation before it goes too.
// `escape` is the file's continuation character.
[[nodiscard]] Edits remove_words(const SourceFile& source, std::vector<Span> words, char escape);

// All of them together, in order; nullopt if one is, or if two overlap.
[[nodiscard]] Edits all(std::vector<Edits> parts);

// How lines of this file end: that of the first line; LF where there is none.
[[nodiscard]] std::string_view line_end(const SourceFile& source);
// The blanks at the begin of the line that holds `at`.
[[nodiscard]] std::string_view indentation(const SourceFile& source, std::uint32_t at);
// Whole lines from that of `span.begin` to that of `span.end`, the last line's end included.
[[nodiscard]] Span whole_lines(const SourceFile& source, Span span);

}  // namespace plimsoll::edits
