#pragma once

// Characters, directives and JSON as BuildKit takes them. Plain C, because the scanner needs it;
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
static inline bool dockerfile_is_ascii_letter(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool dockerfile_is_ascii_digit(int32_t c) { return c >= '0' && c <= '9'; }
// Unicode's categories L and Nd: what a variable's name is made of, with `_`.
bool dockerfile_is_letter(int32_t c);
bool dockerfile_is_digit(int32_t c);

enum { DOCKERFILE_INVALID = -1, DOCKERFILE_REPLACEMENT = 0xFFFD };

// One code point of UTF-8 at `at` < `size`; a byte that is not UTF-8 is DOCKERFILE_INVALID and has
// width 1.
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

#ifdef __cplusplus
}
#endif
