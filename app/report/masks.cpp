#include "app/report/masks.h"

#include <algorithm>
#include <tuple>

#include "analyzer/secrets/secrets.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;  // find_in_text looks no further
// Shorter values stand everywhere by chance; one or two letters are no secret.
constexpr std::size_t shortest_value = 3;
// Shorter ones may be part of other words: they are masked only behind what they stood behind.
constexpr std::size_t long_value = 8;
constexpr std::size_t most_shown = 4;  // letters of a value, as in redacted texts
// Each is looked for in every text.
constexpr std::size_t most_values = 500;
constexpr std::string_view cut_mark = "...";
// What was cut is a line at most; of one that is all marks only the first few count.
constexpr std::size_t longest_cut = 4096;
constexpr std::size_t most_marks = 16;
constexpr std::string_view blanks = " \t";

// Behind the last line end within the first `most` bytes; there, where no line ends.
std::size_t cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  const std::size_t line_end = text.substr(0, most).rfind('\n');
  return line_end == std::string_view::npos ? most : line_end + 1;
}

// Drawn, or longer than a word and mixed with digits or signs: it stands nowhere by chance.
bool looks_chosen(std::string_view value) {
  const ValueShape shape = read_secret_value(value);
  if (value.size() < long_value) return false;
  if (shape == ValueShape::Random) return true;
  const bool mixed = std::any_of(value.begin(), value.end(), [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_');
  });
  return shape == ValueShape::Plain && mixed;
}

// Bytes at its front that may be seen: whole characters of UTF-8.
std::size_t shown_of(std::string_view value) {
  std::size_t size = std::min(most_shown, value.size() / 4);
  while (size > 0 && (static_cast<unsigned char>(value[size]) & 0xC0) == 0x80) --size;
  return size;
}

// How long the value is that begins there, in a quote or up to a blank.
std::size_t value_size(std::string_view text, char quote) {
  std::size_t at = 0;
  for (; at < text.size() && text[at] != '\n' && text[at] != '\r'; ++at) {
    if (quote != '\0' ? text[at] == quote : blanks.find(text[at]) != std::string_view::npos) break;
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
  }
  return std::min(at, text.size());
}

// A word of a command, without its quotes, and what stands in front of it.
struct Word {
  std::string_view text;
  char before = ' ';
};
Word next_word(std::string_view line, std::size_t& at) {
  constexpr std::string_view between = " \t\r\\;|&()";
  at = std::min(line.find_first_not_of(between, at), line.size());
  if (at == line.size()) return {};
  const bool quoted = line[at] == '"' || line[at] == '\'';
  if (quoted) ++at;
  const std::size_t end =
      std::min(quoted ? line.find(line[at - 1], at) : line.find_first_of(between, at), line.size());
  const Word word{line.substr(at, end - at), at == 0 ? '\0' : line[at - 1]};
  at = quoted ? std::min(end + 1, line.size()) : end;
  return word;
}

// `ENV NAME value` as `NAME=value`; empty for all else.
std::string as_assignment(std::string_view line) {
  constexpr std::string_view keyword = "ENV";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const bool is_env = line.size() > keyword.size() &&
                      std::equal(keyword.begin(), keyword.end(), line.begin(),
                                 [](char a, char b) { return a == b || (a | 0x20) == b; });
  if (!is_env || blanks.find(line[keyword.size()]) == std::string_view::npos) return {};
  line.remove_prefix(std::min(line.find_first_not_of(blanks, keyword.size()), line.size()));
  const std::size_t end = line.find_first_of(" \t=");
  if (end == std::string_view::npos || line[end] == '=') return {};
  const std::size_t value = line.find_first_not_of(blanks, end);
  if (value == std::string_view::npos) return {};
  return std::string(line.substr(0, end)).append("=").append(line.substr(value));
}

}  // namespace

void Masks::learn(std::string_view text) {
  if (scanner_ == nullptr || too_many_) return;  // nothing will be quoted
  while (!text.empty()) {
    const std::size_t size = cut(text, piece_bytes);
    learn_piece(text.substr(0, size), '\0');
    text.remove_prefix(size);
  }
  settle();
}

void Masks::learn_setting(std::string_view name, std::string_view value) {
  add_setting(name, value, '=');
  learn(std::string(name).append("=").append(value));
}

void Masks::learn_file(std::string_view text) {
  if (scanner_ == nullptr) return;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, std::min(end, piece_bytes));
    if (line.find_first_of("=:") != std::string_view::npos) learn_piece(line, '\0');
    learn_settings(line);
    learn_commands(line);
    if (const std::string pair = as_assignment(line); !pair.empty()) {
      const std::size_t equals = pair.find('=');
      learn_piece(pair, ' ');
      add_setting(std::string_view(pair).substr(0, equals),
                  std::string_view(pair).substr(equals + 1), ' ');
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  learn(text);
}

// Each NAME=value, also those that the scanner leaves to the rules: of several words, or long.
void Masks::learn_settings(std::string_view line) {
  constexpr std::size_t longest_name = 64;
  std::size_t done = 0;  // a value is no name
  for (std::size_t at = line.find('='); at != std::string_view::npos;
       at = line.find('=', std::max(at + 1, done))) {
    std::size_t begin = at;
    while (begin > done && at - begin < longest_name &&
           blanks.find(line[begin - 1]) == std::string_view::npos) {
      --begin;
    }
    std::string_view name = line.substr(begin, at - begin);
    name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));  // of an option
    if (read_secret_name(name) != NameHint::Secret) continue;
    const std::string_view rest = line.substr(at + 1);
    const bool quoted = rest.starts_with('"') || rest.starts_with('\'');
    const std::string_view value = rest.substr(quoted ? 1 : 0);
    const std::size_t size = value_size(value, quoted ? rest[0] : '\0');
    add_setting(name, value.substr(0, size), quoted ? rest[0] : '=');
    done = at + 1 + size;
  }
}

