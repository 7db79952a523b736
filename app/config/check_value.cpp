#include <fmt/format.h>
#include <algorithm>

#include "app/config/image_table.h"
#include "app/config/layer.h"
#include "rules/selection/selection.h"
#include "rules/table.h"

namespace plimsoll::app {

namespace {

using rules::OptionKind;
using rules::OptionSpec;
using rules::Rule;

// A year, or a year and a number below 100 ("2026.4"), as one number that is in order.
[[nodiscard]] std::optional<int> edition_number(std::string_view text) {
  const auto digits = [](std::string_view part, std::size_t least, std::size_t most) {
    return part.size() >= least && part.size() <= most &&
           std::all_of(part.begin(), part.end(), [](char c) { return '0' <= c && c <= '9'; });
  };
  const std::string_view year = text.substr(0, 4);
  const std::string_view rest = text.substr(std::min<std::size_t>(text.size(), 4));
  if (!digits(year, 4, 4)) return std::nullopt;
  if (!rest.empty() && (rest.front() != '.' || !digits(rest.substr(1), 1, 2))) return std::nullopt;
  int number = 0;
  for (const char c : year) number = number * 10 + (c - '0');
  int minor = 0;
  for (const char c : rest.substr(std::min<std::size_t>(rest.size(), 1))) {
    minor = minor * 10 + (c - '0');
  }
  return number * 100 + minor;
}

struct Checker {
  const Option& option;
  std::vector<Complaint>& errors;
  std::vector<Complaint>& warnings;

  bool complain(Span where, std::string message, std::string help = "") {
    errors.push_back({where, std::move(message), std::move(help)});
    return false;
  }

  bool wrong_type(const Value& value, std::string_view wanted, std::string help = "") {
    return complain(
        value.where,
        fmt::format("`{}` takes {}, not {}", option.name, wanted, with_article(value.kind)),
        std::move(help));
  }

  bool boolean(const Value& value) {
    if (value.kind == ValueKind::Boolean) return true;
    const bool quoted = value.text == "true" || value.text == "false";
    return wrong_type(value, "a boolean",
                      quoted ? fmt::format("write {} without quotes", value.text)
                             : std::string("write true or false"));
  }

  bool text(const Value& value) {
    if (value.kind == ValueKind::String) return true;
    if (value.kind == ValueKind::Integer) {
      return wrong_type(value, "a string", fmt::format("write \"{}\"", value.integer));
    }
    return wrong_type(value, "a string");
  }

  bool text_list(const Value& value) {
    if (value.kind != ValueKind::List) {
      return wrong_type(value, "a list of strings",
                        value.kind == ValueKind::String ? fmt::format("write [\"{}\"]", value.text)
                                                        : std::string());
    }
    bool good = true;
    for (const Value& item : value.items) {
      if (item.kind == ValueKind::String && !item.text.empty()) continue;
      good = complain(item.where, item.kind == ValueKind::String
                                      ? fmt::format("an empty string in `{}`", option.name)
                                      : fmt::format("`{}` is a list of strings; this is {}",
                                                    option.name, with_article(item.kind)));
    }
    return good;
  }

  bool one_of(const Value& value, std::string_view what,
              std::span<const std::string_view> allowed) {
    if (value.kind != ValueKind::String) {
      return wrong_type(value, "a string", fmt::format("one of {}", fmt::join(allowed, ", ")));
    }
    if (std::find(allowed.begin(), allowed.end(), value.text) != allowed.end()) return true;
    const std::string_view near = nearest(value.text, allowed);
    return complain(value.where, fmt::format("unknown {} `{}`", what, value.text),
                    near.empty() ? fmt::format("one of {}", fmt::join(allowed, ", "))
                                 : fmt::format("did you mean `{}`?", near));
  }

  bool fail_level(const Value& value) {
    std::vector<std::string_view> allowed(severity_names().begin(), severity_names().end());
    allowed.emplace_back("never");
    if (value.kind == ValueKind::String && (value.text == "none" || value.text == "off")) {
      return complain(value.where, fmt::format("unknown fail level `{}`", value.text),
                      "`never` lets no finding fail the run");
    }
    return one_of(value, "fail level", allowed);
  }

