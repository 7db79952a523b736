#include "app/cli/rule_page.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace plimsoll::app {
namespace {

constexpr std::size_t text_columns = 90;

std::string aliases_of(const rules::Rule& rule) {
  std::string text;
  for (const std::string_view alias : rule.aliases) {
    text += (text.empty() ? "" : ", ") + std::string(alias);
  }
  return text;
}

std::string_view fix_words(const rules::Rule& rule) {
  switch (rule.fixes) {
    case rules::Fixability::Always:
      return "yes";
    case rules::Fixability::Sometimes:
      return "sometimes";
    case rules::Fixability::None:
      break;
  }
  return "no";
}

std::string state_words(const rules::Rule& rule) {
  if (rule.preview) return "a preview: only with --preview, or when selected by name";
  return rule.on ? "on" : "off, until it is selected";
}

// Paragraph text broken at spaces; every line begins with `indent`.
std::string wrapped(std::string_view text, std::string_view indent) {
  std::string result;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) result += fmt::format("{}{}\n", indent, line);
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, end);
    const bool paragraph = end != std::string_view::npos && text.substr(end, 2) == "\n\n";
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.size() + word.size() + indent.size() + 1 > text_columns) end_line();
    if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
    if (paragraph) {
      end_line();
      result += '\n';
    }
  }
  end_line();
  return result;
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    result += line.empty() ? "\n" : fmt::format("{}{}\n", indent, line);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return result;
}

std::string with_line_end(std::string_view text) {
  return std::string(text) + (text.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string rule_as_text(const rules::Rule& rule) {
  std::string text = fmt::format("{}\n{}\n", rule.name, wrapped(rule.summary, "  "));
  text += fmt::format("  severity  {}\n  category  {}\n  fix       {}\n  default   {}\n",
                      to_string(rule.severity), to_string(rule.category), fix_words(rule),
                      state_words(rule));
  if (!rule.aliases.empty()) text += fmt::format("  aliases   {}\n", aliases_of(rule));
  text += fmt::format("\nWhy\n{}", wrapped(rule.why, "  "));
  if (!rule.bad.empty()) text += fmt::format("\nBad\n{}", indented(rule.bad, "    "));
  if (!rule.good.empty()) text += fmt::format("\nGood\n{}", indented(rule.good, "    "));
  if (!rule.fix_safety.empty()) {
    text += fmt::format("\nHow safe the fix is\n{}", wrapped(rule.fix_safety, "  "));
  }
  if (!rule.options.empty())
    text += "\nOptions, in plimsoll.toml under [rules." + std::string(rule.name) + "]\n";
  for (const rules::OptionSpec& option : rule.options) {
    text += fmt::format("  {} ({}, default {})\n{}", option.name, to_string(option.kind),
                        option.initial.empty() ? "empty" : option.initial,
                        wrapped(option.help, "    "));
  }
  text += fmt::format(
      "\nTo ignore it once, above the instruction\n  # plimsoll: ignore={} -- why\n", rule.name);
  if (!rule.references.empty()) text += "\nMore\n";
  for (const std::string_view reference : rule.references) text += fmt::format("  {}\n", reference);
  return text;
}

std::string rule_as_markdown(const rules::Rule& rule) {
  std::string text = fmt::format("# {}\n\n{}.\n\n", rule.name, rule.summary);
  text += "| severity | category | fix | default |\n| --- | --- | --- | --- |\n";
  text += fmt::format("| {} | {} | {} | {} |\n\n", to_string(rule.severity),
                      to_string(rule.category), fix_words(rule), state_words(rule));
  if (!rule.aliases.empty()) text += fmt::format("Also known as {}.\n\n", aliases_of(rule));
  text += fmt::format("## Why\n\n{}\n", rule.why);
  if (!rule.bad.empty()) {
    text += fmt::format("\n## Bad\n\n```dockerfile\n{}```\n", with_line_end(rule.bad));
  }
  if (!rule.good.empty()) {
    text += fmt::format("\n## Good\n\n```dockerfile\n{}```\n", with_line_end(rule.good));
  }
  if (!rule.fix_safety.empty()) {
    text += fmt::format("\n## How safe the fix is\n\n{}\n", rule.fix_safety);
  }
  if (!rule.options.empty()) {
    text += "\n## Options\n\n| option | kind | default | meaning |\n| --- | --- | --- | --- |\n";
  }
  for (const rules::OptionSpec& option : rule.options) {
    text += fmt::format("| `{}` | {} | `{}` | {} |\n", option.name, to_string(option.kind),
                        option.initial, option.help);
  }
  text += fmt::format(
      "\n## To ignore it\n\nOnce, above the instruction:\n\n```dockerfile\n"
      "# plimsoll: ignore={0} -- why\n```\n\nEverywhere, in `plimsoll.toml`:\n\n```toml\n"
      "ignore = [\"{0}\"]\n```\n",
      rule.name);
  if (!rule.references.empty()) text += "\n## More\n\n";
  for (const std::string_view reference : rule.references)
    text += fmt::format("- <{}>\n", reference);
  return text;
}

nlohmann::ordered_json rule_as_json(const rules::Rule& rule) {
  nlohmann::ordered_json json;
  json["name"] = rule.name;
  json["aliases"] = nlohmann::ordered_json::array();
  for (const std::string_view alias : rule.aliases) json["aliases"].push_back(alias);
  json["category"] = to_string(rule.category);
  json["severity"] = to_string(rule.severity);
  json["fixable"] = to_string(rule.fixes);
  json["on"] = rule.on;
  json["preview"] = rule.preview;
  json["since"] = rule.since;
  json["summary"] = rule.summary;
  json["why"] = rule.why;
  json["bad"] = rule.bad;
  json["good"] = rule.good;
  json["fix_safety"] = rule.fix_safety;
  json["references"] = nlohmann::ordered_json::array();
  for (const std::string_view reference : rule.references) json["references"].push_back(reference);
  json["options"] = nlohmann::ordered_json::array();
  for (const rules::OptionSpec& option : rule.options) {
    nlohmann::ordered_json described;
    described["name"] = option.name;
    described["kind"] = to_string(option.kind);
    described["initial"] = option.initial;
    described["help"] = option.help;
    json["options"].push_back(std::move(described));
  }
  json["also_in_onbuild"] = rule.also_in_onbuild;
  return json;
}

std::string rule_as_table_row(const rules::Rule& rule) {
  return fmt::format("| [{0}](rules/{0}.md) | {1} | {2} | {3} | {4} |\n", rule.name,
                     to_string(rule.severity), fix_words(rule), aliases_of(rule), rule.summary);
}

}  // namespace plimsoll::app
