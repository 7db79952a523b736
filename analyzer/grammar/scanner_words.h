#pragma once

// Words: of arguments, values, names and tags. Included by scanner.c only.
//
// A word is one leaf where it can be: WHOLE. Where a variable stands in it, it is several: TEXT and
// VARIABLE, and the grammar makes a node of them. A continuation inside a word (`foo\` LF `bar` is
// `foobar`) stays inside the leaf. BuildKit takes bytes for characters here and there; the tree
// does not split characters, so that it differs there from the typed reading, which does.
// Long because a word's rules share one loop.

#include "scanner_state.h"

static bool is_quote(int32_t c) { return c == '"' || c == '\''; }

static bool is_name(int32_t c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool begins_variable(int32_t c) {
  return is_name(c) || c == '{' || c == '@' || c == '*' || c == '#' || c == '?' || c == '-' ||
         c == '$' || c == '!';
}

// What of an argument has been read before its own rules are known.
enum Read { NOTHING, A_DASH, AN_ESCAPE };

// A token that is `symbol`; what follows begins at `word`.
static bool emit(State* s, TSLexer* lexer, uint8_t symbol, uint8_t word) {
  s->word = word;
  lexer->result_symbol = symbol;
  return true;
}

// A token of one character.
static bool scan_one(State* s, TSLexer* lexer, uint8_t symbol, uint8_t word) {
  advance(lexer);
  lexer->mark_end(lexer);
  return emit(s, lexer, symbol, word);
}

// A continuation whose end is marked.
static bool emit_continuation(State* s, TSLexer* lexer, bool comment) {
  lexer->result_symbol = CONTINUATION;
  if (comment) {
    s->arguments_next = s->place == IN_ARGUMENTS;
    s->place = AT_INNER_COMMENT;
  }
  return true;
}

// One more character of a word, in quotes or not; the escape character takes the next one with it.
// What happens at an escape character is told by the result.
enum Step {
  STEP_ON,     // read on
  STEP_BLANK,  // an escape character before a blank, which has been read: the leaf ends before it
  STEP_ENDED,  // a continuation that ends the word
};

static enum Step step_escape(const State* s, TSLexer* lexer, int32_t* before, bool literal) {
  const int32_t c = lexer->lookahead;
  advance(lexer);
  const bool first = *before != c;
  *before = c;
  const bool blank = at_space(lexer) || at_line_end(lexer);
  if (first && blank) {
    if (!rest_is_continuation(lexer)) {
      *before = ' ';
      return STEP_BLANK;
    }
    bool comment;
    const enum Next next = skip_to_next_text(lexer, false, &comment);
    *before = 0;
    return next == NEXT_GLUED || (next == NEXT_INDENTED && s->quote) ? STEP_ON : STEP_ENDED;
  }
  if (!blank && !literal) {
    *before = lexer->lookahead;
    advance(lexer);
  }
  return STEP_ON;
}

// `${...}` or `$name`, having read the `$`.
static bool scan_variable(State* s, TSLexer* lexer) {
  const int32_t escape = escape_of(s);
  const bool in_quotes = s->quote != 0;
  if (lexer->lookahead != '{') {
    if (lexer->lookahead >= '1' && lexer->lookahead <= '9') {
      while (lexer->lookahead >= '0' && lexer->lookahead <= '9') advance(lexer);
    } else if (is_name(lexer->lookahead) && lexer->lookahead != '0') {
      while (is_name(lexer->lookahead)) advance(lexer);
    } else {
      advance(lexer);
    }
    lexer->mark_end(lexer);
    return emit(s, lexer, VARIABLE, IN_WORD);
  }
  size_t depth = 0;
  int32_t before = '$';
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (at_line_end(lexer) || c == escape) break;
    if (!s->quote && (s->role & (AT_BLANKS | AT_SPACE)) && dockerfile_is_space(c)) break;
    if (in_quotes && c == s->quote) break;
    if ((s->role & QUOTED) && is_quote(c)) {
      if (!s->quote) {
        s->quote = (uint8_t)c;
      } else if (s->quote == c) {
        s->quote = 0;
      }
    }
    advance(lexer);
    depth += c == '{' && before == '$';
    if (c == '}') depth--;
    before = c;
    if (depth == 0) break;
    // White space at the end of the line belongs to no word.
    if (!dockerfile_is_space(c)) lexer->mark_end(lexer);
  }
  if (depth == 0) lexer->mark_end(lexer);
  return emit(s, lexer, VARIABLE, IN_WORD);
}

