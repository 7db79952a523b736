#include <algorithm>
#include <array>

#include "analyzer/layer_paths.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
// What joining two steps spares the image.
struct Gain {
  const Command* command = nullptr;  // of the second step
  const PathTouch* earlier = nullptr;
  bool deletes = false;
};
}  // namespace

static Gain gain_of(const LayerPaths& first, const LayerPaths& second) {
  for (const PathTouch& removed : second.removes) {
    for (const PathTouch& written : first.writes) {
      if (surely_removes(removed, written)) return {removed.command, &written, true};
    }
  }
  for (const PathTouch& changed : second.changes) {
    for (const PathTouch& written : first.writes) {
      if (surely_covers(changed, written)) return {changed.command, &written, false};
    }
  }
  return {};
}

// State of the shell that would reach the commands of the next step.
static bool leaves_state(const CommandList& list) {
  static constexpr std::array<std::string_view, 20> names{
      "cd",    "set",     "export",  "unset", "source", ".",     "umask",
      "shopt", "alias",   "exec",    "exit",  "trap",   "pushd", "popd",
      "eval",  "declare", "typeset", "local", "ulimit", "return"};
  if (!list.assigned.empty()) return true;
  return std::any_of(list.commands.begin(), list.commands.end(), [](const Command& command) {
    return command.words.empty() || command.background ||
           std::find(names.begin(), names.end(), command.words.front().text) != names.end();
  });
}

static bool same_flags(const Facts& facts, const Run& a, const Run& b) {
  return std::equal(a.flags.begin(), a.flags.end(), b.flags.begin(), b.flags.end(),
                    [&](const Flag& x, const Flag& y) {
                      return facts.source.at(x.span) == facts.source.at(y.span);
                    });
}

static edits::Edits join(const Facts& facts, const Run& first, const Run& second) {
  const CommandList& head = facts.commands(first);
  const CommandList& tail = facts.commands(second);
  const bool plain = first.command.form == Form::Shell && second.command.form == Form::Shell &&
                     first.heredocs.empty() && second.heredocs.empty() && !first.broken &&
                     !second.broken && head.plain_and_chain() && tail.plain_and_chain();
  if (!plain || leaves_state(head) || !second.comments.empty()) return std::nullopt;
  if (head.commands.back().span.end != first.command.span.end) return std::nullopt;
  const Span between{first.command.span.end, second.command.span.begin};
  for (const Comment& comment : facts.dockerfile.comments) {
    if (comment.span.overlaps(between)) return std::nullopt;
  }
  return std::vector<Edit>{{between, std::string(" ") + facts.dockerfile.escape +
                                         std::string(edits::line_end(facts.source)) + "    && "}};
}

static void look_at(const Facts& facts, const Placed<Run>& first, const Placed<Run>& second,
                    bool any, Reporter& report) {
  if (!same_flags(facts, first, second)) return;
  const LayerPaths before = layer_paths(facts, first);
  const LayerPaths after = layer_paths(facts, second);
  const Gain gain = gain_of(before, after);
  if (!gain.command && !any) return;
  const std::string what =
      !gain.command ? "a RUN directly behind another one"
      : gain.deletes
          ? quoted(gain.earlier->path) + " is deleted in a later layer than it is made in"
          : quoted(gain.earlier->path) + " is stored twice: made, then changed";
  FindingBuilder finding =
      report.at(gain.command ? gain.command->span : second->keyword_span, what);
  if (gain.deletes) finding.severity(Severity::Warning);
  if (gain.earlier) finding.related(gain.earlier->span, "made here, and kept by this layer");
  finding.fix(unsafe("a change of one step now runs both again"), "join it with the RUN above",
              join(facts, first, second));
}

static void check(const Facts& facts, Reporter& report) {
  const bool any = report.flag("any");
  for (const Stage& stage : facts.stages()) {
    if (!stage.ships()) continue;  // nobody stores the layers of other stages
    const Run* last = nullptr;
    for (const Instruction* instruction : stage.instructions) {
      const Run* run = as<Run>(instruction);
      if (run && last) look_at(facts, {last, &stage}, {run, &stage}, any, report);
      last = run;
    }
  }
}

extern constinit const Rule consecutive_run{
    .name = "consecutive-run",
    .aliases = {"DL3059", "0008c003", "DF003"},
    .category = Category::Maintainability,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "two RUNs in a row, of which the second undoes or rewrites what the first has made",
    .why =
        "A file stays in the layer that has made it, whatever a later layer does to it; made and "
        "deleted in one RUN, it is never stored. Two steps that share no files are better left "
        "apart: each is cached by itself. That is why this rule speaks only where joining makes "
        "the image smaller (`any = true` makes it speak always).",
    .bad = R"(FROM debian:12
RUN curl -fsSLo /tmp/tool.tar.gz https://example.org/tool.tar.gz && tar xzf /tmp/tool.tar.gz -C /opt
RUN rm /tmp/tool.tar.gz
)",
    .good = R"(FROM debian:12
RUN curl -fsSLo /tmp/tool.tar.gz https://example.org/tool.tar.gz && tar xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz
)",
    .fix_safety =
        "Always unsafe, if only a little: the joined step is rebuilt when either part changes. "
        "Not offered where the first step leaves a state of the shell behind (`cd`, `set`).",
    .references = {"https://docs.docker.com/build/building/best-practices/#run"},
    .options = {OptionSpec{"any", OptionKind::Boolean, "false",
                           "report every RUN behind another one, even if joining gains nothing"}},
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