  bool edition(const Value& value) {
    if (!text(value)) return false;
    const std::optional<int> wanted = edition_number(value.text);
    if (!wanted) {
      return complain(value.where, fmt::format("unknown edition `{}`", value.text),
                      fmt::format("an edition is a year: \"{}\"", rules::newest_edition));
    }
    if (*wanted > edition_number(rules::newest_edition).value_or(0)) {
      return complain(
          value.where, fmt::format("edition {} is not known yet", value.text),
          fmt::format("the newest that this Plimsoll knows is \"{}\"", rules::newest_edition));
    }
    return true;
  }

  bool selectors(Value& value) {
    if (!text_list(value)) return false;
    const std::size_t before = errors.size();
    // Another tool's id without a rule here stays: `select` with nothing else selects nothing.
    for (const Value& item : value.items) {
      (void)check_selector(item.text, item.where, errors, warnings);
    }
    return errors.size() == before;
  }

  bool is_table(const Value& value, std::string_view of) {
    if (value.kind == ValueKind::Table) return true;
    return wrong_type(value, fmt::format("a table of {}", of));
  }

  // A key of the file below a [table] header belongs to that table: the commonest slip in TOML.
  bool slipped(const Member& member) {
    if (find_option(member.key) == nullptr) return false;
    complain(member.key_where,
             fmt::format("`{}` stands in the table `{}`", member.key, option.name),
             "keys of the file itself have to stand above its first [table]");
    return true;
  }

  bool severities(Value& value) {
    if (!is_table(value, "rules and severities")) return false;
    bool good = true;
    std::vector<Member> known;
    for (Member& member : value.members) {
      const std::size_t before = errors.size();
      const bool named = rules::rules_matching(member.key).empty() && slipped(member)
                             ? false
                             : check_selector(member.key, member.key_where, errors, warnings);
      const bool level = named && severity_value(member.value);
      if (errors.size() > before) good = false;
      if (named && level) known.push_back(std::move(member));
    }
    value.members = std::move(known);
    return good;
  }

  bool severity_value(const Value& value) {
    if (value.kind == ValueKind::String && (value.text == "off" || value.text == "ignore")) {
      return complain(value.where, fmt::format("unknown severity `{}`", value.text),
                      "name the rule in `ignore` instead");
    }
    return one_of(value, "severity", severity_names());
  }

  bool label_schema(const Value& value) {
    if (!is_table(value, "labels and kinds")) return false;
    bool good = true;
    for (const Member& member : value.members) {
      const bool kind = member.value.kind == ValueKind::String &&
                        std::ranges::count(label_kinds(), member.value.text) > 0;
      if (kind) continue;
      good = !slipped(member) && one_of(member.value, "kind of label", label_kinds()) && good;
    }
    return good;
  }

  bool text_table(const Value& value) {
    if (!is_table(value, "names and strings")) return false;
    bool good = true;
    for (const Member& member : value.members) {
      const bool dashed = member.key.find('-') != std::string::npos;  // no usual name of an ARG
      if ((dashed && slipped(member)) || !text(member.value)) good = false;
    }
    return good;
  }

  bool globs(const Value& value) {
    if (!text_list(value)) return false;
    bool good = true;
    for (const Value& item : value.items) {
      if (item.text.front() == '!') {
        good = complain(item.where, "a pattern cannot be negated", "list what is meant instead");
      }
    }
    return good;
  }

  bool files(Value& value) {
    if (value.kind == ValueKind::String) {
      Value list;
      list.kind = ValueKind::List;
      list.where = value.where;
      list.items.push_back(std::move(value));
      value = std::move(list);
    }
    return text_list(value);
  }

  bool rule_options(Value& value) {
    if (!is_table(value, "rules and their options")) return false;
    bool good = true;
    std::vector<Member> known;
    for (Member& member : value.members) {
      const std::vector<const Rule*> named = rules::find_rules(member.key);
      if (named.empty()) {
        const std::size_t before = errors.size();
        if (!slipped(member) && check_selector(member.key, member.key_where, errors, warnings)) {
          complain(member.key_where, fmt::format("`{}` is not the name of one rule", member.key));
        }
        if (errors.size() > before) good = false;
        continue;
      }
      if (!options_of(named, member)) good = false;
      for (const Rule* rule : named) {
        known.push_back({std::string(rule->name), member.key_where, member.value});
      }
    }
    value.members = std::move(known);
    return good;
  }

