// The lexer of Dockerfiles.
//
// BuildKit does not read tokens. It cuts the file into physical lines, joins continued ones into a
// logical line, and splits that by rules of each instruction. A table-driven lexer cannot know any
// of this, so this one owns every byte: it is a state machine that is told only where it stands.
//
//   RUN apt-get update && \      keyword, blank, text, continuation
//   # why                        comment, continuation (the line end goes on)
//       apt-get install x        text, line_end
//
// `line_end` is what ends an instruction; it takes blank lines and the next line's indentation with
// it. `continuation` is the escape character with the rest of its line, and also the line end after
// a comment between continued lines; it takes blank lines with it. Whatever is read on the way is
// never lost: the leaves of the tree are the bytes of the file, apart from a byte order mark, which
// tree-sitter drops at offset 0.
//
// Everything that is remembered between tokens is in State and is serialized, so that a tree parsed
// after an edit is the tree of the whole file. Reading ahead happens once an instruction at most.
//
// Long because tree-sitter takes one scanner, and its states share what is remembered.

#include "scanner_arguments.h"

// ---- keywords ----

static const char* const KEYWORDS[] = {
    "add",    "arg",   "cmd",         "copy",  "entrypoint", "env",
    "expose", "from",  "healthcheck", "label", "maintainer", "onbuild",
    "run",    "shell", "stopsignal",  "user",  "volume",     "workdir"};

static uint8_t keyword_token(const char* word, size_t length) {
  for (uint8_t i = 0; i < UNKNOWN; i++) {
    if (strlen(KEYWORDS[i]) == length && memcmp(KEYWORDS[i], word, length) == 0) return i;
  }
  return UNKNOWN;
}

// Lower case, as Go maps it to ASCII: the Kelvin sign is a k, the dotted I an i.
static char lower(int32_t c) {
  if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
  if (c == 0x212A) return 'k';
  if (c == 0x130) return 'i';
  return c > 0 && c < 0x80 ? (char)c : '?';
}

// ---- heredocs ----

// Cuts leading flags off `line`[at...], as BuildKit does: byte by byte, quotes of both kinds group.
static size_t skip_flags(const uint8_t* line, size_t size, size_t at, uint8_t escape) {
  while (at < size) {
    const uint8_t c = line[at];
    if (c < 0x80 ? dockerfile_is_space(c) : c == 0x85 || c == 0xA0) {
      at++;
      continue;
    }
    if (c != '-' || at + 1 == size || line[at + 1] != '-') return at;
    size_t dashes = 0;
    uint8_t quote = 0;
    const size_t begin = at;
    for (; at < size; at++) {
      const uint8_t d = line[at];
      if (!quote && (d < 0x80 ? dockerfile_is_space(d) : d == 0x85 || d == 0xA0)) break;
      if (quote ? d == quote : d == '\'' || d == '"') {
        quote = quote ? 0 : d;
      } else {
        if (d == escape && at + 1 < size) at++;
        dashes++;
      }
    }
    if (dashes == 2 && line[begin] == '-' && line[begin + 1] == '-') return at;
  }
  return at;
}

static size_t skip_blanks(const uint8_t* line, size_t size, size_t at) {
  while (at < size) {
    size_t width;
    if (!dockerfile_is_space(dockerfile_decode(line, size, at, &width))) break;
    at += width;
  }
  return at;
}

// Whether the instruction of `kind` whose rest is on the joined line may open heredocs: RUN, ADD,
// COPY, or ONBUILD of these, not in JSON form.
static bool takes_heredocs(const Scanner* scanner, uint8_t kind, size_t at) {
  const uint8_t* line = scanner->line;
  size_t size = scanner->line_size;
  while (size > at) {  // trailing white space
    size_t begin = size - 1;
    while (begin > at && (line[begin] & 0xC0) == 0x80) begin--;
    size_t width;
    if (!dockerfile_is_space(dockerfile_decode(line, size, begin, &width))) break;
    size = begin;
  }
  at = skip_blanks(line, size, skip_flags(line, size, at, (uint8_t)escape_of(&scanner->state)));
  if (kind == ONBUILD) {
    char word[KEYWORD_LIMIT + 1];
    size_t length = 0;
    while (at < size) {
      size_t width;
      const int32_t c = dockerfile_decode(line, size, at, &width);
      if (dockerfile_is_blank(c)) break;
      if (length <= KEYWORD_LIMIT) word[length++] = lower(c);
      at += width;
      if (length > KEYWORD_LIMIT) return false;
    }
    kind = keyword_token(word, length);
    return kind != ONBUILD && takes_heredocs(scanner, kind, at);
  }
  if (kind != RUN && kind != ADD && kind != COPY) return false;
  bool all_strings;
  return !dockerfile_json_array(line + at, size - at, &all_strings);
}

