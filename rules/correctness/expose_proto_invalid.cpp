#include "analyzer/dockerfile/nearest.h"
#include "analyzer/dockerfile/port.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What surely stands behind the slash, or "".
static std::string_view protocol_of(const Value& value) {
  if (value.known()) return cut_port(value.text()).protocol;
  const std::string_view end = value.suffix();
  const std::size_t slash = end.find('/');
  return slash == std::string_view::npos ? std::string_view() : end.substr(slash + 1);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Expose>& expose : facts.every<Expose>()) {
    for (const Text& word : expose->arguments) {
      const Value value = facts.value(expose, word);
      const std::string_view protocol = protocol_of(value);
      if (protocol.empty() || is_port_protocol(protocol)) continue;
      if (protocol.find(' ') != std::string_view::npos) continue;
      FindingBuilder finding =
          report.at(word.span(), quoted(protocol) + " is no protocol of EXPOSE");
      const std::string_view near = nearest(protocol, {"tcp", "udp", "sctp"});
      finding.help(near.empty() ? "it is tcp, udp or sctp; what runs above it has no place here"
                                : "did you mean `" + std::string(near) + "`?");
    }
  }
}

extern constinit const Rule expose_proto_invalid{
    .name = "expose-proto-invalid",
    .aliases = {"INVALID_PROTO"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "the protocol of `EXPOSE` is not tcp, udp or sctp",
    .why = "The builder refuses any other word there. HTTP and its like run over tcp.",
    .bad = R"(FROM alpine:3.20
EXPOSE 80/http
)",
    .good = R"(FROM alpine:3.20
EXPOSE 80/tcp
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#expose"},
    .looks_at = {.keywords = {Keyword::Expose}},
    .check = check};

}  // namespace plimsoll::rules
