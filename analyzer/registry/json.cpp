#include "analyzer/registry/json.h"

#include <set>
#include <vector>

namespace plimsoll::registry {

namespace {

constexpr std::size_t deepest = 32;

// The library's own reading calls this for every value; it can leave one out, but not stop. So what
// is wrong is remembered.
struct Watch {
  std::vector<std::set<std::string>> names;
  const char* wrong = nullptr;

  bool operator()(int depth, Json::parse_event_t event, Json& value) {
    if (wrong != nullptr) return false;
    if (static_cast<std::size_t>(depth) > deepest) {
      wrong = "is nested too deeply";
      return false;
    }
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end && !names.empty()) names.pop_back();
    if (event == Json::parse_event_t::key && !names.empty() &&
        !names.back().insert(value.get<std::string>()).second) {
      wrong = "has a name twice";
    }
    return true;
  }
};

}  // namespace

Result<Json> parse_object(std::string_view text) {
  Watch watch;
  try {
    Json value = Json::parse(
        text.begin(), text.end(),
        [&watch](int depth, Json::parse_event_t event, Json& parsed) {
          return watch(depth, event, parsed);
        },
        false);
    if (watch.wrong != nullptr) return failure(std::string("the JSON ") + watch.wrong);
    if (!value.is_object()) return failure("no JSON object");
    return value;
  } catch (const Json::exception&) {
    return failure("no JSON object");
  }
}

const Json* member(const Json& object, const char* name, Json::value_t type) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found != object.end() && found->type() == type ? &*found : nullptr;
}

std::string text_of(const Json& object, const char* name) {
  const Json* found = member(object, name, Json::value_t::string);
  return found == nullptr ? std::string() : found->get<std::string>();
}

std::optional<std::uint64_t> number_of(const Json& object, const char* name) {
  const Json* found = member(object, name, Json::value_t::number_unsigned);
  if (found == nullptr) return std::nullopt;
  return found->get<std::uint64_t>();
}

}  // namespace plimsoll::registry
