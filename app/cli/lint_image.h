#pragma once

#include <vector>

#include "app/cli/inputs.h"
#include "app/cli/outputs.h"

namespace plimsoll::app {

// Lints one Dockerfile together with the image that --image names; more than one input is refused.
// Leaves it to the caller to finish the outputs.
void lint_image(Session& session, const std::vector<Input>& inputs, Outputs& outputs);

}  // namespace plimsoll::app
