#include "analyzer/lowered/signals.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>

#include "analyzer/dockerfile/letter_case.h"

namespace plimsoll::lowered {

namespace {

constexpr std::string_view names[] = {
    "ABRT", "ALRM",   "BUS",  "CHLD",   "CLD",   "CONT", "FPE",  "HUP",   "ILL",
    "INT",  "IO",     "IOT",  "KILL",   "PIPE",  "POLL", "PROF", "PWR",   "QUIT",
    "SEGV", "STKFLT", "STOP", "SYS",    "TERM",  "TRAP", "TSTP", "TTIN",  "TTOU",
    "URG",  "USR1",   "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX"};

// `RTMIN+1` to `RTMIN+15`, `RTMAX-14` to `RTMAX-1`.
bool is_real_time(std::string_view name) {
  const bool from_least = name.starts_with("RTMIN+");
  if (!from_least && !name.starts_with("RTMAX-")) return false;
  name.remove_prefix(6);
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() && name.front() != '0' &&
         number >= 1 && number <= (from_least ? 15 : 14);
}

}  // namespace

bool is_signal(std::string_view text) {
  std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  long long number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc() && end == digits.data() + digits.size()) return number != 0;
  const std::string upper = upper_case(text);
  std::string_view name = upper;
  if (name.starts_with("SIG")) name.remove_prefix(3);
  return std::find(std::begin(names), std::end(names), name) != std::end(names) ||
         is_real_time(name);
}

}  // namespace plimsoll::lowered
