#include "analyzer/http/url.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace plimsoll::http {

namespace {

constexpr std::size_t longest_url = 8192;
constexpr std::size_t longest_host = 255;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

// A backslash is a slash to some readers of URLs and none to others.
bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

std::uint16_t port_of(std::string_view scheme) {
  return scheme == "https" ? https_port : http_port;
}

bool valid_name(std::string_view host) {
  return !host.empty() && host.size() <= longest_host && host.front() != '.' &&
         host.front() != '-' && std::all_of(host.begin(), host.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
         });
}

bool valid_address(std::string_view bracketed) {
  const std::string_view inside = bracketed.substr(1, bracketed.size() - 2);
  return inside.find(':') != std::string_view::npos &&
         std::all_of(inside.begin(), inside.end(),
                     [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

// "host", "host:port", "[address]:port".
bool read_host(std::string_view text, Url& url) {
  std::size_t end = text.find(':');
  if (text.starts_with('[')) {
    end = text.find(']');
    if (end == std::string_view::npos) return false;
    ++end;
    if (!valid_address(text.substr(0, end))) return false;
  } else if (!valid_name(text.substr(0, end))) {
    return false;
  }
  url.host = lower_case(text.substr(0, end));
  url.port = port_of(url.scheme);
  if (end >= text.size()) return true;
  if (text[end] != ':') return false;
  const std::string_view digits = text.substr(end + 1);
  if (digits.empty()) return true;  // RFC 3986 3.2.3: as if absent
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  const auto [last, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
  return error == std::errc() && last == digits.data() + digits.size() && url.port != 0;
}

// Scheme, if `text` begins with one: "https" of "https://x".
std::string_view scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) return {};
  const std::string_view scheme = text.substr(0, colon);
  const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
  return valid ? scheme : std::string_view();
}

// RFC 3986 5.2.4 over an absolute path.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool folder = false;  // ends in a slash
  while (!path.empty()) {
    path.remove_prefix(1);  // its slash
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    folder = part == "." || part == "..";
    if (part == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (part != ".") {
      kept.push_back(part);
    }
  }
  std::string result;
  for (const std::string_view part : kept) (result += '/') += part;
  if (folder || result.empty()) result += '/';
  return result;
}

}  // namespace

std::string Url::authority() const {
  return port == port_of(scheme) ? host : host + ":" + std::to_string(port);
}

std::string Url::text() const { return scheme + "://" + authority() + target; }

std::optional<Url> parse_url(std::string_view text) {
  text = text.substr(0, text.find('#'));
  if (text.size() > longest_url || !is_visible(text)) return std::nullopt;
  Url url;
  url.scheme = lower_case(scheme_of(text));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  text.remove_prefix(url.scheme.size() + 1);
  if (!text.starts_with("//")) return std::nullopt;
  text.remove_prefix(2);
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, end);
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    url.userinfo = std::string(authority.substr(0, at));
    if (url.userinfo.find('@') != std::string::npos) return std::nullopt;
    authority.remove_prefix(at + 1);
  }
  if (!read_host(authority, url)) return std::nullopt;
  url.target = std::string(text.substr(end));
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

std::optional<Url> resolve_url(const Url& base, std::string_view reference) {
  reference = reference.substr(0, reference.find('#'));
  if (reference.size() > longest_url || !is_visible(reference)) return std::nullopt;
  std::optional<Url> url;
  if (!scheme_of(reference).empty()) {
    url = parse_url(reference);
  } else if (reference.starts_with("//")) {
    url = parse_url(base.scheme + ":" + std::string(reference));
  } else {
    url = base;
    url->userinfo.clear();
    const std::string_view path = std::string_view(base.target).substr(0, base.target.find('?'));
    const std::size_t query = std::min(reference.find('?'), reference.size());
    if (query != 0) {
      std::string merged(reference.substr(0, query));
      if (!merged.starts_with('/')) {
        merged.insert(0, path.substr(0, path.rfind('/') + 1));
      }
      url->target = without_dots(merged) + std::string(reference.substr(query));
    } else if (!reference.empty()) {
      url->target = std::string(path) + std::string(reference);
    }
    if (url->target.size() > longest_url) return std::nullopt;
  }
  if (url && !url->userinfo.empty()) return std::nullopt;
  return url;
}

bool same_origin(const Url& a, const Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

bool is_loopback(std::string_view host) {
  const std::string name = lower_case(host);
  if (name == "localhost" || name.ends_with(".localhost") || name == "[::1]") return true;
  if (!name.starts_with("127.")) return false;
  return std::count(name.begin(), name.end(), '.') == 3 &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c) || c == '.'; });
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr unsigned low_half = 0xF;
  std::string result;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += digits[byte >> 4];
    result += digits[byte & low_half];
  }
  return result;
}

}  // namespace plimsoll::http
