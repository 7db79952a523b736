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

static bool is_off(std::string_view value) {
  return value == "off" || value == "no" || value == "quiet" || value == "0";
}

static bool holds_setting(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != ' ' && c != '\t') plain += c == '-' ? '_' : c;
  }
  for (const std::string_view off : {"check_certificate=off", "check_certificate=no"}) {
    if (plain.find(off) != std::string::npos) return true;
  }
  return false;
}

// `echo "check_certificate = off" >> ~/.wgetrc`: for every wget from here on.
static const ShellWord* configures(const Command& command) {
  const bool rc = std::any_of(
      command.redirects.begin(), command.redirects.end(),
      [](const Redirect& r) { return r.writes() && r.target.text.ends_with("wgetrc"); });
  if (!rc) return nullptr;
  const auto word = std::find_if(command.words.begin(), command.words.end(),
                                 [](const ShellWord& w) { return holds_setting(w.text); });
  return word == command.words.end() ? nullptr : &*word;
}

// The option that turns it off, or null.
static const Option* turns_off(const Command& wget) {
  if (const Option* plain = wget.option({"--no-check-certificate"})) return plain;
  const Option* value = wget.option({"--check-certificate"});
  if (value && value->value && is_off(*value->value)) return value;
  const Option* execute = wget.option({"-e", "--execute"});
  return execute && execute->value && holds_setting(*execute->value) ? execute : nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (const ShellWord* word = configures(command)) {
        report.at(word->span, "every wget from here on takes any certificate");
      }
      if ((!command.is("wget") && !command.is("wget2")) || stays_inside(command)) continue;
      const Option* off = turns_off(command);
      if (!off) continue;
      report.at(off->span, "wget takes any certificate, and so any server, for the right one")
          .help(
              "install the certificates (`ca-certificates`), or name yours by "
              "`--ca-certificate`")
          .fix(unsafe("the server's certificate may not be trusted in the image"),
               "check the certificate", edits::remove_options(facts, command, {off->name}),
               Effects::none());
    }
  }
}

extern constinit const Rule tls_verify_off_wget{
    .name = "tls-verify-off-wget",
    .aliases = {"CKV2_DOCKER_3"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`wget` does not check the server's certificate",
    .why =
        "With `--no-check-certificate` https is no better than http: whoever stands in between "
        "sends what he likes, and it becomes part of the image. Most often the image only lacks "
        "`ca-certificates`.",
    .bad = R"(FROM debian:12
RUN wget -q --no-check-certificate https://example.com/tool
)",
    .good = R"(FROM debian:12
RUN wget -q https://example.com/tool
)",
    .fix_safety = "Always unsafe: the build fails where the image does not trust the certificate.",
    .references =
        {"https://www.gnu.org/software/wget/manual/wget.html#HTTPS-_0028SSL_002fTLS_0029-Options"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"wget", "check_certificate"}},
    .check = check};

}  // namespace plimsoll::rules
