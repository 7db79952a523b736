#include "app/report/effects_json.h"

namespace plimsoll::app {

void append_effects(JsonWriter& json, const Effects& effects) {
  if (effects.empty()) return;
  json.key("effects").begin_object();
  const auto list = [&](std::string_view name, const std::vector<std::string>& values) {
    if (values.empty()) return;
    json.key(name).begin_array();
    for (const std::string& value : values) json.value(value);
    json.end_array();
  };
  list("removes", effects.removes);
  list("adds", effects.adds);
  list("changes", effects.changes);
  list("packages", effects.packages);
  list("config", effects.config);
  json.end_object();
}

}  // namespace plimsoll::app