// Remembers the heredocs that the joined line opens, behind pieces that left the lexer in `state`.
static void queue_heredocs(Scanner* scanner, uint8_t state) {
  State* s = &scanner->state;
  s->heredocs_size = 0;
  s->opaque = false;
  dockerfile_find_heredocs_behind(state, scanner->line, scanner->line_size, &scanner->found);
  size_t size = 0;
  for (size_t i = 0; i < scanner->found.count; i++) {
    const DockerfileHeredoc* heredoc = &scanner->found.items[i];
    if (HEADER_SIZE + size + 3 + heredoc->name_size > STATE_LIMIT) {
      s->heredocs_size = 0;
      s->opaque = true;
      return;
    }
    s->heredocs[size] = heredoc->chomp;
    s->heredocs[size + 1] = (uint8_t)(heredoc->name_size & 0xFF);
    s->heredocs[size + 2] = (uint8_t)(heredoc->name_size >> 8);
    memcpy(s->heredocs + size + 3, scanner->found.names + heredoc->name_begin, heredoc->name_size);
    size += 3 + heredoc->name_size;
  }
  s->heredocs_size = (uint16_t)size;
}

static void drop_heredoc(State* s) {
  const size_t size = 3u + s->heredocs[1] + ((size_t)s->heredocs[2] << 8);
  memmove(s->heredocs, s->heredocs + size, s->heredocs_size - size);
  s->heredocs_size = (uint16_t)(s->heredocs_size - size);
}

// Reads one line up to its LF; whether it closes the first heredoc. Trailing CRs and, for <<-,
// leading tabs do not count. `mark` sets the token's end behind the last byte that counts.
static bool read_closing_line(const State* s, TSLexer* lexer, bool mark) {
  const uint8_t* name = s->heredocs + 3;
  const size_t size = s->heredocs[1] + ((size_t)s->heredocs[2] << 8);
  size_t at = 0;
  bool same = true;
  if (s->heredocs[0]) {
    while (lexer->lookahead == '\t') advance(lexer);
  }
  while (!at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    if (c == '\r') {
      if (mark) lexer->mark_end(lexer);
      do advance(lexer);
      while (lexer->lookahead == '\r');
      if (at_line_end(lexer)) return same && at == size;
      same = false;  // a name holds no CR that could be matched
      continue;
    }
    if (same) {
      uint8_t bytes[4];
      const size_t width = c < 0 ? 0 : dockerfile_encode(c, bytes);
      same = width > 0 && at + width <= size && memcmp(name + at, bytes, width) == 0;
      at += width;
    }
    advance(lexer);
  }
  if (mark) lexer->mark_end(lexer);
  return same && at == size;
}

static bool scan_heredoc(State* s, TSLexer* lexer) {
  if (at_end(lexer)) return false;
  if (s->opaque) {
    s->opaque = false;
    while (!at_end(lexer)) advance(lexer);
    lexer->mark_end(lexer);
    lexer->result_symbol = HEREDOC_BODY;
    return true;
  }
  bool body = false;
  for (;;) {
    lexer->mark_end(lexer);
    if (at_end(lexer)) {  // unterminated
      lexer->result_symbol = HEREDOC_BODY;
      s->heredocs_size = 0;
      return body;
    }
    if (read_closing_line(s, lexer, !body)) break;
    body = true;
    if (lexer->lookahead == '\n') advance(lexer);
  }
  if (body) {
    lexer->result_symbol = HEREDOC_BODY;
    s->place = AT_HEREDOC_END;
  } else {
    lexer->result_symbol = HEREDOC_END;
    s->place = AFTER_HEREDOC;
    drop_heredoc(s);
  }
  return true;
}

// ---- lines ----

// White space and blank lines, up to something.
static void skip_blank_lines(State* s, TSLexer* lexer) {
  for (;;) {
    skip_space(lexer);
    if (lexer->lookahead != '\n') break;
    s->directives = false;
    advance(lexer);
  }
  lexer->mark_end(lexer);
}

// CR* LF, then blank lines and the indentation of the line behind them.
static bool scan_line_end(State* s, TSLexer* lexer) {
  while (lexer->lookahead == '\r') advance(lexer);
  if (lexer->lookahead == '\n') advance(lexer);
  lexer->mark_end(lexer);
  if (s->heredocs_size > 0 || s->opaque) {
    lexer->result_symbol = HEREDOC_LINE_END;
    s->place = AT_HEREDOC;
    return true;
  }
  lexer->result_symbol = LINE_END;
  s->place = AT_TOP;
  s->kind = NONE;
  s->word = BETWEEN;
  s->role = s->quote = s->arguments = s->lexer = 0;
  s->nested = s->legacy = s->mount = s->arguments_next = false;
  skip_blank_lines(s, lexer);
  return true;
}

