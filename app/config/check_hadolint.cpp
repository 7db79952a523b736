// A .hadolint.yaml, read as hadolint 2.15 reads it: a key is optional, null is absent, rules are
// named by their codes, "ignore" and "none" as a threshold let every finding fail. Its errors make
// hadolint go on with its defaults; here they end the run.

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "app/config/layer.h"
#include "rules/table.h"

namespace plimsoll::app {

namespace {

constexpr std::array<std::string_view, 11> kHadolintKeys{"failure-threshold",
                                                         "ignored",
                                                         "override",
                                                         "trustedRegistries",
                                                         "label-schema",
                                                         "strict-labels",
                                                         "no-fail",
                                                         "disable-ignore-pragma",
                                                         "format",
                                                         "no-color",
                                                         "verbose"};

[[nodiscard]] Value text_value(std::string text, Span where) {
  Value value;
  value.kind = ValueKind::String;
  value.where = where;
  value.text = std::move(text);
  return value;
}

[[nodiscard]] Value boolean_value(bool boolean, Span where) {
  Value value;
  value.kind = ValueKind::Boolean;
  value.where = where;
  value.boolean = boolean;
  return value;
}

class HadolintChecker {
 public:
  HadolintChecker(const SourceFile& file, const std::string& folder) : file_(file) {
    layer_.folder = folder;
  }

  [[nodiscard]] CheckedFile check(const Value& tree) {
    if (tree.kind != ValueKind::Table) {
      complain(tree.where,
               fmt::format("a configuration is a mapping, not {}", with_article(tree.kind)));
      return std::move(out_);
    }
    for (const Member& member : tree.members) {
      if (member.value.kind != ValueKind::Null) key(member);
    }
    fail_level(tree);
    if (!enabled_.items.empty()) {
      Entry entry{find_option("extend-select"), std::move(enabled_), enabled_at_, {}};
      layer_.entries.push_back(std::move(entry));
    }
    out_.layers.push_back(std::move(layer_));
    return std::move(out_);
  }

 private:
  void complain(Span where, std::string message, std::string help = "") {
    out_.errors.push_back({where, std::move(message), std::move(help)});
  }

  [[nodiscard]] Origin origin(Span where) const {
    return {OriginKind::File,
            fmt::format("{}:{}", file_.path(), file_.lines().line_of(where.begin))};
  }

  void put(std::string_view name, Value value, Span key) {
    Entry entry{find_option(name), std::move(value), origin(key), {}};
    for (const Member& member : entry.value.members) {
      entry.member_origins.push_back(origin(member.key_where));
    }
    layer_.entries.push_back(std::move(entry));
  }

  // The codes of a list, each a scalar; those that no rule here answers to are left out. That is
  // worth a warning where something is wanted of the rule; to ignore what is never said is no
  // mistake, and ShellCheck's codes speak of a tool that is not asked.
  [[nodiscard]] Value codes(const Value& list, std::string_view key) {
    Value out;
    out.kind = ValueKind::List;
    out.where = list.where;
    if (list.kind == ValueKind::Null) return out;
    if (list.kind != ValueKind::List) {
      complain(
          list.where,
          fmt::format("`{}` takes a list of rules, not {}", key, with_article(list.kind)),
          list.kind == ValueKind::String ? fmt::format("write [{}]", list.text) : std::string());
      return out;
    }
    for (const Value& item : list.items) {
      if (item.kind != ValueKind::String) {
        complain(item.where,
                 fmt::format("`{}` is a list of rules; this is {}", key, with_article(item.kind)));
        continue;
      }
      const bool unknown = rules::looks_foreign(item.text) && rules::find_rules(item.text).empty();
      const bool shellcheck = item.text.starts_with("SC");
      if (unknown && (key == "ignored" || shellcheck)) continue;
      if (check_selector(item.text, item.where, out_.errors, out_.warnings)) {
        out.items.push_back(item);
      }
    }
    return out;
  }

