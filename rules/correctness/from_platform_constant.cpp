#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What a platform's words are also called.
static std::string_view usual_name(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 2>, 5> names{{{"x86_64", "amd64"},
                                                                         {"x86-64", "amd64"},
                                                                         {"aarch64", "arm64"},
                                                                         {"i386", "386"},
                                                                         {"armhf", "arm"}}};
  for (const auto& [other, usual] : names) {
    if (word == other) return usual;
  }
  return word;
}

// A stage that is called after its platform is one of several, chosen by name.
static bool named_after(const Stage& stage, std::string_view platform) {
  for (std::size_t at = 0, part = 0; at <= platform.size() && part < 2; ++part) {
    const std::size_t end = std::min(platform.find('/', at), platform.size());
    const std::string_view word = platform.substr(at, end - at);
    if (word.empty()) return false;
    if (stage.name.find(word) != std::string::npos) return true;
    if (stage.name.find(usual_name(word)) != std::string::npos) return true;
    at = end + 1;
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    const Flag* flag = stage.from->platform();
    if (!flag || !flag->value || stage.from->broken) continue;
    const std::string& platform = flag->value->str();
    if (platform.empty() || platform.find('$') != std::string::npos) continue;
    if (named_after(stage, platform)) continue;
    report.at(flag->span, "the platform is fixed to " + quoted(platform))
        .help("leave it to `docker build --platform`, or use $BUILDPLATFORM or an ARG")
        .fix(unsafe("on another kind of machine the image is then one for that machine"),
             "leave the platform to the build", edits::remove_flag(facts, *stage.from, "platform"),
             Effects::configuring("Architecture"));
  }
}

extern constinit const Rule from_platform_constant{
    .name = "from-platform-constant",
    .aliases = {"DL3029", "FromPlatformFlagConstDisallowed", "b16e8501", "avoid-platform-with-from",
                "DF061"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`FROM --platform` with a fixed platform",
    .why =
        "The stage is of that platform whatever the build asks for: `docker build --platform` has "
        "no "
        "effect on it, other machines run it under emulation, and an image for several platforms "
        "holds the wrong one under the right name.",
    .bad = R"(FROM --platform=linux/amd64 alpine:3.20
RUN uname -m
)",
    .good = R"(FROM --platform=$BUILDPLATFORM alpine:3.20 AS build
FROM --platform=linux/amd64 alpine:3.20 AS tools-amd64
FROM alpine:3.20
COPY --from=build /a /a
)",
    .fix_safety = "Always unsafe: what the build makes on another kind of machine changes.",
    .references =
        {"https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/"},
    .looks_at = {.words = {"platform"}},
    .check = check};

}  // namespace plimsoll::rules
