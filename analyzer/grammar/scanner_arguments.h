#pragma once

// Flags and arguments, by the rules of each instruction. Included by scanner.c only.
// Long because it is the half of one scanner that knows instructions.

#include "scanner_words.h"

static bool scan_line_end(State* s, TSLexer* lexer);
static bool scan_keyword(Scanner* scanner, TSLexer* lexer, bool some);
static void queue_heredocs(Scanner* scanner, uint8_t state);

// ---- flags ----

// White space that ends a flag: BuildKit looks at single bytes there.
static bool ends_flag(int32_t c) { return c <= 0xA0 && dockerfile_is_space(c); }

// Reads on to the end of a flag's name or value: to white space outside quotes, or to one of
// `stops`.
static void read_flag_text(State* s, TSLexer* lexer, const char* stops) {
  const int32_t escape = escape_of(s);
  int32_t before = '-';
  s->quote = 0;
  for (;;) {
    lexer->mark_end(lexer);
    const int32_t c = lexer->lookahead;
    if (at_line_end(lexer)) break;
    if (!s->quote && (ends_flag(c) || (c < 0x80 && c > 0 && strchr(stops, c)))) break;
    if (dockerfile_is_space(c)) {
      skip_space(lexer);
      if (at_line_end(lexer)) break;
      before = ' ';
      continue;
    }
    if (c == escape) {
      const enum Step step = step_escape(s, lexer, &before, false);
      if (step != STEP_ON) break;
      continue;
    }
    if (s->quote ? c == s->quote : is_quote(c)) s->quote = s->quote ? 0 : (uint8_t)c;
    before = c;
    advance(lexer);
  }
  s->quote = 0;
}

// A flag's name, having read `--`.
static bool scan_flag_name(State* s, TSLexer* lexer) {
  static const char mount[] = "mount";
  size_t same = 0;
  lexer->mark_end(lexer);
  if (at_line_end(lexer) || at_space(lexer)) {
    s->place = IN_ARGUMENTS;
    return emit(s, lexer, FLAG_NAME, BETWEEN);
  }
  while (same < sizeof mount - 1 && lexer->lookahead == mount[same]) {
    advance(lexer);
    same++;
  }
  s->mount = same == sizeof mount - 1 && lexer->lookahead == '=';
  read_flag_text(s, lexer, "=");
  return emit(s, lexer, FLAG_NAME, AT_FLAG_EQUALS);
}

// ---- JSON ----

// Behind the `[`: whether the rest of the logical line makes an array of it.
static bool is_json(Scanner* scanner, TSLexer* lexer) {
  scanner->line_size = 0;
  push(scanner, '[');
  read_logical_line(scanner, lexer);
  bool all_strings;
  size_t size = scanner->line_size;
  while (size > 0) {
    size_t begin = size - 1;
    while (begin > 0 && (scanner->line[begin] & 0xC0) == 0x80) begin--;
    size_t width;
    if (!dockerfile_is_space(dockerfile_decode(scanner->line, size, begin, &width))) break;
    size = begin;
  }
  return dockerfile_json_array(scanner->line, size, &all_strings);
}

// A string, or with `nested` an element that is none: up to the comma or bracket behind it.
static bool scan_json_element(State* s, TSLexer* lexer, bool string) {
  const int32_t escape = escape_of(s);
  size_t depth = 0;
  bool in_string = false;
  int32_t before = 0;
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (!in_string && depth == 0) {
      lexer->mark_end(lexer);
      if (c == ',' || c == ']' || dockerfile_is_space(c)) break;
      if (string && before == '"') break;
    }
    if (at_line_end(lexer)) break;
    advance(lexer);
    if (c == escape && before != escape) {
      before = c;
      if (rest_is_continuation(lexer)) {
        bool comment;
        if (!in_string && depth == 0) break;
        skip_to_next_text(lexer, false, &comment);
        before = 0;
        continue;
      }
    }
    if (in_string && c == '\\') {
      before = lexer->lookahead == '"' ? 0 : lexer->lookahead;
      advance(lexer);
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (!in_string && (c == '[' || c == '{')) depth++;
    if (!in_string && (c == ']' || c == '}')) depth--;
    before = c;
  }
  return emit(s, lexer, string ? JSON_STRING : JSON_OTHER, IN_JSON);
}

