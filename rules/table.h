#pragma once

// All rules, in the order of rules.def. A rule's index here is its RuleIndex everywhere else.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/descriptor.h"

namespace plimsoll::rules {

using RuleIndex = std::uint16_t;

[[nodiscard]] std::span<const Rule* const> all_rules();

// The rule of exactly this name; null when there is none.
[[nodiscard]] const Rule* find_by_name(std::string_view name);
// The index of a rule of the table.
[[nodiscard]] RuleIndex index_of(const Rule& rule);

// The rules that have `word` as their name or as an alias, letters of either case. More than one
// where rules share an alias.
[[nodiscard]] std::vector<const Rule*> find_rules(std::string_view word);

// The name or alias that is nearest to `word` by spelling; nullopt when none is near.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view word);

// Whether `word` has the shape of another tool's rule id (DL3059, SC2086, CKV2_DOCKER_3, DS-0002,
// CIS-DI-0001, a KICS identifier, ...): a pragma may name it although no rule here answers to it.
[[nodiscard]] bool looks_foreign(std::string_view word);

// "size", "multi-stage", ...; nullopt for anything else.
[[nodiscard]] std::optional<Category> category_from(std::string_view word);

}  // namespace plimsoll::rules
