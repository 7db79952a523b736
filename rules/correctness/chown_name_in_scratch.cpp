#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_name(std::string_view owner) {
  return !owner.empty() &&
         !std::all_of(owner.begin(), owner.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The user or the group is a name; unknown is not.
static bool names_an_account(const Value& owner) {
  if (!owner.known()) return false;
  const std::string& text = owner.text();
  const std::size_t colon = text.find(':');
  return is_name(text.substr(0, colon)) ||
         (colon != std::string::npos && is_name(text.substr(colon + 1)));
}

// Whether something below may bring /etc/passwd.
static bool may_bring_accounts(const Facts& facts, const Instruction& instruction) {
  const Copy* copy = as<Copy>(instruction);
  if (!copy) return as<Run>(instruction) || as<OnBuild>(instruction);
  const Value target = facts.absolute_path(*copy, facts.value(*copy, copy->destination));
  if (!target.known()) return true;
  return target.text() == "/" || target.text() == "/etc" || target.text().starts_with("/etc/");
}

static bool lacks_accounts(const Facts& facts, const Stage& stage, const Instruction& until) {
  if (stage.base.kind != Reference::Kind::Scratch) return false;
  return std::none_of(stage.instructions.begin(), stage.instructions.end(),
                      [&](const Instruction* before) {
                        return before->index < until.index && may_bring_accounts(facts, *before);
                      });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    const Flag* owner = copy->flag("chown");
    if (!owner || !owner->value || copy->broken || copy.onbuild || !copy.stage) continue;
    if (!names_an_account(facts.value(copy, *owner->value))) continue;
    if (!lacks_accounts(facts, *copy.stage, *copy)) continue;
    report.at(owner->value->span(), "an empty base has no account of that name")
        .help("write the number: --chown=10001:10001");
  }
}

extern constinit const Rule chown_name_in_scratch{
    .name = "chown-name-in-scratch",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "`--chown` by name in a stage from `scratch`",
    .why =
        "The names of --chown are looked up in /etc/passwd and /etc/group of the stage that is "
        "copied into, not of the one that is copied from. In an empty image there are none, and "
        "the build fails.",
    .bad = R"(FROM scratch
COPY --chown=app:app server /server
)",
    .good = R"(FROM scratch
COPY --chown=10001:10001 server /server
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"},
    .looks_at = {.words = {"scratch"}},
    .check = check};

}  // namespace plimsoll::rules
