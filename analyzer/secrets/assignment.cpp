#include "analyzer/secrets/assignment.h"

#include <algorithm>

#include "analyzer/secrets/randomness.h"
#include "analyzer/secrets/readers.h"
#include "analyzer/secrets/secrets.h"

namespace plimsoll::secrets {

namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_value = 1024;
constexpr std::size_t most_blanks = 16;

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

// Reads forward; every step is bounded.
struct Cursor {
  std::string_view text;
  std::size_t at;

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : '\0';
  }
  bool take(std::string_view word) {
    if (!text.substr(at).starts_with(word)) return false;
    at += word.size();
    return true;
  }
  void blanks() {
    for (std::size_t i = 0; i < most_blanks && is_blank(peek()); ++i) ++at;
  }
};

// The quote behind a quoted name, perhaps escaped: `"name"`, `\"name\"`, `['name']`.
void close_name(Cursor& cursor) {
  if (cursor.peek() == '\\' && is_quote(cursor.peek(1))) ++cursor.at;
  if (is_quote(cursor.peek())) ++cursor.at;
  if (cursor.peek() == ']') ++cursor.at;
  cursor.blanks();
}

// `- name: DB_PASSWORD` and `value: x` on the next line, or `{"name": "TOKEN", "value": "x"}`.
bool take_value_of_pair(Cursor& cursor) {
  constexpr std::size_t longest_gap = 48;
  const std::size_t start = cursor.at;
  while (cursor.at - start < longest_gap &&
         (cursor.peek() == ',' || is_blank(cursor.peek()) || is_line_end(cursor.peek()))) {
    ++cursor.at;
  }
  if (cursor.at == start) return false;
  if (is_quote(cursor.peek())) ++cursor.at;
  if (!cursor.take("value") && !cursor.take("Value")) return false;
  if (is_quote(cursor.peek())) ++cursor.at;
  cursor.blanks();
  return cursor.take(":") || cursor.take("=");
}

bool take_operator(Cursor& cursor, std::size_t name_begin) {
  const std::string_view text = cursor.text;
  const bool flag = name_begin >= 2 && text.substr(name_begin - 2, 2) == "--";
  const bool element = name_begin >= 1 && text[name_begin - 1] == '<' && cursor.peek() == '>';
  const bool constant = name_begin >= 8 && text.substr(name_begin - 8, 7) == "define(";
  const std::size_t before = cursor.at;
  close_name(cursor);
  if (element && cursor.at == before) return cursor.take(">");
  if (constant && cursor.take(",")) return true;
  if (cursor.take("value=") || cursor.take(":=") || cursor.take("=>")) return true;
  if (cursor.take("=")) return cursor.peek() != '=' && cursor.peek() != '~';
  if (cursor.take(":")) return cursor.peek() != ':';
  if (cursor.peek() == '(' && is_quote(cursor.peek(1)))
    return cursor.take("(");  // setPassword("x")
  const std::size_t behind = cursor.at;
  if (take_value_of_pair(cursor)) return true;
  cursor.at = behind;
  // WITH PASSWORD 'x'
  if (cursor.at > before && cursor.peek() == '\'' &&
      text.substr(name_begin).starts_with("PASSWORD ")) {
    return true;
  }
  return flag && cursor.at > before;
}

Stretch quoted_value(const Cursor& cursor, char quote) {
  const std::size_t stop = std::min(cursor.text.size(), cursor.at + longest_value);
  std::size_t end = cursor.at;
  while (end < stop && cursor.text[end] != quote && !is_line_end(cursor.text[end])) ++end;
  if (end < stop && end > cursor.at && cursor.text[end - 1] == '\\') --end;  // `\"`
  return {cursor.at, end};
}

Stretch bare_value(const Cursor& cursor, bool in_element) {
  constexpr std::string_view ends = "\"'`,;<>|)]}&\\";
  const std::size_t stop = std::min(cursor.text.size(), cursor.at + longest_value);
  std::size_t end = cursor.at;
  while (end < stop) {
    const char c = cursor.text[end];
    if (static_cast<unsigned char>(c) <= ' ' ||
        (in_element ? c == '<' : ends.find(c) != std::string_view::npos)) {
      break;
    }
    ++end;
  }
  return {cursor.at, end};
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !belongs(Letters::Hex, text[i])) return false;
  }
  return true;
}

// `2026-01-02T03:04:05Z`, `1.2.3-4`: digits in groups, hardly a letter.
bool is_date_or_version(std::string_view text) {
  const auto letters = std::count_if(
      text.begin(), text.end(), [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; });
  return text.front() >= '0' && text.front() <= '9' && letters <= 3 &&
         text.find_first_of("-.:/ ") != std::string_view::npos;
}

