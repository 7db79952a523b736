#include "analyzer/dockerfile/instruction.h"

#include <algorithm>
#include <array>

namespace plimsoll {

std::string_view to_string(Keyword keyword) {
  static constexpr std::array<std::string_view, 19> names = {
      "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
      "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
      "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR",
      ""};
  return names[static_cast<std::size_t>(keyword)];
}

const Flag* Instruction::flag(std::string_view wanted) const {
  for (const Flag& flag : flags) {
    if (flag.name == wanted) return &flag;
  }
  return nullptr;
}

const MountField* Mount::field(std::initializer_list<std::string_view> keys) const {
  for (const MountField& field : fields) {
    if (std::find(keys.begin(), keys.end(), field.key) != keys.end()) return &field;
  }
  return nullptr;
}

std::optional<std::string_view> Mount::get(std::initializer_list<std::string_view> keys) const {
  const MountField* found = field(keys);
  if (!found) return std::nullopt;
  return found->value ? std::string_view(*found->value) : std::string_view("true");
}

std::string_view Mount::type() const { return get({"type"}).value_or("bind"); }

std::string_view Mount::target() const {
  return get({"target", "dst", "destination"}).value_or("");
}

}  // namespace plimsoll
