#include <algorithm>
#include <array>

#include "analyzer/shell/download.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool minds_status(const Command& curl) {
  return curl.has_option({"-f", "--fail", "--fail-with-body", "-I", "--head", "-w", "--write-out",
                          "-K", "--config", "-V", "--version", "-h", "--help", "-T",
                          "--upload-file"}) ||
         curl.names_hidden_options();
}

// Only HTTP has error pages; a local server is asked whether it is up, not for a file.
static bool is_remote_http(const Fetch& fetch) {
  const UrlParts url = split_url(fetch.url);
  if (!url.scheme.empty() && url.scheme != "http" && url.scheme != "https") return false;
  return is_yes(is_public_host(url.host));
}

// Programs that can do nothing with an error page: without it they fail, too.
static bool wants_the_file(const Command& reader) {
  static constexpr std::array<std::string_view, 20> readers{
      "tar",     "bsdtar", "gunzip", "gzip",   "zcat",  "xz",    "unxz",
      "bunzip2", "unzip",  "zstd",   "funzip", "bash",  "sh",    "apt-key",
      "gpg",     "gpg2",   "dpkg",   "cpio",   "patch", "python"};
  return std::find(readers.begin(), readers.end(), reader.program) != readers.end();
}

static const Command* next_in_pipe(const CommandList& list, const Command& command) {
  for (std::size_t i = command.index + 1; i < list.commands.size(); ++i) {
    const Command& other = list.commands[i];
    if (other.scope == command.scope) {
      return other.pipeline_index == command.pipeline_index + 1 ? &other : nullptr;
    }
  }
  return nullptr;
}

static Claim claim(const CommandList& list, const Command& curl, FetchTarget target) {
  const Command* reader = target == FetchTarget::Pipe ? next_in_pipe(list, curl) : nullptr;
  if (reader && wants_the_file(*reader)) return safe();
  if (target == FetchTarget::File && curl.runs == Runs::Always && is_yes(curl.failure_fails)) {
    return safe();
  }
  return unsafe("what follows may count on the body of an error answer");
}

static void check(const Facts& facts, Reporter& report) {
  if (facts.source.bytes().find("curlrc") != std::string_view::npos) return;
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    for (const Command* curl : list.all("curl")) {
      if (minds_status(*curl)) continue;
      const std::vector<Fetch>& fetches = effects_of(*curl).fetches;
      const auto stored = std::find_if(fetches.begin(), fetches.end(), [&](const Fetch& fetch) {
        return is_remote_http(fetch) && target_of(fetch, list) != FetchTarget::Nowhere;
      });
      if (stored == fetches.end()) continue;
      report
          .at(curl->words[curl->program_word].span,
              "curl takes an error page of the server for the file")
          .related(stored->span, "fetched from here")
          .fix(claim(list, *curl, target_of(*stored, list)), "add `-f`",
               edits::add_letter(facts, *curl, 'f'), Effects::none());
    }
  }
}

extern constinit const Rule curl_no_fail{
    .name = "curl-no-fail",
    .aliases = {"curlUseFlagF", "DF035"},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .fixes = Fixability::Always,
    .summary = "`curl` downloads without `--fail`",
    .why =
        "Without `-f` an answer of 404 or 500 is a success to curl: the page that says so is "
        "stored as the file or fed to the next command, and the build goes on until something "
        "else breaks, perhaps in the container.",
    .bad = R"(FROM debian:12
RUN curl -sSL -o /usr/local/bin/tool https://example.com/tool
)",
    .good = R"(FROM debian:12
RUN curl -fsSL -o /usr/local/bin/tool https://example.com/tool
)",
    .fix_safety =
        "Safe where the answer is stored as a file by a command that always runs, or piped into "
        "something that an error page makes fail as well; unsafe where the text itself is looked "
        "at.",
    .references = {"https://curl.se/docs/manpage.html#-f"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"curl"}},
    .check = check};

}  // namespace plimsoll::rules
