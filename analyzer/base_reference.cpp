#include "analyzer/base_reference.h"

namespace plimsoll {

const From* bottom_from(const Stage* stage) {
  for (std::uint32_t depth = 0; stage && depth < max_stage_depth; ++depth) {
    if (!stage->parent()) return stage->from;
    stage = stage->parent();
  }
  return nullptr;
}

Value base_reference(const Facts& facts, const Stage* stage) {
  const From* from = bottom_from(stage);
  return from ? facts.values().expand_from(*from).value : Value::unknown("FROM");
}

}  // namespace plimsoll
