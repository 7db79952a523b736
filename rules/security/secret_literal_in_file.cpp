#include "analyzer/secrets/secrets.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static constexpr int most_reported = 8;  // in one instruction

// ENV and ARG are secret-in-env-or-arg's.
static bool is_elsewhere(const Instruction& instruction) {
  const OnBuild* onbuild = as<OnBuild>(&instruction);
  const Instruction* inner = onbuild && onbuild->trigger ? onbuild->trigger.get() : &instruction;
  return inner->keyword == Keyword::Env || inner->keyword == Keyword::Arg;
}

static void search(const Facts& facts, Reporter& report, Span where, std::string_view place) {
  const std::string_view text = facts.source.at(where);
  std::size_t from = 0;
  for (int count = 0; count < most_reported && from < text.size(); ++count) {
    const auto found = find_credential(text.substr(from));
    if (!found) return;
    const auto begin = static_cast<std::uint32_t>(where.begin + from + found->at);
    report
        .at({begin, static_cast<std::uint32_t>(begin + found->length)},
            std::string(found->what) + std::string(place))
        .help(
            "take it out, and change it: it is known now; a build takes it by `RUN "
            "--mount=type=secret`");
    from += found->at + found->length;
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const auto& instruction : facts.dockerfile.instructions) {
    if (is_elsewhere(*instruction)) continue;
    const bool ships = facts.stage(*instruction) && facts.ships(*instruction);
    search(facts, report, instruction->span,
           ships ? " in the file and in the image's history" : " in the file");
  }
  for (const Comment& comment : facts.dockerfile.comments) {
    if (!comment.inside) search(facts, report, comment.span, " in a comment");
  }
}

extern constinit const Rule secret_literal_in_file{
    .name = "secret-literal-in-file",
    .aliases = {},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "a credential in the text of the Dockerfile",
    .why =
        "Everybody who can read the repository has it, and the words of RUN, LABEL and CMD stand "
        "in the image's history as well. Only what its maker's prefix makes certain is reported.",
    .bad = R"(FROM alpine:3.20
RUN wget https://harbour:tiger-lily-9@example.org/app.tar.gz
)",
    .good = R"(FROM alpine:3.20
RUN --mount=type=secret,id=netrc,target=/root/.netrc,required=true \
    curl --netrc -fO https://example.org/app.tar.gz
)",
    .references = {"https://docs.docker.com/build/building/secrets/"},
    .also_in_onbuild = true,
    .check = check};

}  // namespace plimsoll::rules
