#pragma once

// What a name and a value say of being a secret. Nothing here reads files or prints values.

#include <cstdint>
#include <optional>
#include <string_view>

namespace plimsoll {

// Told from the words of a variable's name: `DB_PASSWORD`, `githubToken`. Weak: a key of some kind
// (`APP_KEY`), which the value has to confirm. No secret: `TOKEN_FILE`, `PUBLIC_KEY`,
// `SSH_AUTH_SOCK`, `PASSWORD_MIN_LENGTH`.
enum class NameHint : std::uint8_t { None, Weak, Secret };
[[nodiscard]] NameHint read_secret_name(std::string_view name);

enum class ValueShape : std::uint8_t {
  Empty,
  Switch,       // yes, false, 0: a setting about secrets
  Reference,    // a path, a URL, a template: where the secret is
  Placeholder,  // says of itself that it is none: `your-token-here`, `xxxx`, `dummy`
  Default,      // a password that everybody tries first: `admin`, `changeme`, `postgres`
  Plain,        // any other text
  Random,       // looks drawn by a generator
};
[[nodiscard]] ValueShape read_secret_value(std::string_view value);

// What the text holds for certain, by its maker's own prefix, length and alphabet: "a GitHub
// token", "an AWS access key", "a private key", "a URL with a password". Nothing otherwise; the
// first of several. Linear in the text. Values that documentation uses as examples are none.
struct Credential {
  std::string_view what;
  std::size_t at = 0;
  std::size_t length = 0;
};
[[nodiscard]] std::optional<Credential> find_credential(std::string_view text);

}  // namespace plimsoll