// At a colon of an image's name: whether the tag begins here: no slash and no colon follow.
static bool colon_begins_tag(TSLexer* lexer) {
  size_t depth = 0;
  int32_t before = 0;
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (at_line_end(lexer) || dockerfile_is_blank(c) || c == '@') return true;
    if (depth == 0 && (c == '/' || c == ':')) return false;
    if (c == '{' && before == '$') depth++;
    if (c == '}' && depth > 0) depth--;
    before = c;
    advance(lexer);
  }
}

static uint8_t word_token(const State* s, const char* head, size_t length) {
  const bool first = s->arguments == 1;
  if (s->kind == FROM && s->arguments == 2 && length == 2) {
    if ((head[0] == 'a' || head[0] == 'A') && (head[1] == 's' || head[1] == 'S')) return AS;
  }
  if (s->kind == HEALTHCHECK && first) return TYPE;
  if (s->kind == FROM && s->arguments == 3) return TYPE;
  return WHOLE;
}

// The part of a word that begins here: all of it, or text up to a variable, or a variable.
static bool scan_part(State* s, TSLexer* lexer, bool begins, enum Read read) {
  const int32_t escape = escape_of(s);
  const uint8_t role = s->role;
  int32_t before = 0;
  bool some = read != NOTHING;
  bool ended = false;
  char head[3];
  size_t length = some ? sizeof head : 0;
  if (read == AN_ESCAPE) {
    before = lexer->lookahead;
    advance(lexer);
  }
  for (;;) {
    lexer->mark_end(lexer);
    const int32_t c = lexer->lookahead;
    if (at_line_end(lexer)) {
      ended = true;
      break;
    }
    if (dockerfile_is_space(c)) {
      ended = role & AT_BLANKS ? dockerfile_is_blank(c) : (role & AT_SPACE) && !s->quote;
      if (ended) break;
      skip_space(lexer);
      ended = at_line_end(lexer);
      if (ended) break;
      before = ' ';
      some = true;
      continue;
    }
    if (c == '$' && (role & EXPANDED) && s->quote != '\'') {
      advance(lexer);
      if (begins_variable(lexer->lookahead)) {
        if (!some) return scan_variable(s, lexer);
        break;
      }
      before = c;
      some = true;
      continue;
    }
    if (c == '@' && (role & (NAME | TAG))) {
      if (some) return emit(s, lexer, begins ? WHOLE : TEXT, AT_AT);
      advance(lexer);
      lexer->mark_end(lexer);
      return emit(s, lexer, AT, AT_DIGEST);
    }
    if (c == ':' && (role & NAME)) {
      advance(lexer);
      if (!some) lexer->mark_end(lexer);
      const bool tag = colon_begins_tag(lexer);
      if (some) return emit(s, lexer, tag && begins ? WHOLE : TEXT, tag ? AT_COLON : IN_WORD);
      return tag ? emit(s, lexer, COLON, AT_TAG) : emit(s, lexer, TEXT, IN_WORD);
    }
    if (c == escape) {
      if (!some) {  // the leaf may be this character alone
        advance(lexer);
        const bool blank = at_space(lexer) || at_line_end(lexer);
        if (blank) {
          lexer->mark_end(lexer);
          bool other = false;  // white space that cannot stand behind a continuation
          if ((role & AT_SPACE) && at_space(lexer) && lexer->lookahead != '\r') {
            other = lexer->lookahead != ' ' && lexer->lookahead != '\t';
            advance(lexer);
            lexer->mark_end(lexer);
          }
          if (!other && rest_is_continuation(lexer)) {
            bool comment;
            const enum Next next = skip_to_next_text(lexer, true, &comment);
            if ((role & (AT_BLANKS | AT_SPACE)) &&
                (next == NEXT_GLUED || (next == NEXT_INDENTED && s->quote))) {
              some = true;
              before = 0;
              continue;
            }
            if (role & (AT_BLANKS | AT_SPACE)) s->word = BETWEEN;
            return emit_continuation(s, lexer, comment);
          }
          ended = role & AT_BLANKS;
          some = true;
          break;
        }
        before = c;
        if (s->quote != '\'') {
          before = lexer->lookahead;
          advance(lexer);
        }
        some = true;
        continue;
      }
      if (!(role & (AT_BLANKS | AT_SPACE)) && before != escape) {
        advance(lexer);
        if (at_space(lexer) || at_line_end(lexer)) break;
        before = lexer->lookahead;
        advance(lexer);
        continue;
      }
      const enum Step step = step_escape(s, lexer, &before, s->quote == '\'');
      if (step == STEP_ON) continue;
      ended = step == STEP_ENDED;
      break;
    }
    if ((role & QUOTED) && is_quote(c)) {
      if (!s->quote) {
        s->quote = (uint8_t)c;
      } else if (s->quote == c) {
        s->quote = 0;
      }
    }
    if (length < sizeof head) head[length++] = c > 0 && c < 0x80 ? (char)c : '?';
    before = c;
    some = true;
    advance(lexer);
  }
  if (begins && ended) {
    s->quote = 0;
    return emit(s, lexer, word_token(s, head, length),
                role & (AT_BLANKS | AT_SPACE) ? BETWEEN : IN_WORD);
  }
  return emit(s, lexer, TEXT, IN_WORD);
}

