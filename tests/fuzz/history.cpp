// A history is text of strangers, and the Dockerfile beside it may be any: each step has a line or
// none, in order, and a layer's writer is never a guess. The input is a Dockerfile, a line "%%",
// and an entry a line: "." in front of one without a layer, its comment behind a tab.

#include <cstdint>
#include <string>

#include "analyzer/attribution/attribution.h"
#include "analyzer/base/check.h"

using namespace plimsoll;

namespace {

ImageConfig image_of(std::string_view text) {
  ImageConfig config;
  while (!text.empty() && config.history.size() < 1000) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    HistoryEntry entry;
    entry.empty_layer = line.starts_with('.');
    if (entry.empty_layer) line.remove_prefix(1);
    const std::size_t tab = std::min(line.find('\t'), line.size());
    entry.created_by = line.substr(0, tab);
    if (tab < line.size()) entry.comment = line.substr(tab + 1);
    if (!entry.empty_layer) config.diff_ids.push_back("sha256:" + std::to_string(text.size()));
    config.history.push_back(std::move(entry));
  }
  return config;
}

void check_steps(const Attribution& found, std::size_t layers) {
  CHECK(found.step_of_layer.size() == layers);
  CHECK(found.base_layers <= layers);
  bool base = true;
  const Instruction* before = nullptr;
  for (const AttributedStep& step : found.steps) {
    base = base && step.base;
    CHECK(step.base == base);  // the lowest ones
    CHECK(!step.certain || step.instruction);
    CHECK(!step.writer || step.layer);
    CHECK(shown(step.step, 60).size() <= 4 * 60 + 4);
    if (step.base || !step.instruction) continue;
    CHECK(step.instruction != before);
    before = step.instruction;
  }
  for (std::uint32_t layer = 0; layer < layers; ++layer) {
    const AttributedStep* step = found.of_layer(layer);
    CHECK(step && step->layer == layer);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t border = std::min(text.find("\n%%\n"), text.size());
  const SourceFile source("Dockerfile", std::string(text.substr(0, border)));
  const ImageConfig config =
      image_of(border < text.size() ? text.substr(border + 4) : std::string_view());
  const Dockerfile dockerfile = parse_dockerfile(source);
  Invocation invocation;
  add_recorded(config, dockerfile, invocation);
  Values values(dockerfile, invocation);
  const StageGraph graph(dockerfile, invocation, [&](const From& from) {
    const Value value = values.expand_from(from).value;
    return value.known() ? std::optional<std::string>(value.text()) : std::nullopt;
  });
  values.attach(graph);
  AttributionInput input;
  input.config = &config;
  input.layers = config.diff_ids.size();
  input.file = AttributedFile{&source, &dockerfile, &graph, &values};
  check_steps(attribute(input), input.layers);
  if (!config.diff_ids.empty()) input.base_diff_ids = {config.diff_ids.front()};
  check_steps(attribute(input), input.layers);
  input.file.reset();
  check_steps(attribute(input), input.layers);
  return 0;
}
