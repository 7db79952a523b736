#include "rules/reporter.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analyzer/base/check.h"

namespace plimsoll::rules {

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string out = "`";
  std::size_t size = std::min(text.size(), longest);
  // Not in the middle of a UTF-8 sequence.
  while (size > 0 && size < text.size() &&
         (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  for (const char c : text.substr(0, size)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (size < text.size()) out += "...";
  return out + "`";
}

std::string listed(const std::vector<std::string>& names) {
  if (names.empty()) return "nothing";
  if (names.size() == 1) return quoted(names[0]);
  if (names.size() == 2 && names[0].size() + names[1].size() <= 40) {
    return quoted(names[0]) + " and " + quoted(names[1]);
  }
  return quoted(names[0]) + " and " + std::to_string(names.size() - 1) + " more";
}

FindingBuilder& FindingBuilder::label(std::string text) {
  finding_.primary.text = std::move(text);
  return *this;
}

FindingBuilder& FindingBuilder::related(Span where, std::string text, FileId file) {
  finding_.related.push_back({InFile{where, file}, std::move(text)});
  return *this;
}

FindingBuilder& FindingBuilder::related(Location where, std::string text) {
  finding_.related.push_back({std::move(where), std::move(text)});
  return *this;
}

FindingBuilder& FindingBuilder::help(std::string text) {
  finding_.help = std::move(text);
  return *this;
}

FindingBuilder& FindingBuilder::cost(Cost cost) {
  finding_.cost = cost;
  return *this;
}

FindingBuilder& FindingBuilder::severity(Severity severity) {
  finding_.severity = severity;
  return *this;
}

FindingBuilder& FindingBuilder::fix(Claim claim, std::string title,
                                    std::optional<std::vector<Edit>> edits, Effects effects) {
  fixed_ = false;
  if (!edits || edits->empty()) return *this;
  CHECK(claim.safety >= Safety::Safe || !claim.because.empty());
  Fix fix;
  fix.title = std::move(title);
  fix.safety = claim.safety;
  fix.unsafe_because = std::move(claim.because);
  fix.edits = std::move(*edits);
  std::stable_sort(fix.edits.begin(), fix.edits.end(),
                   [](const Edit& a, const Edit& b) { return a.where < b.where; });
  fix.effects = std::move(effects);
  finding_.fixes.push_back(std::move(fix));
  fixed_ = true;
  return *this;
}

FindingBuilder& FindingBuilder::priority(std::uint8_t priority) {
  if (fixed_) finding_.fixes.back().priority = priority;
  return *this;
}

FindingBuilder& FindingBuilder::group(GroupId group) {
  if (fixed_) finding_.fixes.back().group = group;
  return *this;
}

FindingBuilder Reporter::at(Span where, std::string message, FileId file) {
  return at(Location(InFile{where, file}), std::move(message));
}

FindingBuilder Reporter::at(Location where, std::string message) {
  Finding& finding = findings_.emplace_back();
  finding.rule = rule_.name;
  finding.severity = rule_.severity;
  finding.message = std::move(message);
  finding.primary.where = std::move(where);
  return FindingBuilder(finding);
}

namespace {

const OptionSpec& declared(const Rule& rule, std::string_view option, OptionKind kind) {
  for (const OptionSpec& spec : rule.options) {
    if (spec.name == option) {
      CHECK(spec.kind == kind);
      return spec;
    }
  }
  check_failed("the rule declares the option that it reads", __FILE__, __LINE__);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    items.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return items;
}

// The user's value of an option, or null.
const std::vector<std::string>* configured(const RuleSettings* settings, std::string_view option) {
  if (!settings) return nullptr;
  const auto found = settings->values.find(option);
  return found == settings->values.end() ? nullptr : &found->second;
}

}  // namespace

std::string Reporter::text(std::string_view option) const {
  const OptionSpec& spec = declared(rule_, option, OptionKind::Text);
  const auto* value = configured(settings_, option);
  return value && !value->empty() ? value->front() : std::string(spec.initial);
}

bool Reporter::flag(std::string_view option) const {
  const OptionSpec& spec = declared(rule_, option, OptionKind::Boolean);
  const auto* value = configured(settings_, option);
  return (value && !value->empty() ? std::string_view(value->front()) : spec.initial) == "true";
}

std::int64_t Reporter::number(std::string_view option) const {
  const OptionSpec& spec = declared(rule_, option, OptionKind::Number);
  const auto* value = configured(settings_, option);
  const std::string_view digits =
      value && !value->empty() ? std::string_view(value->front()) : spec.initial;
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::vector<std::string> Reporter::list(std::string_view option) const {
  const OptionSpec& spec = declared(rule_, option, OptionKind::List);
  const auto* value = configured(settings_, option);
  return value ? *value : split_list(spec.initial);
}

}  // namespace plimsoll::rules
