#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/rule_page.h"
#include "app/cli/visible.h"
#include "app/config/complaint.h"
#include "rules/selection/selection.h"
#include "rules/table.h"

// `rules` and `explain`: the catalogue, as text for people, Markdown for pages, JSON for programs.

namespace plimsoll::app {
namespace {

constexpr std::size_t shown_aliases = 2;  // as many as `lint` shows

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

void complain_of_name(Session& session, const std::string& word) {
  const std::size_t several = rules::rules_matching(word).size();
  if (several != 0) {
    return session.fail(
        "", fmt::format("`{0}` is not one rule but {1}\n  `plimsoll rules {0}` lists them",
                        visible(word), several));
  }
  const std::optional<std::string> near = rules::nearest_name(word);
  const std::string what_to_do =
      near ? fmt::format("did you mean {}?", *near) : "`plimsoll rules` lists them all";
  session.fail("", rules::looks_foreign(word)
                       ? fmt::format("no rule here answers to {}\n  {}", visible(word), what_to_do)
                       : fmt::format("there is no rule `{}`\n  {}", visible(word), what_to_do));
}

// The rules that the selectors name, all without one. In the order of reading: by category, then by
// name.
std::vector<const rules::Rule*> wanted_rules(Session& session) {
  std::vector<std::string> selectors = session.line.operands;
  if (selectors.empty()) selectors.emplace_back("ALL");
  std::vector<const rules::Rule*> list;
  for (const std::string& selector : selectors) {
    const std::vector<const rules::Rule*> found = rules::rules_matching(selector);
    list.insert(list.end(), found.begin(), found.end());
    if (found.empty()) complain_of_name(session, selector);
  }
  std::sort(list.begin(), list.end(), [](const rules::Rule* a, const rules::Rule* b) {
    return a->category != b->category ? a->category < b->category : a->name < b->name;
  });
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

// A line a rule, so that a search for a name or an id finds all of it.
void print_as_text(Session& session, const std::vector<const rules::Rule*>& list) {
  const rules::Category* category = nullptr;
  for (const rules::Rule* rule : list) {
    if (category == nullptr || *category != rule->category) {
      session.print(
          fmt::format("{}{}\n", category == nullptr ? "" : "\n", to_string(rule->category)));
    }
    category = &rule->category;
    std::string aliases;
    for (std::size_t i = 0; i < std::min(rule->aliases.size(), shown_aliases); ++i) {
      aliases += (i == 0 ? "  [" : ", ") + std::string(rule->aliases[i]);
    }
    if (!aliases.empty()) aliases += ']';
    const std::string_view fix = rule->fixes == rules::Fixability::None ? "" : "fix";
    const std::string_view state = rule->preview ? "preview" : rule->on ? "" : "off";
    session.print(fmt::format("  {:<33} {:<7} {:<3} {:<7} {}{}\n", rule->name,
                              to_string(rule->severity), fix, state, rule->summary, aliases));
  }
  if (list.empty()) return;
  session.print(fmt::format(
      "\n{} rule{}; fix: can be mended, off: runs when selected, preview: runs with --preview\n"
      "`plimsoll explain RULE` tells all about one\n",
      list.size(), list.size() == 1 ? "" : "s"));
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
  const std::vector<const rules::Rule*> list = wanted_rules(session);
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
    complain_of_name(session, word);
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
