#include "app/config/effective.h"

#include <fmt/format.h>
#include <algorithm>

#include "app/config/image_table.h"

namespace plimsoll::app {

namespace {

using rules::Choices;

[[nodiscard]] std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& item : list.items) out.push_back(item.text);
  return out;
}

// One element each, as RuleSettings holds them.
[[nodiscard]] std::vector<std::string> setting_of(const Value& value) {
  switch (value.kind) {
    case ValueKind::Boolean:
      return {value.boolean ? "true" : "false"};
    case ValueKind::Integer:
      return {std::to_string(value.integer)};
    case ValueKind::List:
      return texts(value);
    default:
      return {value.text};
  }
}

[[nodiscard]] LabelKind label_kind(std::string_view name) {
  if (name == "url") return LabelKind::Url;
  if (name == "semver") return LabelKind::Semver;
  if (name == "hash") return LabelKind::Hash;
  if (name == "rfc3339") return LabelKind::Rfc3339;
  if (name == "spdx") return LabelKind::Spdx;
  if (name == "email") return LabelKind::Email;
  return LabelKind::Text;
}

void append(std::vector<std::string>& to, const Value& list) {
  for (const Value& item : list.items) to.push_back(item.text);
}

// What a layer wants of the rules.
void choose(const Entry& entry, Choices& choices) {
  const std::string_view name = entry.option->name;
  const Value& value = entry.value;
  if (name == "edition") choices.edition = value.text;
  if (name == "preview") choices.preview = value.boolean;
  if (name == "select") append(choices.select, value);
  if (name == "extend-select") append(choices.extend_select, value);
  if (name == "ignore") append(choices.ignore, value);
  if (name == "unfixable") append(choices.unfixable, value);
  if (name == "inline-ignores") choices.honour_pragmas = value.boolean;
  if (name == "severity") {
    for (const Member& member : value.members) {
      if (const auto severity = severity_from(member.value.text)) {
        choices.severities.emplace_back(member.key, *severity);
      }
    }
  }
  if (name == "rules") {
    for (const Member& rule : value.members) {
      for (const Member& set : rule.value.members) {
        choices.settings[rule.key].values[set.key] = setting_of(set.value);
      }
    }
  }
}

// What a layer says of everything else.
void assign(const Entry& entry, Configuration& out) {
  const std::string_view name = entry.option->name;
  const Value& value = entry.value;
  Invocation& invocation = out.settings.invocation;
  if (name == "fail-level") out.fail_level = severity_from(value.text);
  if (name == "require-reason") out.require_reason = value.boolean;
  if (name == "trusted-registries") out.settings.trusted_registries = texts(value);
  if (name == "strict-labels") out.settings.strict_labels = value.boolean;
  if (name == "image") assign_image_table(entry, out.image);
  if (name == "target") invocation.target = value.text;
  if (name == "platforms") invocation.platforms = texts(value);
  if (name == "named-contexts") invocation.named_contexts = texts(value);
  if (name == "label-schema") {
    for (const Member& label : value.members) {
      out.settings.label_schema[label.key] = label_kind(label.value.text);
    }
  }
  if (name == "build-args") {
    for (const Member& argument : value.members) {
      invocation.build_args[argument.key] = argument.value.text;
    }
  }
}

[[nodiscard]] bool is_table(const Option& option) {
  return option.type == OptionType::Severities || option.type == OptionType::RuleOptions ||
         option.type == OptionType::LabelSchema || option.type == OptionType::TextTable ||
         option.type == OptionType::Image;
}

// Lists of rules add up over the layers (select begins anew): each is shown where it was said.
[[nodiscard]] bool adds_up(const Option& option) { return option.type == OptionType::Selectors; }

void show_table(const Entry& entry, std::vector<ShownValue>& shown) {
  for (std::size_t i = 0; i < entry.value.members.size(); ++i) {
    const Member& member = entry.value.members[i];
    const Origin& origin = i < entry.member_origins.size() ? entry.member_origins[i] : entry.origin;
    const std::string key = fmt::format("{}.{}", entry.option->name, to_toml_key(member.key));
    if (entry.option->type != OptionType::RuleOptions) {
      shown.push_back({key, to_toml(member.value), origin});
      continue;
    }
    for (const Member& set : member.value.members) {
      shown.push_back({key + "." + to_toml_key(set.key), to_toml(set.value), origin});
    }
  }
}

// The values of one option: those that are not overwritten by a later layer.
[[nodiscard]] std::vector<ShownValue> shown_of(const Option& option,
                                               std::span<const Layer* const> layers) {
  std::vector<ShownValue> shown;
  for (const Layer* layer : layers) {
    for (const Entry& entry : layer->entries) {
      if (entry.option != &option) continue;
      if (is_table(option)) {
        show_table(entry, shown);
      } else {
        if (!adds_up(option)) shown.clear();
        shown.push_back({std::string(option.name), to_toml(entry.value), entry.origin});
      }
    }
  }
  if (is_table(option)) {  // of equal keys the last holds
    std::vector<ShownValue> last;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const bool again =
          std::any_of(shown.begin() + static_cast<std::ptrdiff_t>(i) + 1, shown.end(),
                      [&](const ShownValue& v) { return v.key == shown[i].key; });
      if (!again) last.push_back(shown[i]);
    }
    return last;
  }
  if (shown.empty() && !option.initial.empty()) {
    shown.push_back({std::string(option.name), std::string(option.initial), {}});
  }
  return shown;
}

}  // namespace

std::unique_ptr<Configuration> effective(std::span<const Layer* const> layers,
                                         const std::vector<std::string>& only, std::int64_t today) {
  auto out = std::make_unique<Configuration>();
  std::vector<Choices> choices;
  for (const Layer* layer : layers) {
    Choices& wanted = choices.emplace_back();
    for (const Entry& entry : layer->entries) {
      choose(entry, wanted);
      assign(entry, *out);
    }
  }
  if (out->require_reason) choices.emplace_back().extend_select = {"unexplained-suppression"};
  if (!only.empty()) choices.emplace_back().only = only;
  out->selection = rules::resolve(choices);
  out->settings.today = today;
  for (const Option& option : options()) {
    // What says how files build on one another has done its work.
    if (option.name == "root" || option.name == "extends" || option.name == "overrides") continue;
    for (ShownValue& value : shown_of(option, layers)) out->shown.push_back(std::move(value));
  }
  return out;
}

std::string to_toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '-' ||
           c == '_';
  });
  if (bare) return std::string(key);
  Value value;
  value.kind = ValueKind::String;
  value.text = std::string(key);
  return to_toml(value);
}

std::string to_toml(const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
      return "\"\"";
    case ValueKind::Boolean:
      return value.boolean ? "true" : "false";
    case ValueKind::Integer:
      return std::to_string(value.integer);
    case ValueKind::Other:
      return value.text;
    case ValueKind::String:
      break;
    case ValueKind::List: {
      std::vector<std::string> items;
      for (const Value& item : value.items) items.push_back(to_toml(item));
      return fmt::format("[{}]", fmt::join(items, ", "));
    }
    case ValueKind::Table: {
      std::vector<std::string> members;
      for (const Member& member : value.members) {
        members.push_back(to_toml_key(member.key) + " = " + to_toml(member.value));
      }
      return members.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(members, ", "));
    }
  }
  std::string out = "\"";
  for (const char c : value.text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace plimsoll::app
