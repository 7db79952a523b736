// The word lexer of BuildKit, as far as it decides where heredocs begin.
//
// A heredoc opener is a whole word `digits? << -? blanks? name`. Words are cut by a lexer that
// knows quotes, backslashes, `$x` and `${x...}`, but neither shell comments nor arithmetic, and
// that gives up on the whole line at an unpaired quote or a substitution that it does not know:
//
//   RUN cat <<EOF           opens EOF
//   RUN cat <<EOF # it's    opens nothing: the apostrophe has no partner
//   RUN echo $((1 << 2))    opens `2))`: blanks after << belong to the word
//   RUN echo ${X^^} <<EOF   opens nothing
//
// Because the words are cut after substitution, text inside `${x:-a <<B c}` is split at its blanks
// and does open a heredoc; and entering a nested word forgets what was read of the outer one. Both
// are followed here, since a file is only read right when it is read as the builder reads it.
//
// The lexer writes what it reads into one growing buffer, in reading order; no result is copied, so
// that the time is linear. Nesting is bounded by DEPTH_LIMIT; deeper text opens nothing.
//
// Long because the lexer is one machine, whose states call each other.

#include "heredoc.h"

#include <stdlib.h>
#include <string.h>

enum {
  END = -2,
  BYTE_ORDER_MARK = 0xFEFF,
  DEPTH_LIMIT = 500,
};

// ---- the word lexer ----

typedef struct {
  uint8_t* data;
  size_t size, capacity;
} Buffer;

static bool reserve(Buffer* b, size_t more) {
  if (b->size + more <= b->capacity) return true;
  size_t capacity = b->capacity ? b->capacity * 2 : 64;
  while (capacity < b->size + more) capacity *= 2;
  uint8_t* data = realloc(b->data, capacity);
  if (!data) return false;
  b->data = data;
  b->capacity = capacity;
  return true;
}

static void put(Buffer* b, int32_t c) {
  if (reserve(b, 4)) b->size += dockerfile_encode(c, b->data + b->size);
}

// What a finished word is given to. False stops the lexer.
typedef struct Lexer Lexer;
typedef bool (*WordSink)(Lexer* lexer, void* context);

struct Lexer {
  const uint8_t* text;
  size_t size, at;
  bool raw_quotes;
  bool raw_escapes;
  int depth;
  Buffer out;   // everything read, in reading order
  Buffer word;  // the word being read at the outermost level
  bool in_word;
  size_t word_begin;  // where its first byte stood
  WordSink sink;
  void* context;
};

static int32_t peek(const Lexer* l) {
  if (l->at >= l->size) return END;
  size_t width;
  const int32_t c = dockerfile_decode(l->text, l->size, l->at, &width);
  return c == DOCKERFILE_INVALID ? DOCKERFILE_REPLACEMENT : c;
}

static int32_t next(Lexer* l) {
  if (l->at >= l->size) return END;
  size_t width;
  const int32_t c = dockerfile_decode(l->text, l->size, l->at, &width);
  l->at += width;
  return c == DOCKERFILE_INVALID ? DOCKERFILE_REPLACEMENT : c;
}

static bool flush_word(Lexer* l) {
  if (l->word.size == 0) return true;
  const bool go_on = l->sink(l, l->context);
  l->word.size = 0;
  l->in_word = false;
  return go_on;
}

static void add_raw(Lexer* l, int32_t c, size_t from) {
  if (l->word.size == 0) l->word_begin = from;
  put(&l->word, c);
  l->in_word = true;
}

static bool add_char(Lexer* l, int32_t c, size_t from, size_t until) {
  if (!dockerfile_is_space(c)) {
    add_raw(l, c, from);
    return true;
  }
  if (!l->in_word) return true;
  const size_t at = l->at;
  l->at = until;
  const bool go_on = flush_word(l);
  l->at = at;
  return go_on;
}

// The quoted functions read on behind the opening quote.
static void single_quoted(Lexer* l, bool double_escapes, bool* failed) {
  if (l->raw_quotes) put(&l->out, '\'');
  for (;;) {
    const int32_t c = next(l);
    if (c == END) {
      *failed = true;
      return;
    }
    if (c == '\'') {
      if (l->raw_quotes) put(&l->out, c);
      return;
    }
    if (double_escapes && c == '\\') put(&l->out, c);
    put(&l->out, c);
  }
}

static void dollar(Lexer* l, bool* failed);

