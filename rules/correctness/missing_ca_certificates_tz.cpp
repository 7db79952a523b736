#include <algorithm>
#include <array>

#include "rules/image_findings.h"

namespace plimsoll::rules {

// Where TLS libraries look for the authorities that they trust.
static bool has_authorities(const ImageFacts& facts) {
  static constexpr std::array<std::string_view, 8> places = {
      "etc/ssl/certs/ca-certificates.crt",
      "etc/ssl/cert.pem",
      "etc/pki/tls/certs/ca-bundle.crt",
      "etc/ssl/ca-bundle.pem",
      "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
      "usr/local/share/certs/ca-root-nss.crt",
      "etc/ca-certificates/extracted/tls-ca-bundle.pem",
      "var/lib/ca-certificates/ca-bundle.pem"};
  return std::any_of(places.begin(), places.end(),
                     [&](std::string_view place) { return !is_no(facts.contents.exists(place)); });
}

// A program brings its own: certifi, Node, Java's keystore, or a variable that names one.
static bool may_bring_its_own(const ImageFacts& facts) {
  for (const std::string_view name : {"SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
                                      "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE"}) {
    if (facts.contents.env(name)) return true;
  }
  for (const std::string_view program : {"node", "java", "python3", "python", "deno", "bun"}) {
    if (!is_no(facts.contents.look_up(program).found)) return true;
  }
  return false;
}

// Where the configuration itself tells of a server to be reached by TLS.
static std::string_view names_a_server(const ImageConfig& config) {
  for (const std::string& variable : config.env) {
    if (variable.find("=https://") != std::string::npos) return "ENV";
  }
  for (const auto* words : {&config.entrypoint, &config.cmd}) {
    if (!*words) continue;
    for (const std::string& word : **words) {
      if (word.find("https://") != std::string::npos) {
        return words == &config.cmd ? "CMD" : "ENTRYPOINT";
      }
    }
  }
  return {};
}

static void check_time_zone(const ImageFacts& facts, Reporter& report) {
  const std::optional<std::string_view> zone = facts.contents.env("TZ");
  if (!zone || zone->empty() || zone->find_first_of("<,:") != std::string_view::npos) return;
  // "UTC0" and "CET-1CEST" are rules, not names of files.
  const bool named = zone->find('/') != std::string_view::npos;
  if (!named || zone->front() == '/') return;
  if (!is_no(facts.contents.exists("usr/share/zoneinfo/" + std::string(*zone)))) return;
  for (const std::string_view program : {"node", "java", "deno", "bun"}) {
    if (!is_no(facts.contents.look_up(program).found)) return;  // they have their own table
  }
  report
      .at(facts.place_of("ENV"),
          "TZ names " + quoted(*zone) + ", but the image has no data of it: time is in UTC")
      .help("install tzdata, or copy /usr/share/zoneinfo from another stage");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (facts.description.platform.os == "windows" || facts.contents.started().empty()) return;
  check_time_zone(facts, report);
  const std::string_view keyword = names_a_server(facts.description.config);
  if (keyword.empty() || has_authorities(facts) || may_bring_its_own(facts)) return;
  report
      .at(facts.place_of(keyword), "an https:// address is set, but the image trusts no authority")
      .help(
          "install ca-certificates, or copy /etc/ssl/certs/ca-certificates.crt from another "
          "stage");
}

extern constinit const Rule missing_ca_certificates_tz{
    .name = "missing-ca-certificates-tz",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "certificates or time zones that the configuration counts on are not in the image",
    .why =
        "Images from scratch and slim bases have neither the certificates by which TLS tells a "
        "server from an impostor nor the table of time zones. The first ends every request with "
        "\"certificate signed by unknown authority\", the second is worse: all times are an hour "
        "off and nothing says so.",
    .bad = R"(FROM scratch
COPY app /app
ENV API=https://api.example.org TZ=Europe/Berlin
ENTRYPOINT ["/app"]
)",
    .good = R"(FROM scratch
COPY --from=debian:12 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=debian:12 /usr/share/zoneinfo /usr/share/zoneinfo
COPY app /app
ENV API=https://api.example.org TZ=Europe/Berlin
ENTRYPOINT ["/app"]
)",
    .references = {"https://pkg.go.dev/crypto/x509#SystemCertPool",
                   "https://man7.org/linux/man-pages/man3/tzset.3.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