// What some commands take for a password by its place alone.
void Masks::learn_commands(std::string_view line) {
  const auto has = [&](std::string_view word) { return line.find(word) != std::string_view::npos; };
  const bool changes = has("chpasswd");
  const bool adds = has("useradd") || has("usermod");
  const bool fetches = has("curl");
  if (!changes && !adds && !fetches) return;
  std::string_view previous;
  for (std::size_t at = 0; at < line.size();) {
    const Word word = next_word(line, at);
    const std::size_t colon = word.text.find(':');
    const bool login = fetches && (previous == "-u" || previous == "--user");
    const bool pair = (changes || login) && colon != std::string_view::npos && colon > 0;
    if (adds && (previous == "-p" || previous == "--password")) add_chosen(word.text, word.before);
    if (pair) add_chosen(word.text.substr(colon + 1), ':');
    previous = word.text;
  }
}

void Masks::add_setting(std::string_view name, std::string_view value, char before) {
  if (read_secret_name(name) == NameHint::Secret) add_chosen(value, before);
}

// What is a word may stand elsewhere and mean itself there.
void Masks::add_chosen(std::string_view value, char before) {
  if (scanner_ == nullptr || too_many_ || value.size() < shortest_value) return;
  if (value.front() == '$') return;  // where it is, not what
  const ValueShape shape = read_secret_value(value);
  if (shape != ValueShape::Plain && shape != ValueShape::Random) return;
  std::string shown(value.substr(0, std::min(most_shown, value.size() / 4)));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  values_.push_back({std::string(value), before, looks_chosen(value), shown + "..."});
}

void Masks::settle() {
  const auto order = [](const Value& a, const Value& b) {
    return a.text.size() != b.text.size()
               ? a.text.size() > b.text.size()
               : std::tie(a.text, b.anywhere, a.before) < std::tie(b.text, a.anywhere, b.before);
  };
  std::sort(values_.begin(), values_.end(), order);
  const auto same = [](const Value& a, const Value& b) {
    return a.text == b.text && (a.before == b.before || a.anywhere);
  };
  values_.erase(std::unique(values_.begin(), values_.end(), same), values_.end());
  too_many_ = values_.size() > most_values;
}

// With more secrets than are told at once, its halves are looked at as well.
void Masks::learn_piece(std::string_view piece, char before) {
  const std::vector<SecretHit> hits = find_in_text(*scanner_, piece);
  for (const SecretHit& hit : hits) {
    if (hit.offset >= piece.size()) continue;
    const auto at = static_cast<std::size_t>(hit.offset);
    const std::string_view value = piece.substr(at, hit.length);
    if (value.size() < shortest_value) continue;
    const char front = before != '\0' || at == 0 ? before : piece[at - 1];
    values_.push_back({std::string(value), front, value.size() >= long_value, hit.redacted});
  }
  const std::size_t half = cut(piece, piece.size() / 2);
  if (hits.size() < SecretReader::most_hits || half == 0 || half == piece.size()) return;
  learn_piece(piece.substr(0, half), before);
  learn_piece(piece.substr(half), before);
}

// The longest beginning of a value right before the mark of a cut.
void Masks::find_cut(std::string_view text, const Value& value, std::vector<Found>& found) {
  if (text.size() > longest_cut) return;
  const std::string_view begin = std::string_view(value.text).substr(0, most_shown + 1);
  std::size_t end = text.find(cut_mark);
  for (std::size_t marks = 0; end != std::string_view::npos && marks < most_marks; ++marks) {
    for (std::size_t at = text.find(begin, end - std::min(end, value.text.size() - 1));
         at != std::string_view::npos && at + begin.size() <= end; at = text.find(begin, at + 1)) {
      if (!value.text.starts_with(text.substr(at, end - at))) continue;
      found.push_back({at, end, &value});
      break;
    }
    end = text.find(cut_mark, end + cut_mark.size());
  }
}

std::vector<Masks::Found> Masks::find_all(std::string_view text) const {
  std::vector<Found> found;
  for (const Value& value : values_) {
    for (std::size_t at = text.find(value.text); at != std::string_view::npos;
         at = text.find(value.text, at + value.text.size())) {
      const bool here = value.anywhere || (at > 0 && text[at - 1] == value.before);
      if (here) found.push_back({at, at + value.text.size(), &value});
    }
    if (value.anywhere) find_cut(text, value, found);
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.begin, b.end) < std::tie(b.begin, a.end);
  });
  return found;
}

std::string Masks::of(std::string_view text) const {
  if (too_many_) return "(too many secrets to quote it)";
  std::string out;
  std::size_t done = 0;
  for (const Found& each : find_all(text)) {
    if (each.begin >= done) {
      out += text.substr(done, each.begin - done);
      out += each.value->shown;
      done = each.begin;
    }
    for (; done < each.end; ++done) {
      if (text[done] == '\n') out += '\n';
    }
  }
  return out += text.substr(done);
}

std::string Masks::in_place(std::string_view text) const {
  std::string out(text);
  const auto hide = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (out[i] != '\n' && out[i] != '\r') out[i] = '*';
    }
  };
  if (too_many_) hide(0, out.size());
  if (too_many_) return out;
  std::size_t done = 0;
  for (const Found& each : find_all(text)) {
    const std::size_t shown = shown_of(each.value->text);
    // What overlaps another one shows nothing more.
    hide(each.begin >= done ? std::min(each.begin + shown, each.end) : each.begin, each.end);
    done = std::max(done, each.end);
  }
  return out;
}

}  // namespace plimsoll::app
