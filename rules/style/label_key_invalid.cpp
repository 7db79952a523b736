#include <algorithm>
#include <array>

#include "analyzer/label_values.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What is wrong with a key, or "". Docker's guidelines, without the demand for small letters, which
// half of the labels in use do not follow.
static std::string_view fault_of(std::string_view key) {
  static constexpr std::array reserved = {"com.docker.", "io.docker.", "org.dockerproject."};
  for (const std::string_view space : reserved) {
    if (key.starts_with(space)) return "is in a namespace of Docker's own";
  }
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == '/';
  };
  if (!std::all_of(key.begin(), key.end(), fits)) {
    return "has more than letters, digits, `.-_/`";
  }
  const auto ends = [](char c) { return c == '.' || c == '-' || c == '/'; };
  if (ends(key.front()) || ends(key.back())) return "begins or ends with a separator";
  for (const std::string_view doubled : {"..", "--"}) {
    if (key.find(doubled) != std::string_view::npos) return "has a separator twice in a row";
  }
  return "";
}

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    const std::string_view fault = fault_of(label.key);
    if (!fault.empty())
      report.at(label.key_span, "the label " + quoted(label.key) + " " + std::string(fault));
  }
}

extern constinit const Rule label_key_invalid{
    .name = "label-key-invalid",
    .aliases = {"DL3048"},
    .category = Category::Style,
    .severity = Severity::Style,
    .summary = "a label's key that breaks Docker's guidelines",
    .why =
        "The daemon takes any key, but filters, templates and orchestrators do not, and Docker "
        "reserves some namespaces for its own use.",
    .bad = R"(FROM alpine:3.20
LABEL com.docker.team="harbour"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.team="harbour"
)",
    .references =
        {"https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check};

}  // namespace plimsoll::rules
