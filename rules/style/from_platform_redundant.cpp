#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// An ARG of the file's head may give it another default.
static bool has_own_default(const Facts& facts) {
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    if (arg.stage) break;
    for (const KeyValue& pair : arg->names) {
      if (pair.value && pair.key.str() == "TARGETPLATFORM") return true;
    }
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    const Flag* flag = stage.from->platform();
    if (!flag || !flag->value || stage.from->broken) continue;
    const std::string& platform = flag->value->str();
    const bool plain = platform == "$TARGETPLATFORM" || platform == "${TARGETPLATFORM}";
    const bool defaulted = platform.ends_with('}') && (platform.starts_with("${TARGETPLATFORM:-") ||
                                                       platform.starts_with("${TARGETPLATFORM-"));
    if (!plain && !defaulted) continue;
    if (has_own_default(facts)) return;
    report.at(flag->span, quoted(platform) + " is what FROM takes anyway")
        .fix(plain ? proved() : unsafe("a builder that knows no TARGETPLATFORM takes the default"),
             "remove the flag", edits::remove_flag(facts, *stage.from, "platform"));
  }
}

extern constinit const Rule from_platform_redundant{
    .name = "from-platform-redundant",
    .aliases = {"DL3065", "RedundantTargetPlatform"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Always,
    .summary = "`FROM --platform=$TARGETPLATFORM` repeats the default",
    .why =
        "A stage is built for the target's platform unless it says otherwise. The flag reads as if "
        "something special happened here.",
    .bad = R"(FROM --platform=$TARGETPLATFORM alpine:3.20
)",
    .good = R"(FROM alpine:3.20
)",
    .fix_safety =
        "Safe: the builder takes the same image. Unsafe where a default is given for builders that "
        "know no TARGETPLATFORM.",
    .references = {"https://docs.docker.com/reference/build-checks/redundant-target-platform/"},
    .looks_at = {.words = {"TARGETPLATFORM"}},
    .check = check};

}  // namespace plimsoll::rules
