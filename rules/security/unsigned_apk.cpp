#include <algorithm>
#include <string>
#include <vector>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Names of the files that the Dockerfile downloads.
static std::vector<std::string> downloaded(const Facts& facts) {
  std::vector<std::string> names;
  for (const Placed<Run>& run : facts.runs()) {
    for (const Fetch& fetch : facts.commands(run).fetches()) {
      if (!fetch.output.empty()) names.emplace_back(base_name(fetch.output));
      names.emplace_back(base_name(fetch.url));
    }
  }
  return names;
}

// Files that the build made or that were copied in carry no signature of others: a known need.
static bool only_own_files(const Facts& facts, const Command& add) {
  const std::vector<Package>& packages = effects_of(add).installs;
  if (packages.empty()) return true;
  std::vector<std::string> names;
  for (const Package& package : packages) {
    if (package.source != Package::Source::Path) {
      if (package.known) return false;
      continue;  // `$PACKAGES` may be files
    }
    if (names.empty()) names = downloaded(facts);
    const std::string_view name = base_name(package.name);
    const bool fetched = std::find(names.begin(), names.end(), name) != names.end();
    if (fetched) return false;
  }
  return true;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* apk : facts.commands(run).all("apk")) {
      const Option* off = apk->option({"--allow-untrusted"});
      if (!off || (apk->subcommand == "add" && only_own_files(facts, *apk))) continue;
      if (apk->subcommand == "del" || apk->subcommand == "info") continue;
      report.at(off->span, "apk installs packages that nobody it knows has signed")
          .help("put the publisher's key into /etc/apk/keys")
          .fix(unsafe("the packages may be signed by nobody"), "check the signatures",
               edits::remove_options(facts, *apk, {"--allow-untrusted"}), Effects::none());
    }
  }
}

extern constinit const Rule unsigned_apk{
    .name = "unsigned-apk",
    .aliases = {"CKV2_DOCKER_7"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`apk --allow-untrusted` for packages from elsewhere",
    .why =
        "The signature is what tells the publisher's package from anybody's: without it, whoever "
        "can answer for the mirror installs programs as root. Packages that the build itself "
        "made, or that are copied in, are not meant.",
    .bad = R"(FROM alpine:3.20
RUN apk add --no-cache --allow-untrusted -X https://example.com/alpine tool
)",
    .good = R"(FROM alpine:3.20
COPY example.rsa.pub /etc/apk/keys/
RUN apk add --no-cache -X https://example.com/alpine tool
)",
    .fix_safety = "Always unsafe: the build fails where the key is not among the image's.",
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"allow-untrusted"}},
    .check = check};

}  // namespace plimsoll::rules
