#include "app/config/value.h"

namespace plimsoll::app {

std::string_view with_article(ValueKind kind) {
  switch (kind) {
    case ValueKind::Null:
      return "nothing";
    case ValueKind::Boolean:
      return "a boolean";
    case ValueKind::Integer:
      return "a number";
    case ValueKind::String:
      return "a string";
    case ValueKind::List:
      return "a list";
    case ValueKind::Table:
      return "a table";
    case ValueKind::Other:
      return "a value of another type";
  }
  return "a value";
}

const Value* Value::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

}  // namespace plimsoll::app
