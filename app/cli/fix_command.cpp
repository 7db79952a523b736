#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/tasks.h"
#include "app/cli/commands.h"
#include "app/cli/fix_report.h"
#include "app/cli/inputs.h"
#include "app/cli/lint.h"
#include "app/cli/progress.h"
#include "app/cli/visible.h"
#include "fixers/apply/apply.h"
#include "fixers/apply/diff.h"

namespace plimsoll::app {
namespace {

constexpr std::size_t block_files = 512;

struct Outcome {
  std::string before;
  FixResult fixed;
  Error error;            // message empty: none
  bool too_long = false;  // a limit was hit: nothing was done
  bool lacks_target = false;
};

struct Totals {
  std::size_t files = 0;
  std::size_t fixes = 0;
  std::size_t remaining = 0;
  std::size_t files_told = 0;
  bool as_json = false;
};

Outcome fix_input(const Session& session, const Input& input, syntax::Parser& parser) {
  Result<std::string> bytes = read_input(session.host, input);
  if (!bytes) return {{}, {}, bytes.error(), false, false};
  if (cut_to_limit(*bytes)) return {{}, {}, {}, true, false};
  const std::optional<std::string> context = context_of(session.host, session.line, input);
  bool lacks_target = false;
  const Judge judge = [&](const std::string& text) {
    Linted linted = lint(session.host, parser, std::make_unique<SourceFile>(input.shown, text),
                         *input.configuration, context ? &*context : nullptr);
    lacks_target = linted.lacks_target;
    return Judged{std::move(linted.result.findings), std::move(linted.problems)};
  };
  FixOptions options;
  if (session.line.has(FlagId::Unsafe)) options.at_least = Safety::Unsafe;
  FixResult fixed = apply_fixes(*bytes, judge, options);
  return {std::move(*bytes), std::move(fixed), {}, false, lacks_target};
}

std::string why_not(const Skipped& skipped) {
  switch (skipped.refusal) {
    case Refusal::TooUnsafe:
      return skipped.safety == Safety::Suggestion
                 ? fmt::format("only a suggestion: {}", skipped.detail)
                 : fmt::format("unsafe: {}; --unsafe applies it", skipped.detail);
    case Refusal::Conflict:
      return fmt::format("{} has changed the same place", skipped.winner);
    case Refusal::Breaks:
      return fmt::format("the builder would refuse the result: {}", skipped.detail);
    case Refusal::Circular:
      return "it would undo another fix";
    case Refusal::OutOfPasses:
      break;
  }
  return "the fixes do not come to an end";
}

std::string account_of(const Input& input, const Outcome& outcome) {
  const SourceFile before(input.shown, outcome.before);
  std::string text;
  for (const Applied& applied : outcome.fixed.applied) {
    text += fmt::format("  fixed      {}:{}: {} [{}]{}\n", visible(input.shown),
                        before.byte_position(applied.at).line, applied.fix.title, applied.rule,
                        applied.fix.safety == Safety::Proved ? " proved" : "");
  }
  for (const Skipped& skipped : outcome.fixed.skipped) {
    text += fmt::format("  not fixed  {}:{}: {} [{}]\n             {}\n", visible(input.shown),
                        before.byte_position(skipped.at).line, skipped.title, skipped.rule,
                        why_not(skipped));
  }
  if (!outcome.fixed.cycle.empty()) {
    text += fmt::format("  these rules undo each other's fixes: {}\n",
                        fmt::join(outcome.fixed.cycle, ", "));
  }
  return text;
}

// Replaces the file unless somebody else has changed it in the meantime.
bool write_back(Session& session, const Input& input, const Outcome& outcome) {
  const Result<std::string> now = session.host.read_file(input.path, file_limit_bytes);
  if (now && *now != outcome.before) {
    session.fail(input.shown, "has changed while it was being fixed; left as it is");
    return false;
  }
  const Result<void> written = session.host.replace_file(input.path, outcome.fixed.text);
  if (written) return true;
  session.fail(input.shown,
               fmt::format("cannot be written: {}; left as it is", written.error().message));
  return false;
}

std::string diff_of(const Input& input, const Outcome& outcome) {
  const std::string name = input.path == "-" ? input.shown : input.path;
  return unified_diff(outcome.before, outcome.fixed.text, name, name);
}

// The text where it belongs: a diff on the screen, standard input to standard output, a file to its
// place. True when what the user now has is the fixed text.
bool deliver(Session& session, const Input& input, const Outcome& outcome) {
  if (session.line.has(FlagId::Diff)) {
    session.print(diff_of(input, outcome));
    return false;
  }
  if (input.path == "-") {
    session.print(outcome.fixed.text);
    return true;
  }
  return !outcome.fixed.changed() || write_back(session, input, outcome);
}

void tell(Session& session, const std::string& text) {
  if (session.quiet()) return;
  const bool beside = session.line.has(FlagId::Diff) ||
                      std::find(session.line.operands.begin(), session.line.operands.end(), "-") !=
                          session.line.operands.end();
  if (!beside) return session.print(text);
  session.flush();
  session.host.write_err(text);
}

// The same, with an account of it on standard output. The text of standard input is in the diff.
void report_as_json(Session& session, const Input& input, const Outcome& outcome,
                    const Totals& totals) {
  const bool diff = session.line.has(FlagId::Diff) || input.path == "-";
  const bool written = !diff && outcome.fixed.changed() && write_back(session, input, outcome);
  session.print(totals.files_told == 0 ? "\n" : ",\n");
  session.print(fix_report_file({input.shown, outcome.before, outcome.fixed, written, diff,
                                 diff ? diff_of(input, outcome) : std::string()}));
}

void conclude(Session& session, const Input& input, const Outcome& outcome, Totals& totals) {
  if (!outcome.error.message.empty()) return session.fail(input.shown, outcome.error.message);
  if (outcome.too_long) {
    return session.partial(input.shown,
                           fmt::format("has more than {} lines; left as it is", lines_limit));
  }
  if (totals.as_json) report_as_json(session, input, outcome, totals);
  ++totals.files_told;
  const bool delivered = totals.as_json || deliver(session, input, outcome);
  if (delivered || session.line.has(FlagId::Diff)) {
    if (!totals.as_json) tell(session, account_of(input, outcome));
    totals.files += outcome.fixed.changed() ? 1 : 0;
    totals.fixes += outcome.fixed.applied.size();
  }
  totals.remaining += outcome.fixed.remaining.size();
  const bool wrong = reaches(outcome.fixed.remaining, input.configuration->fail_level);
  const bool pending = session.line.has(FlagId::Diff) && outcome.fixed.changed();
  if ((wrong || pending) && !session.line.has(FlagId::ExitZero)) session.found();
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : noun.ends_with('x') ? "es" : "s");
}

std::string summary_of(const Session& session, const Totals& totals) {
  std::string text = totals.remaining == 0 ? "nothing to fix" : "nothing fixed";
  if (totals.fixes > 0) {
    text = fmt::format("{} {} in {}", counted(totals.fixes, "fix"),
                       session.line.has(FlagId::Diff) ? "possible" : "applied",
                       counted(totals.files, "file"));
  }
  if (totals.remaining == 0) return text + "\n";
  return fmt::format("{}; {} remain{}\n", text, counted(totals.remaining, "finding"),
                     totals.remaining == 1 ? "s" : "");
}

}  // namespace

