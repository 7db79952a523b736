#include <algorithm>
#include <string>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool reads_sums(const Command& command) {
  static constexpr std::string_view sums[] = {"md5sum",    "sha1sum",   "sha224sum",
                                              "sha256sum", "sha384sum", "sha512sum"};
  return std::find(std::begin(sums), std::end(sums), command.program) != std::end(sums) &&
         command.has_option({"-c", "--check"}) && command.pipeline_index > 0;
}

// Busybox reads the list here: its package manager is apk, and coreutils are not installed.
static bool is_busybox(const Facts& facts, const Run& run) {
  if (facts.base(run).package_manager != PackageManager::Apk) return false;
  return facts.source.bytes().find("coreutils") == std::string_view::npos;
}

// What `echo` writes: its words, each behind one blank.
static const Command* echo_before(const CommandList& list, const Command& command) {
  if (command.pipeline_index != 1) return nullptr;
  for (std::size_t i = command.index; i-- > 0;) {
    const Command& other = list.commands[i];
    if (other.scope != command.scope) continue;
    return other.is("echo") && other.pipeline_index == 0 ? &other : nullptr;
  }
  return nullptr;
}

static constexpr std::size_t npos = std::string_view::npos;

// Where a second blank belongs in `sum name`: the offset of the only blank; npos where two
// characters stand between, or nothing that looks like a sum.
static std::size_t lone_blank(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == npos || blank == 0 || blank + 1 >= line.size()) return npos;
  const std::string_view sum = line.substr(0, blank);
  const bool expanded = sum.find('$') != npos;
  const bool hex = sum.size() >= 32 && sum.find_first_not_of("0123456789abcdefABCDEF") == npos;
  if (!expanded && !hex) return npos;
  const char next = line[blank + 1];
  return next == ' ' || next == '*' || next == '\t' ? npos : blank;
}

static void look(const Facts& facts, const Command& echo, Reporter& report) {
  std::string message = "busybox wants two blanks between the sum and the name";
  if (echo.operands.size() == 1) {
    const ShellWord& word = echo.operand(0);
    const std::string_view written = facts.source.at(word.span);
    const std::size_t quote = written.empty() || (written[0] != '"' && written[0] != '\'') ? 0 : 1;
    if (lone_blank(word.text) == npos) return;
    const std::size_t at = lone_blank(written.substr(quote));
    FindingBuilder finding = report.at(word.span, std::move(message));
    if (at == npos) return;
    finding.fix(safe(), "add the second blank",
                edits::insert(word.span.begin + static_cast<std::uint32_t>(quote + at), " "),
                Effects::none());
    return;
  }
  // Two words: echo joins them by one blank, whatever stands between them.
  if (echo.operands.size() != 2 || !echo.options.empty()) return;
  const ShellWord& sum = echo.operand(0);
  const ShellWord& name = echo.operand(1);
  if (name.text.starts_with('*') || name.text.starts_with(' ')) return;
  if (lone_blank(sum.text + " x") == npos) return;
  const Span both{sum.span.begin, name.span.end};
  const bool plain =
      !sum.quoted && !name.quoted && facts.source.at(both).find_first_of("\n\"'\\`") == npos;
  report.at(both, std::move(message))
      .fix(safe(), "quote both, with two blanks between them",
           plain ? edits::replace_word(facts.source, both,
                                       "\"" + std::string(facts.source.at(sum.span)) + "  " +
                                           std::string(facts.source.at(name.span)) + "\"")
                 : std::nullopt,
           Effects::none());
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    for (const Command& command : list.commands) {
      if (!reads_sums(command)) continue;
      const Command* echo = echo_before(list, command);
      if (echo && is_busybox(facts, *run)) look(facts, *echo, report);
    }
  }
}

extern constinit const Rule sha256sum_stdin_spacing{
    .name = "sha256sum-stdin-spacing",
    .aliases = {"sha256sumEchoOneSpaces"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a checksum and its file name are one blank apart for busybox's `sha256sum -c`",
    .why =
        "The format has two characters between sum and name: a blank, and a blank or an asterisk. "
        "GNU's programs are lenient; busybox, which Alpine has, finds no properly formatted line "
        "and fails.",
    .bad = R"(FROM alpine:3.20
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /a" | sha256sum -c -
)",
    .good = R"(FROM alpine:3.20
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  /a" | sha256sum -c -
)",
    .fix_safety = "Always safe: without it the check cannot succeed.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum",
                           "sha512sum"}},
    .check = check};

}  // namespace plimsoll::rules
