#include "analyzer/label_values.h"

#include <algorithm>
#include <array>

namespace plimsoll {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t digits(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

int number(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

// `part(.part)*` of letters, digits and dashes; numbers without leading zeros where `strict`.
bool dotted(std::string_view text, bool strict) {
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view part = text.substr(0, dot);
    const bool letters = std::all_of(
        part.begin(), part.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (part.empty() || !letters) return false;
    const bool all_digits = std::all_of(part.begin(), part.end(), is_digit);
    if (strict && all_digits && part.size() > 1 && part.front() == '0') return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

// Identifiers that are often written in another case or with blanks.
constexpr std::array known_licences = {
    "Apache-2.0", "MIT",     "BSD-2-Clause",  "BSD-3-Clause",  "GPL-2.0-only",  "GPL-3.0-only",
    "MPL-2.0",    "ISC",     "LGPL-2.1-only", "LGPL-3.0-only", "AGPL-3.0-only", "Unlicense",
    "CC0-1.0",    "EPL-2.0", "Zlib",          "BSL-1.0",       "0BSD",          "WTFPL"};

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_licence(std::string_view word) {
  if (word.ends_with('+')) word.remove_suffix(1);
  if (word.empty()) return false;
  const bool letters = std::all_of(word.begin(), word.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == ':';
  });
  if (!letters) return false;
  // Words that people write for a licence and SPDX does not know.
  constexpr std::array wrong = {"Apache", "Apache2", "Apache2.0", "APACHE2", "GPL",    "GPLv2",
                                "GPLv3",  "GPL2",    "GPL3",      "BSD",     "BSD3",   "LGPL",
                                "AGPL",   "AGPLv3",  "LGPLv3",    "MPL",     "LGPLv2", "ASL2"};
  if (std::any_of(wrong.begin(), wrong.end(),
                  [&](std::string_view w) { return same_letters(w, word); })) {
    return false;
  }
  return std::none_of(known_licences.begin(), known_licences.end(), [&](std::string_view known) {
    return known != word && same_letters(known, word);
  });
}

}  // namespace

std::vector<LabelPair> labels_of(const Facts& facts) {
  std::vector<LabelPair> labels;
  for (const Placed<LabelInstruction>& label : facts.every<LabelInstruction>()) {
    if (label->broken) continue;
    for (const KeyValue& pair : label->pairs) {
      const Value key = facts.value(label, pair.key);
      if (!key.known() || key.text().empty()) continue;
      LabelPair found{label, &pair, key.text(), Value(), pair.key.span(), pair.key.span()};
      if (pair.value) {
        found.value = facts.value(label, *pair.value);
        if (!pair.value->span().empty()) found.value_span = pair.value->span();
      }
      labels.push_back(std::move(found));
    }
  }
  return labels;
}

LabelKind label_kind(const Settings& settings, std::string_view key) {
  const auto found = settings.label_schema.find(std::string(key));
  if (found != settings.label_schema.end()) return found->second;
  constexpr std::string_view oci = "org.opencontainers.image.";
  if (!key.starts_with(oci)) return LabelKind::Any;
  key.remove_prefix(oci.size());
  if (key == "created") return LabelKind::Rfc3339;
  if (key == "url" || key == "documentation" || key == "source") return LabelKind::Url;
  if (key == "licenses") return LabelKind::Spdx;
  return LabelKind::Any;
}

bool is_url(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) return false;
  const bool scheme = std::all_of(
      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
      [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
  const std::string_view rest = text.substr(colon + 3);
  return scheme && !rest.empty() && rest.front() != '/' &&
         rest.find_first_of(" \t\"<>") == std::string_view::npos;
}

bool is_semver(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t count = digits(text, at);
    if (count == 0 || (count > 1 && text[at] == '0')) return false;
    at += count;
    if (part == 2) break;
    if (at >= text.size() || text[at] != '.') return false;
    ++at;
  }
  const std::size_t plus = std::min(text.find('+', at), text.size());
  if (plus < text.size() && !dotted(text.substr(plus + 1), false)) return false;
  if (at == plus) return true;
  return text[at] == '-' && dotted(text.substr(at + 1, plus - at - 1), true);
}

bool is_git_hash(std::string_view text) {
  const bool length = (text.size() >= 7 && text.size() <= 40) || text.size() == 64;
  return length && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

bool is_rfc3339(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  if (text.size() <= shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = text[i];
    if (shape[i] == '0' ? !is_digit(c)
        : i == 10       ? (c != 'T' && c != 't' && c != ' ')
                        : c != shape[i]) {
      return false;
    }
  }
  const int month = number(text.substr(5, 2));
  const int day = number(text.substr(8, 2));
  const bool in_range = month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
                        number(text.substr(11, 2)) <= 23 && number(text.substr(14, 2)) <= 59 &&
                        number(text.substr(17, 2)) <= 60;
  std::string_view rest = text.substr(shape.size());
  if (rest.starts_with('.')) {
    const std::size_t count = digits(rest, 1);
    if (count == 0) return false;
    rest.remove_prefix(count + 1);
  }
  if (!in_range || rest.empty()) return false;
  if (rest == "Z" || rest == "z") return true;
  return rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && digits(rest, 1) == 2 &&
         rest[3] == ':' && digits(rest, 4) == 2;
}

bool is_email(std::string_view text) {
  if (text.ends_with('>')) {
    const std::size_t open = text.rfind('<');
    if (open == std::string_view::npos) return false;
    text = text.substr(open + 1, text.size() - open - 2);
  }
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view domain = text.substr(at + 1);
  const std::size_t dot = domain.find('.');
  return text.find_first_of(" \t,;<>") == std::string_view::npos && dot != std::string_view::npos &&
         dot != 0 && !domain.ends_with('.');
}

bool is_spdx(std::string_view text) {
  // Alternates between wanting an identifier and an operator; brackets only nest.
  bool wants_name = true;
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ') {
      ++at;
    } else if (c == '(' || c == ')') {
      if ((c == '(') != wants_name) return false;
      depth += c == '(' ? 1 : -1;
      if (depth < 0) return false;
      ++at;
    } else {
      const std::size_t end = std::min(text.find_first_of(" ()", at), text.size());
      const std::string_view word = text.substr(at, end - at);
      const bool joins = word == "AND" || word == "OR" || word == "WITH";
      if (joins == wants_name || (!joins && !is_licence(word))) return false;
      wants_name = joins;
      at = end;
    }
  }
  return !wants_name && depth == 0;
}

}  // namespace plimsoll
