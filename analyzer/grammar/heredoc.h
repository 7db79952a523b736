#pragma once

// What must be known of a whole joined line before its tokens can be told apart: whether its
// arguments are a JSON array, and which heredocs it opens. Plain C, because the scanner needs it;
// the typed layer asks the same functions, so that tree and meaning cannot disagree.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// White space as Unicode has it (Go's unicode.IsSpace), and the blanks that separate words.
bool dockerfile_is_space(int32_t c);
bool dockerfile_is_blank(int32_t c);  // TAB VT FF CR SPACE
// Unicode's categories L and Nd: what a variable's name is made of, with `_`.
bool dockerfile_is_letter(int32_t c);
bool dockerfile_is_digit(int32_t c);

// One code point of UTF-8 at `at` < `size`; a byte that is not UTF-8 is -1 and has width 1.
int32_t dockerfile_decode(const uint8_t* text, size_t size, size_t at, size_t* width);
// Writes `c` (U+FFFD for -1) and returns the number of bytes, at most 4.
size_t dockerfile_encode(int32_t c, uint8_t out[4]);

// Whether Go's encoding/json accepts `text` as a JSON array, blanks after it included.
// `all_strings` tells whether every element is a string.
bool dockerfile_json_array(const uint8_t* text, size_t size, bool* all_strings);

// The end of the JSON value (of any kind) at `at`, or 0 when there is none that Go would decode.
size_t dockerfile_json_value(const uint8_t* text, size_t size, size_t at);

typedef struct {
  size_t name_begin, name_size;
  size_t value_begin, value_size;
} DockerfileDirective;

// Whether `line`, without indentation and line end, is a parser directive that BuildKit knows
// (syntax, escape, check): `prefix`, blanks, name, blanks, `=`, value.
bool dockerfile_directive(const uint8_t* line, size_t size, const char* prefix,
                          DockerfileDirective* directive);

typedef struct {
  uint32_t opener_begin, opener_end;  // bytes of the joined line
  uint32_t name_begin, name_size;     // bytes of `names`
  bool expand;                        // no part of the name was quoted
  bool chomp;                         // <<-
} DockerfileHeredoc;

typedef struct {
  DockerfileHeredoc* items;
  size_t count, capacity;
  uint8_t* names;
  size_t names_size, names_capacity;
} DockerfileHeredocs;

// The heredocs that `line` (joined, keyword included) opens, by BuildKit's word lexer; the escape
// is always the backslash. An unpaired quote or a bad substitution anywhere means none at all.
// Returns false where BuildKit refuses the line (a name that its lexer rejects); `found` then holds
// what came before. `found` must be zero or filled by an earlier call; its buffers are reused.
bool dockerfile_find_heredocs(const uint8_t* line, size_t size, DockerfileHeredocs* found);
// Where the word lexer stands between two pieces of a line that holds no `<<` so far.
enum DockerfileLexState {
  DOCKERFILE_LEX_BETWEEN,  // words
  DOCKERFILE_LEX_DIGITS,   // in a word of digits alone
  DOCKERFILE_LEX_WORD,     // in another word
  DOCKERFILE_LEX_SINGLE,   // in single quotes
  DOCKERFILE_LEX_DOUBLE,   // in double quotes
  DOCKERFILE_LEX_OPEN,     // inside what only the rest of the line can tell
  DOCKERFILE_LEX_DONE,     // the line has been read as a whole
};
// Reads a piece that does not hold `<<`. Returns where the lexer stands behind it.
uint8_t dockerfile_lex_piece(uint8_t state, const uint8_t* piece, size_t size);
// As dockerfile_find_heredocs, for the rest of a line behind pieces that left the lexer in `state`.
bool dockerfile_find_heredocs_behind(uint8_t state, const uint8_t* rest, size_t size,
                                     DockerfileHeredocs* found);
// Whether `word` as a whole is a heredoc opener (what COPY asks of its arguments).
bool dockerfile_is_heredoc_word(const uint8_t* word, size_t size);
void dockerfile_free_heredocs(DockerfileHeredocs* heredocs);

#ifdef __cplusplus
}
#endif
