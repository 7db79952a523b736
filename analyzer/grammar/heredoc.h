#pragma once

// Which heredocs a joined line opens. Plain C, for the scanner and the typed layer alike.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexical.h"

#ifdef __cplusplus
extern "C" {
#endif

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
