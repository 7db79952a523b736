#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// Names that surely stand for whatever is newest.
static bool is_branch(std::string_view name) {
  for (const std::string_view branch : {"master", "main", "develop", "dev", "trunk", "HEAD",
                                        "latest", "stable", "next", "nightly", "testing"}) {
    if (name == branch || name == "origin/" + std::string(branch)) return true;
  }
  return false;
}

static bool is_remote(const ShellWord& word) {
  const std::string_view begin = word.known_prefix();
  if (begin.starts_with("file://")) return false;
  return begin.find("://") != std::string_view::npos || begin.starts_with("git@");
}

// Puts the tree to one state: `git checkout X`, `git reset --hard X`, `git fetch origin X`.
static bool selects(const Command& command) {
  if (!command.is("git")) return false;
  if (command.subcommand != "checkout" && command.subcommand != "switch" &&
      command.subcommand != "reset" && command.subcommand != "fetch" &&
      command.subcommand != "pull") {
    return false;
  }
  const bool remote_first = command.subcommand == "fetch" || command.subcommand == "pull";
  for (std::size_t i = remote_first ? 1 : 0; i < command.operands.size(); ++i) {
    const ShellWord& word = command.operand(i);
    if (!word.known || !is_branch(word.text)) return true;
  }
  return false;
}

static bool is_selected_later(const Facts& facts, const Placed<Run>& run, const Command& clone) {
  for (const Placed<Run>& later : facts.runs()) {
    if (later.stage != run.stage || later->index < run->index) continue;
    for (const Command& command : facts.commands(later).commands) {
      if (later->index == run->index && command.index <= clone.index) continue;
      if (selects(command)) return true;
    }
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* clone : facts.commands(run).all("git", "clone")) {
      if (clone->operands.empty() || !is_remote(clone->operand(0)) || clone->may_hide_options() ||
          clone->has_option({"--revision", "--mirror", "--bare"})) {
        continue;
      }
      const Option* branch = clone->option({"-b", "--branch"});
      if (branch && (!branch->value || !branch->value_known || !is_branch(*branch->value)))
        continue;
      if (is_selected_later(facts, run, *clone)) continue;
      const std::string what =
          branch ? "the branch " + quoted(*branch->value) : std::string("the default branch");
      report.at(clone->operand(0).span, what + " is cloned as it is on the day of the build")
          .help("`git checkout` a commit, or use `ADD https://example.org/app.git#COMMIT`");
    }
  }
}

extern constinit const Rule mutable_git_clone{
    .name = "mutable-git-clone",
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .summary = "`git clone` of a branch, without a commit or tag",
    .why =
        "Two builds of the same Dockerfile hold different code. And the cache does not know that "
        "the branch has moved: a rebuild takes the old clone until something above it changes.",
    .bad = R"(FROM alpine/git:2.45.2
RUN git clone https://example.org/app.git
)",
    .good = R"(FROM alpine/git:2.45.2
RUN git clone --branch v1.2.3 --depth 1 https://example.org/app.git
ADD https://example.org/lib.git#8a1b2c3d4e5f60718293a4b5c6d7e8f901234567 /lib
)",
    .references =
        {"https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"git"}},
    .check = check};

}  // namespace plimsoll::rules
