#pragma once

// What the scanner remembers, and how it moves over characters and lines. Included by scanner.c
// only.
//
// Long because the tokens and the state are lists.

#include <stdlib.h>
#include <string.h>

#include "heredoc.h"
#include "tree_sitter/parser.h"

// In the order of `externals` in grammar.js.
enum Token {
  // clang-format off
  ADD, ARG, CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, MAINTAINER, ONBUILD, RUN,
  SHELL, STOPSIGNAL, USER, VOLUME, WORKDIR, UNKNOWN,
  DIRECTIVE, COMMENT, LINE_END, BLANK, CONTINUATION, INNER_COMMENT,
  FLAG_NAME, FLAG_VALUE, MOUNT_KEY, MOUNT_VALUE, KEY, EQUALS, COMMA, COLON, AT, AS, TYPE,
  WHOLE, TEXT, VARIABLE, SHELL_TEXT, JSON_OPEN, JSON_STRING, JSON_OTHER, JSON_CLOSE,
  HEREDOC_LINE_END, HEREDOC_BODY, HEREDOC_END,
  NONE = 255,
  // clang-format on
};

enum Place {
  AT_START,          // of the file
  AT_TOP,            // before an instruction, comment or directive
  IN_FLAGS,          // behind a keyword: flags may follow
  IN_ARGUMENTS,      // behind the flags
  AT_INNER_COMMENT,  // at the `#` of a comment between continued lines
  AFTER_INNER_COMMENT,
  AT_HEREDOC,      // at the first line of a heredoc
  AT_HEREDOC_END,  // at its closing line
  AFTER_HEREDOC,
};

// Where inside an argument the next token begins.
enum Word {
  BETWEEN,   // arguments
  IN_WORD,   // further parts of a word, a value, a tag ...: what kind it is, `role` says
  AT_COLON,  // before a tag
  AT_TAG,
  AT_AT,  // before a digest
  AT_DIGEST,
  AT_EQUALS,  // of a pair
  AT_VALUE,
  AT_FLAG_EQUALS,
  AT_FLAG_VALUE,
  IN_MOUNT,  // before a key, or the comma before it
  AT_MOUNT_EQUALS,
  AT_MOUNT_VALUE,
  IN_JSON,
  IN_SHELL,
};

// How a word is read.
enum Role {
  AT_BLANKS = 1,  // it ends at a blank
  AT_SPACE = 2,   // it ends at white space outside quotes
  QUOTED = 4,     // quotes group
  EXPANDED = 8,   // variables are seen
  NAME = 16,      // it ends where a tag or digest begins
  TAG = 32,       // it ends where a digest begins
};

enum {
  STATE_LIMIT = TREE_SITTER_SERIALIZATION_BUFFER_SIZE,
  HEADER_SIZE = 7,
  KEYWORD_LIMIT = 12,
  ARGUMENT_LIMIT = 3,  // arguments are counted up to here
};

typedef struct {
  uint8_t place;
  uint8_t kind;  // the instruction being read
  uint8_t word;
  uint8_t role;
  uint8_t quote;        // the open quote of the word being read
  uint8_t arguments;    // begun so far
  bool backtick;        // the escape character is ` instead of backslash
  bool escape_given;    // by a directive: the first one counts
  bool directives;      // parser directives may still stand here
  bool opaque;          // more heredoc names than can be remembered: one body up to the end
  bool nested;          // inside ONBUILD
  bool legacy;          // ENV or LABEL with a blank instead of `=`
  bool mount;           // the flag being read is --mount
  uint8_t lexer;        // where the word lexer stands in RUN's text (DockerfileLexState)
  bool arguments_next;  // the place to return to behind an inner comment is IN_ARGUMENTS
  uint16_t heredocs_size;
  uint8_t heredocs[STATE_LIMIT];  // of each: flags, size (2 bytes), name
} State;

typedef struct {
  State state;
  uint8_t* line;  // the joined line that is read ahead
  size_t line_size, line_capacity;
  DockerfileHeredocs found;
} Scanner;

static int32_t escape_of(const State* s) { return s->backtick ? '`' : '\\'; }

static void advance(TSLexer* lexer) { lexer->advance(lexer, false); }

