#include "analyzer/secrets/readers.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/secrets/encodings.h"
#include "analyzer/secrets/randomness.h"
#include "analyzer/secrets/secrets.h"

namespace plimsoll::secrets {

namespace {

// The number behind `"exp":`.
std::int64_t expiry(std::string_view claims) {
  std::size_t at = claims.find("\"exp\"");
  if (at == std::string_view::npos) return 0;
  at = claims.find_first_not_of(" \t:", at + 5);
  if (at == std::string_view::npos) return 0;
  std::int64_t seconds = 0;
  std::from_chars(claims.data() + at, claims.data() + claims.size(), seconds);
  return seconds;
}

constexpr std::size_t longest_token = 4096;

}  // namespace

bool is_real_value(std::string_view value) {
  const ValueShape shape = read_secret_value(value);
  // Base64 may begin as a path does.
  constexpr std::size_t long_enough = 20;
  if (shape == ValueShape::Reference) {
    return value.size() >= long_enough && value.front() == '/' && looks_drawn(value);
  }
  return shape == ValueShape::Plain || shape == ValueShape::Random;
}

std::optional<Found> read_jwt(const Spot& spot) {
  constexpr std::size_t shortest_signature = 20;
  const std::string_view text = spot.text;
  if (!is_word_start(text, spot.at)) return std::nullopt;
  const std::size_t header_end = run_end(text, spot.at, Letters::Wide, longest_token);
  if (header_end >= text.size() || text[header_end] != '.') return std::nullopt;
  const std::size_t claims_end = run_end(text, header_end + 1, Letters::Wide, longest_token);
  if (claims_end >= text.size() || text[claims_end] != '.') return std::nullopt;
  const std::size_t end = run_end(text, claims_end + 1, Letters::Wide, longest_token);
  if (end - claims_end - 1 < shortest_signature) return std::nullopt;
  const auto header = decode_base64(text.substr(spot.at, header_end - spot.at));
  const auto claims = decode_base64(text.substr(header_end + 1, claims_end - header_end - 1));
  if (!header || !claims || !header->starts_with('{') || !claims->starts_with('{') ||
      header->find("\"alg\"") == std::string::npos) {
    return std::nullopt;
  }
  // Claims that say nothing of who, what or until when; samples of standards and their pages.
  constexpr std::array<std::string_view, 10> names = {"\"exp\"", "\"iat\"",  "\"iss\"", "\"sub\"",
                                                      "\"aud\"", "\"jti\"",  "\"sid\"", "\"scope\"",
                                                      "\"role",  "\"email\""};
  constexpr std::array<std::string_view, 5> samples = {"John Doe", "1234567890", "example.",
                                                       "\"joe\"", "\"foo\""};
  const auto has = [&](std::string_view part) { return claims->find(part) != std::string::npos; };
  if (std::none_of(names.begin(), names.end(), has)) return std::nullopt;
  if (std::any_of(samples.begin(), samples.end(), has)) return std::nullopt;
  Found found{{spot.at, end}};
  found.expires_s = expiry(*claims);
  return found;
}

std::optional<UrlLogin> url_login(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 512;
  constexpr std::string_view ends = "/ \t\n\r\"'`?#<>,;()\\|";
  if (at < 2 || !belongs(Letters::LowerAlnum, to_lower(text[at - 1]))) return std::nullopt;
  const std::size_t begin = at + 3;
  const std::size_t stop = std::min(text.size(), begin + longest);
  std::size_t colon = std::string_view::npos;
  std::size_t host = std::string_view::npos;
  std::size_t end = begin;
  for (; end < stop && ends.find(text[end]) == std::string_view::npos; ++end) {
    if (text[end] == ':' && colon == std::string_view::npos) colon = end;
    if (text[end] == '@') host = end;
  }
  if (host == std::string_view::npos || colon >= host) return std::nullopt;
  return UrlLogin{{begin, colon}, {colon + 1, host}, {host + 1, end}};
}

bool is_real_login(std::string_view text, const UrlLogin& login) {
  const auto part = [&](Stretch where) {
    return text.substr(where.begin, where.end - where.begin);
  };
  const std::string_view password = part(login.password);
  const std::string_view host = part(login.host);
  if (password.empty() || password.find_first_of("$<{*%[") != std::string_view::npos) return false;
  // A trial set-up: the password is the name, or nobody else can reach the host.
  if (password == part(login.user)) return false;
  for (const std::string_view near :
       {"localhost", "127.0.0.1", "[::1]", "0.0.0.0", "sha256:", "sha512:" /* a digest's @ */}) {
    if (host.starts_with(near)) return false;
  }
  const ValueShape shape = read_secret_value(password);
  return shape == ValueShape::Plain || shape == ValueShape::Random || shape == ValueShape::Switch;
}

std::optional<Found> read_url(const Spot& spot) {
  constexpr std::size_t shortest = 4;
  const auto login = url_login(spot.text, spot.at);
  if (!login || !is_real_login(spot.text, *login)) return std::nullopt;
  if (login->password.end - login->password.begin < shortest) return std::nullopt;
  std::string host(spot.text.substr(login->host.begin, login->host.end - login->host.begin));
  std::transform(host.begin(), host.end(), host.begin(), to_lower);
  host = host.substr(0, host.find(':'));
  const std::string_view user =
      spot.text.substr(login->user.begin, login->user.end - login->user.begin);
  // Hosts of documentation (RFC 2606, and what people write instead).
  for (const std::string_view sample :
       {"example", "host", "hostname", "server", "domain", "proxy", "yourhost", "myhost", "foo",
        "bar", "test", "invalid", "somewhere", "site", "address", "registry", "url"}) {
    if (host == sample || host.ends_with("." + std::string(sample)) ||
        host.find("example.") != std::string::npos) {
      return std::nullopt;
    }
  }
  if (user == "user" || user == "username" || user == "foo" || user == "scott") {
    if (!looks_drawn(
            spot.text.substr(login->password.begin, login->password.end - login->password.begin))) {
      return std::nullopt;
    }
  }
  // A word in a program, in prose or in a sample shows how such a URL is written.
  const std::string_view password =
      spot.text.substr(login->password.begin, login->password.end - login->password.begin);
  const bool word = password.find_first_of("0123456789") == std::string_view::npos &&
                    !looks_drawn(password, Doubt::Little);
  if (word && spot.belief != Belief::Secrets) return std::nullopt;
  return Found{login->password};
}

std::optional<Found> read_basic_authorization(const Spot& spot) {
  const std::string_view text = spot.text;
  if (spot.at == 0 || to_lower(text[spot.at - 1]) != 'b') return std::nullopt;
  const std::size_t begin = spot.at + spot.length + 1;
  if (begin >= text.size() || text[begin - 1] != ' ') return std::nullopt;
  const std::size_t end = run_end(text, begin, Letters::Base64Padded, any_length);
  constexpr std::size_t shortest = 12;
  if (end - begin < shortest) return std::nullopt;
  const auto login = decode_base64(text.substr(begin, end - begin));
  if (!login) return std::nullopt;
  const std::size_t colon = login->find(':');
  if (colon == std::string::npos || colon == 0 || !all(*login, Letters::Printable)) {
    return std::nullopt;
  }
  const std::string_view password = std::string_view(*login).substr(colon + 1);
  if (!is_real_value(password) || password.size() < 6 || looks_made_up(password) ||
      *login == "Aladdin:open sesame") {
    return std::nullopt;
  }
  Found found{{begin, end}};
  return found;
}

std::optional<Found> read_bearer_authorization(const Spot& spot) {
  const std::string_view text = spot.text;
  if (spot.at == 0 || to_lower(text[spot.at - 1]) != 'b') return std::nullopt;
  const std::size_t begin = spot.at + spot.length + 1;
  if (begin >= text.size() || text[begin - 1] != ' ') return std::nullopt;
  const std::size_t end = run_end(text, begin, Letters::Tilde, any_length);
  const std::string_view token = text.substr(begin, end - begin);
  constexpr std::size_t shortest = 20;
  if (token.size() < shortest || looks_made_up(token) || !looks_drawn(token)) return std::nullopt;
  return Found{{begin, end}};
}

// The whole of a config.json in base64, as Kubernetes keeps it.
static std::optional<Found> read_encoded_logins(const Spot& spot) {
  if (!is_word_start(spot.text, spot.at)) return std::nullopt;
  const std::size_t end = run_end(spot.text, spot.at, Letters::Base64Padded, longest_token);
  const auto document = decode_base64(spot.text.substr(spot.at, end - spot.at));
  if (!document) return std::nullopt;
  constexpr std::string_view name = "\"auth\"";
  Spot inner;
  inner.text = *document;
  inner.at = document->find(name);
  inner.length = name.size();
  if (inner.at == std::string::npos || !read_docker_auth(inner)) return std::nullopt;
  return Found{{spot.at, end}};
}

std::optional<Found> read_docker_auth(const Spot& spot) {
  const std::string_view text = spot.text;
  if (text.substr(spot.at).starts_with("eyJ")) return read_encoded_logins(spot);
  std::size_t at = spot.at + spot.length;
  while (at < text.size() && (is_blank(text[at]) || text[at] == ':')) ++at;
  if (at >= text.size() || text[at] != '"') return std::nullopt;
  const std::size_t begin = at + 1;
  const std::size_t end = run_end(text, begin, Letters::Base64Padded, longest_token);
  if (end - begin < 8 || end >= text.size() || text[end] != '"') return std::nullopt;
  const auto login = decode_base64(text.substr(begin, end - begin));
  if (!login) return std::nullopt;
  const std::size_t colon = login->find(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  if (!is_real_value(std::string_view(*login).substr(colon + 1))) return std::nullopt;
  return Found{{begin, end}};
}

}  // namespace plimsoll::secrets
