#pragma once

// What one source says: a file, a block of [[overrides]] in it, or the flags. Checked, not merged.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/config/complaint.h"
#include "app/config/options.h"
#include "app/config/origin.h"
#include "app/config/value.h"

namespace plimsoll::app {

struct Entry {
  const Option* option = nullptr;
  Value value;  // of the type that the option wants; a list where one is wanted
  Origin origin;
  std::vector<Origin> member_origins;  // of a table's members, in their order
};

struct Layer {
  std::vector<Entry> entries;
  std::vector<std::string> paths;  // patterns; empty: for every path
  std::string folder;              // absolute: where patterns start
};

// A configuration file after checking: itself, then its overrides in order.
struct CheckedFile {
  bool root = true;
  std::vector<std::pair<std::string, Span>> extends;  // as written
  std::vector<Layer> layers;
  std::vector<Complaint> errors;
  std::vector<Complaint> warnings;
};

// Checks the tree of a plimsoll.toml: unknown keys, wrong types, unknown rules.
[[nodiscard]] CheckedFile check_configuration(const Value& tree, const SourceFile& file,
                                              const std::string& folder);

// The same from the tree of a .hadolint.yaml. What hadolint reads is understood; what it ignores
// silently (an unknown key) is a warning.
[[nodiscard]] CheckedFile check_hadolint(const Value& tree, const SourceFile& file,
                                         const std::string& folder);

// Checks one value for an option and puts it into its normal form. False (with complaints) if it
// may not stay.
[[nodiscard]] bool check_value(const Option& option, Value& value, std::vector<Complaint>& errors,
                               std::vector<Complaint>& warnings);

// Whether `selector` names a rule here. If not: a complaint, which is an error for a name that
// nobody knows and a warning for another tool's id that no rule here answers to.
[[nodiscard]] bool check_selector(std::string_view selector, Span where,
                                  std::vector<Complaint>& errors, std::vector<Complaint>& warnings);

}  // namespace plimsoll::app