// A comment up to its line end. At the top it may be a directive.
static bool scan_comment(Scanner* scanner, TSLexer* lexer) {
  State* s = &scanner->state;
  const bool top = s->place == AT_TOP;
  lexer->result_symbol = top ? COMMENT : INNER_COMMENT;
  scanner->line_size = 0;
  for (;;) {
    lexer->mark_end(lexer);
    while (lexer->lookahead == '\r') {
      if (s->directives) push(scanner, '\r');
      advance(lexer);
    }
    if (at_line_end(lexer)) break;
    if (s->directives) push(scanner, lexer->lookahead);
    advance(lexer);
  }
  if (!top) {
    s->place = AFTER_INNER_COMMENT;
  } else if (s->directives) {
    while (scanner->line_size > 0 && scanner->line[scanner->line_size - 1] == '\r')
      scanner->line_size--;
    DockerfileDirective directive;
    s->directives = dockerfile_directive(scanner->line, scanner->line_size, "#", &directive);
    if (s->directives) {
      lexer->result_symbol = DIRECTIVE;
      if (directive.name_size == 6 && lower(scanner->line[directive.name_begin]) == 'e' &&
          !s->escape_given) {
        const uint8_t value = scanner->line[directive.value_begin];
        s->escape_given = true;
        s->backtick = directive.value_size == 1 && value == '`';
      }
    }
  }
  return true;
}

// Behind RUN and its blanks: whether its text begins on this line, without flags and not as an
// array.
static bool plain_text_follows(const Scanner* scanner, TSLexer* lexer) {
  const int32_t c = lexer->lookahead;
  return !at_line_end(lexer) && c != '-' && c != '[' && c != escape_of(&scanner->state) &&
         !dockerfile_is_space(c);
}

// The keyword, with continuations before and inside it, and the blanks behind it: nearly every
// instruction has them, and a leaf of their own would cost as much as the keyword.
static bool scan_keyword(Scanner* scanner, TSLexer* lexer, bool some) {
  State* s = &scanner->state;
  const int32_t escape = escape_of(s);
  char word[KEYWORD_LIMIT + 1];
  size_t length = 0;
  int32_t before = 0;
  if (some) word[length++] = '-';
  s->directives = false;
  scanner->line_size = 0;
  while (!at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    if (length > 0 ? dockerfile_is_blank(c) : dockerfile_is_space(c)) {
      if (length > 0) break;
      before = c;
      advance(lexer);
      continue;
    }
    advance(lexer);
    if (c == escape && before != escape) {
      const bool glued = !dockerfile_is_blank(lexer->lookahead);
      if (rest_is_continuation(lexer)) {
        if (lexer->lookahead == '\n') advance(lexer);
        scanner->line_size = 0;
        read_indentation(scanner, lexer);
        if (length == 0) lexer->mark_end(lexer);
        if (length > 0 && scanner->line_size > 0) break;
        before = 0;
        continue;
      }
      if (length == 0 || glued) lexer->mark_end(lexer);
      if (!glued) {
        word[0] = '?';
        length = 1;
        break;
      }
    } else {
      lexer->mark_end(lexer);
    }
    if (length <= KEYWORD_LIMIT) word[length++] = lower(c);
    before = c;
  }
  const uint8_t kind = length <= KEYWORD_LIMIT ? keyword_token(word, length) : UNKNOWN;
  lexer->result_symbol = kind;
  const bool same_line = scanner->line_size == 0;  // as the keyword's end
  if (same_line) {
    while (lexer->lookahead == ' ' || lexer->lookahead == '\t') {
      push(scanner, lexer->lookahead);
      advance(lexer);
    }
    if (scanner->line_size > 0) lexer->mark_end(lexer);
  }
  s->nested = s->kind == ONBUILD;
  s->kind = kind;
  s->place = IN_FLAGS;
  if (s->nested) return true;  // the heredocs are those of the whole line
  s->lexer = DOCKERFILE_LEX_DONE;
  if (kind == RUN && same_line && plain_text_follows(scanner, lexer)) {
    s->lexer = DOCKERFILE_LEX_BETWEEN;  // scan_shell_text looks for heredocs on its way
  } else if ((kind == RUN || kind == ADD || kind == COPY || kind == ONBUILD) &&
             read_logical_line(scanner, lexer) && takes_heredocs(scanner, kind, 0)) {
    queue_heredocs(scanner, DOCKERFILE_LEX_BETWEEN);
  }
  return true;
}

