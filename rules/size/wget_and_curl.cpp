#include <vector>

#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Tool {
  std::string_view name;
  Span installed;  // where a package manager is asked for it; empty when it is not
  Span used;       // the first download with it
};
}  // namespace

static void look(const CommandList& list, Tool& tool) {
  for (const Package& package : list.installs()) {
    const bool system = package.manager == "apt" || package.manager == "apk" ||
                        package.manager == "dnf" || package.manager == "zypper" ||
                        package.manager == "pacman";
    if (system && package.name == tool.name && tool.installed.empty()) {
      tool.installed = package.span;
    }
  }
  if (const Command* command = list.find(tool.name); command && tool.used.empty()) {
    tool.used = command->words[command->program_word].span;
  }
}

// All RUNs of the stage and of those that it is built from.
static void look(const Facts& facts, const Stage& stage, Tool& tool) {
  constexpr int max_parents = 64;
  int depth = 0;
  for (const Stage* at = &stage; at && depth < max_parents; at = at->parent(), ++depth) {
    for (const Instruction* instruction : at->instructions) {
      if (const Run* run = as<Run>(instruction)) look(facts.commands(*run), tool);
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target) return;
  Tool wget{"wget", {}, {}};
  Tool curl{"curl", {}, {}};
  look(facts, *target, wget);
  look(facts, *target, curl);
  // One that the base image brings, or that is installed for the container, costs nothing more.
  for (const Tool* tool : {&wget, &curl}) {
    if (tool->installed.empty() || tool->used.empty()) return;
  }
  const bool curl_later = wget.installed.begin < curl.installed.begin;
  const Tool& later = curl_later ? curl : wget;
  const Tool& earlier = curl_later ? wget : curl;
  report
      .at(later.installed, "`" + std::string(later.name) + "` is installed beside `" +
                               std::string(earlier.name) + "`, which downloads as well")
      .related(earlier.used, "used here")
      .related(later.used, "used here")
      .help("use one of the two for all downloads");
}

extern constinit const Rule wget_and_curl{
    .name = "wget-and-curl",
    .aliases = {"DL4001", "DS-0014", "fc775e75", "use-either-wget-or-curl", "DF058"},
    .category = Category::Size,
    .severity = Severity::Style,
    .summary = "both `wget` and `curl` are installed to download with",
    .why =
        "Either does the work of both. The second one brings its libraries into the image, and "
        "one more program to patch.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl wget
RUN curl -fsSLo /a https://example.com/a && wget -q https://example.com/b
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl
RUN curl -fsSLo /a https://example.com/a && curl -fsSLO https://example.com/b
)",
    .looks_at = {.keywords = {Keyword::Run}, .words = {"wget"}},
    .check = check};

}  // namespace plimsoll::rules
