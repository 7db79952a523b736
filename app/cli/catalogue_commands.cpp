#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/rule_page.h"
#include "app/cli/visible.h"
#include "app/config/complaint.h"
#include "rules/table.h"

// `rules` and `explain`: the catalogue, as text for people, Markdown for pages, JSON for programs.

namespace plimsoll::app {
namespace {

enum class CatalogueFormat : std::uint8_t { Text, Json, Markdown };

std::optional<CatalogueFormat> wanted_format(Session& session) {
  const GivenFlag* given = session.line.last(FlagId::Format);
  if (given == nullptr || given->value == "text") return CatalogueFormat::Text;
  if (given->value == "json") return CatalogueFormat::Json;
  if (given->value == "md") return CatalogueFormat::Markdown;
  session.fail("", fmt::format("{} cannot be `{}`\n  it is text, json or md", given->spelled,
                               visible(given->value)));
  return std::nullopt;
}

// In the order of reading: by category, then by name.
std::vector<const rules::Rule*> sorted_rules() {
  const auto table = rules::all_rules();
  std::vector<const rules::Rule*> sorted(table.begin(), table.end());
  std::sort(sorted.begin(), sorted.end(), [](const rules::Rule* a, const rules::Rule* b) {
    return a->category != b->category ? a->category < b->category : a->name < b->name;
  });
  return sorted;
}

void print_as_text(Session& session, const std::vector<const rules::Rule*>& list) {
  const rules::Category* category = nullptr;
  for (const rules::Rule* rule : list) {
    if (category == nullptr || *category != rule->category) {
      session.print(
          fmt::format("{}{}\n", category == nullptr ? "" : "\n", to_string(rule->category)));
    }
    category = &rule->category;
    std::string aliases;
    for (const std::string_view alias : rule->aliases) {
      aliases += (aliases.empty() ? "" : " ") + std::string(alias);
    }
    std::string marks;
    if (rule->fixes != rules::Fixability::None) marks += " fix";
    if (rule->preview) marks += " preview";
    if (!rule->on) marks += " off";
    session.print(fmt::format("  {:<34} {:<8}{}\n      {}\n", rule->name, to_string(rule->severity),
                              marks, rule->summary));
    if (!aliases.empty()) session.print(fmt::format("      {}\n", aliases));
  }
  session.print(
      fmt::format("\n{} rules; `plimsoll explain RULE` tells all about one\n", list.size()));
}

void print_as_markdown(Session& session, const std::vector<const rules::Rule*>& list) {
  const rules::Category* category = nullptr;
  for (const rules::Rule* rule : list) {
    if (category == nullptr || *category != rule->category) {
      session.print(
          fmt::format("{}## {}\n\n| rule | severity | fix | aliases | what it finds |\n"
                      "| --- | --- | --- | --- | --- |\n",
                      category == nullptr ? "" : "\n", to_string(rule->category)));
    }
    category = &rule->category;
    session.print(rule_as_table_row(*rule));
  }
}

}  // namespace

void rules_command(Session& session) {
  const std::optional<CatalogueFormat> format = wanted_format(session);
  if (!format) return;
  if (!session.line.operands.empty()) {
    return session.fail("",
                        "`plimsoll rules` lists all rules\n  `plimsoll explain RULE` shows one");
  }
  const std::vector<const rules::Rule*> list = sorted_rules();
  if (*format == CatalogueFormat::Text) return print_as_text(session, list);
  if (*format == CatalogueFormat::Markdown) return print_as_markdown(session, list);
  auto json = nlohmann::ordered_json::array();
  for (const rules::Rule* rule : list) json.push_back(rule_as_json(*rule));
  session.print(json.dump(2) + "\n");
}

void explain_command(Session& session) {
  const std::optional<CatalogueFormat> format = wanted_format(session);
  if (!format) return;
  if (session.line.operands.empty()) {
    return session.fail("", "name a rule\n  plimsoll explain DL3009; `plimsoll rules` lists them");
  }
  std::vector<const rules::Rule*> wanted;
  for (const std::string& word : session.line.operands) {
    const std::vector<const rules::Rule*> found = rules::find_rules(word);
    wanted.insert(wanted.end(), found.begin(), found.end());
    if (!found.empty()) continue;
    const std::optional<std::string> near = rules::nearest_name(word);
    const std::string what_to_do =
        near ? fmt::format("did you mean {}?", *near) : "`plimsoll rules` lists them all";
    session.fail("",
                 rules::looks_foreign(word)
                     ? fmt::format("no rule here answers to {}\n  {}", visible(word), what_to_do)
                     : fmt::format("there is no rule `{}`\n  {}", visible(word), what_to_do));
  }
  if (*format == CatalogueFormat::Json) {
    auto json = nlohmann::ordered_json::array();
    for (const rules::Rule* rule : wanted) json.push_back(rule_as_json(*rule));
    return session.print(json.dump(2) + "\n");
  }
  bool first = true;
  for (const rules::Rule* rule : wanted) {
    if (!first) session.print("\n");
    first = false;
    session.print(*format == CatalogueFormat::Text ? rule_as_text(*rule) : rule_as_markdown(*rule));
  }
}

}  // namespace plimsoll::app
