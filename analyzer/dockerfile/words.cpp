#include "analyzer/dockerfile/words.h"

#include <algorithm>

#include "analyzer/dockerfile/characters.h"

namespace plimsoll {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// A flag's text while it is read: ranges of the line without quotes and escapes.
class FlagWord {
 public:
  explicit FlagWord(std::size_t begin) : begin_(begin) {}

  void add(std::size_t at) {
    if (!kept_.empty() && kept_.back().end == at) {
      ++kept_.back().end;
    } else {
      kept_.push_back({at, at + 1});
    }
    ++size_;
  }
  void quote() { quoted_ = true; }

  [[nodiscard]] bool is_dashes(std::string_view text) const {
    return size_ == 2 && byte(text, 0) == '-' && byte(text, 1) == '-';
  }

  void finish(const LogicalLine& line, std::size_t end, std::vector<Flag>& flags) const {
    if (size_ == 0 && !quoted_) return;
    Flag flag;
    flag.span = line.source_span(begin_, end);
    Text name;
    bool in_name = true;
    std::size_t dashes = 2;
    for (const Range& range : kept_) {
      std::size_t begin = range.begin;
      if (in_name) {
        const std::size_t skipped = std::min(dashes, range.end - begin);
        dashes -= skipped;
        begin += skipped;
        const std::size_t equals = line.text().substr(0, range.end).find('=', begin);
        line.append_slice(name, begin, std::min(equals, range.end));
        if (equals == npos) continue;
        in_name = false;
        begin = equals + 1;
        flag.value.emplace();
        const std::uint32_t at = line.source_offset(equals) + 1;
        flag.value->set_span({at, at});
      }
      line.append_slice(*flag.value, begin, range.end);
    }
    flag.name = name.str();
    flag.name_span = name.span();
    flags.push_back(std::move(flag));
  }

 private:
  [[nodiscard]] char byte(std::string_view text, std::size_t at) const {
    for (const Range& range : kept_) {
      if (at < range.end - range.begin) return text[range.begin + at];
      at -= range.end - range.begin;
    }
    return '\0';
  }

  std::size_t begin_;
  std::size_t size_ = 0;
  bool quoted_ = false;
  std::vector<Range> kept_;
};

}  // namespace

std::size_t split_flags(const LogicalLine& line, Range where, char escape,
                        std::vector<Flag>& flags) {
  const std::string_view text = line.text().substr(0, where.end);
  std::size_t at = where.begin;
  while (at < text.size()) {
    if (is_space_byte(text[at])) {
      ++at;
      continue;
    }
    if (text[at] != '-' || at + 1 == text.size() || text[at + 1] != '-') return at;
    FlagWord word(at);
    char quote = '\0';
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (quote == '\0' && is_space_byte(c)) break;
      if (quote != '\0' ? c == quote : c == '\'' || c == '"') {
        quote = quote != '\0' ? '\0' : c;
        word.quote();
        continue;
      }
      if (c == escape) {
        if (at + 1 == text.size()) {
          quote = '\0';
          continue;
        }
        ++at;
      }
      word.add(at);
    }
    if (word.is_dashes(text)) return at;
    word.finish(line, at, flags);
  }
  return at;
}

std::vector<Range> split_blanks(std::string_view text, Range where) {
  std::vector<Range> words;
  std::size_t at = where.begin;
  while (at < where.end) {
    std::size_t end = at;
    while (end < where.end && !is_blank(text[end])) ++end;
    words.push_back({at, end});
    at = end;
    if (at == where.end) break;
    while (at < where.end && is_blank(text[at])) ++at;
    if (at == where.end) words.push_back({at, at});
  }
  return words;
}

std::vector<QuotedWord> split_quoted(std::string_view text, Range where, char escape) {
  std::vector<QuotedWord> words;
  text = text.substr(0, where.end);
  std::size_t at = skip_space(text, where.begin);
  while (at < text.size()) {
    QuotedWord word{{at, at}};
    char quote = '\0';
    while (at < text.size()) {
      std::size_t width = 1;
      const std::int32_t c = decode(text, at, width);
      if (quote == '\0' && dockerfile_is_space(c)) break;
      if (c == escape && quote != '\'') {
        if (at + 1 == text.size()) {
          word.dropped = at;
          break;
        }
        ++at;
        static_cast<void>(decode(text, at, width));
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '\'' || c == '"') {
        quote = static_cast<char>(c);
      }
      at += width;
    }
    word.range.end = at;
    if (word.range.end > word.range.begin) words.push_back(word);
    if (word.dropped != npos) break;
    at = skip_space(text, at);
  }
  return words;
}

namespace {

void put_utf8(std::string& out, std::int32_t c) {
  std::uint8_t bytes[4];
  const std::size_t width = dockerfile_encode(c, bytes);
  out.append(reinterpret_cast<const char*>(bytes), width);
}

std::int32_t hex4(std::string_view digits) {
  std::int32_t value = 0;
  for (const char c : digits) {
    value = value * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

// The string whose text is at [begin, end) between its quotes.
Text json_string(const LogicalLine& line, std::size_t begin, std::size_t end) {
  constexpr std::int32_t replacement = 0xFFFD;
  const std::string_view text = line.text();
  Text result;
  std::size_t plain = begin;
  std::size_t at = begin;
  while (at < end) {
    if (text[at] != '\\') {
      ++at;
      continue;
    }
    line.append_slice(result, plain, at);
    std::string cooked;
    const std::size_t from = at;
    const char kind = text[at + 1];
    at += 2;
    if (kind == 'u') {
      std::int32_t c = hex4(text.substr(at, 4));
      at += 4;
      if (c >= 0xD800 && c < 0xE000) {
        std::int32_t low = 0;
        if (c < 0xDC00 && at + 6 <= end && text[at] == '\\' && text[at + 1] == 'u') {
          low = hex4(text.substr(at + 2, 4));
        }
        if (low >= 0xDC00 && low < 0xE000) {
          c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
          at += 6;
        } else {
          c = replacement;
        }
      }
      put_utf8(cooked, c);
    } else {
      constexpr std::string_view letters = "bfnrt";
      const std::size_t i = letters.find(kind);
      cooked = i == npos ? kind : "\b\f\n\r\t"[i];
    }
    result.append(cooked, line.source_span(from, at));
    plain = at;
  }
  line.append_slice(result, plain, end);
  if (result.empty()) {
    const std::uint32_t at_source = line.source_offset(begin);
    result.set_span({at_source, at_source});
  }
  return result;
}

}  // namespace

std::string json_text(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  return json_string(LogicalLine(text), 0, size).str();
}

std::vector<Text> json_strings(const LogicalLine& line, Range where) {
  std::vector<Text> strings;
  const std::string_view text = line.text();
  for (std::size_t at = where.begin; at < where.end; ++at) {
    if (text[at] != '"') continue;
    const std::size_t begin = ++at;
    while (text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    strings.push_back(json_string(line, begin, at));
  }
  return strings;
}

}  // namespace plimsoll
