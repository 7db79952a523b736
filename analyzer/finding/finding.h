#pragma once

// What Plimsoll says, as pure data: a Finding with its labels, its cost and its fixes. Findings own
// their strings and hold byte offsets, so they outlive tree and parser and cross threads.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll {

// Ordered: a fail level is compared with `>=`.
// error: the build breaks or a leak is certain; warning: very likely wrong in the shipped image;
// info: advice with a gain; style: taste.
enum class Severity : std::uint8_t { Style, Info, Warning, Error };

// Ordered: what may be applied is compared with `>=`.
// Suggestion is only shown; Unsafe needs --unsafe; Safe keeps what the image means, apart from the
// declared Effects; Proved has the same lowered build graph, shown without building.
enum class Safety : std::uint8_t { Suggestion, Unsafe, Safe, Proved };

[[nodiscard]] std::string_view to_string(Severity severity);  // "style", "info", "warning", "error"
[[nodiscard]] std::string_view to_string(
    Safety safety);  // "suggestion", "unsafe", "safe", "proved"
[[nodiscard]] std::optional<Severity> severity_from(std::string_view name);

// Which of the files of one lint a place is in: 0 is the Dockerfile itself, others are numbered by
// the report (a .dockerignore, say).
using FileId = std::uint16_t;

struct InFile {
  Span span;
  FileId file = 0;
  friend bool operator==(const InFile&, const InFile&) = default;
};

struct InLayer {
  static constexpr std::uint32_t configuration = 0xFFFF'FFFF;
  std::string image;        // as the user named it
  std::uint32_t layer = 0;  // from 0, the base's first; or `configuration`
  std::string path;         // inside the image, absolute; a field of the configuration ("User")
  friend bool operator==(const InLayer&, const InLayer&) = default;
};

using Location = std::variant<InFile, InLayer>;

struct Label {
  Location where;
  std::string text;
};

// Replaces the bytes at `where` by `text`: an empty span inserts, an empty text deletes.
struct Edit {
  Span where;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

// What a fix may change in the built image; all empty = nothing. Paths are globs.
struct Effects {
  std::vector<std::string> removes;   // paths that may vanish from a layer
  std::vector<std::string> adds;      // paths that may appear
  std::vector<std::string> changes;   // paths whose content or metadata may differ
  std::vector<std::string> packages;  // packages that may be left out
  std::vector<std::string> config;  // image config fields, by their OCI name ("Cmd", "Labels", ...)

  [[nodiscard]] static Effects none() { return {}; }
  [[nodiscard]] static Effects removing(std::string glob) {
    Effects effects;
    effects.removes.push_back(std::move(glob));
    return effects;
  }
  [[nodiscard]] static Effects configuring(std::string field) {
    Effects effects;
    effects.config.push_back(std::move(field));
    return effects;
  }
  [[nodiscard]] bool empty() const {
    return removes.empty() && adds.empty() && changes.empty() && packages.empty() && config.empty();
  }
};

// Fixes of one group are never applied in the same pass; 0 = no group.
using GroupId = std::uint16_t;

// All edits of a fix are applied or none. Edits are sorted and do not overlap.
struct Fix {
  std::string title;  // imperative, lower case: "remove the lists in the same RUN"
  Safety safety = Safety::Unsafe;
  std::string unsafe_because;  // one clause; required when safety is Unsafe or Suggestion
  std::vector<Edit> edits;
  Effects effects;
  std::uint8_t priority = 0;  // the higher wins a conflict; data, so that no rule's name is needed
  GroupId group = 0;
};

struct Cost {
  std::optional<std::uint64_t> bytes;
  std::optional<double> seconds;
  bool measured = false;  // else estimated
};

struct Finding {
  std::string_view rule;  // the rule's name, with static storage
  Severity severity = Severity::Warning;
  std::string message;  // what is wrong: lower case, no full stop, at most 90 columns
  Label primary;        // its text may be empty
  std::vector<Label> related;
  std::optional<Cost> cost;
  std::string help;        // what to do, where the fix does not say it
  std::vector<Fix> fixes;  // the first is preferred
};

}  // namespace plimsoll