static void double_quoted(Lexer* l, bool double_escapes, bool* failed) {
  if (l->raw_quotes) put(&l->out, '"');
  for (;;) {
    int32_t c = peek(l);
    if (c == END) {
      *failed = true;
      return;
    }
    if (c == '"') {
      next(l);
      if (l->raw_quotes) put(&l->out, c);
      return;
    }
    if (c == '$') {
      dollar(l, failed);
      if (*failed) return;
      continue;
    }
    next(l);
    if (c == '\\') {
      const int32_t escaped = peek(l);
      if (escaped == END) continue;
      if (escaped == '"' || escaped == '$' || escaped == '\\') {
        if (l->raw_escapes) put(&l->out, c);
        c = next(l);
      } else if (l->raw_escapes && (!l->raw_quotes || double_escapes)) {
        put(&l->out, c);
      }
    }
    put(&l->out, c);
  }
}

// A word inside `${...}`, up to `stop`. Its text goes to `out`.
static void nested_word(Lexer* l, int32_t stop, bool raw_escapes, bool double_escapes,
                        bool* failed) {
  if (++l->depth > DEPTH_LIMIT) {
    *failed = true;
    return;
  }
  l->word.size = 0;  // the outer word is forgotten: see the essay
  const bool outer_escapes = l->raw_escapes;
  l->raw_escapes = raw_escapes;
  for (;;) {
    int32_t c = peek(l);
    if (c == END) {
      *failed = true;
      break;
    }
    if (c == stop) {
      next(l);
      break;
    }
    if (c == '$') {
      dollar(l, failed);
    } else if (c == '\'') {
      next(l);
      single_quoted(l, double_escapes, failed);
    } else if (c == '"') {
      next(l);
      double_quoted(l, double_escapes, failed);
    } else {
      next(l);
      if (c == '\\') {
        if (l->raw_escapes) put(&l->out, c);
        c = next(l);
        if (c == END) {
          *failed = true;
          break;
        }
      }
      put(&l->out, c);
      // `<<` and the blanks behind it are one piece, but no blank can be the stop or special.
    }
    if (*failed) break;
  }
  l->raw_escapes = outer_escapes;
  l->depth--;
}

static bool is_special_parameter(int32_t c) {
  return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!' ||
         c == '0';
}

// Copies a variable's name to `out`; false when there is none.
static bool variable_name(Lexer* l) {
  int32_t c = peek(l);
  if (c == END) return false;
  if (dockerfile_is_digit(c)) {
    while (c != END && dockerfile_is_digit(c)) {
      put(&l->out, next(l));
      c = peek(l);
    }
    return true;
  }
  if (is_special_parameter(c)) {
    put(&l->out, next(l));
    return true;
  }
  bool some = false;
  while (c != END && (c == '_' || dockerfile_is_letter(c) || dockerfile_is_digit(c))) {
    put(&l->out, next(l));
    some = true;
    c = peek(l);
  }
  return some;
}

static void dollar(Lexer* l, bool* failed) {
  put(&l->out, next(l));
  if (peek(l) != '{') {
    variable_name(l);
    return;
  }
  put(&l->out, next(l));
  const int32_t first = peek(l);
  if (first == END || first == '{' || first == '}' || first == ':') {
    *failed = true;
    return;
  }
  variable_name(l);
  int32_t c = next(l);
  if (c == END) {
    *failed = true;
    return;
  }
  put(&l->out, c);
  if (c == '}') return;
  if (c == '/') {
    if (peek(l) == '/') next(l);
    nested_word(l, '/', true, true, failed);
    if (*failed) return;
    put(&l->out, '/');
    nested_word(l, '}', true, false, failed);
  } else if (c == ':' || c == '+' || c == '-' || c == '?' || c == '#' || c == '%') {
    const bool colon = c == ':';
    if (colon) {
      c = next(l);
      put(&l->out, c == END ? DOCKERFILE_REPLACEMENT : c);
    }
    const bool pattern = c == '#' || c == '%';
    if (colon && pattern) {
      *failed = true;
      return;
    }
    nested_word(l, '}', pattern, pattern, failed);
  } else {
    *failed = true;
    return;
  }
  if (!*failed) put(&l->out, '}');
}

