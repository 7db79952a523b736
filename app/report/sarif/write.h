#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/report/json_writer.h"

namespace plimsoll::app::sarif {

// A struct of the object model: it can name its members.
template <class T>
concept Object = requires(const T& object) {
  object.fields([](std::string_view, const auto&) {});
};

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

}  // namespace detail

// Writes an object, or an array, string, number or truth value of one.
template <class T>
void write(JsonWriter& json, const T& value) {
  if constexpr (detail::IsVector<T>::value) {
    json.begin_array();
    for (const auto& element : value) write(json, element);
    json.end_array();
  } else if constexpr (Object<T>) {
    json.begin_object();
    value.fields([&json](std::string_view name, const auto& member) {
      using Member = std::decay_t<decltype(member)>;
      if constexpr (detail::IsOptional<Member>::value) {
        if (!member) return;
        json.key(name);
        write(json, *member);
      } else {
        if constexpr (detail::IsVector<Member>::value) {
          if (member.empty()) return;
        }
        json.key(name);
        write(json, member);
      }
    });
    json.end_object();
  } else {
    json.value(value);
  }
}

}  // namespace plimsoll::app::sarif