  void key(const Member& member) {
    const std::string_view name = member.key;
    const Span where = member.key_where;
    if (name == "ignored") {
      put("ignore", codes(member.value, name), where);
    } else if (name == "override") {
      overrides(member);
    } else if (name == "trustedRegistries") {
      checked("trusted-registries", member);
    } else if (name == "label-schema") {
      checked("label-schema", member);
    } else if (name == "strict-labels") {
      checked("strict-labels", member);
    } else if (name == "disable-ignore-pragma") {
      if (boolean(member)) {
        put("inline-ignores", boolean_value(!member.value.boolean, member.value.where), where);
      }
    } else if (name == "no-color" || name == "verbose") {
      (void)boolean(member);  // a matter of the command line here, and no harm done
    } else if (name == "format") {
      if (member.value.text != "tty") {
        warn(where, "`format` has no effect here", "choose it with --format");
      }
    } else if (name != "failure-threshold" && name != "no-fail") {
      const std::string_view near = nearest(name, kHadolintKeys);
      warn(where, fmt::format("unknown key `{}`, which hadolint ignores", name),
           near.empty() ? std::string() : fmt::format("did you mean `{}`?", near));
    }
  }

  void warn(Span where, std::string message, std::string help) {
    out_.warnings.push_back({where, std::move(message), std::move(help)});
  }

  [[nodiscard]] bool boolean(const Member& member) {
    if (member.value.kind == ValueKind::Boolean) return true;
    complain(
        member.value.where,
        fmt::format("`{}` takes a boolean, not {}", member.key, with_article(member.value.kind)),
        "write true or false, without quotes");
    return false;
  }

  void checked(std::string_view ours, const Member& member) {
    Value value = member.value;
    Option option = *find_option(ours);
    option.name = member.key;  // complaints speak of what is written
    if (check_value(option, value, out_.errors, out_.warnings)) {
      put(ours, std::move(value), member.key_where);
    }
  }

  // A severity for a rule also switches it on, as hadolint does with rules whose own is "ignore".
  void overrides(const Member& member) {
    if (member.value.kind != ValueKind::Table) {
      complain(member.value.where,
               fmt::format("`override` is a mapping, not {}", with_article(member.value.kind)));
      return;
    }
    Value severities;
    severities.kind = ValueKind::Table;
    severities.where = member.value.where;
    enabled_.kind = ValueKind::List;
    enabled_at_ = origin(member.key_where);
    for (const Member& level : member.value.members) {
      const auto known = severity_names();
      if (std::find(known.begin(), known.end(), level.key) == known.end()) {
        const std::string_view near = nearest(level.key, known);
        warn(level.key_where,
             fmt::format("unknown severity `{}`, which hadolint ignores", level.key),
             near.empty() ? std::string() : fmt::format("did you mean `{}`?", near));
        continue;
      }
      for (Value& code : codes(level.value, level.key).items) {
        if (severities.find(code.text) != nullptr) continue;
        severities.members.push_back(
            {code.text, code.where, text_value(level.key, level.key_where)});
        enabled_.items.push_back(std::move(code));
      }
    }
    put("severity", std::move(severities), member.key_where);
  }

  void fail_level(const Value& tree) {
    const Value* never = tree.find("no-fail");
    for (const Member& member : tree.members) {
      if (member.key == "no-fail" && member.value.kind != ValueKind::Null && !boolean(member))
        return;
    }
    if (never != nullptr && never->boolean) {
      put("fail-level", text_value("never", never->where), never->where);
      return;
    }
    const Value* threshold = tree.find("failure-threshold");
    if (threshold == nullptr || threshold->kind == ValueKind::Null) {
      Entry entry{find_option("fail-level"),
                  text_value("info", {}),
                  {OriginKind::File, file_.path() + ", hadolint's default"},
                  {}};
      layer_.entries.push_back(std::move(entry));
      return;
    }
    Value value = *threshold;
    if (value.text == "ignore" || value.text == "none") value.text = "style";
    Option option = *find_option("fail-level");
    option.name = "failure-threshold";
    if (check_value(option, value, out_.errors, out_.warnings)) {
      put("fail-level", std::move(value), threshold->where);
    }
  }

  const SourceFile& file_;
  Layer layer_;
  Value enabled_;  // the rules that `override` names
  Origin enabled_at_;
  CheckedFile out_;
};

}  // namespace

CheckedFile check_hadolint(const Value& tree, const SourceFile& file, const std::string& folder) {
  return HadolintChecker(file, folder).check(tree);
}

}  // namespace plimsoll::app