void fix_command(Session& session) {
  Configurations configurations(session.host, configuration_flags(session.line));
  if (session.line.has(FlagId::ShowConfig)) return show_configuration(session, configurations);
  const Result<unsigned> workers = session.workers();
  if (!workers) return session.fail("", workers.error().message);
  const std::vector<Input> inputs = collect_inputs(session, configurations);
  Totals totals;
  totals.as_json = session.line.has(FlagId::FixFormat);
  if (totals.as_json && session.line.last(FlagId::FixFormat)->value != "json") {
    return session.fail("", "--format of fix can be `json`");
  }
  if (totals.as_json) session.print(fix_report_begin(version()));
  Progress progress(session, "fixing", inputs.size());
  std::vector<syntax::Parser> parsers(std::clamp<std::size_t>(inputs.size(), 1, *workers));
  for (std::size_t begin = 0; begin < inputs.size(); begin += block_files) {
    const std::size_t count = std::min(block_files, inputs.size() - begin);
    const auto outcomes =
        parallel_map<Outcome>(count, *workers, [&](std::size_t i, unsigned worker) {
          Outcome outcome = fix_input(session, inputs[begin + i], parsers[worker]);
          progress.step();
          return outcome;
        });
    progress.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const Input& input = inputs[begin + i];
      if (outcomes[i].lacks_target) complain_of_target(session, input, inputs.size() == 1);
      conclude(session, input, outcomes[i], totals);
    }
  }
  if (totals.as_json) return session.print(fix_report_end(totals.fixes, totals.remaining));
  if (!inputs.empty()) tell(session, summary_of(session, totals));
}

}  // namespace plimsoll::app
