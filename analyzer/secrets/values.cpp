#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "analyzer/secrets/randomness.h"
#include "analyzer/secrets/secrets.h"

namespace plimsoll {

namespace {

constexpr std::array switches = {"true",    "false",    "yes",  "no",     "on",   "off",
                                 "enabled", "disabled", "auto", "always", "never"};
constexpr std::array placeholders = {
    "none",  "null", "nil",    "undefined", "unset",    "empty",  "todo",    "n/a",   "tbd",
    "dummy", "fake", "sample", "notused",   "not-used", "unused", "ignored", "build", "-"};
constexpr std::array placeholder_parts = {
    "**",          "this is",    "required", "your",   "xxx",     "***",        "...",
    "placeholder", "replace",    "example",  "insert", "dummy",   "<",          "{{",
    "%{",          "precompile", "not_a_",   "not-a-", "notreal", "build_time", "buildtime",
    "-here",       "_here",      "this-is",  "this_is"};
constexpr std::array defaults = {"password",       "passwd",    "pass",        "secret",
                                 "admin",          "root",      "postgres",    "mysql",
                                 "changeme",       "change_me", "change-me",   "changeit",
                                 "default",        "test",      "guest",       "user",
                                 "rabbitmq",       "redis",     "mongo",       "docker",
                                 "vagrant",        "password1", "password123", "p@ssw0rd",
                                 "passw0rd",       "letmein",   "qwerty",      "demo",
                                 "toor",           "oracle",    "sa",          "minioadmin",
                                 "token",          "key",       "mypassword",  "my-secret-pw",
                                 "secretpassword", "hunter",    "tiger",       "swordfish",
                                 "opensesame",     "welcome",   "iloveyou",    "dragon",
                                 "monkey",         "xyzzy",     "abc"};

// Parts of what people write until they have something better.
constexpr std::array default_parts = {"changeme",   "change-me", "change_me", "password",
                                      "passwd",     "passw0rd",  "secret",    "s3cr3t",
                                      "s3cret",     "mytoken",   "p@ss",      "insecure",
                                      "not-secure", "notsecure", "unsecure",  "changeable"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

template <class List>
bool has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A draw of n letters out of an alphabet shows at most log2(n) bits a letter; random ones come
// near that or near the alphabet's, words and sequences do not.
bool looks_random(std::string_view text) {
  constexpr std::size_t shortest = 16;
  if (text.size() < shortest || text.size() > 512) return false;
  bool upper = false;
  bool small = false;
  bool digit = false;
  bool hex = true;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_small = c >= 'a' && c <= 'z';
    if (!is_digit && !is_upper && !is_small &&
        std::string_view("+/=_-").find(c) == std::string_view::npos) {
      return false;
    }
    upper = upper || is_upper;
    small = small || is_small;
    digit = digit || is_digit;
    hex = hex && (is_digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
  }
  const double bits = secrets::bits_per_byte(text);
  if (hex) return digit && (small || upper) && bits >= 2.8;
  return digit && upper && small && bits >= 3.4;
}

bool is_reference(std::string_view value) {
  // The text of a command that a shell will run one day.
  if (value.find("$(") != std::string_view::npos || value.find('`') != std::string_view::npos) {
    return true;
  }
  if (value.starts_with('/') || value.starts_with("./") || value.starts_with("~/") ||
      value.starts_with("../")) {
    return true;
  }
  if (value.find("://") != std::string_view::npos) return true;
  if (value.starts_with("vault:") || value.starts_with("ref+") || value.starts_with("op:"))
    return true;
  constexpr std::array endings = {".txt", ".json", ".pem", ".key", ".yml", ".yaml", ".conf",
                                  ".crt", ".gpg",  ".asc", ".pub", ".env", ".p12",  ".jks"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return value.ends_with(ending); });
}

}  // namespace

ValueShape read_secret_value(std::string_view value) {
  if (value.find_first_not_of(" \t") == std::string_view::npos) return ValueShape::Empty;
  const std::string text = lower(value);
  constexpr std::size_t longest_switch = 3;
  if (has(switches, text) || (is_number(text) && text.size() <= longest_switch)) {
    return ValueShape::Switch;
  }
  if (is_reference(value)) return ValueShape::Reference;
  constexpr std::size_t longest_word_of_no_meaning = 3;  // foo, bar, abc, wip
  if (text.size() <= longest_word_of_no_meaning && text != "sa") return ValueShape::Placeholder;
  const bool repeated = text.find_first_not_of(text.front()) == std::string::npos;
  if (repeated || has(placeholders, text) ||
      std::any_of(placeholder_parts.begin(), placeholder_parts.end(),
                  [&](std::string_view part) { return text.find(part) != std::string::npos; })) {
    return ValueShape::Placeholder;
  }
  const bool counted = std::string_view("1234567890").starts_with(text);
  const std::string_view base =
      std::string_view(text).substr(0, text.find_last_not_of("0123456789!") + 1);  // admin123
  const bool part =
      std::any_of(default_parts.begin(), default_parts.end(),
                  [&](std::string_view known) { return text.find(known) != std::string::npos; });
  if (has(defaults, text) || has(defaults, base) || counted || part) return ValueShape::Default;
  return looks_random(value) ? ValueShape::Random : ValueShape::Plain;
}

}  // namespace plimsoll
