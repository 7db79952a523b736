#pragma once

// A Dockerfile and an image's history side by side, for tests.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/attribution/attribution.h"

namespace plimsoll {

// What a `.lines` file says of a step (tests/attribution/README.md).
struct AttributedRow {
  std::string line, writer;
  friend bool operator==(const AttributedRow&, const AttributedRow&) = default;
};

class Attributed {
 public:
  Attributed(std::string text, const ImageConfig& config, const std::string& target = {},
             std::vector<std::string> base = {},
             std::map<std::string, std::string> annotations = {})
      : source_("Dockerfile", std::move(text)), dockerfile_(parse_dockerfile(source_)) {
    if (!target.empty()) invocation_.target = target;
    add_recorded(config, dockerfile_, invocation_);
    values_.emplace(dockerfile_, invocation_);
    graph_.emplace(dockerfile_, invocation_, [&](const From& from) -> std::optional<std::string> {
      const Value value = values_->expand_from(from).value;
      if (!value.known()) return std::nullopt;
      return value.text();
    });
    values_->attach(*graph_);
    AttributionInput input;
    input.config = &config;
    input.layers = config.diff_ids.size();
    input.base_diff_ids = std::move(base);
    input.annotations = &annotations;
    input.file = AttributedFile{&source_, &dockerfile_, &*graph_, &*values_};
    result = attribute(input);
  }
  Attributed(const Attributed&) = delete;
  Attributed& operator=(const Attributed&) = delete;

  [[nodiscard]] AttributedRow row(const AttributedStep& step) const {
    AttributedRow out{line(step.instruction), ""};
    if (step.base) out.line = "base";
    if (!step.base && step.instruction && !step.certain) out.line = "~" + out.line;
    if (step.layer && !step.writer) out.writer = "?";
    if (step.layer && step.writer) out.writer = step.base ? "base" : line(step.writer);
    return out;
  }
  // "base base 3 ~4 -", one a step.
  [[nodiscard]] std::string lines() const {
    std::string text;
    for (const AttributedStep& step : result.steps) {
      text += (text.empty() ? "" : " ") + row(step).line;
    }
    return text;
  }
  [[nodiscard]] std::string writers() const {
    std::string text;
    for (const AttributedStep& step : result.steps) {
      if (step.layer) text += (text.empty() ? "" : " ") + row(step).writer;
    }
    return text;
  }

  Attribution result;

 private:
  [[nodiscard]] std::string line(const Instruction* instruction) const {
    if (!instruction) return "-";
    return std::to_string(source_.lines().line_of(instruction->span.begin));
  }

  SourceFile source_;
  Dockerfile dockerfile_;
  Invocation invocation_;
  std::optional<Values> values_;
  std::optional<StageGraph> graph_;
};

}  // namespace plimsoll
