#include "analyzer/dockerfile/port.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Leaves what stands behind the last colon; nullopt where a variable makes that a guess.
static edits::Edits keep_container_port(const Facts& facts, const Text& word) {
  const std::string& text = word.str();
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || text.find_first_of("\"'\\") != std::string::npos ||
      text.find_first_of("$}", colon) != std::string::npos) {
    return std::nullopt;
  }
  const PortWord parts = cut_port(text);
  if (read_ports(parts.port).problem != PortRange::Problem::None) return std::nullopt;
  return edits::replace_word(facts.source, word.span(), text.substr(colon + 1));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Expose>& expose : facts.every<Expose>()) {
    if (expose->broken) continue;
    for (const Text& word : expose->arguments) {
      const Value value = facts.value(expose, word);
      const bool maps = value.known() ? cut_port(value.text()).maps() : is_yes(value.contains(":"));
      if (!maps) continue;
      report
          .at(word.span(),
              quoted(facts.source.at(word.span())) + " has a port of the host, which EXPOSE drops")
          .help("publish it when the container is started: `docker run -p 8080:80`")
          .fix(!expose.onbuild && value.known() ? proved() : safe(),
               "keep the port of the container", keep_container_port(facts, word));
    }
  }
}

extern constinit const Rule expose_host_mapping{
    .name = "expose-host-mapping",
    .aliases = {"ExposeInvalidFormat", "expose_host_port"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`EXPOSE` with an address or a port of the host",
    .why =
        "EXPOSE notes on which ports the program in the container listens. The builder drops what "
        "stands before the colon and will refuse it one day; nothing is published.",
    .bad = R"(FROM alpine:3.20
EXPOSE 127.0.0.1:8080:80
)",
    .good = R"(FROM alpine:3.20
EXPOSE 80
)",
    .fix_safety = "Always safe: the image's configuration is the same.",
    .references = {"https://docs.docker.com/reference/build-checks/expose-invalid-format/"},
    .looks_at = {.keywords = {Keyword::Expose}},
    .check = check};

}  // namespace plimsoll::rules
