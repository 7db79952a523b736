#include <algorithm>

#include "analyzer/accounts.h"
#include "fixers/edits/text_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target) return;
  const UserState& state = facts.at_end(*target).user;
  if (!state.set_by || !state.user.known() || !is_no(state.root())) return;
  const std::string& name = state.user.text();
  if (is_number(name) || facts.base(*target).os == OsFamily::Windows) return;
  const Text& written = state.set_by->value;
  FindingBuilder finding =
      report.at(written.span(), quoted(name) + " is a name, which Kubernetes cannot check");
  const std::vector<Account> accounts = accounts_made(facts, *target);
  const auto account = std::find_if(accounts.begin(), accounts.end(), [&](const Account& made) {
    return made.name == name && made.uid;
  });
  // The name has to stand there as it is: a variable may be meant to be changed.
  if (account == accounts.end() || !is_number(*account->uid) || !written.str().starts_with(name)) {
    finding.help("give the account a number of its own, and name that in USER");
    return;
  }
  const Span where = written.source_span(0, static_cast<std::uint32_t>(name.size()));
  finding.related(account->where, "made with the number " + *account->uid)
      .fix(unsafe("a number outside /etc/passwd of a derived image has no groups and no HOME"),
           "write its number", edits::replace_word(facts.source, where, *account->uid),
           Effects::configuring("User"));
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const image::EffectiveUser& user = facts.contents.user();
  const std::string name = user.text.substr(0, user.text.find(':'));
  if (name.empty() || is_number(name) || !is_no(user.root())) return;
  FindingBuilder finding =
      report.at(facts.place_of("USER"), quoted(name) + " is a name, which Kubernetes cannot check");
  finding.help(user.uid ? "write its number: `USER " + std::to_string(*user.uid) + "`"
                        : "name a number in USER");
}

extern constinit const Rule user_not_numeric{
    .name = "user-not-numeric",
    .aliases = {"DL3066"},
    .category = Category::Security,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .on = false,
    .summary = "the image's user is a name, not a number",
    .why =
        "Kubernetes' `runAsNonRoot` looks at the configuration alone: it refuses to start an image "
        "whose user is a name, since a name may be anybody's. Outside Kubernetes a name is fine.",
    .bad = R"(FROM debian:12
RUN useradd --uid 10001 app
USER app
)",
    .good = R"(FROM debian:12
RUN useradd --uid 10001 app
USER 10001
)",
    .fix_safety =
        "Unsafe: who resolves the user by name, or derives an image with another /etc/passwd, sees "
        "a difference. There is a fix where the file itself gives the account its number.",
    .references = {"https://kubernetes.io/docs/concepts/security/pod-security-standards/"},
    .looks_at = {.keywords = {Keyword::User}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
