#include <algorithm>
#include <array>
#include <utility>

#include "rules/suppression/pragmas.h"
#include "rules/table.h"

namespace plimsoll::rules {

namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_id_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' ||
         c == '.' || c == '/' || c == '*';
}

// Reads a comment from left to right.
class Cursor {
 public:
  Cursor(std::string_view text, std::uint32_t begin) : text_(text), begin_(begin) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] std::uint32_t offset() const { return begin_ + static_cast<std::uint32_t>(at_); }

  void blanks() {
    while (!at_end() && is_blank(text_[at_])) ++at_;
  }
  void skip(std::size_t bytes) { at_ = std::min(at_ + bytes, text_.size()); }
  // Takes `word`, letters of either case, if it is next.
  bool take(std::string_view word) {
    if (text_.size() - at_ < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (lower(text_[at_ + i]) != word[i]) return false;
    }
    at_ += word.size();
    return true;
  }
  // Takes an id; empty if none is next.
  PragmaId id() {
    const std::size_t from = at_;
    while (!at_end() && is_id_byte(text_[at_])) ++at_;
    const auto offset_of = [&](std::size_t i) { return begin_ + static_cast<std::uint32_t>(i); };
    return {std::string(text_.substr(from, at_ - from)), {offset_of(from), offset_of(at_)}, {}, 0};
  }

 private:
  std::string_view text_;
  std::uint32_t begin_;
  std::size_t at_ = 0;
};

