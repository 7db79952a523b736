// `plimsoll lint --image IMAGE [DOCKERFILE]`: what is found in both, told of the Dockerfile's
// lines.

#include <fmt/format.h>

#include "app/cli/joined.h"
#include "app/cli/lint.h"
#include "app/cli/lint_image.h"
#include "app/cli/registries.h"
#include "app/image_report/figures.h"

namespace plimsoll::app {
namespace {

// The one Dockerfile that is meant; null when it is said that there is none such.
const Input* only_one(Session& session, const std::vector<Input>& inputs) {
  if (inputs.size() == 1) return &inputs.front();
  if (inputs.size() > 1) {
    session.fail("", fmt::format("there are {} Dockerfiles, and an image is built from one\n"
                                 "  name it: plimsoll lint --image IMAGE DOCKERFILE",
                                 inputs.size()));
  }
  return nullptr;
}

}  // namespace

void lint_image(Session& session, const std::vector<Input>& inputs, Outputs& outputs) {
  const Input* const input = only_one(session, inputs);
  if (input == nullptr) return;
  Result<ScanRequest> request = scan_request(session, session.line.last(FlagId::Image)->value);
  if (!request) return session.fail("", request.error().message);
  const std::vector<std::string>& wanted = input->configuration->settings.invocation.platforms;
  if (wanted.size() == 1) request->platform = parse_platform(wanted.front());

  JoinedDockerfile joined;
  if (!joined.read(session, *input)) return;
  Registries registries(session);
  const auto image = scan(session, registries, *request);
  if (!image) return session.fail("", image.error().message);
  complain_of_missing(session, **image);
  joined.know(**image);
  know_base(session, *request, joined.facts(), **image);
  const Attribution attribution = attributed(**image, joined.facts());
  joined.complain(session, attribution);
  const ImageFacts facts = (*image)->facts(attribution, joined.settings(), joined.facts());
  const rules::LintResult result = rules::lint(facts, input->configuration->selection);

  FileReport report;
  joined.fill(report);
  report.findings = result.findings;
  report.suppressed = result.suppressed;
  const Masks masks = masks_of(facts, (*image)->scanner.get());
  outputs.add(report, masks);
  const bool wrong = reaches(result.findings, input->configuration->fail_level);
  if (wrong && !session.line.has(FlagId::ExitZero)) session.found();
}

}  // namespace plimsoll::app
