// phases FILE...
//
// Lints files one after another, each step of the pipeline in a function of its own, so that
// callgrind's inclusive totals of these functions are the cost of the steps (bench/instructions).
// What facts compute when asked is asked for in its own step; what rules alone ask for (is the path
// read later?) is counted to the rules.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "analyzer/facts.h"
#include "app/report/report.h"
#include "rules/table.h"

using namespace plimsoll;

#define STEP extern "C" __attribute__((noinline, used))

namespace {

struct Work {
  explicit Work(SourceFile file) : source(std::move(file)) {}
  SourceFile source;
  Dockerfile dockerfile;
  Settings settings;
  std::unique_ptr<Facts> facts;
  rules::Selection selection;
  rules::LintResult result;
};

std::string content(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

STEP void step_tree(Work& work) { work.dockerfile = parse_dockerfile(work.source); }

STEP void step_facts(Work& work) {
  work.facts = std::make_unique<Facts>(work.source, work.dockerfile, work.settings);
  (void)work.facts->stages();
  (void)work.facts->values();
  for (const Placed<Instruction>& placed : work.facts->placed()) {
    (void)work.facts->expansions(*placed);
  }
}

STEP void step_shell(Work& work) {
  for (const Placed<Run>& run : work.facts->runs()) (void)work.facts->commands(*run);
  for (const Placed<Cmd>& command : work.facts->every<Cmd>()) (void)work.facts->commands(*command);
  for (const Placed<Entrypoint>& entry : work.facts->every<Entrypoint>()) {
    (void)work.facts->commands(*entry);
  }
}

STEP void step_rules(Work& work) { work.result = rules::lint(*work.facts, work.selection); }

STEP std::size_t step_output(Work& work) {
  app::ReportOptions options;
  options.rules = rules::all_rules();
  app::FileReport report;
  report.source = &work.source;
  report.findings = work.result.findings;
  report.suppressed = work.result.suppressed;
  return app::render(app::Format::Json, options, {&report, 1}, {}).size();
}

int main(int argc, char** argv) {
  std::size_t findings = 0;
  std::size_t bytes = 0;
  for (int i = 1; i < argc; ++i) {
    Work work(SourceFile(argv[i], content(argv[i])));
    step_tree(work);
    step_facts(work);
    step_shell(work);
    step_rules(work);
    bytes += step_output(work);
    findings += work.result.findings.size();
  }
  std::printf("%d files, %zu findings, %zu bytes of report\n", argc - 1, findings, bytes);
  return 0;
}
