// Passwords where only one program writes them: on its command line, in its settings.

#include <algorithm>

#include "analyzer/secrets/encodings.h"
#include "analyzer/secrets/randomness.h"
#include "analyzer/secrets/readers.h"

namespace plimsoll::secrets {

namespace {

// The rest of the line behind the literal, as far as it matters.
std::string_view rest_of_line(const Spot& spot) {
  constexpr std::size_t longest = 512;
  const std::string_view rest = spot.text.substr(spot.at + spot.length, longest);
  return rest.substr(0, rest.find('\n'));
}

// The word of a shell that begins at `at`, without its quotes.
Stretch word_at(std::string_view text, std::size_t at) {
  if (at < text.size() && (text[at] == '\'' || text[at] == '"')) {
    const std::size_t end = std::min(text.find(text[at], at + 1), text.size());
    return {at + 1, end};
  }
  return {at, std::min(text.find_first_of(" \t;&|\"'\\", at), text.size())};
}

// The word behind an option (`-p x`, `--user x`, `-px`); nothing where the option is not there.
std::optional<Stretch> option_value(std::string_view line, std::string_view option, bool joined) {
  for (std::size_t at = line.find(option); at != std::string_view::npos;
       at = line.find(option, at + 1)) {
    if (at > 0 && line[at - 1] != ' ' && line[at - 1] != '\t') continue;
    std::size_t value = at + option.size();
    const bool apart = value < line.size() && (line[value] == ' ' || line[value] == '=');
    if (apart && joined) continue;
    if (apart) value = line.find_first_not_of(" =", value);
    if ((!apart && !joined) || value >= line.size()) continue;
    return word_at(line, value);
  }
  return std::nullopt;
}

bool is_typed(std::string_view value) {
  constexpr std::size_t shortest = 4;
  return value.size() >= shortest && value.find_first_of("$`<>{}") == std::string_view::npos &&
         is_real_value(value) && !looks_made_up(value);
}

}  // namespace

std::optional<Found> read_command_password(const Spot& spot) {
  const std::string_view text = spot.text;
  if (spot.at > 0 && belongs(Letters::Wide, text[spot.at - 1])) return std::nullopt;
  const std::string_view command = text.substr(spot.at, spot.length);
  const std::string_view line = rest_of_line(spot);
  // A longer word is another command, or none: `mysql-python`.
  if (line.empty() || (line[0] != ' ' && line[0] != '\t')) return std::nullopt;
  std::optional<Stretch> word;
  bool login = false;  // user:password
  if (command.starts_with("sshpass")) {
    word = option_value(line, "-p", false);
    if (!word) word = option_value(line, "-p", true);
  } else if (command.starts_with("curl")) {
    word = option_value(line, "-u", false);
    if (!word) word = option_value(line, "--user", false);
    login = true;
  } else if (command.starts_with("mysql")) {
    word = option_value(line, "-p", true);
  } else {  // docker login, helm registry login
    word = option_value(line, "-p", false);
  }
  if (!word) return std::nullopt;
  std::string_view value = line.substr(word->begin, word->end - word->begin);
  std::size_t begin = spot.at + spot.length + word->begin;
  if (login) {
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    begin += colon + 1;
    value.remove_prefix(colon + 1);
  }
  if (!is_typed(value)) return std::nullopt;
  // A word alone is what pages write; commands of a history or a script have what was meant.
  const bool word_alone = value.find_first_of("0123456789") == std::string_view::npos;
  if (word_alone && spot.belief != Belief::Secrets) return std::nullopt;
  return Found{{begin, begin + value.size()}};
}

std::optional<Found> read_wordpress_salt(const Spot& spot) {
  // define('AUTH_KEY',         '64 letters of all kinds');
  constexpr std::size_t length = 64;
  const std::string_view line = rest_of_line(spot);
  const std::size_t at = line.find('\'', 0);
  if (at == std::string_view::npos ||
      line.substr(0, at).find_first_not_of(" \t,") != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t end = line.find("')", at + 1);
  if (end == std::string_view::npos || end - at - 1 != length) return std::nullopt;
  const std::string_view value = line.substr(at + 1, length);
  constexpr double least_bits = 4.8;  // 64 draws from 92 letters show 5.4 +- 0.1
  if (bits_per_byte(value) < least_bits) return std::nullopt;
  const std::size_t begin = spot.at + spot.length + at + 1;
  return Found{{begin, begin + length}};
}

std::optional<Found> read_tsig_key(const Spot& spot) {
  constexpr std::size_t near = 256;
  const std::size_t from = spot.at + spot.length;
  const std::string_view behind = spot.text.substr(from, near);
  const std::size_t word = behind.find("secret");
  if (word == std::string_view::npos) return std::nullopt;
  const std::size_t quote = behind.find('"', word);
  if (quote == std::string_view::npos || quote - word > 12) return std::nullopt;
  const std::size_t end = run_end(behind, quote + 1, Letters::Base64Padded, near);
  const std::string_view value = behind.substr(quote + 1, end - quote - 1);
  constexpr std::size_t shortest = 22;
  if (value.size() < shortest || end >= behind.size() || behind[end] != '"') return std::nullopt;
  if (looks_made_up(value) || !looks_drawn(value.substr(0, value.find('=')))) return std::nullopt;
  return Found{{from + quote + 1, from + end}};
}

std::optional<Found> read_dnssec_key(const Spot& spot) {
  constexpr std::size_t near = 4096;
  const std::size_t from = spot.at + spot.length;
  const std::string_view behind = spot.text.substr(from, near);
  for (const std::string_view field : {"PrivateKey: ", "PrivateExponent: ", "Key: "}) {
    const std::size_t at = behind.find(field);
    if (at == std::string_view::npos) continue;
    const std::size_t begin = at + field.size();
    const std::size_t end = run_end(behind, begin, Letters::Base64Padded, near);
    constexpr std::size_t shortest = 16;
    if (end - begin < shortest) continue;
    return Found{{from + begin, from + end}};
  }
  return std::nullopt;
}

std::optional<Found> read_stored_login(const Spot& spot) {
  const std::size_t begin = spot.at + spot.length;
  const std::size_t end = run_end(spot.text, begin, Letters::Base64Padded, any_length);
  const auto password = decode_base64(spot.text.substr(begin, end - begin));
  constexpr std::size_t shortest = 4;
  if (!password || password->size() < shortest || !all(*password, Letters::Printable)) {
    return std::nullopt;
  }
  return Found{{begin, end}};
}

std::optional<Found> read_jenkins_secret(const Spot& spot) {
  // {base64 of a version, lengths, an initial vector and the text under the master key}
  const std::size_t begin = spot.at;
  const std::size_t end = run_end(spot.text, spot.at + 1, Letters::Base64Padded, any_length);
  constexpr std::size_t shortest = 40;
  if (end - begin < shortest || end >= spot.text.size() || spot.text[end] != '}') {
    return std::nullopt;
  }
  Found found{{begin, end + 1}};
  found.encrypted = true;
  return found;
}

std::optional<Found> read_npm_login(const Spot& spot) {
  // //registry.example.org/:_authToken=x, or at the line's begin
  std::size_t start = spot.at;
  while (start > 0 && is_blank(spot.text[start - 1])) --start;
  const bool line_start = start == 0 || is_line_end(spot.text[start - 1]);
  if (!line_start && spot.text[spot.at - 1] != ':') return std::nullopt;
  const std::string_view line = rest_of_line(spot);
  const std::size_t at = line.find_first_not_of(" \"'");
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t end = std::min(line.find_first_of(" \t\r\"',;)", at), line.size());
  const std::string_view value = line.substr(at, end - at);
  constexpr std::size_t shortest = 8;
  if (value.size() < shortest || value.find_first_of("${}<>()") != std::string_view::npos ||
      !is_real_value(value) || looks_made_up(value)) {
    return std::nullopt;
  }
  const std::size_t begin = spot.at + spot.length + at;
  return Found{{begin, begin + value.size()}};
}

std::optional<Found> read_omniauth_secret(const Spot& spot) {
  // provider :github, 'id', 'secret', ...
  const std::string_view line = rest_of_line(spot);
  std::size_t at = 0;
  for (int text = 0; text < 2; ++text) {
    const std::size_t open = line.find_first_of("'\"", at);
    if (open == std::string_view::npos) return std::nullopt;
    const std::size_t close = line.find(line[open], open + 1);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view value = line.substr(open + 1, close - open - 1);
    constexpr std::size_t shortest = 16;
    if (text == 1 && value.size() >= shortest && !looks_made_up(value) && looks_drawn(value)) {
      const std::size_t begin = spot.at + spot.length + open + 1;
      return Found{{begin, begin + value.size()}};
    }
    at = close + 1;
  }
  return std::nullopt;
}

std::optional<Found> read_onion_key(const Spot& spot) {
  // The literal fills 32 bytes with zeros; then the key, twice as long.
  constexpr std::size_t head = 32;
  constexpr std::size_t key = 64;
  if (spot.text.size() - spot.at < head + key || spot.text[spot.at + head - 1] != '\0') {
    return std::nullopt;
  }
  return Found{{spot.at + head, spot.at + head + key}};
}

std::optional<Found> read_service_account(const Spot& spot) {
  const std::string_view text = spot.text;
  constexpr std::size_t near = 16;
  const std::size_t from = spot.at + spot.length;
  const std::size_t armour = text.substr(from, near + 10).find("-----BEGIN");
  if (armour == std::string_view::npos) return std::nullopt;
  constexpr std::size_t whole_file = 1024;
  const std::size_t start = spot.at - std::min(spot.at, whole_file);
  if (text.substr(start, spot.at - start).find("service_account") == std::string_view::npos) {
    return std::nullopt;
  }
  Spot inner = spot;
  inner.at = from + armour;
  inner.length = 10;
  return read_private_key(inner);
}

}  // namespace plimsoll::secrets
