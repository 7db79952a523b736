#pragma once

// A parsed configuration file, whatever its language was: values with their places. The readers of
// TOML and YAML make it; everything behind them sees only this.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll::app {

enum class ValueKind : std::uint8_t { Null, Boolean, Integer, String, List, Table, Other };

// "a boolean", "a string", "a list" ... as complaints say it.
[[nodiscard]] std::string_view with_article(ValueKind kind);

struct Member;

struct Value {
  ValueKind kind = ValueKind::Null;
  Span where;                   // in the file that it was read from
  bool boolean = false;         // of a Boolean
  std::int64_t integer = 0;     // of an Integer
  std::string text;             // of a String; of an Other (date, float), as written
  std::vector<Value> items;     // of a List
  std::vector<Member> members;  // of a Table, in the order of the file; no key stands twice

  [[nodiscard]] const Value* find(std::string_view key) const;
};

struct Member {
  std::string key;
  Span key_where;
  Value value;
};

// How deep lists and tables of a configuration file may be nested; ours need four.
inline constexpr int kMaxConfigDepth = 32;
// A configuration file beyond this is refused unread.
inline constexpr std::uint64_t kMaxConfigBytes = 256 * 1024;

}  // namespace plimsoll::app
