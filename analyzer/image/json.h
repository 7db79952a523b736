#pragma once

// JSON as images have it: the one place of this folder that knows the library. Hostile input:
// size and depth are bounded before anything is built, and nothing throws.

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll::image {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

inline constexpr int max_json_depth = 64;

// An object; `what` names the document in errors ("image configuration").
[[nodiscard]] Result<Json> parse_object(std::string_view text, std::size_t limit_bytes,
                                        const std::string& what);
// Bytes that are no UTF-8 become U+FFFD, as in Go's encoder.
[[nodiscard]] std::string dump(const OrderedJson& json);

// An object with these members, in this order. (Assigning one by one looks through all of them each
// time, which a hostile configuration would turn into minutes.)
[[nodiscard]] OrderedJson object_of(const std::map<std::string, std::string>& members);

// Reads members of one object. An absent member and null give the empty value; a member of another
// type is an error, and the first one is kept.
class Members {
 public:
  Members(const Json& object, std::string where) : object_(object), where_(std::move(where)) {}

  [[nodiscard]] std::string text(const char* name);
  [[nodiscard]] bool boolean(const char* name);
  [[nodiscard]] std::int64_t integer(const char* name);
  // A size: not negative.
  [[nodiscard]] std::uint64_t size(const char* name);
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const char* name);
  [[nodiscard]] std::map<std::string, std::string> text_map(const char* name);
  // The names of an object's members: Go's map[string]struct{}.
  [[nodiscard]] std::vector<std::string> keys(const char* name);
  // Null when absent.
  [[nodiscard]] const Json* object(const char* name);
  [[nodiscard]] const Json* array(const char* name);

  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  void fail(const std::string& message);

 private:
  const Json* member(const char* name) const;
  const Json* typed(const char* name, bool (*fits)(const Json&), const char* type);

  const Json& object_;
  std::string where_;
  std::optional<Error> error_;
};

}  // namespace plimsoll::image
