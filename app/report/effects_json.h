#pragma once

#include "analyzer/finding/finding.h"
#include "app/report/json_writer.h"

namespace plimsoll::app {

// `"effects": {"removes": [...], ...}`, with the kinds that are not empty; nothing for no effects.
void append_effects(JsonWriter& json, const Effects& effects);

}  // namespace plimsoll::app
