#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/base/tasks.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/lint.h"
#include "app/cli/lint_image.h"
#include "app/cli/outputs.h"
#include "app/cli/progress.h"

namespace plimsoll::app {
namespace {

// Results are held until those before them are printed; so many at once bound the memory.
constexpr std::size_t block_files = 512;

struct Outcome {
  Linted linted;
  Error error;       // message empty: none
  bool cut = false;  // a limit was hit: only the beginning was looked at
};

Outcome lint_input(const Session& session, const Input& input, syntax::Parser& parser) {
  Result<std::string> bytes = read_input(session.host, input);
  if (!bytes) return {{}, bytes.error(), false};
  const bool cut = cut_to_limit(*bytes);
  const std::optional<std::string> context = context_of(session.host, session.line, input);
  auto source = std::make_unique<SourceFile>(input.shown, std::move(*bytes));
  Linted linted = lint(session.host, parser, std::move(source), *input.configuration,
                       context ? &*context : nullptr);
  return {std::move(linted), {}, cut};
}

void lint_all(Session& session, const std::vector<Input>& inputs, unsigned workers,
              Outputs& outputs) {
  Progress progress(session, "linting", inputs.size());
  std::vector<syntax::Parser> parsers(std::clamp<std::size_t>(inputs.size(), 1, workers));
  for (std::size_t begin = 0; begin < inputs.size(); begin += block_files) {
    const std::size_t count = std::min(block_files, inputs.size() - begin);
    const auto outcomes =
        parallel_map<Outcome>(count, workers, [&](std::size_t i, unsigned worker) {
          Outcome outcome = lint_input(session, inputs[begin + i], parsers[worker]);
          progress.step();
          return outcome;
        });
    progress.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const Input& input = inputs[begin + i];
      const Outcome& outcome = outcomes[i];
      if (!outcome.error.message.empty()) {
        session.fail(input.shown, outcome.error.message);
        continue;
      }
      if (outcome.cut) {
        session.partial(input.shown, fmt::format("has more than {} lines; what is after them was "
                                                 "not looked at",
                                                 lines_limit));
      }
      if (outcome.linted.lacks_target) complain_of_target(session, input, inputs.size() == 1);
      outputs.add(report_of(outcome.linted));
      const bool wrong = reaches(outcome.linted.result.findings, input.configuration->fail_level);
      if (wrong && !session.line.has(FlagId::ExitZero)) session.found();
    }
  }
}

}  // namespace

void show_configuration(Session& session, Configurations& configurations) {
  std::vector<std::string> paths = session.line.operands;
  if (paths.empty()) paths.emplace_back(".");
  for (const std::string& path : paths) {
    const Result<FileStatus> status = session.host.status(path);
    const bool directory = status && status->kind == FileKind::Directory;
    const Result<const Configuration*> configuration =
        configurations.for_file(directory ? join_path(path, "Dockerfile") : path);
    if (!configuration) {
      session.fail_with_text(path, configuration.error().message);
      continue;
    }
    if (paths.size() > 1) session.print("# " + path + "\n");
    session.print(show(**configuration));
  }
}

namespace {

// Flags that say how an image is read, where none is.
const GivenFlag* of_an_image(const Session& session) {
  if (session.line.has(FlagId::Image)) return nullptr;
  for (const FlagId id : {FlagId::Base, FlagId::NoSecrets, FlagId::Offline}) {
    if (const GivenFlag* given = session.line.last(id)) return given;
  }
  return nullptr;
}

}  // namespace

void lint_command(Session& session) {
  if (const GivenFlag* flag = of_an_image(session)) {
    return session.fail(
        "", fmt::format("{} says something of an image, and --image names none", flag->spelled));
  }
  Configurations configurations(session.host, configuration_flags(session.line));
  if (session.line.has(FlagId::ShowConfig)) return show_configuration(session, configurations);
  const Result<unsigned> workers = session.workers();
  if (!workers) return session.fail("", workers.error().message);
  Outputs outputs(session);
  if (!outputs.ready()) return;
  const std::vector<Input> inputs = collect_inputs(session, configurations);
  if (session.line.has(FlagId::Image)) {
    lint_image(session, inputs, outputs);
  } else {
    lint_all(session, inputs, *workers, outputs);
  }
  outputs.finish();
}

}  // namespace plimsoll::app
