#pragma once

// The folder's one door to the JSON library. Private to the folder.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace plimsoll::registry {

using Json = nlohmann::json;

// An object of valid UTF-8, at most 32 levels deep; the caller has bounded the size. A name that is
// there twice is an error: readers differ in which one counts.
[[nodiscard]] Result<Json> parse_object(std::string_view text);

// Of the object's member; nothing when `object` is none, the member is not there or is another
// type.
[[nodiscard]] const Json* member(const Json& object, const char* name, Json::value_t type);
[[nodiscard]] std::string text_of(const Json& object, const char* name);  // "" for nothing
[[nodiscard]] std::optional<std::uint64_t> number_of(const Json& object, const char* name);

}  // namespace plimsoll::registry
