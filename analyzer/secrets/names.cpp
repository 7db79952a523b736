#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "analyzer/secrets/secrets.h"

namespace plimsoll {

namespace {

constexpr std::array secret_words = {
    "password", "passwd",     "passphrase",  "passwort", "pword",     "secret",    "secrets",
    "token",    "credential", "credentials", "apikey",   "secretkey", "accesskey", "privatekey",
    "authkey",  "authtoken",  "accesstoken", "pat",      "psk"};
// Secrets only beside other words: `PWD` is a directory, `PASS` a verdict.
constexpr std::array short_words = {"pass", "pwd", "pw", "creds"};
// What makes a key one that is kept secret.
constexpr std::array key_kinds = {"api",    "access",  "secret",     "private", "auth",
                                  "master", "signing", "encryption", "account", "deploy",
                                  "admin",  "crypt",   "ssh"};
// As the last word: the name is about a secret, or says where it is.
constexpr std::array about = {
    "file",      "files",    "path",      "paths",      "dir",        "directory", "folder",
    "location",  "url",      "uri",       "endpoint",   "host",       "port",      "server",
    "service",   "version",  "name",      "names",      "username",   "user",      "length",
    "len",       "ttl",      "expiry",    "expires",    "expiration", "timeout",   "age",
    "type",      "format",   "header",    "prefix",     "suffix",     "algorithm", "alg",
    "size",      "count",    "policy",    "provider",   "store",      "manager",   "fingerprint",
    "fpr",       "socket",   "mode",      "duration",   "interval",   "limit",     "limits",
    "field",     "column",   "var",       "env",        "mount",      "sha256",    "sha512",
    "md5",       "checksum", "keyserver", "keyring",    "keys",       "issuer",    "audience",
    "method",    "label",    "command",   "cmd",        "lifetime",   "rotation",  "parallelism",
    "cookie",    "template", "keystore",  "truststore", "minutes",    "seconds",   "hours",
    "days",      "id",       "ids",       "region",     "enabled",    "disabled",  "required",
    "regex",     "pattern",  "rules",     "realm",      "scope",      "scopes",    "domain",
    "arn",       "alias",    "namespace", "rounds",     "attempts",   "retries",   "iterations",
    "validator", "hasher",   "backend",   "plugin"};
// Anywhere: what follows is public, or a switch.
constexpr std::array harmless = {
    "public",  "pub",       "gpg",        "pgp",  "random", "empty",  "dummy",   "fake",
    "example", "allow",     "no",         "skip", "use",    "enable", "disable", "require",
    "reset",   "tokenizer", "tokenizers", "max",  "min",    "sock",   "without", "ignore"};

template <class List>
bool has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `DB_PASSWORD2` -> db password; `githubToken` -> github token; `sha256` stays together.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter = is_upper(c) || is_lower(c) || is_digit(c);
    const bool hump = i > 0 && is_upper(c) && is_lower(name[i - 1]);
    if ((!letter || hump) && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (words.back().empty()) words.pop_back();
  for (std::string& word : words) {
    if (word.starts_with("sha") || word.starts_with("md")) continue;
    while (word.size() > 1 && is_digit(word.back())) word.pop_back();
  }
  return words;
}

// Bundlers write these variables into what every browser gets: no secret is meant.
bool is_bundled(const std::vector<std::string>& words) {
  if (words.size() < 2) return false;
  return words[0] == "vite" || words[0] == "gatsby" ||
         ((words[0] == "react" || words[0] == "vue") && words[1] == "app");
}

}  // namespace

NameHint read_secret_name(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  const auto any = [&](const auto& list) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return has(list, word); });
  };
  if (words.empty() || has(about, words.back()) || any(harmless) || is_bundled(words)) {
    return NameHint::None;
  }
  if (any(secret_words) || (words.size() > 1 && any(short_words))) return NameHint::Secret;
  if (words.back() != "key") return NameHint::None;
  return any(key_kinds) ? NameHint::Secret : NameHint::Weak;
}

}  // namespace plimsoll
