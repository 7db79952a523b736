#pragma once

// Labels with their values, and what values of the kinds of a label schema look like.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

struct LabelPair {
  Placed<LabelInstruction> instruction;
  const KeyValue* pair = nullptr;
  std::string key;
  Value value;
  Span key_span;
  Span value_span;  // that of the key where there is no value
};

// Those whose key is known, in file order.
[[nodiscard]] std::vector<LabelPair> labels_of(const Facts& facts);

// What the value of a label has to be: as the user's schema says; else by the OCI image
// specification, for its own keys (`org.opencontainers.image.created` is an RFC 3339 time); Any.
[[nodiscard]] LabelKind label_kind(const Settings& settings, std::string_view key);

[[nodiscard]] bool is_url(std::string_view text);     // scheme://host...
[[nodiscard]] bool is_semver(std::string_view text);  // Semantic Versioning 2.0.0; a `v` before it
[[nodiscard]] bool is_git_hash(std::string_view text);  // 7 to 40 digits, or 64
[[nodiscard]] bool is_rfc3339(std::string_view text);
[[nodiscard]] bool is_email(std::string_view text);  // `a@b.example`, also `Name <a@b.example>`
// An SPDX licence expression: identifiers, `+`, WITH, AND, OR, brackets. Identifiers are checked by
// their letters, and by case against well-known ones; SPDX adds new ones all the time.
[[nodiscard]] bool is_spdx(std::string_view text);

}  // namespace plimsoll