// Letters of one case in several words: `AWS_ACCESS_KEY_ID`, `my-secret-name`.
bool is_name(std::string_view text) {
  bool upper = false;
  bool lower = false;
  bool parts = false;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c == '_' || c == '-' || c == '.' || c == '/') {
      parts = true;
    } else {
      return false;
    }
  }
  return parts && upper != lower;
}

// As long as a digest of some kind or the name of a public key, and nothing but hexadecimal digits.
bool is_digest(std::string_view text) {
  for (const std::size_t length : {8u, 16u, 32u, 40u, 56u, 64u, 96u, 128u}) {
    if (text.size() == length) return all(text, Letters::Hex);
  }
  return false;
}

bool is_computed(std::string_view text) {
  if (text.find_first_of("$(){}[]<>*\\") != std::string_view::npos) return true;
  if (text.starts_with("--")) return true;
  // A path: base64 has no points and lines beside its slashes.
  if (text.find('/') != std::string_view::npos &&
      text.find_first_of("._-") != std::string_view::npos) {
    return true;
  }
  for (const std::string_view start : {"sha1-", "sha256", "sha384", "sha512", "md5-", "md5:",
                                       "file:", "data:", "arn:", "projects/", "ENC[", "%"}) {
    if (text.starts_with(start)) return true;
  }
  return text.find("::") != std::string_view::npos || text.find("->") != std::string_view::npos;
}

// Not a word: letters, and digits or signs among them.
bool looks_chosen(std::string_view text) {
  constexpr std::size_t shortest = 8;
  constexpr std::size_t longest = 64;
  if (text.size() < shortest || text.size() > longest) return false;
  constexpr std::size_t key = 16;  // hexadecimal digits: drawn or a pattern, but no password
  if (text.size() >= key && all(text, Letters::Hex)) return false;
  bool letter = false;
  bool other = false;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) letter = true;
    if ((c >= '0' && c <= '9') || (c >= '!' && c <= '/' && c != '.' && c != '-') || c == '@') {
      other = true;
    }
  }
  return letter && other;
}

}  // namespace

std::optional<Assignment> read_assignment(const Spot& spot) {
  const std::string_view text = spot.text;
  std::size_t begin = spot.at;
  while (begin > 0 && spot.at - begin < longest_name && belongs(Letters::Dotted, text[begin - 1])) {
    --begin;
  }
  std::size_t end = run_end(text, spot.at, Letters::Dotted, longest_name);
  const bool flag = text.substr(begin).starts_with("--");
  if (flag) begin += 2;
  if (end <= begin) return std::nullopt;
  Assignment out;
  out.name = text.substr(begin, end - begin);
  const bool in_element =
      begin > 0 && text[begin - 1] == '<' && end < text.size() && text[end] == '>';
  Cursor cursor{text, end};
  if (!take_operator(cursor, begin)) return std::nullopt;
  cursor.blanks();
  if (cursor.peek() == '\\' && is_quote(cursor.peek(1))) ++cursor.at;
  // `b"..."`, `r'...'`, `@"..."`
  if (is_quote(cursor.peek(1)) &&
      std::string_view("brfuL@").find(cursor.peek()) != std::string_view::npos) {
    ++cursor.at;
  }
  if (is_quote(cursor.peek())) {
    const char quote = cursor.peek();
    ++cursor.at;
    out.quoted = true;
    out.value = quoted_value(cursor, quote);
  } else {
    out.value = bare_value(cursor, in_element);
  }
  if (out.value.end <= out.value.begin) return std::nullopt;
  return out;
}

Worth judge_assignment(const Spot& spot, const Assignment& assignment) {
  constexpr std::size_t shortest = 8;
  constexpr std::size_t shortest_drawn = 16;
  constexpr std::size_t longest_drawn = 512;
  const std::string_view value = assignment.text(spot);
  if (spot.belief == Belief::Never || value.size() < shortest) return Worth::None;
  const NameHint hint = read_secret_name(assignment.name);
  if (hint == NameHint::None || is_computed(value)) return Worth::None;
  if (!is_real_value(value)) return Worth::None;
  if (looks_made_up(value) || is_name(value) || is_date_or_version(value)) return Worth::None;
  const bool weak = hint == NameHint::Weak;
  const bool code = spot.belief == Belief::Code;
  if (code && (!assignment.quoted || weak)) return Worth::None;
  if ((weak || code) && (is_uuid(value) || (weak && is_digest(value)))) return Worth::None;
  if (value.size() >= shortest_drawn && value.size() <= longest_drawn &&
      all(value, Letters::Printable) && looks_drawn(value)) {
    return Worth::Drawn;
  }
  if (spot.belief == Belief::Secrets && !weak && looks_chosen(value)) return Worth::Chosen;
  return Worth::None;
}

}  // namespace plimsoll::secrets