static bool scan(Scanner* scanner, TSLexer* lexer) {
  State* s = &scanner->state;
  if (s->place == AT_START) {
    s->place = AT_TOP;
    if (dockerfile_is_space(lexer->lookahead)) {
      skip_blank_lines(s, lexer);
      lexer->result_symbol = BLANK;
      return true;
    }
  }
  switch (s->place) {
    case AT_TOP:
      if (at_end(lexer)) return false;
      if (lexer->lookahead == '#') return scan_comment(scanner, lexer);
      if (lexer->lookahead == '\n' || lexer->lookahead == '\r') return scan_line_end(s, lexer);
      return scan_keyword(scanner, lexer, false);
    case AT_INNER_COMMENT:
      return scan_comment(scanner, lexer);
    case AT_HEREDOC:
      return scan_heredoc(s, lexer);
    case AT_HEREDOC_END:
      read_closing_line(s, lexer, true);
      drop_heredoc(s);
      s->place = AFTER_HEREDOC;
      lexer->result_symbol = HEREDOC_END;
      return true;
    case AFTER_HEREDOC:
      return !at_end(lexer) && scan_line_end(s, lexer);
    default:
      return scan_arguments(scanner, lexer);
  }
}

// ---- what tree-sitter calls ----

void tree_sitter_dockerfile_external_scanner_deserialize(void* payload, const char* buffer,
                                                         unsigned length);

void* tree_sitter_dockerfile_external_scanner_create(void) {
  Scanner* scanner = calloc(1, sizeof *scanner);
  if (scanner) tree_sitter_dockerfile_external_scanner_deserialize(scanner, NULL, 0);
  return scanner;
}

void tree_sitter_dockerfile_external_scanner_destroy(void* payload) {
  Scanner* scanner = payload;
  dockerfile_free_heredocs(&scanner->found);
  free(scanner->line);
  free(scanner);
}

unsigned tree_sitter_dockerfile_external_scanner_serialize(void* payload, char* buffer) {
  const State* s = &((Scanner*)payload)->state;
  buffer[0] =
      (char)(s->place | s->nested << 4 | s->legacy << 5 | s->mount << 6 | s->arguments_next << 7);
  buffer[1] = (char)s->kind;
  buffer[2] = (char)(s->word | s->arguments << 4);
  buffer[3] = (char)s->role;
  buffer[4] = (char)s->quote;
  buffer[6] = (char)s->lexer;
  buffer[5] = (char)(s->backtick | s->escape_given << 1 | s->directives << 2 | s->opaque << 3);
  if (s->heredocs_size > 0) memcpy(buffer + HEADER_SIZE, s->heredocs, s->heredocs_size);
  return HEADER_SIZE + s->heredocs_size;
}

void tree_sitter_dockerfile_external_scanner_deserialize(void* payload, const char* buffer,
                                                         unsigned length) {
  static const char start[HEADER_SIZE] = {AT_START, (char)NONE, 0, 0, 0, 1 << 2, 0};
  State* s = &((Scanner*)payload)->state;
  if (length < HEADER_SIZE) {
    buffer = start;
    length = HEADER_SIZE;
  }
  s->place = buffer[0] & 15;
  s->nested = buffer[0] >> 4 & 1;
  s->legacy = buffer[0] >> 5 & 1;
  s->mount = buffer[0] >> 6 & 1;
  s->arguments_next = buffer[0] >> 7 & 1;
  s->kind = (uint8_t)buffer[1];
  s->word = buffer[2] & 15;
  s->arguments = (uint8_t)buffer[2] >> 4;
  s->role = (uint8_t)buffer[3];
  s->quote = (uint8_t)buffer[4];
  s->lexer = (uint8_t)buffer[6];
  s->backtick = buffer[5] & 1;
  s->escape_given = buffer[5] >> 1 & 1;
  s->directives = buffer[5] >> 2 & 1;
  s->opaque = buffer[5] >> 3 & 1;
  s->heredocs_size = (uint16_t)(length - HEADER_SIZE);
  if (s->heredocs_size > 0) memcpy(s->heredocs, buffer + HEADER_SIZE, s->heredocs_size);
}

bool tree_sitter_dockerfile_external_scanner_scan(void* payload, TSLexer* lexer,
                                                  const bool* valid_symbols) {
  (void)valid_symbols;  // the state says all; nothing here is ever unexpected
  return scan(payload, lexer);
}
