#include <algorithm>

#include "analyzer/shell/download.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Only hosts of the own network are asked: nobody out there can take their place.
static bool stays_inside(const Command& command) {
  const std::vector<Fetch>& fetches = effects_of(command).fetches;
  return !fetches.empty() && std::all_of(fetches.begin(), fetches.end(), [](const Fetch& fetch) {
    return is_no(is_public_host(split_url(fetch.url).host));
  });
}

// `echo insecure >> ~/.curlrc`: for every curl from here on.
static const ShellWord* configures(const Command& command) {
  const bool rc = std::any_of(
      command.redirects.begin(), command.redirects.end(),
      [](const Redirect& r) { return r.writes() && r.target.text.ends_with("curlrc"); });
  if (!rc) return nullptr;
  for (const ShellWord& word : command.words) {
    if (word.text.starts_with("insecure") || word.text.starts_with("-k") ||
        word.text.starts_with("--insecure")) {
      return &word;
    }
  }
  return nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (const ShellWord* word = configures(command)) {
        report.at(word->span, "every curl from here on takes any certificate");
      }
      if (!command.is("curl") || stays_inside(command)) continue;
      const Option* off = command.option({"-k", "--insecure", "--proxy-insecure"});
      if (!off) continue;
      report.at(off->span, "curl takes any certificate, and so any server, for the right one")
          .help("install the certificates (`ca-certificates`), or name yours by `--cacert`")
          .fix(unsafe("the server's certificate may not be trusted in the image"),
               "check the certificate",
               edits::remove_options(facts, command, {"-k", "--insecure", "--proxy-insecure"}),
               Effects::none());
    }
  }
}

extern constinit const Rule tls_verify_off_curl{
    .name = "tls-verify-off-curl",
    .aliases = {"CKV2_DOCKER_2"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`curl` does not check the server's certificate",
    .why =
        "With `-k` https is no better than http: whoever stands in between sends what he likes, "
        "and it becomes part of the image. Most often the image only lacks `ca-certificates`.",
    .bad = R"(FROM debian:12
RUN curl -fsSLk -o /tmp/tool https://example.com/tool
)",
    .good = R"(FROM debian:12
RUN curl -fsSL -o /tmp/tool https://example.com/tool
)",
    .fix_safety = "Always unsafe: the build fails where the image does not trust the certificate.",
    .references = {"https://curl.se/docs/sslcerts.html"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"curl", "insecure"}},
    .check = check};

}  // namespace plimsoll::rules
