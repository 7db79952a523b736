#pragma once

// The table of places: which path is which kind of leftover.

#include <cstdint>
#include <string_view>
#include <vector>

namespace plimsoll::image {

enum class Anchor : std::uint8_t { Root, Home };
struct LeftoverPlace {
  Anchor anchor = Anchor::Root;
  std::string_view path;  // "*" is any one name
  std::string_view kind;  // empty: nothing below is a leftover by its place in this table
};
[[nodiscard]] const std::vector<LeftoverPlace>& leftover_places();

// Quick: false where leftover_by_name says nothing.
[[nodiscard]] bool may_be_leftover(std::string_view name);
// By its name alone, wherever it is; empty = none. `directory`: whether it is one.
[[nodiscard]] std::string_view leftover_by_name(std::string_view name, bool directory);

// A name that is another's business inside of libraries and documentation: a Dockerfile among the
// examples of a node module is that module's.
[[nodiscard]] bool holds_foreign_trees(std::string_view directory_name);

// Inside of these, what lies there may still be of a kind of its own (a .git in /tmp).
[[nodiscard]] bool is_broad(std::string_view kind);

}  // namespace plimsoll::image
