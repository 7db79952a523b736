#include <array>
#include <optional>

#include "rules/rule.h"

namespace plimsoll::rules {

// The first 1.x of Docker's frontend that knows the flag, by the tables of the reference.
struct Since {
  Keyword keyword;
  std::string_view flag;
  int minor;
};

static constexpr std::array<Since, 13> table{{{Keyword::Run, "mount", 2},
                                              {Keyword::Run, "network", 3},

                                              {Keyword::Run, "security", 20},
                                              {Keyword::Copy, "chmod", 2},
                                              {Keyword::Copy, "link", 4},
                                              {Keyword::Copy, "exclude", 19},
                                              {Keyword::Copy, "parents", 20},
                                              {Keyword::Add, "keep-git-dir", 1},
                                              {Keyword::Add, "chmod", 2},
                                              {Keyword::Add, "link", 4},
                                              {Keyword::Add, "checksum", 6},
                                              {Keyword::Add, "unpack", 17},
                                              {Keyword::Add, "exclude", 19}}};

// The minor version that `# syntax=docker/dockerfile:1.4` asks for; nothing for `:1`, `:labs` and
// whatever else may be newer.
static std::optional<int> asked_minor(std::string_view syntax) {
  const std::size_t name = syntax.find("docker/dockerfile:1.");
  if (name == std::string_view::npos) return std::nullopt;
  std::string_view tag = syntax.substr(name + 20);
  tag = tag.substr(0, tag.find('@'));
  if (tag.empty() || tag.find_first_not_of("0123456789.") != std::string_view::npos)
    return std::nullopt;
  const std::string_view digits = tag.substr(0, tag.find('.'));
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  int minor = 0;
  for (const char c : digits) minor = minor * 10 + (c - '0');
  return minor;
}

static void check(const Facts& facts, Reporter& report) {
  const std::optional<int> asked = asked_minor(facts.dockerfile.syntax);
  const Directive* directive = facts.dockerfile.directive("syntax");
  if (!asked || !directive) return;
  const auto accuse = [&](Span where, const std::string& what, int minor) {
    if (*asked >= minor) return;
    const std::string_view value = facts.source.at(directive->value_span);
    const std::size_t tag = value.find(":1.") + 1;
    const std::uint32_t begin = directive->value_span.begin + static_cast<std::uint32_t>(tag);
    report
        .at(where, what + " needs docker/dockerfile:1." + std::to_string(minor) +
                       ", newer than what the file asks for")
        .related(directive->value_span, "asked for here")
        .fix(unsafe("another frontend builds all of the file"), "ask for docker/dockerfile:1",
             std::vector<Edit>{{{begin, directive->value_span.end}, "1"}}, Effects::none());
  };
  for (const Placed<Instruction>& placed : facts.placed()) {
    for (const Flag& flag : placed->flags) {
      for (const Since& since : table) {
        if (since.keyword == placed->keyword && since.flag == flag.name) {
          accuse(flag.span, quoted("--" + flag.name), since.minor);
        }
      }
    }
    for (const Heredoc& heredoc : placed->heredocs) accuse(heredoc.opener, "a heredoc", 4);
  }
}

extern constinit const Rule flag_newer_than_syntax{
    .name = "flag-newer-than-syntax",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Always,
    .summary = "a flag that the frontend of `# syntax=` does not know yet",
    .why =
        "`# syntax=docker/dockerfile:1.3` has exactly this version build the file, whatever the "
        "installed Docker could do. It refuses flags that came later, and takes a heredoc for "
        "shell text.",
    .bad = R"(# syntax=docker/dockerfile:1.3
FROM alpine:3.20
COPY --link a b
)",
    .good = R"(# syntax=docker/dockerfile:1
FROM alpine:3.20
COPY --link a b
)",
    .fix_safety = "Always unsafe: the newer frontend may read other parts of the file differently.",
    .references = {"https://docs.docker.com/reference/dockerfile/#syntax",
                   "https://docs.docker.com/build/buildkit/frontend/"},
    .looks_at = {.words = {"syntax", "SYNTAX", "Syntax"}},
    .check = check};

}  // namespace plimsoll::rules
