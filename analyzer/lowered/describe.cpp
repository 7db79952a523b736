#include "analyzer/lowered/lowered.h"

namespace plimsoll::lowered {

std::string describe(const Graph& graph) {
  std::string out;
  for (const Stage& stage : graph.stages) {
    for (const Step& step : stage.steps) out += step.origin.history + "\n";
  }
  return out;
}

}  // namespace plimsoll::lowered