// Cuts the text into words and gives each to the sink. False when the lexer gives up; words given
// before are then void.
static bool lex_words(Lexer* l, uint8_t state) {
  bool failed = false;
  bool go_on = true;
  if (state == DOCKERFILE_LEX_DIGITS) add_raw(l, '0', 0);
  if (state == DOCKERFILE_LEX_WORD) add_raw(l, '.', 0);
  if (state == DOCKERFILE_LEX_SINGLE || state == DOCKERFILE_LEX_DOUBLE) {
    add_raw(l, '.', 0);
    if (state == DOCKERFILE_LEX_DOUBLE) {
      double_quoted(l, false, &failed);
    } else {
      single_quoted(l, false, &failed);
    }
    l->out.size = 0;
  }
  while (go_on && !failed && l->at < l->size) {
    const size_t from = l->at;
    int32_t c = peek(l);
    const size_t mark = l->out.size;
    if (c == '$') {
      dollar(l, &failed);
      if (failed) break;
      const size_t until = l->at;
      for (size_t i = mark; go_on && i < l->out.size;) {
        size_t width;
        const int32_t piece = dockerfile_decode(l->out.data, l->out.size, i, &width);
        go_on = add_char(l, piece, from, until);
        i += width;
      }
    } else if (c == '\'' || c == '"') {
      next(l);
      if (c == '"') {
        double_quoted(l, false, &failed);
      } else {
        single_quoted(l, false, &failed);
      }
      if (failed) break;
      if (l->word.size == 0) l->word_begin = from;
      const size_t read = l->out.size - mark;
      if (read > 0 && reserve(&l->word, read)) {
        memcpy(l->word.data + l->word.size, l->out.data + mark, read);
        l->word.size += read;
      }
      l->in_word = true;
    } else if (c == '<') {
      next(l);
      add_raw(l, '<', from);
      if (peek(l) == '<') {
        next(l);
        add_raw(l, '<', from);
        while (peek(l) == ' ' || peek(l) == '\t' || peek(l) == '\r') add_raw(l, next(l), from);
      }
    } else {
      next(l);
      if (c == '\\') {
        if (l->raw_escapes) add_raw(l, c, from);
        c = next(l);
        if (c == END) break;
        add_raw(l, c, from);
      } else {
        go_on = add_char(l, c, from, from);
      }
    }
    l->out.size = 0;
  }
  if (failed) return false;
  if (go_on) flush_word(l);
  return true;
}

// ---- heredocs ----

typedef struct {
  Buffer first;
  size_t count;
  size_t quotes;
} NameWords;

static bool take_name(Lexer* l, void* context) {
  NameWords* words = context;
  if (words->count++ == 0 && reserve(&words->first, l->word.size)) {
    memcpy(words->first.data, l->word.data, l->word.size);
    words->first.size = l->word.size;
    for (size_t i = 0; i < l->word.size; i++) {
      words->quotes += l->word.data[i] == '\'' || l->word.data[i] == '"';
    }
  }
  return true;
}

static bool lex_name(const uint8_t* text, size_t size, bool raw_quotes, NameWords* words) {
  Lexer l = {
      .text = text, .size = size, .raw_quotes = raw_quotes, .sink = take_name, .context = words};
  if (peek(&l) == BYTE_ORDER_MARK) next(&l);  // BuildKit's scanner drops it at the beginning
  const bool good = lex_words(&l, DOCKERFILE_LEX_BETWEEN);
  free(l.out.data);
  free(l.word.data);
  return good;
}

typedef enum { NOT_A_HEREDOC, A_HEREDOC, REFUSED } WordKind;

// Whether `word` opens a heredoc. The name goes to `name`, which the caller frees.
static WordKind heredoc_word(const uint8_t* word, size_t size, Buffer* name, bool* expand,
                             bool* chomp) {
  size_t at = 0;
  while (at < size && dockerfile_is_ascii_digit(word[at])) at++;
  if (size - at < 3 || word[at] != '<' || word[at + 1] != '<') return NOT_A_HEREDOC;
  at += 2;
  *chomp = word[at] == '-';
  at += *chomp;
  while (at < size &&
         (word[at] == ' ' || (word[at] >= '\t' && word[at] <= '\r' && word[at] != '\v')))
    at++;
  if (at == size || memchr(word + at, '<', size - at)) return NOT_A_HEREDOC;

  NameWords plain = {{0}, 0, 0};
  NameWords raw = {{0}, 0, 0};
  WordKind kind = REFUSED;
  if (lex_name(word + at, size - at, false, &plain)) {
    if (plain.count != 1) {
      kind = NOT_A_HEREDOC;
    } else if (lex_name(word + at, size - at, true, &raw) && raw.count == 1) {
      kind = A_HEREDOC;
      *expand = plain.quotes == raw.quotes;
      *name = plain.first;
      plain.first.data = NULL;
    }
  }
  free(plain.first.data);
  free(raw.first.data);
  return kind;
}

typedef struct {
  DockerfileHeredocs* found;
  bool refused;
} LineWords;

