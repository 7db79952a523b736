#include <algorithm>

#include "analyzer/dockerfile/port.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string what_is_wrong(std::string_view port, const PortRange& range) {
  switch (range.problem) {
    case PortRange::Problem::NotANumber:
      return quoted(port) + " is no port number";
    case PortRange::Problem::OutOfRange:
      return quoted(port) + " is outside 1-65535";
    case PortRange::Problem::Reversed:
      return quoted(port) + " ends before it begins";
    case PortRange::Problem::None:
      break;
  }
  return range.first == 0 ? "port 0 is no port that a program can be reached at" : std::string();
}

// `80,443` and `80,`: blanks are what separates ports.
static edits::Edits without_commas(const Facts& facts, const Text& word) {
  const std::string& text = word.str();
  const bool ports = std::all_of(text.begin(), text.end(),
                                 [](char c) { return (c >= '0' && c <= '9') || c == ','; });
  if (!ports || text.find(',') == std::string::npos || text.front() == ',') return std::nullopt;
  std::string separated;
  for (const char c : text) {
    if (c != ',') {
      separated += c;
    } else if (separated.back() != ' ') {
      separated += ' ';
    }
  }
  if (separated.back() == ' ') separated.pop_back();
  for (std::size_t at = 0; at < separated.size();) {
    const std::size_t end = std::min(separated.find(' ', at), separated.size());
    if (read_ports(separated.substr(at, end - at)).problem != PortRange::Problem::None) {
      return std::nullopt;
    }
    at = end + 1;
  }
  return edits::replace_word(facts.source, word.span(), separated);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Expose>& expose : facts.every<Expose>()) {
    if (expose->broken) continue;
    for (const Text& word : expose->arguments) {
      if (word.str().starts_with('#')) {
        report.at(word.span(), "no comment begins here: these words are taken for ports")
            .help("put the comment on a line of its own");
        break;
      }
      const Value value = facts.value(expose, word);
      // The builder drops an empty word.
      if (!value.known() || value.text().empty() || value.text().find(' ') != std::string::npos)
        continue;
      const std::string_view port = cut_port(value.text()).port;
      const PortRange range = read_ports(port);
      const std::string wrong = what_is_wrong(port, range);
      if (wrong.empty()) continue;
      FindingBuilder finding = report.at(word.span(), wrong);
      finding.fix(safe(), "separate the ports by blanks", without_commas(facts, word),
                  Effects::configuring("ExposedPorts"));
      if (range.problem == PortRange::Problem::None) finding.severity(Severity::Warning);
    }
  }
}

extern constinit const Rule expose_port_range{
    .name = "expose-port-range",
    .aliases = {"DL3011", "DS-0008", "71bf8cf8", "invalid_port", "INVALID_PORT", "invalid-port",
                "DF040"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`EXPOSE` with something that is no port from 1 to 65535",
    .why =
        "The builder refuses what is no port, and a range that ends before it begins; port 0 it "
        "takes, but nothing can be reached there.",
    .bad = R"(FROM alpine:3.20
EXPOSE 80000
)",
    .good = R"(FROM alpine:3.20
EXPOSE 8000 8080-8090/tcp
)",
    .fix_safety = "Always safe: the build could not have gone on.",
    .references = {"https://docs.docker.com/reference/dockerfile/#expose"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Expose}},
    .check = check};

}  // namespace plimsoll::rules
