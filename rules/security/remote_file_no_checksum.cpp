#include <algorithm>
#include <string>

#include "analyzer/shell/download.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Anything that can tell a file from another: a RUN that computes a checksum compares it somehow.
static bool checks(const Command& command) {
  const std::string& program = command.program;
  return verifies_files(command) || program.ends_with("sum") || program == "gpg" ||
         program == "gpgv" || program == "gpg2" || program == "openssl" || program == "cosign" ||
         program == "rhash" || program == "minisign";
}

// What a program is worth nothing against: unpacked, made executable, installed or run.
static bool puts_to_use(const Command& command) {
  if (command.is("tar") || command.is("bsdtar")) {
    return command.has_option({"-x", "--extract", "--get"});
  }
  if (command.is("chmod")) {
    if (command.operands.empty()) return false;
    const std::string& mode = command.operand(0).text;
    const bool octal = !mode.empty() && mode.find_first_not_of("01234567") == std::string::npos;
    return octal ? mode.find_first_of("1357") != std::string::npos
                 : mode.find('x') != std::string::npos;
  }
  return command.is("unzip") || command.is("dpkg") || command.is("rpm") || command.is("gunzip") ||
         command.is("sh") || command.is("bash") || command.is("python") || command.is("7z");
}

static bool names(const Command& command, const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string base = slash == std::string::npos ? path : path.substr(slash + 1);
  return std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
    if (word.text == base || word.text == path || word.text == "./" + base) return true;
    return word.text.ends_with("/" + base);
  });
}

// The command that uses the file of `fetch`, or the reader of its pipe; null when there is none.
static const Command* user_of(const CommandList& list, const Fetch& fetch) {
  const Command& command = list.commands[fetch.command];
  const FetchTarget target = target_of(fetch, list);
  for (std::size_t i = command.index + 1; i < list.commands.size(); ++i) {
    const Command& other = list.commands[i];
    if (target == FetchTarget::Pipe) {
      if (other.scope != command.scope) continue;
      if (other.pipeline_index <= command.pipeline_index) return nullptr;
      const bool unpacks = other.is("tar") || other.is("bsdtar") || other.is("cpio");
      if (unpacks) return &other;
      continue;
    }
    if (target != FetchTarget::File) return nullptr;
    const bool runs_it = !other.words.empty() && other.program_word < other.words.size() &&
                         other.words[other.program_word].text.find('/') != std::string::npos &&
                         names(other, fetch.output) && !other.has_grammar;
    if ((puts_to_use(other) && names(other, fetch.output)) || runs_it) return &other;
  }
  return nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (std::any_of(list.commands.begin(), list.commands.end(), checks)) continue;
    for (const Fetch& fetch : list.fetches()) {
      const Command& command = list.commands[fetch.command];
      if (!command.is("curl") && !command.is("wget")) continue;
      if (!is_yes(is_public_host(split_url(fetch.url).host))) continue;
      const Command* user = user_of(list, fetch);
      if (!user) continue;
      report.at(fetch.span, "nothing checks that this download is the file that was meant")
          .related(user->span, "put to use here")
          .help("compare its checksum (`sha256sum -c`), or take it by `ADD --checksum=sha256:...`");
    }
  }
}

extern constinit const Rule remote_file_no_checksum{
    .name = "remote-file-no-checksum",
    .aliases = {},
    .category = Category::Security,
    .severity = Severity::Info,
    .summary = "a download is unpacked, run or installed without a checksum or signature",
    .why =
        "https says who sent the file, not that it is the file which you once looked at: a release "
        "that is replaced, a stolen account or a truncated transfer go straight into the image. A "
        "checksum makes the build fail instead, and makes it the same build every time.",
    .bad = R"(FROM debian:12
RUN curl -fsSL https://example.com/tool-1.2.tar.gz | tar -xz -C /opt
)",
    .good = R"(FROM debian:12
RUN curl -fsSLo /tmp/tool.tar.gz https://example.com/tool-1.2.tar.gz \
    && echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  /tmp/tool.tar.gz" \
        | sha256sum -c - \
    && tar -xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#add---checksum"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"curl", "wget"}},
    .check = check};

}  // namespace plimsoll::rules