static bool at_end(TSLexer* lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static bool at_line_end(TSLexer* lexer) { return lexer->lookahead == '\n' || at_end(lexer); }

// White space other than LF.
static bool at_space(TSLexer* lexer) {
  return lexer->lookahead != '\n' && dockerfile_is_space(lexer->lookahead);
}

static void skip_space(TSLexer* lexer) {
  while (at_space(lexer)) advance(lexer);
}

// Having read the escape character: whether it continues the line. Reads up to the LF then, else
// over the blanks behind it.
static bool rest_is_continuation(TSLexer* lexer) {
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
  while (lexer->lookahead == '\r') advance(lexer);
  return at_line_end(lexer);
}

enum Next { NEXT_END, NEXT_COMMENT, NEXT_GLUED, NEXT_INDENTED };

// From the LF of a continuation over blank lines to the next line's text, or to the `#` of a
// comment. Sets the token's end, before the indentation of text, if `mark`.
static enum Next skip_to_next_line(TSLexer* lexer, bool mark) {
  if (lexer->lookahead == '\n') advance(lexer);
  for (;;) {
    if (mark) lexer->mark_end(lexer);
    if (at_end(lexer)) return NEXT_END;
    const bool indented = at_space(lexer);
    skip_space(lexer);
    if (lexer->lookahead == '\n') {
      advance(lexer);
    } else if (lexer->lookahead == '#') {
      if (mark) lexer->mark_end(lexer);
      return NEXT_COMMENT;
    } else if (at_end(lexer)) {
      if (mark) lexer->mark_end(lexer);
      return NEXT_END;
    } else {
      return indented ? NEXT_INDENTED : NEXT_GLUED;
    }
  }
}

// The same, and over comments. `comment` tells whether there was one.
static enum Next skip_to_next_text(TSLexer* lexer, bool mark, bool* comment) {
  enum Next next = skip_to_next_line(lexer, mark);
  *comment = next == NEXT_COMMENT;
  while (next == NEXT_COMMENT) {
    while (!at_line_end(lexer)) advance(lexer);
    next = skip_to_next_line(lexer, false);
  }
  return next;
}

static void push(Scanner* scanner, int32_t c) {
  if (scanner->line_size + 4 > scanner->line_capacity) {
    const size_t capacity = scanner->line_capacity ? scanner->line_capacity * 2 : 256;
    uint8_t* line = realloc(scanner->line, capacity);
    if (!line) return;
    scanner->line = line;
    scanner->line_capacity = capacity;
  }
  if (c < 0x80) {
    scanner->line[scanner->line_size++] = c < 0 ? 0xFF : (uint8_t)c;
  } else {
    scanner->line_size += dockerfile_encode(c, scanner->line + scanner->line_size);
  }
}

// Behind the LF of a continuation: drops comment and blank lines, and puts the indentation of the
// next line with text on the joined line.
static void read_indentation(Scanner* scanner, TSLexer* lexer) {
  const size_t size = scanner->line_size;
  while (!at_end(lexer)) {
    scanner->line_size = size;
    while (lexer->lookahead != '\n' && dockerfile_is_space(lexer->lookahead)) {
      push(scanner, lexer->lookahead);
      advance(lexer);
    }
    if (lexer->lookahead == '#') {
      while (!at_line_end(lexer)) advance(lexer);
    } else if (!at_line_end(lexer)) {
      return;
    }
    if (lexer->lookahead == '\n') advance(lexer);
  }
  scanner->line_size = size;
}

// Puts the rest of the logical line on the joined line. True when there is `<<` in it.
static bool read_logical_line(Scanner* scanner, TSLexer* lexer) {
  const int32_t escape = escape_of(&scanner->state);
  bool found = false;
  int32_t before = 0;
  while (!at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    const size_t size = scanner->line_size;
    push(scanner, c);
    advance(lexer);
    if (c == escape && before != escape) {
      before = c;
      while (lexer->lookahead == ' ' || lexer->lookahead == '\t') {
        before = lexer->lookahead;
        push(scanner, before);
        advance(lexer);
      }
      while (lexer->lookahead == '\r') {
        before = '\r';
        push(scanner, before);
        advance(lexer);
      }
      if (!at_line_end(lexer)) continue;
      scanner->line_size = size;
      if (at_end(lexer)) break;
      advance(lexer);
      read_indentation(scanner, lexer);
      const uint8_t last = scanner->line_size ? scanner->line[scanner->line_size - 1] : 0;
      before = scanner->line_size > size ? ' ' : 0;
      found |= scanner->line_size == size && last == '<' && lexer->lookahead == '<';
      continue;
    }
    if (c == '<' && lexer->lookahead == '<') found = true;
    before = c;
    if (c == '\r') {
      while (lexer->lookahead == '\r') {
        push(scanner, '\r');
        advance(lexer);
      }
      if (at_line_end(lexer)) scanner->line_size = size;
    }
  }
  return found;
}
