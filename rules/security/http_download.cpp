#include "analyzer/shell/download.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static constexpr std::string_view message = "the download is neither encrypted nor authenticated";

// Plain http to a host that is surely out on the Internet.
static bool is_plain(std::string_view text) {
  const UrlParts url = split_url(text);
  return url.scheme == "http" && is_yes(is_public_host(url.host));
}

static edits::Edits to_https(const Facts& facts, Span word) {
  const std::size_t at = facts.source.at(word).find("http://");
  if (at == std::string_view::npos) return std::nullopt;
  return edits::insert(word.begin + static_cast<std::uint32_t>(at) + 4, "s");
}

static void report_at(const Facts& facts, Reporter& report, Span where) {
  report.at(where, std::string(message))
      .fix(unsafe("the host may not answer over https"), "use https", to_https(facts, where),
           Effects::none());
}

static bool downloads(const Command& command) {
  return command.is("curl") || command.is("wget") || command.is("wget2") || command.is("aria2c") ||
         command.is("git");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    // What is compared with a checksum or a signature may come by any way.
    if (verifies_files(list)) continue;
    for (const Fetch& fetch : list.fetches()) {
      const Command& command = list.commands[fetch.command];
      if (!downloads(command) || !is_plain(fetch.url)) continue;
      if (target_of(fetch, list) == FetchTarget::Nowhere && !command.is("git")) continue;
      report_at(facts, report, fetch.span);
    }
  }
  for (const Placed<Copy>& add : facts.every<Copy>()) {
    if (add->keyword != Keyword::Add || add->flag("checksum")) continue;
    for (const Text& source : add->sources) {
      const Value value = facts.value(add, source);
      if (is_plain(value.known() ? value.text() : source.str())) {
        report_at(facts, report, source.span());
      }
    }
  }
}

extern constinit const Rule http_download{
    .name = "http-download",
    .aliases = {"curlUseHttpsUrl", "wgetUseHttpsUrl"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a file is downloaded over plain `http`",
    .why =
        "Everybody on the way can read the file and put another one in its place, and nothing in "
        "the build would notice. Package managers check signatures of their own; curl, wget, git "
        "and ADD take what comes.",
    .bad = R"(FROM debian:12
RUN curl -fsSLO http://example.com/tool.tar.gz
)",
    .good = R"(FROM debian:12
RUN curl -fsSLO https://example.com/tool.tar.gz
)",
    .fix_safety =
        "Always unsafe: whether the host answers over https is known to the network alone.",
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run, Keyword::Add}, .words = {"http"}},
    .check = check};

}  // namespace plimsoll::rules