// The name of a pair, up to its `=`. The first word of ENV and LABEL, when it has none, is the name
// of the old form and ends at its first blank, in quotes or not.
static bool scan_key(State* s, TSLexer* lexer, enum Read read) {
  const int32_t escape = escape_of(s);
  const bool old_form = s->arguments == 1 && s->kind != ARG;
  bool cut = false;  // the token's end is marked at a blank
  int32_t before = 0;
  s->quote = 0;
  if (read == NOTHING && lexer->lookahead == '=') return scan_one(s, lexer, EQUALS, AT_VALUE);
  if (read == AN_ESCAPE && lexer->lookahead != '=') {
    before = lexer->lookahead;
    advance(lexer);
  }
  for (;;) {
    if (!cut) lexer->mark_end(lexer);
    const int32_t c = lexer->lookahead;
    if (at_line_end(lexer)) break;
    if (c == '=') {
      lexer->mark_end(lexer);
      s->quote = 0;
      return emit(s, lexer, KEY, AT_EQUALS);
    }
    if (dockerfile_is_space(c)) {
      if (!s->quote) break;
      if (old_form && dockerfile_is_blank(c)) cut = true;
      before = c;
      advance(lexer);
      continue;
    }
    if (c == escape) {
      const enum Step step = step_escape(s, lexer, &before, true);
      if (step == STEP_ENDED) break;
      if (step == STEP_ON && before == c && !at_space(lexer) && !at_line_end(lexer) &&
          lexer->lookahead != '=' && lexer->lookahead != escape && s->quote != '\'') {
        before = lexer->lookahead;
        advance(lexer);
      }
      continue;
    }
    if (is_quote(c)) {
      if (!s->quote) {
        s->quote = (uint8_t)c;
      } else if (s->quote == c) {
        s->quote = 0;
      }
    }
    before = c;
    advance(lexer);
  }
  s->quote = 0;
  s->legacy = old_form;
  return emit(s, lexer, KEY, BETWEEN);
}