std::string trimmed(std::string_view text) {
  const auto is_space = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

// The rules that an id of a foreign dialect means: as written, without the source in front
// (`hadolint/DL3006`), or by its last part (`dockerfile.security.missing-user`).
void resolve_id(PragmaId& id) {
  id.rules = find_rules(id.text);
  if (!id.rules.empty()) return;
  const std::size_t cut = id.text.find_last_of("/.");
  if (cut != std::string::npos) id.rules = find_rules(std::string_view(id.text).substr(cut + 1));
}

// `ID, ID,ID`; stops at the first byte that belongs to no list.
void read_ids(Cursor& cursor, std::vector<PragmaId>& ids) {
  while (true) {
    cursor.blanks();
    PragmaId id = cursor.id();
    if (id.text.empty()) return;
    resolve_id(id);
    ids.push_back(std::move(id));
    Cursor ahead = cursor;
    ahead.blanks();
    if (ahead.peek() != ',') return;
    ahead.skip(1);
    cursor = ahead;
  }
}

// Takes `until=DATE` and `-- reason` behind an own list.
void read_own_tail(Cursor& cursor, Pragma& pragma) {
  cursor.blanks();
  if (cursor.take("until=")) {
    const std::string_view date = cursor.rest().substr(0, 10);
    pragma.until = day_from(date);
    if (!pragma.until) {
      pragma.malformed = "`until` wants a day: 2026-12-31";
      return;
    }
    cursor.skip(10);
    cursor.blanks();
  }
  if (cursor.take("--")) {
    pragma.reason = trimmed(cursor.rest());
  } else if (!trimmed(cursor.rest()).empty()) {
    pragma.malformed =
        "`" + trimmed(cursor.rest()) + "` is neither a rule nor, after `--`, a reason";
  }
}

void read_own(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::Plimsoll;
  cursor.blanks();
  if (cursor.take("ignore-stage=")) {
    pragma.scope = Scope::Stage;
  } else if (cursor.take("ignore-file=")) {
    pragma.scope = Scope::File;
  } else if (!cursor.take("ignore=")) {
    pragma.malformed = "it lacks `ignore=`";
  }
  if (pragma.malformed.empty()) {
    read_ids(cursor, pragma.ids);
    if (pragma.ids.empty()) pragma.malformed = "it names no rule";
  }
  if (pragma.malformed.empty()) read_own_tail(cursor, pragma);
  found.push_back(std::move(pragma));
}

void read_hadolint(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::Hadolint;
  cursor.blanks();
  if (cursor.take("global")) {
    pragma.scope = Scope::File;
  } else if (cursor.take("stage")) {
    pragma.scope = Scope::Stage;
  }
  cursor.blanks();
  if (cursor.take("shell")) {
    pragma.ignores = false;
    found.push_back(std::move(pragma));
    return;
  }
  if (!cursor.take("ignore")) return;
  cursor.blanks();
  if (!cursor.take("=")) return;
  read_ids(cursor, pragma.ids);
  cursor.blanks();
  if (cursor.take("#")) pragma.reason = trimmed(cursor.rest());
  if (!pragma.ids.empty()) found.push_back(std::move(pragma));
}

void read_check(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::BuildKit;
  pragma.ignores = false;
  bool any = false;
  while (!cursor.at_end()) {
    cursor.blanks();
    if (cursor.take("skip=")) {
      any = pragma.ignores = true;
      read_ids(cursor, pragma.ids);
      const auto is_all = [](const PragmaId& id) { return id.text == "all"; };
      if (std::any_of(pragma.ids.begin(), pragma.ids.end(), is_all)) {
        pragma.everything = true;
        pragma.ids.clear();
      }
    } else if (cursor.take("error=") || cursor.take("experimental=")) {
      any = true;
    } else if (!any) {
      return;
    }
    const std::size_t end = cursor.rest().find(';');
    cursor.skip(end == std::string_view::npos ? cursor.rest().size() : end + 1);
  }
  if (any) found.push_back(std::move(pragma));
}

void read_trivy(Cursor& cursor, std::vector<Pragma>& found) {
  do {
    Pragma pragma;
    pragma.dialect = Dialect::Trivy;
    PragmaId id = cursor.id();
    if (id.text == "*") {
      pragma.everything = true;
    } else if (!id.text.empty()) {
      resolve_id(id);
      pragma.ids.push_back(std::move(id));
    } else {
      return;
    }
    if (cursor.peek() == '[') cursor.skip(cursor.rest().find(']') + 1);
    if (cursor.take(":exp:")) {
      pragma.until = day_from(cursor.rest().substr(0, 10));
      cursor.skip(10);
    }
    found.push_back(std::move(pragma));
    cursor.blanks();
    while (cursor.peek() == '#') cursor.skip(1);
    cursor.blanks();
  } while (cursor.take("trivy:ignore:"));
}

void read_checkov(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::Checkov;
  pragma.scope = Scope::File;
  read_ids(cursor, pragma.ids);
  if (cursor.take(":")) pragma.reason = trimmed(cursor.rest());
  if (!pragma.ids.empty()) found.push_back(std::move(pragma));
}

void read_kics(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::Kics;
  cursor.blanks();
  if (cursor.take("disable=")) {
    pragma.scope = Scope::File;
    read_ids(cursor, pragma.ids);
  } else if (cursor.take("enable=")) {
    pragma.scope = Scope::File;
    pragma.all_but_ids = true;
    read_ids(cursor, pragma.ids);
  } else if (cursor.take("ignore-line")) {
    pragma.scope = Scope::NextLine;
    pragma.everything = true;
  } else if (cursor.take("ignore-block")) {
    pragma.scope = Scope::Stage;
    pragma.everything = true;
  } else if (cursor.take("ignore")) {
    pragma.scope = Scope::File;
    pragma.everything = true;
  } else {
    return;
  }
  if (pragma.everything || !pragma.ids.empty()) found.push_back(std::move(pragma));
}

void read_semgrep(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::Semgrep;
  pragma.scope = Scope::NextLine;
  if (cursor.take(":")) read_ids(cursor, pragma.ids);
  pragma.everything = pragma.ids.empty();
  found.push_back(std::move(pragma));
}

void read_utils(Cursor& cursor, std::vector<Pragma>& found) {
  cursor.blanks();
  if (!cursor.take("ignore")) return;
  Pragma pragma;
  pragma.dialect = Dialect::DockerfileUtils;
  pragma.everything = true;
  found.push_back(std::move(pragma));
}

void read_tally(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::Tally;
  cursor.blanks();
  if (cursor.take("global")) pragma.scope = Scope::File;
  cursor.blanks();
  if (!cursor.take("ignore=")) return;
  read_ids(cursor, pragma.ids);
  cursor.blanks();
  if (cursor.take(";")) {
    cursor.blanks();
    if (cursor.take("reason=")) pragma.reason = trimmed(cursor.rest());
  }
  if (!pragma.ids.empty()) found.push_back(std::move(pragma));
}

void read_shellcheck(Cursor& cursor, std::vector<Pragma>& found) {
  Pragma pragma;
  pragma.dialect = Dialect::ShellCheck;
  cursor.blanks();
  if (!cursor.take("disable=")) return;
  read_ids(cursor, pragma.ids);
  if (!pragma.ids.empty()) found.push_back(std::move(pragma));
}

struct Opening {
  std::string_view words;
  void (*read)(Cursor&, std::vector<Pragma>&);
};
constexpr std::array<Opening, 10> openings{{{"plimsoll:", read_own},
                                            {"hadolint ", read_hadolint},
                                            {"check=", read_check},
                                            {"trivy:ignore:", read_trivy},
                                            {"checkov:skip=", read_checkov},
                                            {"kics-scan ", read_kics},
                                            {"nosemgrep", read_semgrep},
                                            {"dockerfile-utils:", read_utils},
                                            {"tally ", read_tally},
                                            {"shellcheck ", read_shellcheck}}};

}  // namespace

std::vector<Pragma> read_pragmas(std::string_view text, std::uint32_t begin) {
  std::vector<Pragma> found;
  Cursor cursor(text, begin);
  while (cursor.peek() == '#') cursor.skip(1);
  cursor.blanks();
  for (const Opening& opening : openings) {
    if (lower(cursor.peek()) != opening.words.front()) continue;
    Cursor inside = cursor;
    if (!inside.take(opening.words)) continue;
    opening.read(inside, found);
    break;
  }
  const auto size = static_cast<std::uint32_t>(text.size());
  for (Pragma& pragma : found) pragma.comment = {begin, begin + size};
  return found;
}

std::optional<std::int64_t> day_from(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
      if (!is_digit(date[i])) return -1;
      value = value * 10 + (date[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1) return std::nullopt;
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int length = lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
  if (day > length) return std::nullopt;
  const auto leap_days_before = [](std::int64_t y) {
    return (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400;
  };
  std::int64_t days =
      (std::int64_t{year} - 1970) * 365 + leap_days_before(year) - leap_days_before(1970);
  for (int m = 1; m < month; ++m)
    days += lengths[static_cast<std::size_t>(m - 1)] + (m == 2 && leap ? 1 : 0);
  return days + day - 1;
}

}  // namespace plimsoll::rules
