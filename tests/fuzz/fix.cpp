// Any text, fixed as far as rules go: it comes to an end without a circle, the builder refuses
// nothing that it did not refuse before, and a second run has nothing left to do.

#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/base/check.h"
#include "analyzer/facts.h"
#include "fixers/apply/apply.h"
#include "rules/engine/lint.h"

namespace {

using namespace plimsoll;

Judged judge(const std::string& text) {
  const SourceFile source("Dockerfile", text);
  const Dockerfile dockerfile = parse_dockerfile(source);
  const Settings settings;
  const Facts facts(source, dockerfile, settings);
  static const rules::Selection all = [] {
    rules::Choices choices;
    choices.preview = true;
    choices.only = {"ALL"};
    return rules::resolve(std::span(&choices, 1));
  }();
  return {rules::lint(facts, all).findings, dockerfile.problems};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const FixOptions options{.at_least = Safety::Unsafe};
  const FixResult once = apply_fixes(text, judge, options);
  CHECK(once.cycle.empty());
  for (const Skipped& skipped : once.skipped) CHECK(skipped.refusal != Refusal::OutOfPasses);
  CHECK(judge(once.text).problems.size() <= judge(text).problems.size());
  CHECK(!apply_fixes(once.text, judge, options).changed());
  return 0;
}