static bool take_word(Lexer* l, void* context) {
  LineWords* words = context;
  Buffer name = {0};
  bool expand = true;
  bool chomp = false;
  const WordKind kind = heredoc_word(l->word.data, l->word.size, &name, &expand, &chomp);
  if (kind == NOT_A_HEREDOC || words->refused) {
    free(name.data);
    return true;
  }
  if (kind == REFUSED) {
    words->refused = true;  // but the rest must still be lexed: a later failure means no heredoc
    return true;
  }
  DockerfileHeredocs* found = words->found;
  if (found->count == found->capacity) {
    const size_t capacity = found->capacity ? found->capacity * 2 : 4;
    DockerfileHeredoc* items = realloc(found->items, capacity * sizeof *items);
    if (!items) {
      free(name.data);
      return false;
    }
    found->items = items;
    found->capacity = capacity;
  }
  Buffer names = {found->names, found->names_size, found->names_capacity};
  if (reserve(&names, name.size)) {
    memcpy(names.data + names.size, name.data, name.size);
    found->items[found->count++] =
        (DockerfileHeredoc){(uint32_t)l->word_begin, (uint32_t)l->at, (uint32_t)names.size,
                            (uint32_t)name.size,     expand,          chomp};
    names.size += name.size;
  }
  found->names = names.data;
  found->names_size = names.size;
  found->names_capacity = names.capacity;
  free(name.data);
  return true;
}

bool dockerfile_find_heredocs_behind(uint8_t state, const uint8_t* line, size_t size,
                                     DockerfileHeredocs* found) {
  found->count = 0;
  found->names_size = 0;
  LineWords words = {found, false};
  Lexer l = {.text = line,
             .size = size,
             .raw_quotes = true,
             .raw_escapes = true,
             .sink = take_word,
             .context = &words};
  const bool good = lex_words(&l, state);
  free(l.out.data);
  free(l.word.data);
  if (!good) {
    found->count = 0;
    return true;
  }
  return !words.refused;
}

bool dockerfile_find_heredocs(const uint8_t* line, size_t size, DockerfileHeredocs* found) {
  return dockerfile_find_heredocs_behind(DOCKERFILE_LEX_BETWEEN, line, size, found);
}

// The end of `${name}` whose `$` is at `at`, or 0 where it is something else.
static size_t simple_variable(const uint8_t* piece, size_t size, size_t at) {
  size_t end = at + 2;
  while (end < size && (piece[end] == '_' || dockerfile_is_ascii_letter(piece[end]) ||
                        (end > at + 2 && dockerfile_is_ascii_digit(piece[end])))) {
    end++;
  }
  return end > at + 2 && end < size && piece[end] == '}' ? end : 0;
}

uint8_t dockerfile_lex_piece(uint8_t state, const uint8_t* piece, size_t size) {
  for (size_t i = 0; i < size; i++) {
    const uint8_t c = piece[i];
    if (state == DOCKERFILE_LEX_SINGLE) {
      if (c == '\'') state = DOCKERFILE_LEX_WORD;
      continue;
    }
    const bool quoted = state == DOCKERFILE_LEX_DOUBLE;
    switch (c) {
      case '$':
        if (i + 1 == size) return DOCKERFILE_LEX_OPEN;
        if (piece[i + 1] == '{') {
          i = simple_variable(piece, size, i);
          if (i == 0) return DOCKERFILE_LEX_OPEN;
        } else if (is_special_parameter(piece[i + 1])) {
          i++;
        }
        if (!quoted) state = DOCKERFILE_LEX_WORD;
        break;
      case '\\':
        if (i + 1 == size) return DOCKERFILE_LEX_OPEN;
        if (!quoted || piece[i + 1] == '"' || piece[i + 1] == '$' || piece[i + 1] == '\\') i++;
        if (!quoted) state = DOCKERFILE_LEX_WORD;
        break;
      case '"':
        state = quoted ? DOCKERFILE_LEX_WORD : DOCKERFILE_LEX_DOUBLE;
        break;
      case '\'':
        if (!quoted) state = DOCKERFILE_LEX_SINGLE;
        break;
      case '<':
        if (i + 1 == size) return DOCKERFILE_LEX_OPEN;
        if (!quoted) state = DOCKERFILE_LEX_WORD;
        break;
      default: {
        if (quoted) break;
        size_t width = 1;
        const int32_t point = c < 0x80 ? c : dockerfile_decode(piece, size, i, &width);
        i += width - 1;
        if (dockerfile_is_space(point)) {
          state = DOCKERFILE_LEX_BETWEEN;
        } else {
          state = dockerfile_is_ascii_digit(c) && state <= DOCKERFILE_LEX_DIGITS
                      ? DOCKERFILE_LEX_DIGITS
                      : DOCKERFILE_LEX_WORD;
        }
      }
    }
  }
  return state;
}

bool dockerfile_is_heredoc_word(const uint8_t* word, size_t size) {
  Buffer name = {0};
  bool expand;
  bool chomp;
  const WordKind kind = heredoc_word(word, size, &name, &expand, &chomp);
  free(name.data);
  return kind == A_HEREDOC;
}

void dockerfile_free_heredocs(DockerfileHeredocs* heredocs) {
  free(heredocs->items);
  free(heredocs->names);
  *heredocs = (DockerfileHeredocs){0};
}
