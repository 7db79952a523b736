#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "analyzer/base/paths.h"
#include "analyzer/secrets/secrets.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Suspect {
  std::string what;
  Severity severity;
};
constexpr std::uint64_t longest_read_bytes = 1 << 20;
}  // namespace

// Files that hold nothing but a secret, by their names.
static std::optional<Suspect> certain(std::string_view path, std::string_view name) {
  static constexpr std::array keys = {"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"};
  if (std::find(keys.begin(), keys.end(), name) != keys.end()) {
    return Suspect{"is an ssh private key", Severity::Error};
  }
  static constexpr std::array logins = {".netrc",           "_netrc",  ".pgpass",
                                        ".git-credentials", ".pypirc", ".vault-token"};
  if (std::find(logins.begin(), logins.end(), name) != logins.end()) {
    return Suspect{"is a file of passwords", Severity::Error};
  }
  static constexpr std::array folders = {".aws/credentials", ".docker/config.json", ".kube/config",
                                         "gcloud/application_default_credentials.json"};
  for (const std::string_view folder : folders) {
    if (path == folder || path.ends_with("/" + std::string(folder))) {
      return Suspect{"is a file of cloud credentials", Severity::Error};
    }
  }
  return std::nullopt;
}

// Files that usually hold one.
static std::optional<Suspect> likely(std::string_view name) {
  static constexpr std::array names = {
      ".env",         ".htpasswd",        "master.key",        "secrets.yml",
      "secrets.yaml", "credentials.json", "terraform.tfstate", ".dockercfg"};
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return Suspect{"usually holds secrets", Severity::Warning};
  }
  // Most hold settings, or name a variable for the login.
  if (name == ".npmrc") return Suspect{"may hold a registry's login", Severity::Info};
  static constexpr std::array endings = {".p12",  ".pfx", ".jks", ".keystore",
                                         ".kdbx", ".ppk", ".key"};
  for (const std::string_view ending : endings) {
    // `.pub.key` and `signing.key` of package mirrors are public.
    if (name.ends_with(ending) && name.size() > ending.size() &&
        name.find("pub") == std::string_view::npos && name.find("gpg") == std::string_view::npos &&
        name.find("release") == std::string_view::npos &&
        name.find("archive") == std::string_view::npos &&
        name.find("signing") == std::string_view::npos) {
      return Suspect{"usually holds a private key", Severity::Warning};
    }
  }
  return std::nullopt;
}

// What the file's own bytes say, where the context is at hand: no value means that they say no.
static std::optional<Suspect> by_content(std::string_view content, const Suspect& suspect) {
  if (const auto found = find_credential(content))
    return Suspect{"holds " + std::string(found->what), Severity::Error};
  for (const std::string_view mark : {"_authToken=", "_auth=", "_password="}) {
    const std::size_t at = content.find(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view value = content.substr(at + mark.size());
    if (!value.empty() && value.front() != '$' && value.front() != '\n')
      return Suspect{"holds a registry login", Severity::Error};
  }
  if (suspect.severity == Severity::Error && !content.empty()) return suspect;
  const bool binary = content.find('\0') != std::string_view::npos;
  if (binary) return suspect;
  // Lines `NAME=value` as a shell takes them.
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t end = std::min(content.find('\n', at), content.size());
    const std::string_view line = content.substr(at, end - at);
    at = end + 1;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || line.front() == '#') continue;
    if (read_secret_name(line.substr(0, equals)) != NameHint::Secret) continue;
    const ValueShape shape = read_secret_value(line.substr(equals + 1));
    if (shape == ValueShape::Plain || shape == ValueShape::Random) {
      return Suspect{"holds secrets", Severity::Error};
    }
  }
  return std::nullopt;
}

