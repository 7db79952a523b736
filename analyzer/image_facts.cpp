#include "analyzer/image_facts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace plimsoll {

namespace {

// The field of the configuration (OCI image-spec config.md) that an instruction sets.
std::string_view field_of(std::string_view keyword) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> fields{
      {{"CMD", "Cmd"},
       {"ENTRYPOINT", "Entrypoint"},
       {"ENV", "Env"},
       {"EXPOSE", "ExposedPorts"},
       {"HEALTHCHECK", "Healthcheck"},
       {"LABEL", "Labels"},
       {"ONBUILD", "OnBuild"},
       {"SHELL", "Shell"},
       {"STOPSIGNAL", "StopSignal"},
       {"USER", "User"},
       {"VOLUME", "Volumes"},
       {"WORKDIR", "WorkingDir"}}};
  const auto* const found = std::find_if(fields.begin(), fields.end(),
                                         [&](const auto& field) { return field.first == keyword; });
  return found == fields.end() ? keyword : found->second;
}

bool is_of_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-' || c == '.';
}

// Whether `word` stands in the text, not as a part of a longer one.
bool names(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_of_word(text[at - 1])) && (end == text.size() || !is_of_word(text[end]))) {
      return true;
    }
  }
  return false;
}

// The pair of ENV or LABEL that sets `name`, else the whole instruction.
Span pair_of(const Instruction& instruction, std::string_view name) {
  const bool has_pairs = as<Env>(instruction) || as<LabelInstruction>(instruction);
  if (!has_pairs) return instruction.span;
  const auto& pairs = static_cast<const KeyValues&>(instruction).pairs;
  const auto pair = std::find_if(pairs.begin(), pairs.end(),
                                 [&](const KeyValue& each) { return each.key.str() == name; });
  return pair == pairs.end() ? instruction.span : pair->span;
}

}  // namespace

bool ImageFacts::of_base(std::uint32_t layer) const {
  const AttributedStep* step = attribution.of_layer(layer);
  return step ? step->base : layer < attribution.base_layers;
}

Location ImageFacts::place(std::uint32_t layer) const {
  const AttributedStep* step = attribution.of_layer(layer);
  if (step && step->writer) return InFile{step->writer->span, 0};
  return InLayer{description.shown, layer, {}};
}

Location ImageFacts::place(image::EntryRef entry) const {
  Location where = place(entry.layer);
  return std::holds_alternative<InFile>(where) ? where : in_layer(entry);
}

Location ImageFacts::place_of(std::string_view keyword) const {
  const AttributedStep* step = attribution.last(keyword);
  if (step && step->instruction && step->certain) return InFile{step->instruction->span, 0};
  return InLayer{description.shown, InLayer::configuration, std::string(field_of(keyword))};
}

Location ImageFacts::place_of(std::string_view keyword, std::string_view word) const {
  const auto& steps = attribution.steps;
  const auto step = std::find_if(steps.rbegin(), steps.rend(), [&](const AttributedStep& each) {
    return each.step.keyword == keyword && names(each.step.arguments, word);
  });
  if (step != steps.rend() && step->instruction && step->certain) {
    return InFile{pair_of(*step->instruction, word), 0};
  }
  return InLayer{description.shown, InLayer::configuration, std::string(field_of(keyword))};
}

Location ImageFacts::in_layer(image::EntryRef entry) const {
  const image::PathId path = tree.path(entry);
  std::string text;
  if (path != image::no_path) {
    text = tree.paths().path(path);
  } else if (const image::ScannedLayer* layer = tree.layer(entry.layer)) {
    text = layer->path_of(tree.at(entry));  // what belongs to no file: a whiteout, say
  }
  return InLayer{description.shown, entry.layer, "/" + std::move(text)};
}

}  // namespace plimsoll
