#include "app/config/schema.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/config/image_table.h"
#include "app/config/options.h"
#include "rules/table.h"

namespace plimsoll::app {

namespace {

using Json = nlohmann::ordered_json;
using rules::OptionKind;
using rules::OptionSpec;
using rules::Rule;

[[nodiscard]] Json text() { return {{"type", "string"}}; }
[[nodiscard]] Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
[[nodiscard]] Json table_of(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

[[nodiscard]] Json one_of(std::span<const std::string_view> names) {
  Json list = Json::array();
  for (const std::string_view name : names) list.push_back(name);
  return {{"enum", std::move(list)}};
}

[[nodiscard]] std::string sentence(std::string_view words) {
  std::string out(words);
  if (!out.empty() && 'a' <= out.front() && out.front() <= 'z') {
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  }
  return out + ".";
}

[[nodiscard]] std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

[[nodiscard]] Json rule_option(const OptionSpec& spec) {
  Json out;
  switch (spec.kind) {
    case OptionKind::Boolean:
      out = {{"type", "boolean"}, {"default", spec.initial == "true"}};
      break;
    case OptionKind::Number: {
      std::int64_t number = 0;
      for (const char c : spec.initial) {
        if ('0' <= c && c <= '9') number = number * 10 + (c - '0');
      }
      out = {{"type", "integer"}, {"default", number}};
      break;
    }
    case OptionKind::Text:
      out = {{"type", "string"}, {"default", spec.initial}};
      break;
    case OptionKind::List:
      out = list_of(text());
      out["default"] = split_list(spec.initial);
      break;
  }
  out["description"] = sentence(spec.help);
  return out;
}

// A rule may be named by an alias too, so other keys are allowed.
[[nodiscard]] Json rule_options() {
  Json properties = Json::object();
  for (const Rule* rule : rules::all_rules()) {
    if (rule->options.empty()) continue;
    Json own = Json::object();
    for (const OptionSpec& spec : rule->options) own[std::string(spec.name)] = rule_option(spec);
    properties[std::string(rule->name)] = {{"type", "object"},
                                           {"description", sentence(rule->summary)},
                                           {"properties", std::move(own)},
                                           {"additionalProperties", false}};
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"additionalProperties", {{"type", "object"}}}};
}

[[nodiscard]] Json image_table() {
  const Json amount = {{"type", Json::array({"string", "integer"})}};
  Json properties = Json::object();
  for (const ImageKey& key : image_keys()) {
    Json value = amount;
    if (key.name == "min-efficiency") value = {{"type", Json::array({"string", "number"})}};
    if (key.name == "score") value = {{"enum", Json::array({"true", "dive"})}};
    if (key.name == "allow-waste") {
      value = list_of({{"type", "object"},
                       {"required", Json::array({"path", "reason"})},
                       {"properties",
                        {{"path", {{"type", "string"}, {"pattern", "^/"}}},
                         {"size", amount},
                         {"reason", {{"type", "string"}, {"minLength", 1}}}}},
                       {"additionalProperties", false}});
    }
    value["description"] = sentence(key.help);
    properties[std::string(key.name)] = std::move(value);
  }
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

[[nodiscard]] Json type_of(const Option& option) {
  switch (option.type) {
    case OptionType::Boolean:
      return {{"type", "boolean"}, {"default", option.initial == "true"}};
    case OptionType::Text:
      return text();
    case OptionType::TextList:
    case OptionType::Globs:
      return list_of({{"type", "string"}, {"minLength", 1}});
    case OptionType::Selectors:
      return list_of({{"$ref", "#/$defs/selector"}});
    case OptionType::Edition:
      return {{"type", "string"}, {"pattern", "^[0-9]{4}(\\.[0-9]{1,2})?$"}};
    case OptionType::FailLevel: {
      Json out = one_of(severity_names());
      out["enum"].push_back("never");
      out["default"] = "warning";
      return out;
    }
    case OptionType::Severities:
      return table_of({{"$ref", "#/$defs/severity"}});
    case OptionType::RuleOptions:
      return rule_options();
    case OptionType::LabelSchema:
      return table_of(one_of(label_kinds()));
    case OptionType::TextTable:
      return table_of(text());
    case OptionType::Files:
      return {{"anyOf", Json::array({text(), list_of(text())})}};
    case OptionType::Image:
      return image_table();
    case OptionType::OverrideBlocks:
      return list_of({{"$ref", "#/$defs/override"}});
  }
  return Json::object();
}

[[nodiscard]] Json described(const Option& option) {
  Json out = type_of(option);
  out["description"] = sentence(option.help);
  return out;
}

[[nodiscard]] Json selector() {
  Json examples = Json::array({"ALL", "size", "DL3009"});
  if (!rules::all_rules().empty()) examples.push_back(rules::all_rules().front()->name);
  return {{"type", "string"},
          {"minLength", 1},
          {"description",
           "A rule's name, its name in another tool, a prefix of such names, a category, or ALL."},
          {"examples", std::move(examples)}};
}

}  // namespace

std::string configuration_schema() {
  Json override_properties = Json::object();
  override_properties["paths"] = list_of({{"type", "string"}, {"minLength", 1}});
  override_properties["paths"]["minItems"] = 1;
  override_properties["paths"]["description"] =
      "Where the block holds: patterns from the folder of the file.";
  Json properties = Json::object();
  for (const Option& option : options()) {
    properties[std::string(option.name)] = described(option);
    if (!option.in_overrides) continue;
    // A table of rules is described once; both places point to it.
    override_properties[std::string(option.name)] = {
        {"$ref", fmt::format("#/properties/{}", option.name)}};
  }
  const Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"title", "plimsoll.toml"},
                    {"description", "The configuration of Plimsoll, see docs/configuration.md."},
                    {"type", "object"},
                    {"properties", std::move(properties)},
                    {"additionalProperties", false},
                    {"$defs",
                     {{"selector", selector()},
                      {"severity", one_of(severity_names())},
                      {"override",
                       {{"type", "object"},
                        {"required", Json::array({"paths"})},
                        {"properties", std::move(override_properties)},
                        {"additionalProperties", false}}}}}};
  return schema.dump(2) + "\n";
}

}  // namespace plimsoll::app
