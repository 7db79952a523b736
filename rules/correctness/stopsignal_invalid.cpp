#include <algorithm>
#include <iterator>

#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/nearest.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static constexpr std::string_view names[] = {
    "ABRT", "ALRM",   "BUS",  "CHLD",   "CLD",   "CONT", "FPE",  "HUP",   "ILL",
    "INT",  "IO",     "IOT",  "KILL",   "PIPE",  "POLL", "PROF", "PWR",   "QUIT",
    "SEGV", "STKFLT", "STOP", "SYS",    "TERM",  "TRAP", "TSTP", "TTIN",  "TTOU",
    "URG",  "USR1",   "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX"};

static bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `RTMIN+n` and `RTMAX-n`, within the signals 34 to 64.
static bool is_real_time(std::string_view name) {
  const bool up = name.starts_with("RTMIN+");
  if (!up && !name.starts_with("RTMAX-")) return false;
  const std::string_view digits = name.substr(6);
  if (!all_digits(digits) || digits.size() > 2 || digits.front() == '0') return false;
  const int number =
      digits.size() == 1 ? digits[0] - '0' : (digits[0] - '0') * 10 + digits[1] - '0';
  return number <= (up ? 15 : 14);
}

static bool is_signal(std::string_view text) {
  if (all_digits(text)) {
    const std::string_view number = text.substr(std::min(text.find_first_not_of('0'), text.size()));
    return !number.empty() && (number.size() == 1 || (number.size() == 2 && number <= "64"));
  }
  const std::string upper = upper_case(text);
  std::string_view name = upper;
  if (name.starts_with("SIG")) name.remove_prefix(3);
  return is_real_time(name) ||
         std::find(std::begin(names), std::end(names), name) != std::end(names);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<StopSignal>& stop : facts.every<StopSignal>()) {
    if (stop->broken) continue;
    const Value value = facts.value(stop, stop->value);
    if (!value.known() || is_signal(value.text())) continue;
    const Span where = stop->value.span();
    if (value.text().empty()) {
      report.at(where, quoted(facts.source.at(where)) + " is empty, and no signal");
      continue;
    }
    FindingBuilder finding = report.at(where, quoted(value.text()) + " is no signal");
    const std::string upper = upper_case(value.text());
    std::string_view wanted = upper;
    if (wanted.starts_with("SIG")) wanted.remove_prefix(3);
    const std::string_view near = nearest(wanted, {std::begin(names), std::end(names)});
    if (near.empty() || value.text() != stop->value.str()) continue;
    const std::string name = "SIG" + std::string(near);
    finding.help("did you mean `" + name + "`?")
        .fix(unsafe("the name is only near in spelling"), "replace it by " + name,
             edits::replace_word(facts.source, stop->value.span(), name),
             Effects::configuring("StopSignal"));
  }
}

extern constinit const Rule stopsignal_invalid{
    .name = "stopsignal-invalid",
    .aliases = {"INVALID_SIGNAL"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`STOPSIGNAL` with something that is no signal",
    .why =
        "The builder stops here, or the container cannot be stopped but by force. A signal is a "
        "number from 1 to 64, a name with or without `SIG`, or a real-time signal such as "
        "`SIGRTMIN+3`.",
    .bad = R"(FROM alpine:3.20
STOPSIGNAL SIGTREM
)",
    .good = R"(FROM alpine:3.20
STOPSIGNAL SIGTERM
)",
    .fix_safety = "Always unsafe: the nearest name is a guess.",
    .references = {"https://docs.docker.com/reference/dockerfile/#stopsignal"},
    .looks_at = {.keywords = {Keyword::StopSignal}},
    .check = check};

}  // namespace plimsoll::rules
