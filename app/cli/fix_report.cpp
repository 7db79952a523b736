#include "app/cli/fix_report.h"

#include "app/report/effects_json.h"
#include "app/report/json_writer.h"

namespace plimsoll::app {
namespace {

constexpr int schema_version = 1;

void append_applied(JsonWriter& json, const SourceFile& before, const Applied& applied) {
  json.begin_object().field("rule", applied.rule).field("title", applied.fix.title);
  json.field("line", before.byte_position(applied.at).line);
  json.field("safety", to_string(applied.fix.safety));
  if (!applied.fix.unsafe_because.empty()) json.field("unsafe_because", applied.fix.unsafe_because);
  append_effects(json, applied.fix.effects);
  json.end_object();
}

void append_skipped(JsonWriter& json, const SourceFile& before, const Skipped& skipped) {
  json.begin_object().field("rule", skipped.rule).field("title", skipped.title);
  json.field("line", before.byte_position(skipped.at).line);
  json.field("safety", to_string(skipped.safety));
  json.field("why_not", to_string(skipped.refusal));
  if (!skipped.detail.empty()) json.field("detail", skipped.detail);
  if (!skipped.winner.empty()) json.field("winner", skipped.winner);
  json.end_object();
}

}  // namespace

std::string fix_report_begin(std::string_view version) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("name", "plimsoll").field("version", version).end_object();
  return "{\"schema\":" + std::to_string(schema_version) + ",\"tool\":" + out + ",\"files\":[";
}

std::string fix_report_file(const FixedFile& file) {
  std::string out;
  JsonWriter json(out);
  const SourceFile before(std::string(file.path), file.before);
  json.begin_object().field("path", file.path);
  json.field("changed", file.fixed.changed()).field("written", file.written);
  json.key("applied").begin_array();
  for (const Applied& applied : file.fixed.applied) append_applied(json, before, applied);
  json.end_array();
  json.key("skipped").begin_array();
  for (const Skipped& skipped : file.fixed.skipped) append_skipped(json, before, skipped);
  json.end_array();
  json.field("remaining", std::uint64_t{file.fixed.remaining.size()});
  if (file.with_diff) json.field("diff", file.diff);
  json.end_object();
  return out;
}

std::string fix_report_end(std::size_t fixes, std::size_t remaining) {
  return "],\n\"summary\":{\"fixes\":" + std::to_string(fixes) +
         ",\"remaining\":" + std::to_string(remaining) + "}}\n";
}

}  // namespace plimsoll::app
