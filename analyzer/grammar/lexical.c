// Characters, directives and JSON, as Go and BuildKit's parser take them.

#include "lexical.h"

#include <stdlib.h>
#include <string.h>

#include "unicode_ranges.h"

enum { JSON_DEPTH_LIMIT = 10000 };

bool dockerfile_is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

bool dockerfile_is_space(int32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  switch (c) {
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return c >= 0x2000 && c <= 0x200A;
  }
}

int32_t dockerfile_decode(const uint8_t* text, size_t size, size_t at, size_t* width) {
  const uint8_t* s = text + at;
  const size_t left = size - at;
  *width = 1;
  if (s[0] < 0x80) return s[0];
  if (s[0] < 0xC2 || s[0] > 0xF4) return DOCKERFILE_INVALID;
  const size_t length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
  if (left < length) return DOCKERFILE_INVALID;
  int32_t c = s[0] & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if ((s[i] & 0xC0) != 0x80) return DOCKERFILE_INVALID;
    c = c << 6 | (s[i] & 0x3F);
  }
  if (length == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) return DOCKERFILE_INVALID;
  if (length == 4 && (c < 0x10000 || c > 0x10FFFF)) return DOCKERFILE_INVALID;
  *width = length;
  return c;
}

size_t dockerfile_encode(int32_t c, uint8_t out[4]) {
  if (c < 0) c = DOCKERFILE_REPLACEMENT;
  if (c < 0x80) {
    out[0] = (uint8_t)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (uint8_t)(0xC0 | c >> 6);
    out[1] = (uint8_t)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = (uint8_t)(0xE0 | c >> 12);
    out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
    out[2] = (uint8_t)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (uint8_t)(0xF0 | c >> 18);
  out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3F));
  out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
  out[3] = (uint8_t)(0x80 | (c & 0x3F));
  return 4;
}

// ---- directives ----

