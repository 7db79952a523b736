#pragma once

// An annotated Dockerfile: tests/README.md says how they are written.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/harness/linted.h"

namespace plimsoll::harness {

// A finding as a marker shows it.
struct Expectation {
  std::uint32_t line = 0;    // 1-based, in the text without markers
  std::uint32_t column = 1;  // in bytes, from 1
  std::uint32_t width = 0;
  bool goes_on = false;  // ends on a later line
  std::string rule;
  std::string severity;  // "" = the rule's own
  std::string message;   // "" = any

  // Whether `shown` is what is expected; an empty message or severity here leaves it open.
  [[nodiscard]] bool accepts(const Expectation& shown) const;
};

struct Fixture {
  std::string path;
  std::string text;                          // what is linted: without markers
  std::map<std::string, std::string> files;  // `#~ --- name`
  std::vector<Expectation> expected;
  std::vector<std::string> elsewhere;  // `#~ elsewhere:`, findings in another file or in a layer
  std::vector<std::pair<std::uint32_t, std::string>> directives;  // line above, the marker itself
  std::string tail;  // from the first `#~ ---` on, as it stands
  std::string args;  // `#~ args:`
  std::vector<std::string> only;
  std::vector<std::string> with;
  std::string fixed_path;             // `#~ fix:`, beside the fixture
  std::string unsafe_path;            // `#~ unsafe-fix:`
  std::string image_path;             // `#~ image:`, beside the fixture: what was built from it
  std::vector<std::string> mistakes;  // markers that could not be read
};

[[nodiscard]] Fixture read_fixture(std::string path, std::string_view bytes);

// The scene that the markers set. `rule` is the folder's; "" runs all rules.
[[nodiscard]] Scene scene_of(Fixture& fixture, const std::string& rule);

// What a marker for `finding` shows.
[[nodiscard]] Expectation shown_as(const Finding& finding, const SourceFile& source);
[[nodiscard]] std::string marker_of(const Expectation& expectation);

// The same for a finding in another file, whose text this is: `3: rule: message`.
[[nodiscard]] std::string shown_elsewhere(const Finding& finding, std::string_view text);

// And for one in an image: `layer 1 /etc/shadow: rule(error): message`, `config User: ...`; behind
// it, in brackets, the other places that it names.
[[nodiscard]] std::string shown_in_image(const Finding& finding);

// The fixture's file with markers for exactly these findings.
[[nodiscard]] std::string annotated(const Fixture& fixture, const std::vector<Expectation>& found,
                                    const std::vector<std::string>& elsewhere);

}  // namespace plimsoll::harness