  bool options_of(const std::vector<const Rule*>& named, Member& member) {
    if (member.value.kind != ValueKind::Table) {
      return complain(member.value.where,
                      fmt::format("`rules.{}` takes a table of options, not {}", member.key,
                                  with_article(member.value.kind)),
                      fmt::format("to switch a rule off: ignore = [\"{}\"]", member.key));
    }
    bool good = true;
    for (const Member& set : member.value.members) {
      const OptionSpec* spec = nullptr;
      std::vector<std::string_view> candidates;
      for (const Rule* rule : named) {
        for (const OptionSpec& offered : rule->options) {
          candidates.push_back(offered.name);
          if (offered.name == set.key) spec = &offered;
        }
      }
      if (spec == nullptr) {
        good = unknown_rule_option(member.key, set, candidates);
      } else if (!rule_option_type(*spec, member.key, set)) {
        good = false;
      }
    }
    return good;
  }

  bool unknown_rule_option(std::string_view rule, const Member& set,
                           const std::vector<std::string_view>& candidates) {
    std::string help;
    if (const std::string_view near = nearest(set.key, candidates); !near.empty()) {
      help = fmt::format("did you mean `{}`?", near);
    } else if (set.key == "severity" || set.key == "level") {
      help = fmt::format("severities stand in their own table: severity.{} = \"info\"", rule);
    } else if (candidates.empty()) {
      help = "this rule has no options";
    } else {
      help = fmt::format("its options are {}", fmt::join(candidates, ", "));
    }
    return complain(set.key_where, fmt::format("`{}` has no option `{}`", rule, set.key), help);
  }

  bool rule_option_type(const OptionSpec& spec, std::string_view rule, const Member& set) {
    const auto strings = [](const Value& list) {
      return std::all_of(list.items.begin(), list.items.end(),
                         [](const Value& item) { return item.kind == ValueKind::String; });
    };
    const ValueKind kind = set.value.kind;
    switch (spec.kind) {
      case OptionKind::Boolean:
        if (kind == ValueKind::Boolean) return true;
        break;
      case OptionKind::Number:
        if (kind == ValueKind::Integer) return true;
        break;
      case OptionKind::Text:
        if (kind == ValueKind::String) return true;
        break;
      case OptionKind::List:
        if (kind == ValueKind::List && strings(set.value)) return true;
        break;
    }
    const std::string_view wanted = spec.kind == OptionKind::Boolean  ? "a boolean"
                                    : spec.kind == OptionKind::Number ? "a number"
                                    : spec.kind == OptionKind::Text   ? "a string"
                                                                      : "a list of strings";
    return complain(set.value.where, fmt::format("`rules.{}.{}` takes {}, not {}", rule, set.key,
                                                 wanted, with_article(kind)));
  }
};

}  // namespace

bool check_selector(std::string_view selector, Span where, std::vector<Complaint>& errors,
                    std::vector<Complaint>& warnings) {
  const bool wide = selector == "ALL" || selector == "all" || rules::category_from(selector);
  if (wide || !rules::rules_matching(selector).empty()) return true;
  if (rules::looks_foreign(selector)) {
    warnings.push_back({where, fmt::format("no rule here answers to `{}`", selector), ""});
    return false;
  }
  const std::optional<std::string> near = rules::nearest_name(selector);
  errors.push_back({where, fmt::format("unknown rule `{}`", selector),
                    near ? fmt::format("did you mean `{}`?", *near)
                         : std::string("`plimsoll rules` lists all of them")});
  return false;
}

bool check_value(const Option& option, Value& value, std::vector<Complaint>& errors,
                 std::vector<Complaint>& warnings) {
  Checker checker{option, errors, warnings};
  switch (option.type) {
    case OptionType::Boolean:
      return checker.boolean(value);
    case OptionType::Text:
      return checker.text(value);
    case OptionType::TextList:
      return checker.text_list(value);
    case OptionType::Edition:
      return checker.edition(value);
    case OptionType::Selectors:
      return checker.selectors(value);
    case OptionType::FailLevel:
      return checker.fail_level(value);
    case OptionType::Severities:
      return checker.severities(value);
    case OptionType::RuleOptions:
      return checker.rule_options(value);
    case OptionType::LabelSchema:
      return checker.label_schema(value);
    case OptionType::TextTable:
      return checker.text_table(value);
    case OptionType::Globs:
      return checker.globs(value);
    case OptionType::Files:
      return checker.files(value);
    case OptionType::Image:
      return check_image_table(value, errors);
    case OptionType::OverrideBlocks:
      return true;  // check_configuration looks into them
  }
  return false;
}

}  // namespace plimsoll::app
