#include "app/config/image_table.h"

#include <fmt/format.h>

#include <array>

namespace plimsoll::app {

namespace {

constexpr std::array keys{
    ImageKey{"max-waste",
             "bytes of files that no container can see: a size, a percentage, or \"5%,20MB\" for "
             "the greater of two"},
    ImageKey{"max-size", "bytes of files of all layers"},
    ImageKey{"min-efficiency", "live bytes of all bytes of files: 0.95 or \"95%\""},
    ImageKey{"score", "\"true\" (what can be seen), or \"dive\" for the definitions of dive"},
    ImageKey{"allow-waste", "waste that max-waste does not count, each with path and reason"},
};

constexpr std::array<std::string_view, 3> allowance_keys{"path", "size", "reason"};

std::string written(const Value& value) {
  return value.kind == ValueKind::Integer ? std::to_string(value.integer) : value.text;
}

bool is_amount(const Value& value) {
  return value.kind == ValueKind::String || value.kind == ValueKind::Integer ||
         value.kind == ValueKind::Other;
}

class Checker {
 public:
  explicit Checker(std::vector<Complaint>& errors) : errors_(errors) {}

  bool table(const Value& value) {
    if (value.kind != ValueKind::Table) {
      return complain(value.where,
                      fmt::format("`image` takes a table, not {}", with_article(value.kind)),
                      "write [image] above its keys");
    }
    bool good = true;
    for (const Member& member : value.members) good = key(member) && good;
    return good;
  }

 private:
  bool complain(Span where, std::string message, std::string help = "") {
    errors_.push_back({where, std::move(message), std::move(help)});
    return false;
  }

  bool key(const Member& member) {
    const std::string_view name = member.key;
    if (name == "allow-waste") return allowances(member.value);
    if (name == "max-waste") return amount(member, waste_limit_from);
    if (name == "max-size") return amount(member, size_from);
    if (name == "min-efficiency") return amount(member, ratio_from);
    if (name == "score") {
      const std::string& text = member.value.text;
      if (member.value.kind == ValueKind::String && (text == "true" || text == "dive")) return true;
      return complain(member.value.where, fmt::format("`image.score` cannot be `{}`", text),
                      "it is \"true\" or \"dive\"");
    }
    std::vector<std::string_view> names;
    for (const ImageKey& each : keys) names.push_back(each.name);
    return unknown(member, "image", names);
  }

  template <class Read>
  bool amount(const Member& member, const Read& read) {
    const auto amount = is_amount(member.value)
                            ? read(std::string_view(written(member.value)))
                            : decltype(read(std::string_view()))(failure("it is one value"));
    if (amount) return true;
    return complain(
        member.value.where,
        fmt::format("`image.{}` cannot be {}", member.key,
                    is_amount(member.value) ? fmt::format("`{}`", written(member.value))
                                            : std::string(with_article(member.value.kind))),
        amount.error().message);
  }

  bool unknown(const Member& member, std::string_view table,
               std::span<const std::string_view> names) {
    const std::string_view near = nearest(member.key, names);
    return complain(member.key_where, fmt::format("`{}` has no key `{}`", table, member.key),
                    near.empty() ? fmt::format("its keys are {}", fmt::join(names, ", "))
                                 : fmt::format("did you mean `{}`?", near));
  }

  bool allowances(const Value& list) {
    if (list.kind != ValueKind::List) {
      return complain(list.where, "`image.allow-waste` is an array of tables",
                      "write [[image.allow-waste]] above path, size and reason");
    }
    bool good = true;
    for (const Value& item : list.items) good = allowance(item) && good;
    return good;
  }

  bool allowance(const Value& item) {
    if (item.kind != ValueKind::Table) {
      return complain(item.where,
                      fmt::format("an allowance is a table, not {}", with_article(item.kind)),
                      "it has path, reason and, where there is a limit, size");
    }
    bool good = true;
    for (const Member& member : item.members) {
      if (member.key == "size") {
        good = amount(member, size_from) && good;
      } else if (member.key != "path" && member.key != "reason") {
        good = unknown(member, "image.allow-waste", allowance_keys) && good;
      }
    }
    const Value* path = item.find("path");
    if (path == nullptr || path->kind != ValueKind::String || !path->text.starts_with('/')) {
      good = complain(path == nullptr ? item.where : path->where,
                      "an allowance has the `path` that it is for",
                      "an absolute path or pattern: path = \"/var/lib/dpkg/**\"");
    }
    const Value* reason = item.find("reason");
    if (reason == nullptr || reason->kind != ValueKind::String || reason->text.empty()) {
      good = complain(reason == nullptr ? item.where : reason->where,
                      "an allowance says its `reason`");
    }
    return good;
  }

  std::vector<Complaint>& errors_;
};

}  // namespace

std::span<const ImageKey> image_keys() { return keys; }

bool check_image_table(const Value& value, std::vector<Complaint>& errors) {
  return Checker(errors).table(value);
}

void assign_image_table(const Entry& entry, ImagePolicy& policy) {
  for (std::size_t i = 0; i < entry.value.members.size(); ++i) {
    const Member& member = entry.value.members[i];
    const std::string text = written(member.value);
    if (member.key == "max-waste") policy.max_waste = waste_limit_from(text).value_or(WasteLimit{});
    if (member.key == "max-size") policy.max_size = size_from(text).value_or(0);
    if (member.key == "min-efficiency") policy.min_efficiency = ratio_from(text).value_or(0);
    if (member.key == "score") policy.dive_score = text == "dive";
    if (member.key != "allow-waste") continue;
    policy.allow_waste.clear();
    const Origin& origin = i < entry.member_origins.size() ? entry.member_origins[i] : entry.origin;
    for (const Value& item : member.value.items) {
      WasteAllowance allowance;
      if (const Value* path = item.find("path")) allowance.path = path->text;
      if (const Value* reason = item.find("reason")) allowance.reason = reason->text;
      if (const Value* size = item.find("size")) {
        allowance.bytes = size_from(written(*size)).value_or(0);
      }
      allowance.origin = to_string(origin);
      policy.allow_waste.push_back(std::move(allowance));
    }
  }
}

}  // namespace plimsoll::app
