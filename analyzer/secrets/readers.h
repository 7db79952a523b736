#pragma once

// What is read by code, for no expression could say it.

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/secrets/class_table.h"

namespace plimsoll::secrets {

[[nodiscard]] std::optional<Found> read_jwt(const Spot& spot);                   // RFC 7519
[[nodiscard]] std::optional<Found> read_url(const Spot& spot);                   // RFC 3986, 3.2.1
[[nodiscard]] std::optional<Found> read_basic_authorization(const Spot& spot);   // RFC 7617
[[nodiscard]] std::optional<Found> read_bearer_authorization(const Spot& spot);  // RFC 6750
[[nodiscard]] std::optional<Found> read_private_key(const Spot& spot);           // RFC 7468
[[nodiscard]] std::optional<Found> read_pgp_key(const Spot& spot);               // RFC 4880, 6.2
[[nodiscard]] std::optional<Found> read_putty_key(const Spot& spot);
[[nodiscard]] std::optional<Found> read_encoded_key(const Spot& spot);  // base64 of an armour
[[nodiscard]] std::optional<Found> read_openvpn_key(const Spot& spot);
[[nodiscard]] std::optional<Found> read_docker_auth(const Spot& spot);  // "auth": "dXNlcjpw"

// The login in `scheme://user:password@host`, where `at` is the place of `://`; says nothing of
// whether the password is one.
struct UrlLogin {
  Stretch user, password, host;
};
[[nodiscard]] std::optional<UrlLogin> url_login(std::string_view text, std::size_t at);
// Not a placeholder, a default or one that only this machine can use.
[[nodiscard]] bool is_real_login(std::string_view text, const UrlLogin& login);

// Whole files.
void read_netrc(const WholeFile& file, std::vector<Found>& finds);
void read_pgpass(const WholeFile& file, std::vector<Found>& finds);
void read_shadow(const WholeFile& file, std::vector<Found>& finds);
void read_htpasswd(const WholeFile& file, std::vector<Found>& finds);
void read_single_value(const WholeFile& file, std::vector<Found>& finds);
void read_java_keystore(const WholeFile& file, std::vector<Found>& finds);
void read_pkcs12(const WholeFile& file, std::vector<Found>& finds);
void read_known_container(const WholeFile& file, std::vector<Found>& finds);

}  // namespace plimsoll::secrets