static bool scan_json(State* s, TSLexer* lexer) {
  switch (lexer->lookahead) {
    case ',':
      advance(lexer);
      while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
      lexer->mark_end(lexer);
      return emit(s, lexer, COMMA, IN_JSON);
    case ']':
      return scan_one(s, lexer, JSON_CLOSE, BETWEEN);
    default:
      return scan_json_element(s, lexer, lexer->lookahead == '"');
  }
}

// ---- shell text ----

// Keeps the word lexer in step with a piece of RUN's text that has been read into the joined line.
// Where the piece holds `<<`, or leaves the lexer inside something, the rest of the logical line is
// read ahead, once, and decides which heredocs there are. `continued`: the piece's line goes on.
static void follow_words(Scanner* scanner, TSLexer* lexer, bool heredoc, bool continued) {
  State* s = &scanner->state;
  const uint8_t state = heredoc ? DOCKERFILE_LEX_OPEN
                                : dockerfile_lex_piece(s->lexer, scanner->line, scanner->line_size);
  if (state != DOCKERFILE_LEX_OPEN) {
    s->lexer = state;
    return;
  }
  bool found = heredoc;
  if (continued && !at_end(lexer)) {
    const bool half = scanner->line_size > 0 && scanner->line[scanner->line_size - 1] == '<';
    advance(lexer);
    const size_t size = scanner->line_size;
    read_indentation(scanner, lexer);
    found |= half && scanner->line_size == size && lexer->lookahead == '<';
    found |= read_logical_line(scanner, lexer);
  }
  if (found) queue_heredocs(scanner, s->lexer);
  s->lexer = DOCKERFILE_LEX_DONE;
}

// As rest_is_continuation; what is read goes on the joined line.
static bool kept_rest_is_continuation(Scanner* scanner, TSLexer* lexer) {
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') {
    push(scanner, lexer->lookahead);
    advance(lexer);
  }
  while (lexer->lookahead == '\r') {
    push(scanner, lexer->lookahead);
    advance(lexer);
  }
  return at_line_end(lexer);
}

// A physical line's part of a shell command: up to the line end or the continuation. What has been
// read of it is on the joined line; `before` is its last character, or 0.
static bool scan_shell_text(Scanner* scanner, TSLexer* lexer, int32_t before) {
  State* s = &scanner->state;
  const int32_t escape = escape_of(s);
  const bool follow = s->kind == RUN && s->lexer != DOCKERFILE_LEX_DONE;
  bool heredoc = false;
  while (!at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    const size_t size = scanner->line_size;
    if (follow) push(scanner, c);
    if (c == '\r') {
      lexer->mark_end(lexer);
      do advance(lexer);
      while (lexer->lookahead == '\r');
      if (at_line_end(lexer)) {
        scanner->line_size = size;
        if (follow) follow_words(scanner, lexer, heredoc, false);
        return emit(s, lexer, SHELL_TEXT, IN_SHELL);
      }
    } else if (c == escape && before != escape) {
      lexer->mark_end(lexer);
      advance(lexer);
      if (dockerfile_is_blank(lexer->lookahead) || at_line_end(lexer)) {
        before = ' ';
        if (kept_rest_is_continuation(scanner, lexer)) {
          scanner->line_size = size;
          if (follow) follow_words(scanner, lexer, heredoc, true);
          return emit(s, lexer, SHELL_TEXT, IN_SHELL);
        }
        continue;
      }
    } else {
      advance(lexer);
      if (c == '<' && lexer->lookahead == '<') heredoc = true;
    }
    before = c;
  }
  lexer->mark_end(lexer);
  if (follow) follow_words(scanner, lexer, heredoc, false);
  return emit(s, lexer, SHELL_TEXT, IN_SHELL);
}

// ---- arguments ----

static bool takes_json(const State* s) {
  switch (s->kind) {
    case HEALTHCHECK:
      return s->arguments == 1;
    case ADD:
    case COPY:
    case VOLUME:
    case CMD:
    case ENTRYPOINT:
    case RUN:
    case SHELL:
      return s->arguments == 0;
    default:
      return false;
  }
}

