#include "analyzer/image/json.h"

namespace plimsoll::image {
namespace {

// Brackets outside of strings. What is no JSON gives some number, and the parser says so.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > max_json_depth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

Result<Json> parse_object(std::string_view text, std::size_t limit_bytes, const std::string& what) {
  if (text.size() > limit_bytes) {
    return failure("the " + what + " is bigger than " + std::to_string(limit_bytes) + " bytes");
  }
  if (too_deep(text)) {
    return failure("the " + what + " is nested deeper than " + std::to_string(max_json_depth) +
                   " levels");
  }
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return failure("the " + what + " is not valid JSON");
  if (!json.is_object()) return failure("the " + what + " is not a JSON object");
  return json;
}

std::string dump(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

OrderedJson object_of(const std::map<std::string, std::string>& members) {
  OrderedJson::object_t object;
  for (const auto& [name, value] : members) {
    object.OrderedJson::object_t::Container::emplace_back(name, value);
  }
  return object;
}

void Members::fail(const std::string& message) {
  if (!error_) error_ = Error{where_ + message};
}

const Json* Members::member(const char* name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const Json* Members::typed(const char* name, bool (*fits)(const Json&), const char* type) {
  const Json* value = member(name);
  if (!value || fits(*value)) return value;
  fail(std::string("\"") + name + "\" is not " + type);
  return nullptr;
}

std::string Members::text(const char* name) {
  const Json* value = typed(
      name, [](const Json& json) { return json.is_string(); }, "a string");
  return value ? value->get_ref<const std::string&>() : std::string();
}

bool Members::boolean(const char* name) {
  const Json* value = typed(
      name, [](const Json& json) { return json.is_boolean(); }, "true or false");
  return value && value->get<bool>();
}

std::int64_t Members::integer(const char* name) {
  const Json* value = typed(
      name,
      [](const Json& json) {
        return json.is_number_integer() &&
               (!json.is_number_unsigned() || json.get<std::uint64_t>() <= INT64_MAX);
      },
      "a whole number");
  return value ? value->get<std::int64_t>() : 0;
}

std::uint64_t Members::size(const char* name) {
  const std::int64_t value = integer(name);
  if (value < 0) fail(std::string("\"") + name + "\" is negative");
  return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

std::optional<std::vector<std::string>> Members::texts(const char* name) {
  const Json* value = array(name);
  if (!value) return {};
  std::vector<std::string> texts;
  for (const Json& element : *value) {
    if (!element.is_string()) {
      fail(std::string("\"") + name + "\" holds something that is not a string");
      return {};
    }
    texts.push_back(element.get_ref<const std::string&>());
  }
  return texts;
}

std::map<std::string, std::string> Members::text_map(const char* name) {
  std::map<std::string, std::string> map;
  const Json* value = object(name);
  if (!value) return map;
  for (const auto& [key, text] : value->items()) {
    if (!text.is_string()) {
      fail(std::string("\"") + key + "\" in \"" + name + "\" is not a string");
      return {};
    }
    map[key] = text.get_ref<const std::string&>();
  }
  return map;
}

std::vector<std::string> Members::keys(const char* name) {
  std::vector<std::string> keys;
  if (const Json* value = object(name)) {
    for (const auto& [key, ignored] : value->items()) keys.push_back(key);
  }
  return keys;
}

const Json* Members::object(const char* name) {
  return typed(
      name, [](const Json& json) { return json.is_object(); }, "an object");
}

const Json* Members::array(const char* name) {
  return typed(
      name, [](const Json& json) { return json.is_array(); }, "an array");
}

}  // namespace plimsoll::image
