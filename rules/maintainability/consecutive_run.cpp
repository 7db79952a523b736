#include <algorithm>
#include <array>

#include "analyzer/layer_paths.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Made {
  PathTouch what;
  std::size_t by = 0;  // index in Row::runs
};
// RUNs with nothing in between and the same flags, and what is left of the files they have made.
struct Row {
  std::vector<const Run*> runs;
  std::vector<Made> made;
};
// What joining spares the image.
struct Gain {
  const Command* command = nullptr;  // of the later step
  const Made* earlier = nullptr;
  std::size_t from = 0;  // the first step to join
  std::string_view end;  // what becomes of the file
};
}  // namespace

// Names the first deletion, else the first change; joins from the first step that any of them is
// about.
static Gain gain_of(const Row& row, const LayerPaths& later) {
  Gain gain;
  const auto note = [&](const PathTouch& touch, const Made& made, std::string_view end) {
    if (!gain.command) gain = {touch.command, &made, made.by, end};
    gain.from = std::min(gain.from, made.by);
  };
  for (const PathTouch& removed : later.removes) {
    for (const Made& made : row.made) {
      if (!surely_removes(removed, made.what)) continue;
      note(removed, made, removed.command->is("mv") ? "moved" : "deleted");
    }
  }
  for (const PathTouch& changed : later.changes) {
    for (const Made& made : row.made) {
      if (surely_covers(changed, made.what)) note(changed, made, "changed");
    }
  }
  return gain;
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

// All from the step that has made the file down to `run`.
static edits::Edits join_row(const Facts& facts, const Row& row, std::size_t from, const Run& run) {
  std::vector<edits::Edits> parts;
  for (std::size_t i = from; i < row.runs.size(); ++i) {
    const Run& next = i + 1 < row.runs.size() ? *row.runs[i + 1] : run;
    parts.push_back(join(facts, *row.runs[i], next));
  }
  return edits::all(std::move(parts));
}

static void look_at(const Facts& facts, const Row& row, const Run& run, const LayerPaths& paths,
                    bool any, Reporter& report) {
  const Gain gain = gain_of(row, paths);
  if (!gain.command && !any) return;
  const bool changed = gain.end == "changed";
  const std::string what =
      !gain.command ? "a RUN directly behind another one"
      : changed     ? quoted(gain.earlier->what.path) + " is stored twice: made, then changed"
                    : quoted(gain.earlier->what.path) + " is made in one layer, " +
                      std::string(gain.end) + " in another";
  FindingBuilder finding = report.at(gain.command ? gain.command->span : run.keyword_span, what);
  if (gain.command && !changed) finding.severity(Severity::Warning);
  if (gain.earlier) finding.related(gain.earlier->what.span, "made here, and kept by this layer");
  const std::size_t from = gain.command ? gain.from : row.runs.size() - 1;
  const std::string title =
      row.runs.size() - from > 1 ? "join it with the RUNs above" : "join it with the RUN above";
  auto edits = join_row(facts, row, from, run);
  if (!edits) finding.help(title);
  finding.fix(unsafe("a change of one step now runs both again"), title, std::move(edits));
}

// Beyond this many files or steps nothing more is remembered, so that time stays linear.
static constexpr std::size_t max_made = 200;
static constexpr std::size_t max_row = 50;

static void add_to_row(Row& row, const Run& run, const LayerPaths& paths) {
  if (row.runs.size() >= max_row) row = {};
  std::erase_if(row.made, [&](const Made& made) {
    return std::any_of(paths.removes.begin(), paths.removes.end(), [&](const PathTouch& removed) {
      return surely_removes(removed, made.what);
    });
  });
  for (const PathTouch& written : paths.writes) {
    if (row.made.size() < max_made) row.made.push_back({written, row.runs.size()});
  }
  row.runs.push_back(&run);
}

static void check(const Facts& facts, Reporter& report) {
  const bool any = report.flag("any");
  for (const Stage& stage : facts.stages()) {
    if (!stage.ships()) continue;  // nobody stores the layers of other stages
    Row row;
    for (const Instruction* instruction : stage.instructions) {
      const Run* run = as<Run>(instruction);
      if (!run || (!row.runs.empty() && !same_flags(facts, *row.runs.back(), *run))) row = {};
      if (!run) continue;
      const LayerPaths paths = layer_paths(facts, *run);
      if (!row.runs.empty()) look_at(facts, row, *run, paths, any, report);
      add_to_row(row, *run, paths);
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
