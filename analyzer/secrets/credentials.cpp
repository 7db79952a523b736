// Credentials that say what they are. Each maker begins its tokens with letters of its own, so that
// scanners may find them: a table of these prefixes, the alphabet of what follows, and how many
// such letters there are. One pass cuts the text into runs of such letters; only in a long run are
// the prefixes searched. A looser net (any long random text) would catch checksums and commit ids,
// which Dockerfiles are full of.

#include <algorithm>
#include <string_view>

#include "analyzer/secrets/secrets.h"

namespace plimsoll {

namespace {

enum class Letters : unsigned char { Base32, Alphanumeric, Wide /* and _ - */, Hex };

struct Shape {
  std::string_view prefix;
  Letters letters;
  std::size_t least;
  std::size_t most;
  std::string_view what;
};

constexpr std::size_t any = 4096;
constexpr Shape shapes[] = {
    {"AKIA", Letters::Base32, 16, 16, "an AWS access key"},
    {"ASIA", Letters::Base32, 16, 16, "an AWS access key"},
    {"ghp_", Letters::Alphanumeric, 36, 76, "a GitHub token"},
    {"gho_", Letters::Alphanumeric, 36, 76, "a GitHub token"},
    {"ghu_", Letters::Alphanumeric, 36, 76, "a GitHub token"},
    {"ghs_", Letters::Alphanumeric, 36, 76, "a GitHub token"},
    {"ghr_", Letters::Alphanumeric, 36, 76, "a GitHub token"},
    {"github_pat_", Letters::Wide, 82, 82, "a GitHub token"},
    {"glpat-", Letters::Wide, 20, any, "a GitLab token"},
    {"gldt-", Letters::Wide, 20, any, "a GitLab token"},
    {"glrt-", Letters::Wide, 20, any, "a GitLab token"},
    {"xoxb-", Letters::Wide, 20, any, "a Slack token"},
    {"xoxp-", Letters::Wide, 20, any, "a Slack token"},
    {"xoxa-", Letters::Wide, 20, any, "a Slack token"},
    {"sk_live_", Letters::Alphanumeric, 24, any, "a Stripe key"},
    {"rk_live_", Letters::Alphanumeric, 24, any, "a Stripe key"},
    {"npm_", Letters::Alphanumeric, 36, 36, "an npm token"},
    {"pypi-AgEI", Letters::Wide, 50, any, "a PyPI token"},
    {"hf_", Letters::Alphanumeric, 34, 40, "a Hugging Face token"},
    {"sk-ant-", Letters::Wide, 40, any, "an Anthropic key"},
    {"sk-proj-", Letters::Wide, 40, any, "an OpenAI key"},
    {"dckr_pat_", Letters::Wide, 27, any, "a Docker Hub token"},
    {"dop_v1_", Letters::Hex, 64, 64, "a DigitalOcean token"},
    {"hvs.", Letters::Wide, 24, any, "a Vault token"},
    {"AIza", Letters::Wide, 35, 35, "a Google API key"},
    {"glsa_", Letters::Wide, 32, any, "a Grafana token"},
    {"SG.", Letters::Wide, 22, 22, "a SendGrid key"},
    {"NRAK-", Letters::Base32, 27, 27, "a New Relic key"},
    {"dapi", Letters::Hex, 32, 32, "a Databricks token"},
    {"shpat_", Letters::Hex, 32, 32, "a Shopify token"},
};

bool belongs(Letters letters, char c) {
  const bool digit = c >= '0' && c <= '9';
  const bool upper = c >= 'A' && c <= 'Z';
  const bool small = c >= 'a' && c <= 'z';
  switch (letters) {
    case Letters::Base32:
      return upper || digit;
    case Letters::Alphanumeric:
      return upper || small || digit;
    case Letters::Wide:
      return upper || small || digit || c == '_' || c == '-';
    case Letters::Hex:
      return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
  return false;
}

// Made up for a page of documentation: one letter again and again, or it says so.
bool is_example(std::string_view token) {
  constexpr std::size_t fewest_letters = 6;
  std::size_t different = 0;
  bool seen[256] = {};
  for (const char c : token) {
    bool& one = seen[static_cast<unsigned char>(c)];
    different += one ? 0u : 1u;
    one = true;
  }
  return different < fewest_letters || token.find("EXAMPLE") != std::string_view::npos ||
         token.find("example") != std::string_view::npos ||
         token.find("xxxx") != std::string_view::npos ||
         token.find("XXXX") != std::string_view::npos;
}

bool is_run(char c) { return belongs(Letters::Wide, c) || c == '.'; }

// Within one run of a token's letters.
std::optional<Credential> in_run(std::string_view run) {
  for (const Shape& shape : shapes) {
    for (std::size_t at = run.find(shape.prefix); at != std::string_view::npos;
         at = run.find(shape.prefix, at + 1)) {
      if (at > 0 && belongs(Letters::Alphanumeric, run[at - 1])) continue;
      const std::size_t begin = at + shape.prefix.size();
      const std::size_t stop = std::min(run.size(), begin + any);
      std::size_t end = begin;
      while (end < stop && belongs(shape.letters, run[end])) ++end;
      const std::size_t length = end - begin;
      if (length < shape.least || length > shape.most) continue;
      if (!is_example(run.substr(begin, length))) return Credential{shape.what, at, end - at};
    }
  }
  return std::nullopt;
}

// Only long runs of letters can hold a token: most of a text is passed over in one step.
std::optional<Credential> by_prefix(std::string_view text) {
  constexpr std::size_t shortest = 20;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_run(text[end])) ++end;
    if (end - at >= shortest) {
      if (auto found = in_run(text.substr(at, end - at))) {
        found->at += at;
        return found;
      }
    }
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<Credential> private_key(std::string_view text) {
  constexpr std::string_view armour = "-----BEGIN ";
  constexpr std::string_view name = "PRIVATE KEY";
  constexpr std::size_t longest_kind = 24;  // "ENCRYPTED ", "OPENSSH "
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t from = at - std::min(at, armour.size() + longest_kind);
    const std::size_t begin = text.substr(from, at - from).rfind(armour);
    if (begin == std::string_view::npos) continue;
    return Credential{"a private key", from + begin, at + name.size() - from - begin};
  }
  return std::nullopt;
}

// scheme://user:password@host
std::optional<Credential> url_with_password(std::string_view text) {
  for (std::size_t at = text.find("://"); at != std::string_view::npos;
       at = text.find("://", at + 3)) {
    const std::size_t begin = at + 3;
    const std::size_t end = std::min(text.find_first_of("/ \t\n\"'?#", begin), text.size());
    const std::size_t host = text.substr(begin, end - begin).rfind('@');
    if (host == std::string_view::npos) continue;
    const std::string_view user_info = text.substr(begin, host);
    const std::size_t colon = user_info.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view password = user_info.substr(colon + 1);
    if (password.empty() || password.find_first_of("$<{*%") != std::string_view::npos) continue;
    // A trial set-up: the password is the name, or nobody else can reach the host.
    const std::string_view behind = text.substr(begin + host + 1, end - begin - host - 1);
    if (password == user_info.substr(0, colon) || behind.starts_with("localhost") ||
        behind.starts_with("127.0.0.1")) {
      continue;
    }
    switch (read_secret_value(password)) {
      case ValueShape::Plain:
      case ValueShape::Random:
      case ValueShape::Switch:
        return Credential{"a URL with a password", begin, host};
      default:
        break;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Credential> find_credential(std::string_view text) {
  std::optional<Credential> first;
  for (auto found : {by_prefix(text), private_key(text), url_with_password(text)}) {
    if (found && (!first || found->at < first->at)) first = found;
  }
  return first;
}

}  // namespace plimsoll
