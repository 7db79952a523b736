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

[[nodiscard]] std::optional<Found> read_service_account(const Spot& spot);  // Google's JSON
[[nodiscard]] std::optional<Found> read_onion_key(const Spot& spot);  // Tor's hs_ed25519_secret_key
[[nodiscard]] std::optional<Found> read_command_password(const Spot& spot);  // `sshpass -p x`
[[nodiscard]] std::optional<Found> read_wordpress_salt(const Spot& spot);
[[nodiscard]] std::optional<Found> read_tsig_key(const Spot& spot);      // named.conf, rndc.key
[[nodiscard]] std::optional<Found> read_dnssec_key(const Spot& spot);    // Private-key-format: v1
[[nodiscard]] std::optional<Found> read_stored_login(const Spot& spot);  // FileZilla's <Pass>
[[nodiscard]] std::optional<Found> read_jenkins_secret(const Spot& spot);
[[nodiscard]] std::optional<Found> read_npm_login(const Spot& spot);  // .npmrc, .yarnrc.yml
[[nodiscard]] std::optional<Found> read_omniauth_secret(const Spot& spot);
// Values that are neither placeholders nor references nor what everybody tries first.
[[nodiscard]] bool is_real_value(std::string_view value);

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
void read_chap_secrets(const WholeFile& file, std::vector<Found>& finds);    // pppd(8)
void read_sasl_passwords(const WholeFile& file, std::vector<Found>& finds);  // postfix
void read_single_value(const WholeFile& file, std::vector<Found>& finds);
void read_java_keystore(const WholeFile& file, std::vector<Found>& finds);
void read_pkcs12(const WholeFile& file, std::vector<Found>& finds);
void read_password_safe(const WholeFile& file, std::vector<Found>& finds);
void read_capture(const WholeFile& file, std::vector<Found>& finds);
void read_database(const WholeFile& file, std::vector<Found>& finds);
void read_bitlocker_key(const WholeFile& file, std::vector<Found>& finds);

}  // namespace plimsoll::secrets