static bool is_ascii_blank(uint8_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool same_word(const uint8_t* text, size_t size, const char* word) {
  if (strlen(word) != size) return false;
  for (size_t i = 0; i < size; i++) {
    const uint8_t c = text[i] >= 'A' && text[i] <= 'Z' ? (uint8_t)(text[i] - 'A' + 'a') : text[i];
    if (c != (uint8_t)word[i]) return false;
  }
  return true;
}

bool dockerfile_directive(const uint8_t* line, size_t size, const char* prefix,
                          DockerfileDirective* directive) {
  const size_t skip = strlen(prefix);
  if (size < skip || memcmp(line, prefix, skip) != 0) return false;
  size_t at = skip;
  while (at < size) {
    size_t width;
    if (!dockerfile_is_space(dockerfile_decode(line, size, at, &width))) break;
    at += width;
  }
  const size_t name = at;
  while (at < size && (dockerfile_is_ascii_letter(line[at]) ||
                       (at > name && line[at] >= '0' && line[at] <= '9')))
    at++;
  const size_t name_size = at - name;
  if (!same_word(line + name, name_size, "syntax") &&
      !same_word(line + name, name_size, "escape") && !same_word(line + name, name_size, "check")) {
    return false;
  }
  while (at < size && is_ascii_blank(line[at])) at++;
  if (at == size || line[at] != '=') return false;
  at++;
  size_t end = size;
  if (at == end) return false;
  while (at + 1 < end && is_ascii_blank(line[at])) at++;  // a value of blanks alone keeps the last
  while (end > at + 1 && is_ascii_blank(line[end - 1])) end--;
  *directive = (DockerfileDirective){name, name_size, at, end - at};
  return true;
}

// ---- JSON, as strict as encoding/json ----

typedef struct {
  const uint8_t* text;
  size_t size, at;
  bool overflow;  // a number that no double holds: decoding fails, though the syntax is right
} Json;

static void json_blanks(Json* j) {
  while (j->at < j->size && (j->text[j->at] == ' ' || j->text[j->at] == '\t' ||
                             j->text[j->at] == '\r' || j->text[j->at] == '\n')) {
    j->at++;
  }
}

static bool is_hex(uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool json_string(Json* j) {
  j->at++;
  while (j->at < j->size) {
    const uint8_t c = j->text[j->at++];
    if (c == '"') return true;
    if (c < 0x20) return false;
    if (c != '\\') continue;
    if (j->at == j->size) return false;
    const uint8_t e = j->text[j->at++];
    if (e == 'u') {
      for (int i = 0; i < 4; i++, j->at++) {
        if (j->at == j->size || !is_hex(j->text[j->at])) return false;
      }
    } else if (!memchr("\"\\/bfnrt", e, 8)) {
      return false;
    }
  }
  return false;
}

static bool json_digits(Json* j) {
  const size_t begin = j->at;
  while (j->at < j->size && dockerfile_is_ascii_digit(j->text[j->at])) j->at++;
  return j->at > begin;
}

static bool json_number(Json* j) {
  const size_t begin = j->at;
  if (j->text[j->at] == '-') j->at++;
  if (j->at < j->size && j->text[j->at] == '0') {
    j->at++;
  } else if (!json_digits(j)) {
    return false;
  }
  if (j->at < j->size && j->text[j->at] == '.') {
    j->at++;
    if (!json_digits(j)) return false;
  }
  if (j->at < j->size && (j->text[j->at] == 'e' || j->text[j->at] == 'E')) {
    j->at++;
    if (j->at < j->size && (j->text[j->at] == '+' || j->text[j->at] == '-')) j->at++;
    if (!json_digits(j)) return false;
  }
  const size_t length = j->at - begin;
  char* copy = malloc(length + 1);
  if (!copy) return false;
  memcpy(copy, j->text + begin, length);
  copy[length] = 0;
  const double value = strtod(copy, NULL);
  free(copy);
  if (value - value != 0) j->overflow = true;
  return true;
}

static bool json_word(Json* j, const char* word, size_t length) {
  if (j->size - j->at < length || memcmp(j->text + j->at, word, length) != 0) return false;
  j->at += length;
  return true;
}

// Any value, without recursion: `stack` remembers one bit a level, array or object.
static bool json_value(Json* j, uint8_t* stack) {
  size_t depth = 1;  // the array around us
  for (;;) {
    json_blanks(j);
    if (j->at == j->size) return false;
    const uint8_t c = j->text[j->at];
    bool done = true;
    if (c == '"') {
      if (!json_string(j)) return false;
    } else if (c == '[' || c == '{') {
      if (++depth > JSON_DEPTH_LIMIT) return false;
      stack[depth] = c;
      j->at++;
      json_blanks(j);
      if (j->at == j->size) return false;
      if (j->text[j->at] == (c == '[' ? ']' : '}')) {
        j->at++;
        depth--;
      } else {
        done = false;
        if (c == '{') {
          if (j->text[j->at] != '"' || !json_string(j)) return false;
          json_blanks(j);
          if (j->at == j->size || j->text[j->at++] != ':') return false;
        }
      }
    } else if (c == '-' || dockerfile_is_ascii_digit(c)) {
      if (!json_number(j)) return false;
    } else if (!json_word(j, "true", 4) && !json_word(j, "false", 5) && !json_word(j, "null", 4)) {
      return false;
    }
    if (!done) continue;
    for (;;) {  // after a value: close levels, or go on behind a comma
      if (depth == 1) return true;
      json_blanks(j);
      if (j->at == j->size) return false;
      const uint8_t d = j->text[j->at++];
      if (d == ',') {
        if (stack[depth] == '{') {
          json_blanks(j);
          if (j->at == j->size || j->text[j->at] != '"' || !json_string(j)) return false;
          json_blanks(j);
          if (j->at == j->size || j->text[j->at++] != ':') return false;
        }
        break;
      }
      if (d != (stack[depth] == '[' ? ']' : '}')) return false;
      depth--;
    }
  }
}

size_t dockerfile_json_value(const uint8_t* text, size_t size, size_t at) {
  Json j = {text, size, at, false};
  uint8_t* stack = malloc(JSON_DEPTH_LIMIT + 2);
  const bool good = stack && at < size && json_value(&j, stack);
  free(stack);
  return good && !j.overflow ? j.at : 0;
}

bool dockerfile_json_array(const uint8_t* text, size_t size, bool* all_strings) {
  Json j = {text, size, 0, false};
  *all_strings = true;
  if (size == 0 || text[0] != '[') return false;
  j.at = 1;
  json_blanks(&j);
  if (j.at < size && text[j.at] == ']') {
    j.at++;
  } else {
    for (;;) {
      json_blanks(&j);
      if (j.at == size) return false;
      if (text[j.at] == '"') {
        if (!json_string(&j)) return false;
      } else {
        uint8_t* stack = malloc(JSON_DEPTH_LIMIT + 2);
        const bool good = stack && json_value(&j, stack);
        free(stack);
        if (!good) return false;
        *all_strings = false;
      }
      json_blanks(&j);
      if (j.at == size) return false;
      const uint8_t c = text[j.at++];
      if (c == ']') break;
      if (c != ',') return false;
    }
  }
  json_blanks(&j);
  return j.at == size && !j.overflow;
}
