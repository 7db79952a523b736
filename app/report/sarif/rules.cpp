#include "app/report/sarif/rules.h"

#include <fmt/format.h>

#include "analyzer/source/utf8.h"

namespace plimsoll::app::sarif {

namespace {

// GitHub's limits for a rule.
constexpr std::size_t description_bytes = 1024;
constexpr std::size_t tags_kept = 10;

std::string shortened(std::string text) {
  constexpr std::string_view cut = "...";
  if (text.size() <= description_bytes) return text;
  text.resize(utf8::boundary_before(text, description_bytes - cut.size()));
  return text + std::string(cut);
}

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

// apt-lists-left -> AptListsLeft
std::string pascal_case(std::string_view name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '-') {
      upper = true;
    } else {
      out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
  }
  return out;
}

std::string_view problem_severity(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    default:
      return "recommendation";
  }
}

// GitHub reads a number in place of CVSS: from 7.0 high, from 4.0 medium, below low.
std::string_view security_severity(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "8.0";
    case Severity::Warning:
      return "5.5";
    case Severity::Info:
      return "3.0";
    case Severity::Style:
      break;
  }
  return "1.0";
}

void append_code(std::string& out, std::string_view title, std::string_view code) {
  if (code.empty()) return;
  out += fmt::format("\n\n**{}**\n\n```dockerfile\n{}", title, code);
  if (!code.ends_with('\n')) out += '\n';
  out += "```";
}

std::string help_markdown(const rules::Rule& rule, const std::string& page) {
  std::string out(rule.why);
  append_code(out, "Instead of", rule.bad);
  append_code(out, "write", rule.good);
  if (!rule.fix_safety.empty()) out += fmt::format("\n\n**Fix.** {}", rule.fix_safety);
  if (!rule.aliases.empty()) {
    out += "\n\nAlso known as ";
    for (std::size_t i = 0; i < rule.aliases.size(); ++i) {
      out += fmt::format("{}{}", i == 0 ? "" : ", ", rule.aliases[i]);
    }
    out += '.';
  }
  if (!page.empty()) out += fmt::format("\n\n[The rule's page]({})", page);
  return out;
}

}  // namespace

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    default:
      return "note";
  }
}

std::string plain(std::string_view markdown) {
  std::string out(markdown);
  for (char& c : out) {
    if (c == '`') c = '\'';
  }
  return out;
}

ReportingDescriptor describe(std::string_view name, const rules::Rule* rule, const RuleBook& book) {
  ReportingDescriptor out;
  out.id = name;
  const std::string other_name = pascal_case(name);
  if (other_name != name) out.name = other_name;
  if (const std::string page = book.page(name); !page.empty()) out.help_uri = page;
  if (rule == nullptr) {
    out.short_description.text = out.full_description.text = out.help.text =
        fmt::format("The rule '{}'.", name);
    out.default_configuration.level = "warning";
    return out;
  }
  const std::string why = sentence(plain(rule->why));
  out.short_description.text = shortened(sentence(plain(rule->summary)));
  out.full_description.text = shortened(rule->why.empty() ? out.short_description.text : why);
  out.help.text = why.empty() ? out.short_description.text : why;
  if (!rule->fix_safety.empty()) out.help.text += ' ' + plain(rule->fix_safety);
  out.help.markdown = help_markdown(*rule, book.page(name));
  out.default_configuration.level = level(rule->severity);

  out.properties.tags.emplace_back(rules::to_string(rule->category));
  for (const std::string_view alias : rule->aliases) {
    if (out.properties.tags.size() < tags_kept) out.properties.tags.emplace_back(alias);
  }
  out.properties.precision = rule->preview ? "medium" : "high";
  // The presence of security-severity is what makes a rule one of security for GitHub.
  if (rule->category == rules::Category::Security) {
    out.properties.security_severity = security_severity(rule->severity);
  } else {
    out.properties.problem_severity = problem_severity(rule->severity);
  }
  return out;
}

}  // namespace plimsoll::app::sarif
