#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Programs by which a process that was started as root gives root up.
static constexpr std::array dropping = {"gosu",        "su-exec",    "setpriv",   "s6-setuidgid",
                                        "s6-overlay",  "setuidgid",  "chpst",     "runuser",
                                        "supervisord", "supervisor", "s6-svscan", "fixuid"};

static bool gives_up_root(const Facts& facts) {
  const std::string_view text = facts.source.bytes();
  return std::any_of(dropping.begin(), dropping.end(), [&](std::string_view program) {
    return text.find(program) != std::string_view::npos;
  });
}

namespace {
// What the image starts, as far as root matters.
struct Start {
  bool own = false;      // CMD or ENTRYPOINT of this file
  bool nothing = false;  // surely no command at all: files for others, no process
};
}  // namespace

static Start start_of(const Facts& facts, const Stage& target) {
  Start start;
  const Stage* stage = &target;
  for (std::uint32_t depth = 0; stage && depth < max_stage_depth;
       ++depth, stage = stage->parent()) {
    start.own = start.own || std::any_of(stage->instructions.begin(), stage->instructions.end(),
                                         [](const Instruction* instruction) {
                                           return instruction->keyword == Keyword::Cmd ||
                                                  instruction->keyword == Keyword::Entrypoint;
                                         });
  }
  const BaseFacts& base = facts.base(target);
  start.nothing = !start.own && is_no(base.has_cmd) && is_no(base.has_entrypoint);
  return start;
}

// The base image's own user, to go back to. One that this file has set before `USER root` served
// some steps, and root may be meant.
static std::optional<std::string> user_before(const Facts& facts, const User& root) {
  const UserState& before = facts.before(root).user;
  if (before.set_by || !is_no(before.root()) || !before.text.known() || before.text.text().empty())
    return {};
  return before.text.text();
}

// Below the last instruction of the stage that may need root.
static const Instruction& last_of_root(const Stage& stage, const User& root) {
  const Instruction* last = &root;
  for (const Instruction* instruction : stage.instructions) {
    const Keyword keyword = instruction->keyword;
    const bool acts = keyword == Keyword::Run || keyword == Keyword::Copy ||
                      keyword == Keyword::Add || keyword == Keyword::Workdir;
    if (acts && instruction->index > last->index) last = instruction;
  }
  return *last;
}

static void explicitly(const Facts& facts, Reporter& report, const Stage& target, const User& root,
                       bool drops) {
  FindingBuilder finding =
      report.at(root.value.span(), "the last USER is root: so is what the container runs");
  if (drops) finding.severity(Severity::Info);
  const std::optional<std::string> before = user_before(facts, root);
  if (!before || facts.stage(root) != &target) {
    finding.help("name another account with USER below the last step that needs root");
    return;
  }
  finding.fix(unsafe("what the container runs may need root"), "go back to " + quoted(*before),
              edits::insert_below(facts, last_of_root(target, root), "USER " + *before),
              Effects::configuring("User"));
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target || !target->from) return;
  const UserState& user = facts.at_end(*target).user;
  if (!is_yes(user.root())) return;
  const Start start = start_of(facts, *target);
  if (start.nothing) return;
  const bool drops = gives_up_root(facts);
  if (user.set_by) return explicitly(facts, report, *target, *user.set_by, drops);
  const BaseFacts& base = facts.base(*target);
  const bool inherits = is_yes(base.drops_privileges);
  if (drops || inherits || base.os == OsFamily::Windows) return;
  report.at(target->from->keyword_span, "the image runs as root: no USER is set")
      .severity(Severity::Info)
      .help(base.users.empty()
                ? "make an account for the program and name it with USER below the last RUN"
                : "the base has the account " + quoted(base.users.front()) +
                      " for that: name it with USER");
}

// An entry script that gives root up says so by the program that it calls.
static bool gives_up_root(const ImageFacts& facts) {
  const std::array folders = {"usr/local/bin/", "usr/bin/", "bin/", "usr/sbin/", "sbin/", ""};
  const auto is_there = [&](std::string_view program) {
    return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
      return facts.tree.resolve(std::string(folder) + std::string(program)) != image::no_path;
    });
  };
  return is_there("gosu") || is_there("su-exec") || is_there("fixuid") || is_there("s6-setuidgid");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const image::EffectiveUser& user = facts.contents.user();
  if (!is_yes(user.root()) || !starts_something(facts)) return;
  if (facts.description.platform.os == "windows") return;
  FindingBuilder finding =
      report.at(facts.place_of("USER"),
                user.text.empty() ? "the image runs as root: no USER is set"
                                  : "the image runs as root: its user is " + quoted(user.text));
  if (user.text.empty() || gives_up_root(facts)) finding.severity(Severity::Info);
  finding.help("make an account for the program and name it with USER below the last RUN");
}

extern constinit const Rule runs_as_root{
    .name = "runs-as-root",
    .aliases = {"DL3002", "DS-0002", "CKV_DOCKER_8", "CKV_DOCKER_3", "CIS-DI-0001", "67fd0c4a",
                "fd54f200", "last-user-is-root", "missing-user", "missing-user-entrypoint", "DF002",
                "DF020"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "an image whose processes run as root",
    .why =
        "Root in a container is root for the kernel. A hole in the program gives its attacker all "
        "files of the image and every mounted volume, and with one more hole, in the runtime, the "
        "host.",
    .bad = R"(FROM jenkins/jenkins:lts
USER root
RUN apt-get update && apt-get install -y make && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM jenkins/jenkins:lts
USER root
RUN apt-get update && apt-get install -y make && rm -rf /var/lib/apt/lists/*
USER jenkins
)",
    .fix_safety =
        "Unsafe: what the container runs may need root. There is a fix only where the base image "
        "has a "
        "user of its own, which `USER root` took the place of.",
    .references = {"https://docs.docker.com/build/building/best-practices/#user"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
