#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/port.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Expose>& expose : facts.every<Expose>()) {
    for (const Text& word : expose->arguments) {
      // As written: what stands in a variable is not for this line to mend.
      const std::string& text = word.str();
      const std::size_t slash = text.rfind('/');
      if (slash == std::string::npos) continue;
      const std::string_view protocol = std::string_view(text).substr(slash + 1);
      const std::string small = lower_case(protocol);
      if (small == protocol || !is_port_protocol(protocol)) continue;
      const Span where = word.source_span(static_cast<std::uint32_t>(slash + 1),
                                          static_cast<std::uint32_t>(text.size()));
      report.at(where, "the protocol is written " + quoted(protocol) + ", not `" + small + "`")
          .fix(!expose.onbuild && text.find('$') == std::string::npos ? proved() : safe(),
               "write it in small letters", edits::replace_word(facts.source, where, small));
    }
  }
}

extern constinit const Rule expose_proto_casing{
    .name = "expose-proto-casing",
    .aliases = {"ExposeProtoCasing"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Always,
    .summary = "the protocol of `EXPOSE` has capital letters",
    .why =
        "The image's configuration has protocols in small letters, whatever the file says. With "
        "the same spelling a search finds both.",
    .bad = R"(FROM alpine:3.20
EXPOSE 53/UDP
)",
    .good = R"(FROM alpine:3.20
EXPOSE 53/udp
)",
    .fix_safety = "Always safe: the builder writes small letters itself.",
    .references = {"https://docs.docker.com/reference/build-checks/expose-proto-casing/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Expose}},
    .check = check};

}  // namespace plimsoll::rules