// The next argument.
static bool scan_argument(Scanner* scanner, TSLexer* lexer, enum Read read) {
  State* s = &scanner->state;
  if (read != AN_ESCAPE) scanner->line_size = 0;  // else it is there
  const bool json = read == NOTHING && lexer->lookahead == '[' && takes_json(s);
  if (s->arguments < ARGUMENT_LIMIT) s->arguments++;
  s->quote = 0;
  switch (s->kind) {
    case FROM:
      s->role = s->arguments == 1 ? AT_BLANKS | EXPANDED | NAME : AT_BLANKS;
      break;
    case ADD:
    case COPY:
    case VOLUME:
    case EXPOSE:
      s->role = AT_BLANKS | EXPANDED;
      break;
    case ARG:
    case ENV:
    case LABEL:
      s->role = AT_SPACE | QUOTED | EXPANDED;
      if (!s->legacy) return scan_key(s, lexer, read);
      s->role = EXPANDED;
      break;
    case STOPSIGNAL:
    case USER:
    case WORKDIR:
      s->role = EXPANDED;
      break;
    case MAINTAINER:
      s->role = 0;
      break;
    case HEALTHCHECK:
      s->role = AT_SPACE;
      break;
    default:
      s->role = 0;
      break;
  }
  const bool shell = s->kind == CMD || s->kind == ENTRYPOINT || s->kind == RUN ||
                     s->kind == SHELL || s->kind == UNKNOWN || s->kind == ONBUILD ||
                     (s->kind == HEALTHCHECK && s->arguments > 1);
  if (json) {
    advance(lexer);
    lexer->mark_end(lexer);
    if (is_json(scanner, lexer)) return emit(s, lexer, JSON_OPEN, IN_JSON);
    return shell ? emit(s, lexer, SHELL_TEXT, IN_SHELL) : emit(s, lexer, TEXT, IN_WORD);
  }
  if (!shell) return scan_part(s, lexer, true, read);
  return scan_shell_text(scanner, lexer,
                         read == AN_ESCAPE ? escape_of(s)
                         : read == A_DASH  ? '-'
                                           : 0);
}

static bool scan_mount(State* s, TSLexer* lexer) {
  if (s->word != AT_MOUNT_VALUE && lexer->lookahead == '=')
    return scan_one(s, lexer, EQUALS, AT_MOUNT_VALUE);
  if (lexer->lookahead == ',') return scan_one(s, lexer, COMMA, IN_MOUNT);
  const bool value = s->word == AT_MOUNT_VALUE;
  read_flag_text(s, lexer, value ? "," : "=,");
  return emit(s, lexer, value ? MOUNT_VALUE : MOUNT_KEY, value ? IN_MOUNT : AT_MOUNT_EQUALS);
}

// A token inside a word that has been begun, at something other than white space or a line end.
static bool scan_inside(Scanner* scanner, TSLexer* lexer) {
  State* s = &scanner->state;
  switch (s->word) {
    case AT_COLON:
      return scan_one(s, lexer, COLON, AT_TAG);
    case AT_AT:
      return scan_one(s, lexer, AT, AT_DIGEST);
    case AT_EQUALS:
      return scan_one(s, lexer, EQUALS, AT_VALUE);
    case AT_FLAG_EQUALS:
      if (lexer->lookahead == '=') return scan_one(s, lexer, EQUALS, AT_FLAG_VALUE);
      read_flag_text(s, lexer, "");
      return emit(s, lexer, FLAG_VALUE, AT_FLAG_VALUE);
    case AT_FLAG_VALUE:
      if (s->mount && !is_quote(lexer->lookahead)) return scan_mount(s, lexer);
      s->mount = false;
      read_flag_text(s, lexer, "");
      return emit(s, lexer, FLAG_VALUE, AT_FLAG_VALUE);
    case IN_MOUNT:
    case AT_MOUNT_EQUALS:
    case AT_MOUNT_VALUE:
      return scan_mount(s, lexer);
    case AT_TAG:
      s->role = AT_BLANKS | EXPANDED | TAG;
      return scan_part(s, lexer, true, NOTHING);
    case AT_DIGEST:
      s->role = AT_BLANKS | EXPANDED;
      return scan_part(s, lexer, true, NOTHING);
    case AT_VALUE:
      return scan_part(s, lexer, true, NOTHING);
    case IN_JSON:
      return scan_json(s, lexer);
    case IN_SHELL:
      scanner->line_size = 0;
      return scan_shell_text(scanner, lexer, 0);
    default:
      return scan_part(s, lexer, false, NOTHING);
  }
}