// A key that package managers check signatures with is public, whatever its name.
static bool is_repository_key(const Facts& facts, const Placed<Copy>& copy,
                              const std::string& path) {
  if (!path.ends_with(".key")) return false;
  const Value destination = facts.value(copy, copy->destination);
  if (!destination.known()) return false;
  for (const std::string_view folder :
       {"keyrings", "trusted.gpg.d", "/etc/apk/keys", "rpm-gpg", "/etc/apt"}) {
    if (destination.text().find(folder) != std::string::npos) return true;
  }
  const std::string_view name = file_name(path);
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      const bool imports = command.is("apt-key") || command.is("gpg") || command.is("gpg2") ||
                           (command.is("rpm") && command.has_option({"--import"}));
      if (imports && facts.source.at(command.span).find(name) != std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

static std::optional<Suspect> judge(const Facts& facts, const std::string& path) {
  const std::string_view name = file_name(path);
  std::optional<Suspect> suspect = certain(path, name);
  if (!suspect) suspect = likely(name);
  if (!suspect || !facts.context) return suspect;
  if (const auto content = facts.context->read(path, longest_read_bytes)) {
    return by_content(*content, *suspect);
  }
  return suspect;
}

static void check_source(const Facts& facts, Reporter& report, const Placed<Copy>& copy,
                         const Text& source) {
  const Value value = facts.value(copy, source);
  if (!value.known() || value.text().find("://") != std::string::npos) return;
  const auto say = [&](const std::string& path, const Suspect& suspect) {
    report.at(source.span(), quoted(path) + " " + suspect.what + ", in a layer")
        .severity(suspect.severity)
        .help("mount it for the RUN that needs it: `RUN --mount=type=secret,id=...`");
  };
  const std::string path = normal_path(value.text());
  if (is_repository_key(facts, copy, path)) return;
  if (const auto suspect = judge(facts, path)) return say(path, *suspect);
  if (!facts.context) return;
  // A directory: what of it is sent.
  for (const ContextFile* file : facts.context->sent(value.text()).files) {
    if (const auto suspect = judge(facts, file->path);
        suspect && suspect->severity == Severity::Error) {
      return say(file->path, *suspect);
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy->from() || copy->broken || !facts.ships(copy)) continue;
    for (const Text& source : copy->sources) check_source(facts, report, copy, source);
  }
}

// The layer to blame: a later chmod only stored it again.
static SecretPlace brought_by(const ImageFacts& facts, const FoundSecret& secret) {
  SecretPlace at = secret.live.front();
  for (auto hidden = secret.hidden.rbegin(); hidden != secret.hidden.rend(); ++hidden) {
    const bool restored = facts.tree.fate(hidden->entry) == image::Fate::Restored;
    if (restored && facts.tree.hidden_by(hidden->entry) == at.entry) at = *hidden;
  }
  return at;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const FoundSecret& secret : secrets_of_files(facts)) {
    if (secret.live.empty()) continue;  // secret-in-deleted-layer says it
    const SecretPlace first = brought_by(facts, secret);
    std::string where = first.quoted(facts);
    if (secret.hit->line > 0) where += ", line " + std::to_string(secret.hit->line);
    FindingBuilder finding =
        report.at(first.blamed(facts), std::string(secret.what->what) + " is in " + where);
    finding.severity(severity_of(facts, *secret.what, *secret.hit)).label(secret.hit->redacted);
    constexpr std::size_t most_places = 5;
    for (std::size_t i = 0; i < secret.live.size() && i < most_places; ++i) {
      if (secret.live[i] != first) finding.related(secret.live[i].in_layer(facts), "here, too");
    }
    for (std::size_t i = 0; i < secret.hidden.size() && i < most_places; ++i) {
      if (secret.hidden[i] == first) continue;
      finding.related(secret.hidden[i].in_layer(facts), "and in this layer, although hidden");
    }
    finding.help(
        "take it for known and replace it; give it to a build with `RUN --mount=type=secret`, to a "
        "container when it starts");
  }
}

extern constinit const Rule secret_file_in_image{
    .name = "secret-file-in-image",
    .aliases = {"DS-0031", "CIS-DI-0010"},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "a file of credentials is copied into the image",
    .why =
        "A layer keeps what was once copied into it, also where a later RUN deletes the file. "
        "Everybody who can pull the image can take the key out of it.",
    .bad = R"(FROM alpine:3.20
COPY id_rsa /root/.ssh/id_rsa
)",
    .good = R"(FROM alpine:3.20
RUN --mount=type=ssh ssh-add -l
)",
    .references = {"https://docs.docker.com/build/building/secrets/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
