#include <algorithm>
#include <array>

#include "analyzer/shell/download.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Follows redirects, says how many, or does something else than to get a file.
static bool is_decided(const Command& curl) {
  return curl.has_option({"-L",
                          "--location",
                          "--location-trusted",
                          "--max-redirs",
                          "--proto-redir",
                          "-I",
                          "--head",
                          "-w",
                          "--write-out",
                          "-K",
                          "--config",
                          "-V",
                          "--version",
                          "-h",
                          "--help",
                          "-T",
                          "--upload-file",
                          "-d",
                          "--data",
                          "--data-raw",
                          "--data-binary",
                          "--data-urlencode",
                          "-F",
                          "--form",
                          "-X",
                          "--request",
                          "-D",
                          "--dump-header",
                          "-i",
                          "--include"}) ||
         curl.names_hidden_options();
}

// Addresses that surely answer with a redirect.
static bool surely_redirects(const UrlParts& url) {
  if (url.host == "github.com") {
    for (const std::string_view part : {"/releases/download/", "/releases/latest/", "/archive/",
                                        "/raw/", "/tarball/", "/zipball/"}) {
      if (url.path.find(part) != std::string_view::npos) return true;
    }
  }
  static constexpr std::array<std::string_view, 5> hosts{"git.io", "bit.ly", "goo.gl",
                                                         "downloads.sourceforge.net", "aka.ms"};
  return std::find(hosts.begin(), hosts.end(), url.host) != hosts.end();
}

static void check(const Facts& facts, Reporter& report) {
  if (facts.source.bytes().find("curlrc") != std::string_view::npos) return;
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    for (const Command* curl : list.all("curl")) {
      if (is_decided(*curl)) continue;
      for (const Fetch& fetch : effects_of(*curl).fetches) {
        const UrlParts url = split_url(fetch.url);
        const bool http = url.scheme.empty() || url.scheme == "http" || url.scheme == "https";
        if (!http || !is_yes(is_public_host(url.host))) continue;
        if (target_of(fetch, list) == FetchTarget::Nowhere) continue;
        // That page is a redirect alone, and read for the version that it names.
        if (url.host == "github.com" && url.path.ends_with("/releases/latest")) continue;
        const bool surely = surely_redirects(url);
        report
            .at(curl->words[curl->program_word].span,
                surely ? "curl does not follow the redirect that this address answers with"
                       : "curl does not follow redirects here")
            .related(fetch.span, "fetched from here")
            .severity(surely ? Severity::Warning : Severity::Info)
            .fix(unsafe("a redirect may lead to another host"), "add `-L`",
                 edits::add_letter(facts, *curl, 'L'), Effects::none());
        break;
      }
    }
  }
}

extern constinit const Rule curl_no_location{
    .name = "curl-no-location",
    .aliases = {"curlUseFlagL"},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .fixes = Fixability::Always,
    .summary = "`curl` downloads without `--location`",
    .why =
        "A server that moves its files answers with a redirect. Without `-L` curl then stores "
        "the empty or meaningless body of that answer and reports success, with `-f` as well. "
        "For addresses that are known to redirect this is a warning.",
    .bad = R"(FROM debian:12
RUN curl -fsS -o /tmp/tool.tgz https://github.com/example/tool/releases/download/v1/tool.tgz
)",
    .good = R"(FROM debian:12
RUN curl -fsSL -o /tmp/tool.tgz https://github.com/example/tool/releases/download/v1/tool.tgz
)",
    .fix_safety = "Always unsafe: a redirect may lead to a host that you would not have chosen.",
    .references = {"https://curl.se/docs/manpage.html#-L"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"curl"}},
    .check = check};

}  // namespace plimsoll::rules