// White space at the beginning of a token: a `blank`, or the line end, or the word goes on in it.
static bool scan_space(Scanner* scanner, TSLexer* lexer) {
  State* s = &scanner->state;
  const bool blank = dockerfile_is_blank(lexer->lookahead);
  bool some = false;
  while (at_space(lexer)) {
    if (lexer->lookahead == '\r') {
      if (some) lexer->mark_end(lexer);
      while (lexer->lookahead == '\r') advance(lexer);
      if (at_line_end(lexer)) break;
    } else {
      advance(lexer);
    }
    some = true;
    lexer->mark_end(lexer);
  }
  if (at_line_end(lexer)) {
    if (!some) return scan_line_end(s, lexer);
    s->quote = 0;
    lexer->result_symbol = BLANK;
    return true;
  }
  if (s->word == IN_SHELL) {
    scanner->line_size = 0;
    push(scanner, ' ');
    return scan_shell_text(scanner, lexer, ' ');
  }
  if (s->word == IN_WORD) {
    const bool rest = !(s->role & (AT_BLANKS | AT_SPACE));
    if (rest || s->quote || ((s->role & AT_BLANKS) && !blank))
      return scan_part(s, lexer, false, A_DASH);
  }
  if (s->word != IN_JSON) s->word = BETWEEN;
  s->quote = 0;
  lexer->result_symbol = BLANK;
  return true;
}

// The escape character at the beginning of a token, outside words that see to it themselves.
static bool scan_escape(Scanner* scanner, TSLexer* lexer) {
  State* s = &scanner->state;
  const bool in_flag = s->word >= AT_FLAG_EQUALS && s->word <= AT_MOUNT_VALUE;
  scanner->line_size = 0;
  push(scanner, lexer->lookahead);
  advance(lexer);
  lexer->mark_end(lexer);
  if (at_space(lexer) || at_line_end(lexer)) {
    if (kept_rest_is_continuation(scanner, lexer)) {
      bool comment;
      const enum Next next = skip_to_next_text(lexer, true, &comment);
      if (!in_flag) return emit_continuation(s, lexer, comment);
      if (next != NEXT_GLUED) {
        s->word = BETWEEN;
        return emit_continuation(s, lexer, comment);
      }
    } else if (!in_flag) {
      if (s->word == IN_SHELL) return scan_shell_text(scanner, lexer, ' ');
      if (s->word == IN_JSON) return emit(s, lexer, JSON_OTHER, IN_JSON);
      const bool first = s->arguments == 0;
      s->place = IN_ARGUMENTS;
      if (first) s->arguments = 1;
      return emit(s, lexer, TEXT, BETWEEN);
    } else {
      return emit(s, lexer, FLAG_VALUE, BETWEEN);
    }
  } else if (s->word == IN_SHELL) {
    return scan_shell_text(scanner, lexer, escape_of(s));
  } else if (s->word == BETWEEN) {
    s->place = IN_ARGUMENTS;
    return scan_argument(scanner, lexer, AN_ESCAPE);
  } else if (s->word == IN_JSON) {
    return emit(s, lexer, JSON_OTHER, IN_JSON);
  } else {
    advance(lexer);
  }
  read_flag_text(s, lexer, s->word >= IN_MOUNT ? "," : "");
  const bool mount = s->word >= IN_MOUNT;
  return emit(s, lexer, mount ? MOUNT_VALUE : FLAG_VALUE, mount ? IN_MOUNT : AT_FLAG_VALUE);
}

// What follows the keyword on its line, and the lines that continue it.
static bool scan_arguments(Scanner* scanner, TSLexer* lexer) {
  State* s = &scanner->state;
  if (at_end(lexer)) return false;
  if (s->place == AFTER_INNER_COMMENT) {
    while (lexer->lookahead == '\r') advance(lexer);
    s->place = s->arguments_next ? IN_ARGUMENTS : IN_FLAGS;
    return emit_continuation(s, lexer, skip_to_next_line(lexer, true) == NEXT_COMMENT);
  }
  if (lexer->lookahead == '\n') return scan_line_end(s, lexer);
  if (at_space(lexer)) return scan_space(scanner, lexer);
  const bool in_part = s->word >= IN_WORD && s->word <= AT_VALUE;
  if (lexer->lookahead == escape_of(s) && !in_part) return scan_escape(scanner, lexer);
  if (s->word != BETWEEN) return scan_inside(scanner, lexer);
  enum Read read = NOTHING;
  if (s->place == IN_FLAGS) {
    if (lexer->lookahead == '-') {
      advance(lexer);
      read = A_DASH;
      if (lexer->lookahead == '-') {
        advance(lexer);
        return scan_flag_name(s, lexer);
      }
    }
    s->place = IN_ARGUMENTS;
  }
  if (s->kind == ONBUILD && !s->nested) return scan_keyword(scanner, lexer, read);
  return scan_argument(scanner, lexer, read);
}
