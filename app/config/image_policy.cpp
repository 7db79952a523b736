#include "app/config/image_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/base/amounts.h"
#include "app/config/complaint.h"
#include "app/config/yaml_file.h"

namespace plimsoll::app {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<double> number_from(std::string_view text) {
  double value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last || !(value >= 0) || !(value < 1e18)) return std::nullopt;
  return value;
}

std::optional<double> percentage_from(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  const std::optional<double> value = number_from(trimmed(text));
  if (!value || *value > 100) return std::nullopt;
  return *value / 100;
}

// --- dive

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return out;
}

bool switched_off(std::string_view value) {
  const std::string word = lower(trimmed(value));
  return word.empty() || word == "disabled" || word == "off" || word == "false";
}

enum class DiveRule : std::uint8_t { LowestEfficiency, HighestWastedBytes, HighestUserWasted };

// By the letters alone: lowest-efficiency-threshold, lowestEfficiency, lowest_efficiency.
std::optional<DiveRule> dive_rule(std::string_view name) {
  std::string letters;
  for (const char c : lower(name)) {
    if (c != '-' && c != '_') letters += c;
  }
  if (letters.ends_with("threshold")) letters.resize(letters.size() - 9);
  if (letters == "lowestefficiency") return DiveRule::LowestEfficiency;
  if (letters == "highestwastedbytes") return DiveRule::HighestWastedBytes;
  if (letters == "highestuserwastedpercent") return DiveRule::HighestUserWasted;
  return std::nullopt;
}

Result<double> dive_ratio(std::string_view value) {
  const std::optional<double> ratio = number_from(trimmed(value));
  if (!ratio || *ratio > 1) return failure("it is a number from 0 to 1, or `disabled`");
  return *ratio;
}

Result<void> set(DiveRules& rules, DiveRule rule, std::string_view value) {
  const bool off = switched_off(value);
  if (rule == DiveRule::HighestWastedBytes) {
    rules.highest_wasted_bytes.reset();
    if (off) return {};
    rules.highest_wasted_bytes = bytes_from(trimmed(value));
    if (rules.highest_wasted_bytes) return {};
    return failure("it is a size (20MB), or `disabled`");
  }
  std::optional<double>& ratio = rule == DiveRule::LowestEfficiency
                                     ? rules.lowest_efficiency
                                     : rules.highest_user_wasted_ratio;
  ratio.reset();
  if (off) return {};
  const Result<double> read = dive_ratio(value);
  if (!read) return tl::unexpected(read.error());
  ratio = *read;
  return {};
}

std::string as_written(const Value& value) {
  if (value.kind == ValueKind::Boolean) return value.boolean ? "true" : "false";
  if (value.kind == ValueKind::Integer) return std::to_string(value.integer);
  return value.text;
}

std::optional<Complaint> read_members(const Value& table, DiveRules& rules, bool top) {
  for (const Member& member : table.members) {
    if (top && member.key == "rules" && member.value.kind == ValueKind::Table) {
      if (auto wrong = read_members(member.value, rules, false)) return wrong;
      continue;
    }
    const std::optional<DiveRule> rule = dive_rule(member.key);
    if (!rule) continue;  // as dive does; its own settings may stand beside
    const bool scalar =
        member.value.kind != ValueKind::Table && member.value.kind != ValueKind::List;
    const Result<void> done =
        scalar ? set(rules, *rule, as_written(member.value)) : failure("it is one value");
    if (done) continue;
    return Complaint{member.value.where,
                     fmt::format("`{}` cannot be `{}`", member.key, as_written(member.value)),
                     done.error().message};
  }
  return std::nullopt;
}

}  // namespace

Result<std::uint64_t> size_from(std::string_view text) {
  const std::optional<std::uint64_t> bytes = bytes_from(trimmed(text));
  if (!bytes) return failure("it is a size, such as 500MB or 1.5GiB");
  return *bytes;
}

Result<double> ratio_from(std::string_view text) {
  text = trimmed(text);
  if (const std::optional<double> ratio = percentage_from(text)) return *ratio;
  const std::optional<double> ratio = number_from(text);
  if (!ratio || *ratio > 1) return failure("it is a number from 0 to 1, or a percentage");
  return *ratio;
}

Result<WasteLimit> waste_limit_from(std::string_view text) {
  WasteLimit limit;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = trimmed(text.substr(0, comma));
    const std::optional<double> ratio = percentage_from(part);
    const std::optional<std::uint64_t> bytes = bytes_from(part);
    const bool again = (ratio && limit.ratio) || (bytes && limit.bytes);
    if ((!ratio && !bytes) || again) {
      return failure("it is a size (20MB), a percentage (5%), or both (5%,20MB: the greater)");
    }
    if (ratio) limit.ratio = ratio;
    if (bytes) limit.bytes = bytes;
    if (comma == text.size()) return limit;
    text.remove_prefix(comma + 1);
  }
}

Result<WasteAllowance> allowance_from(std::string_view text) {
  WasteAllowance allowance;
  const std::size_t equals = text.rfind('=');
  allowance.path = text.substr(0, equals);
  if (!allowance.path.starts_with('/')) {
    return failure(
        "it is an absolute path or pattern, with a size behind `=` where it has one: "
        "/var/lib/dpkg/**=5MB");
  }
  if (equals == std::string_view::npos) return allowance;
  const Result<std::uint64_t> bytes = size_from(text.substr(equals + 1));
  if (!bytes) return tl::unexpected(bytes.error());
  allowance.bytes = *bytes;
  return allowance;
}

Result<DiveRules> read_dive_rules(const SourceFile& file) {
  const auto tree = read_yaml(file);
  if (!tree) return failure(render("error", tree.error(), file));
  DiveRules rules;
  if (const auto wrong = read_members(*tree, rules, true)) {
    return failure(render("error", *wrong, file));
  }
  return rules;
}

Result<void> set_dive_rule(DiveRules& rules, std::string_view name, std::string_view value) {
  const std::optional<DiveRule> rule = dive_rule(name);
  if (!rule) return failure("dive has no such rule");
  return set(rules, *rule, value);
}

}  // namespace plimsoll::app
