#include "analyzer/registry/challenge.h"

#include <algorithm>
#include <charconv>

#include "analyzer/registry/json.h"

namespace plimsoll::registry {

namespace {

constexpr std::size_t most_challenges = 8;
constexpr std::size_t most_parameters = 16;
constexpr std::size_t longest_value = 8192;
constexpr std::size_t longest_words = 200;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool is_token(char c) {
  return c > ' ' && c < '\x7f' &&
         std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
}

// Takes pieces from the front of a header's value.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text.substr(0, longest_value)) {}

  void skip(std::string_view characters) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] std::string_view token() {
    std::size_t end = 0;
    while (end < rest_.size() && is_token(rest_[end])) ++end;
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return found;
  }
  // Whether "name =" stands here, as against the scheme of the next challenge.
  [[nodiscard]] bool at_parameter() const {
    Reader ahead = *this;
    if (ahead.token().empty()) return false;
    ahead.skip(" \t");
    return ahead.rest_.starts_with('=');
  }
  [[nodiscard]] std::optional<std::string> value() {
    if (!take('"')) return std::string(token());
    std::string text;
    while (!rest_.empty() && !rest_.starts_with('"')) {
      if (rest_.starts_with('\\') && rest_.size() > 1) rest_.remove_prefix(1);
      text += rest_.front();
      rest_.remove_prefix(1);
    }
    return take('"') ? std::optional(text) : std::nullopt;
  }
  [[nodiscard]] std::string_view until(char c) {
    const std::string_view found = rest_.substr(0, rest_.find(c));
    rest_.remove_prefix(std::min(found.size() + 1, rest_.size()));
    return found;
  }

 private:
  std::string_view rest_;
};

// False when what follows cannot be read.
bool read_parameters(Reader& reader, Challenge& challenge) {
  for (reader.skip(" \t"); reader.at_parameter(); reader.skip(" \t,")) {
    const std::string name = lower_case(reader.token());
    reader.skip(" \t");
    if (!reader.take('=')) return false;
    reader.skip(" \t");
    auto value = reader.value();
    if (!value || challenge.parameters.size() == most_parameters) return false;
    challenge.parameters.emplace_back(name, std::move(*value));
  }
  return true;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view Challenge::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

std::vector<Challenge> parse_challenges(std::string_view value) {
  std::vector<Challenge> challenges;
  Reader reader(value);
  for (reader.skip(" \t,"); !reader.at_end(); reader.skip(" \t,")) {
    Challenge challenge;
    challenge.scheme = lower_case(reader.token());
    if (challenge.scheme.empty() || challenges.size() == most_challenges) break;
    const bool complete = read_parameters(reader, challenge);
    challenges.push_back(std::move(challenge));
    if (!complete) break;
  }
  return challenges;
}

std::vector<Challenge> challenges_of(const http::Headers& headers) {
  std::vector<Challenge> all;
  for (const http::Header& header : headers.all) {
    if (lower_case(header.name) != "www-authenticate") continue;
    for (Challenge& challenge : parse_challenges(header.value)) {
      if (all.size() < most_challenges) all.push_back(std::move(challenge));
    }
  }
  return all;
}

std::optional<std::string> next_link(std::string_view value) {
  Reader reader(value);
  for (reader.skip(" \t,"); reader.take('<'); reader.skip(" \t,")) {
    std::string target(reader.until('>'));
    bool next = false;
    for (reader.skip(" \t"); reader.take(';'); reader.skip(" \t")) {
      reader.skip(" \t");
      const std::string name = lower_case(reader.token());
      reader.skip(" \t");
      if (!reader.take('=')) continue;
      reader.skip(" \t");
      const auto relation = reader.value();
      if (!relation) return std::nullopt;
      next = next || (name == "rel" && lower_case(*relation) == "next");
    }
    if (next) return target;
  }
  return std::nullopt;
}

std::optional<ContentRange> parse_content_range(std::string_view value) {
  constexpr std::string_view unit = "bytes ";
  if (!value.starts_with(unit)) return std::nullopt;
  value.remove_prefix(unit.size());
  const std::size_t dash = value.find('-');
  const std::size_t slash = value.find('/');
  if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash) {
    return std::nullopt;
  }
  const auto first = number(value.substr(0, dash));
  const auto last = number(value.substr(dash + 1, slash - dash - 1));
  const std::string_view total = value.substr(slash + 1);
  if (!first || !last || *last < *first) return std::nullopt;
  ContentRange range{*first, *last, number(total)};
  if (total != "*" && (!range.total || *range.total <= *last)) return std::nullopt;
  return range;
}

std::optional<std::uint64_t> parse_upload_range(std::string_view value) {
  constexpr std::string_view unit = "bytes=";
  if (value.starts_with(unit)) value.remove_prefix(unit.size());
  if (!value.starts_with("0-")) return std::nullopt;
  const auto last = number(value.substr(2));
  if (!last || *last >= (1ULL << 50)) return std::nullopt;
  return *last == 0 ? 0 : *last + 1;
}

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, longest_words)) result += c >= ' ' && c < '\x7f' ? c : ' ';
  while (result.ends_with(' ')) result.pop_back();
  return result;
}

std::string server_words(std::string_view body) {
  const auto object = parse_object(body);
  if (!object) return "";
  const Json* errors = member(*object, "errors", Json::value_t::array);
  if (errors == nullptr || errors->empty()) return printable(text_of(*object, "message"));
  const std::string code = text_of(errors->front(), "code");
  const std::string message = text_of(errors->front(), "message");
  return printable(code.empty() ? message : message.empty() ? code : code + ": " + message);
}

}  // namespace plimsoll::registry
