#include <algorithm>
#include <array>

#include "analyzer/shell/download.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_shell(const Command& command) {
  static constexpr std::array<std::string_view, 6> shells{"sh",  "bash", "dash",
                                                          "ash", "zsh",  "ksh"};
  return std::find(shells.begin(), shells.end(), command.program) != shells.end();
}

static bool is_interpreter(const Command& command) {
  const std::string& program = command.program;
  return is_shell(command) || program == "python" || program == "perl" || program == "ruby" ||
         program == "node" || program == "php";
}

// Runs what stands on its standard input: no script is named.
static bool runs_input(const Command& command) {
  if (!is_interpreter(command)) return false;
  const std::size_t first = command.program_word + 1;
  if (first < command.words.size() && command.words[first].is("--")) return true;  // php -- --x
  if (is_shell(command)) {
    if (command.has_option({"-c"})) return false;
    if (command.has_option({"-s"})) return true;
  } else if (command.has_option({"-c", "-m", "-e", "-E", "-n", "-ne", "-pe", "-p", "-r", "-V",
                                 "--version", "-v"})) {
    return false;
  }
  for (std::size_t i = first; i < command.words.size(); ++i) {
    const ShellWord& word = command.words[i];
    if (word.is("-") || word.is("/dev/stdin")) return true;
    if (word.text.starts_with('-')) {
      if (!is_shell(command) && word.text.size() > 2) return false;  // -ne, -pe, -MModule
      continue;
    }
    return false;
  }
  return true;
}

// The download of a command, unless it is from the own host.
static const Command* fetcher(const Command& command) {
  if (!command.is("curl") && !command.is("wget")) return nullptr;
  for (const Fetch& fetch : effects_of(command).fetches) {
    if (fetch.output.empty() && !is_no(is_public_host(split_url(fetch.url).host))) return &command;
  }
  return nullptr;
}

// The download at or before the begin of the pipeline that ends in `command`.
static const Command* piped_from(const CommandList& list, const Command& command) {
  if (command.pipeline_index == 0) return nullptr;
  for (std::size_t i = command.index; i-- > 0;) {
    const Command& other = list.commands[i];
    if (other.scope != command.scope) continue;
    if (const Command* found = fetcher(other)) return found;
    if (other.pipeline_index == 0) return nullptr;
  }
  return nullptr;
}

// A download within `$(...)` or `<(...)` of one of the words.
static const Command* substituted(const CommandList& list, const Command& command) {
  for (const ShellWord& word : command.words) {
    for (const std::uint32_t scope : word.substitutions) {
      for (const Command* inner : list.in_scope(scope)) {
        if (const Command* found = fetcher(*inner)) return found;
      }
    }
  }
  return nullptr;
}

// `bash <(...)`, `sh -c "$(...)"`, `eval "$(...)"`, `. <(...)`: the text is run as it came.
static bool runs_words(const Command& command) {
  return is_shell(command) || command.is("eval") || command.is("source") || command.is(".") ||
         (is_interpreter(command) && command.has_option({"-c", "-e", "-r"}));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (!list.find("curl") && !list.find("wget")) continue;
    for (const Command& command : list.commands) {
      const Command* source = runs_input(command) ? piped_from(list, command) : nullptr;
      if (!source && runs_words(command)) source = substituted(list, command);
      if (!source) continue;
      report
          .at(command.words[command.program_word].span,
              "`" + command.program + "` runs what the network sends, unseen and unchecked")
          .related(source->span, "comes from here")
          .help(
              "download it to a file, compare its checksum, then run it; or install a package of "
              "a fixed version");
    }
  }
}

extern constinit const Rule pipe_to_shell{
    .name = "pipe-to-shell",
    .aliases = {"DF021", "DD054"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "a downloaded script is run without a look at it",
    .why =
        "Whoever can answer for that address, or stand in between, runs commands in your build, "
        "and may send you another script than everybody else. A download that breaks off is run "
        "up to where it broke. And what is installed changes from one build to the next.",
    .bad = R"(FROM debian:12
RUN curl -fsSL https://example.com/install.sh | bash
)",
    .good = R"(FROM debian:12
RUN curl -fsSLo /tmp/install.sh https://example.com/v1/install.sh \
    && echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  /tmp/install.sh" \
        | sha256sum -c - \
    && bash /tmp/install.sh && rm /tmp/install.sh
)",
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"curl", "wget"}},
    .check = check};

}  // namespace plimsoll::rules
