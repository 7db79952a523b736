// Keys in their armours, and files that are told by their name and by what is in them.

#include "analyzer/secrets/class_table.h"
#include "analyzer/secrets/readers.h"

namespace plimsoll::secrets {

namespace {

constexpr ClassRow rows[] = {
    {.id = "private-key",
     .what = "a private key",
     .literals = "-----BEGIN",
     .read = read_private_key},
    {.id = "pgp-private-key",
     .what = "a PGP private key",
     .literals = "-----BEGIN",
     .read = read_pgp_key},
    {.id = "putty-key",
     .what = "a PuTTY private key",
     .literals = "PuTTY-User-Key-File-",
     .read = read_putty_key},
    {.id = "encoded-private-key",
     .what = "a private key in base64",
     .literals = "LS0tLS1CRUdJTi",
     .read = read_encoded_key},
    {.id = "openvpn-static-key",
     .what = "an OpenVPN key",
     .literals = "-----BEGIN",
     .read = read_openvpn_key},
    {.id = "docker-login",
     .what = "a registry login",
     .habitat = Habitat::Text,
     .literals = "\"auth\"",
     .read = read_docker_auth},
    {.id = "netrc-password",
     .what = "a password in a .netrc",
     .certain = false,
     .habitat = Habitat::Text,
     .files = ".netrc _netrc /etc/apt/auth.conf",
     .read_file = read_netrc},
    {.id = "postgres-password-file",
     .what = "a password in a .pgpass",
     .certain = false,
     .habitat = Habitat::Text,
     .files = ".pgpass pgpass.conf",
     .read_file = read_pgpass},
    {.id = "password-hash",
     .what = "the hash of a password",
     .habitat = Habitat::Text,
     .files = "shadow shadow- gshadow master.passwd",
     .read_file = read_shadow},
    {.id = "htpasswd-hash",
     .what = "the hash of a password",
     .habitat = Habitat::Text,
     .files = ".htpasswd htpasswd *.htpasswd",
     .read_file = read_htpasswd},
    {.id = "secret-file",
     .what = "a file that holds one secret",
     .certain = false,
     .habitat = Habitat::Text,
     .files = "master.key password.txt .vault-token .vault-pass .vault_pass vault_pass.txt "
              "ansible_vault_pass secret_key .secret_key *.secret",
     .read_file = read_single_value},
    {.id = "java-key-store",
     .what = "a Java key store with private keys",
     .files = "*.jks *.keystore *.jceks",
     .read_file = read_java_keystore},
    {.id = "pkcs12-key-store",
     .what = "a PKCS #12 key store",
     .files = "*.p12 *.pfx *.pkcs12",
     .read_file = read_pkcs12},
    {.id = "password-safe",
     .what = "a password safe",
     .files = "*.kdbx *.kdb *.psafe3 *.keychain *.keychain-db *.gnucash *.fve *.pcap *.mdf",
     .read_file = read_known_container},
    {.id = "chosen-password", .what = "a password", .certain = false, .habitat = Habitat::Text},
    {.id = "generic-secret", .what = "a secret", .certain = false, .habitat = Habitat::Text},
};

}  // namespace

std::span<const ClassRow> file_classes() { return rows; }

std::array<std::span<const ClassRow>, 5> class_tables() {
  return {cloud_classes(), forge_classes(), service_classes(), assigned_classes(), file_classes()};
}

}  // namespace plimsoll::secrets
