#pragma once

// Keys of steps: what the result of a step depends on, each field with its length, so that no two
// different inputs have one text. A key is 64 hexadecimal digits of SHA-256.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/digest/sha256.h"
#include "analyzer/values/value.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

// Raised whenever a step of the same words gives another layer than before.
inline constexpr std::uint64_t key_version = 1;

class KeyWriter {
 public:
  // `kind`: what the key is of ("run", "entries"); keys of two kinds never meet.
  explicit KeyWriter(std::string_view kind);

  KeyWriter& text(std::string_view bytes);
  KeyWriter& number(std::uint64_t value);
  KeyWriter& value(const Value& value) { return text(value.display()); }
  KeyWriter& texts(const std::vector<std::string>& all);
  [[nodiscard]] std::string finish();

 private:
  void flush();

  digest::Sha256Stream stream_;
  std::string pending_;  // small pieces go to the digest together
};

// Of a layer's entries, contents by their digests: every File has one. Times later than `epoch_s`
// count as that.
[[nodiscard]] std::string key_of(const std::vector<Entry>& entries, std::int64_t epoch_s);

// Of layers by their digests, bottom first: "" below all, then one diff_id after the other.
[[nodiscard]] std::string chain_of(std::string_view chain_below, std::string_view diff_id);

}  // namespace plimsoll::builder
