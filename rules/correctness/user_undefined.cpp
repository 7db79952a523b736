#include <algorithm>

#include "analyzer/accounts.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// A later RUN, or the container itself, is started as this user.
static bool is_looked_up(const Facts& facts, const Stage& stage, const User& user) {
  if (facts.ships(user)) return true;
  return std::any_of(stage.instructions.begin(), stage.instructions.end(),
                     [&](const Instruction* later) {
                       return later->index > user.index && later->keyword == Keyword::Run;
                     });
}

static void check(const Facts& facts, Reporter& report) {
  for (const User* user : facts.dockerfile.all<User>()) {
    const Stage* stage = facts.stage(*user);
    if (!stage || stage->use == Use::Unused || !is_looked_up(facts, *stage, *user)) continue;
    const Value value = facts.value(*user, user->value);
    if (!value.known()) continue;
    const std::string name = value.text().substr(0, value.text().find(':'));
    if (name.empty() || name.find_first_not_of("0123456789") == std::string::npos) continue;
    if (!is_no(account_exists(facts, *user, name))) continue;
    report.at(user->value.span(), "there is no account " + quoted(name) + " in the image")
        .help("make it with useradd or adduser above, or name a number, which needs no account");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const image::EffectiveUser& user = facts.contents.user();
  if (!is_no(user.defined)) return;
  if (user.uid && user.gid) {
    report.at(facts.place_of("USER"), quoted(user.text) + " is a number that no account can have")
        .help("runtimes take numbers up to 2147483647");
    return;
  }
  const std::size_t colon = user.text.find(':');
  const std::string name = user.uid ? user.text.substr(colon + 1) : user.text.substr(0, colon);
  report
      .at(facts.place_of("USER"), std::string("there is no ") + (user.uid ? "group " : "account ") +
                                      quoted(name) + " in the image")
      .help(user.uid ? "make it with groupadd or addgroup, or name a number"
                     : "make it with useradd or adduser, or name a number, which needs no account");
}

extern constinit const Rule user_undefined{
    .name = "user-undefined",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "USER names an account that the image does not have",
    .why =
        "The next RUN, or the container's start, stops with `unable to find user`: names are "
        "looked up in the image's own /etc/passwd, which has only what the base brings and a RUN "
        "has added.",
    .bad = R"(FROM alpine:3.20
USER app
CMD ["sh"]
)",
    .good = R"(FROM alpine:3.20
RUN adduser -D app
USER app
CMD ["sh"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#user"},
    .looks_at = {.keywords = {Keyword::User}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
