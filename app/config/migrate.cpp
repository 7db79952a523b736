#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "app/config/effective.h"
#include "app/config/init.h"
#include "app/config/layer.h"
#include "app/config/yaml_file.h"
#include "rules/selection/selection.h"
#include "rules/table.h"

namespace plimsoll::app {

namespace {

// Names of ours instead of foreign ids, each once, in the order of the file.
struct Translated {
  std::vector<std::pair<std::string, std::string>> names;  // ours, and the id that it was

  void add(const std::string& id) {
    for (const rules::Rule* rule : rules::find_rules(id)) {
      const auto same = [&](const auto& known) { return known.first == rule->name; };
      if (std::any_of(names.begin(), names.end(), same)) continue;
      names.emplace_back(rule->name, id);
    }
    // A category or a prefix stays what it is.
    if (rules::find_rules(id).empty() && !rules::rules_matching(id).empty()) {
      names.emplace_back(id, id);
    }
  }
};

[[nodiscard]] std::string quoted(const std::string& text) {
  Value value;
  value.kind = ValueKind::String;
  value.text = text;
  return to_toml(value);
}

// The foreign id as a comment behind our name.
[[nodiscard]] std::string beside(const std::string& name, const std::string& id) {
  return name == id ? std::string() : "  # " + id;
}

[[nodiscard]] std::string rule_list(std::string_view key, const Value& ids) {
  Translated translated;
  for (const Value& id : ids.items) translated.add(id.text);
  if (translated.names.empty()) return "";
  std::string out = fmt::format("{} = [\n", key);
  for (const auto& [name, id] : translated.names) {
    out += fmt::format("  {},{}\n", quoted(name), beside(name, id));
  }
  return out + "]\n";
}

[[nodiscard]] std::string severity_table(const Value& table) {
  std::string out;
  std::vector<std::string> done;
  for (const Member& member : table.members) {
    Translated translated;
    translated.add(member.key);
    for (const auto& [name, id] : translated.names) {
      if (std::find(done.begin(), done.end(), name) != done.end()) continue;
      done.push_back(name);
      out += fmt::format("{} = {}{}\n", to_toml_key(name), to_toml(member.value), beside(name, id));
    }
  }
  return out.empty() ? out : "\n[severity]\n" + out;
}

// The ids of a list of the foreign file that name no rule here.
void note_unknown(const Value* list, std::vector<std::string>& notes) {
  if (list == nullptr) return;
  for (const Value& item : list->items) {
    if (item.kind != ValueKind::String || !rules::rules_matching(item.text).empty()) continue;
    const bool shellcheck = item.text.substr(0, 2) == "SC";
    notes.push_back(shellcheck
                        ? fmt::format("{} is ShellCheck's: Plimsoll does not run it", item.text)
                        : fmt::format("{} has no rule here", item.text));
  }
}

[[nodiscard]] std::string translate(const Layer& layer) {
  std::string head, tables;
  for (const Entry& entry : layer.entries) {
    const std::string_view name = entry.option->name;
    if (name == "ignore" || name == "extend-select") {
      head += rule_list(name, entry.value);
    } else if (name == "severity") {
      tables += severity_table(entry.value);
    } else if (entry.value.kind == ValueKind::Table) {
      if (entry.value.members.empty()) continue;
      tables += fmt::format("\n[{}]\n", name);
      for (const Member& member : entry.value.members) {
        tables += fmt::format("{} = {}\n", to_toml_key(member.key), to_toml(member.value));
      }
    } else {
      head += fmt::format("{} = {}", name, to_toml(entry.value));
      head += entry.origin.place.ends_with("default") ? "  # hadolint's default\n" : "\n";
    }
  }
  return head + tables;
}

}  // namespace

Result<Migration> migrate_hadolint(const std::string& path, std::string_view yaml) {
  if (yaml.size() > kMaxConfigBytes) {
    return failure(fmt::format("error: {} is larger than {} bytes\n", path, kMaxConfigBytes));
  }
  const SourceFile file(path, std::string(yaml));
  const auto tree = read_yaml(file);
  if (!tree) return failure(render("error", tree.error(), file));
  const CheckedFile checked = check_hadolint(*tree, file, "/");
  if (!checked.errors.empty()) return failure(render_all("error", checked.errors, file));

  Migration out;
  out.toml = fmt::format("# From {}. An id beside a rule is hadolint's name for it.\n\n", path);
  out.toml += fmt::format("edition = \"{}\"\n", rules::newest_edition);
  for (const Layer& layer : checked.layers) out.toml += translate(layer);

  note_unknown(tree->find("ignored"), out.notes);
  if (const Value* override_table = tree->find("override")) {
    for (const Member& level : override_table->members) note_unknown(&level.value, out.notes);
  }
  for (const Member& member : tree->members) {
    if (member.key == "format" || member.key == "no-color" || member.key == "verbose") {
      out.notes.push_back(fmt::format("`{}` is a flag of the command line here", member.key));
    }
  }
  return out;
}

}  // namespace plimsoll::app
