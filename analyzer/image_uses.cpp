#include "analyzer/image_uses.h"

#include <algorithm>

namespace plimsoll {

namespace {

// What a text that ends as `value` does says of the tag or digest behind a name.
struct Ending {
  Answer tag = Answer::Unknown;
  Answer digest = Answer::Unknown;
};

Ending read_ending(const Value& value) {
  const std::vector<Piece>& pieces = value.pieces();
  bool hole_behind = false;
  for (std::size_t i = pieces.size(); i-- > 0;) {
    if (pieces[i].hole) {
      hole_behind = true;
      continue;
    }
    const std::string& text = pieces[i].text;
    if (text.find('@') != std::string::npos) return {Answer::Unknown, Answer::Yes};
    const std::size_t slash = text.rfind('/');
    const std::size_t colon = text.rfind(':');
    if (colon != std::string::npos && (slash == std::string::npos || colon > slash)) {
      // `x:${PORT}/y` has been left at its slash; a hole behind may still bring a digest.
      return {Answer::Yes, hole_behind ? Answer::Unknown : Answer::No};
    }
    if (hole_behind) return {};
    if (slash != std::string::npos) return {Answer::No, Answer::No};
  }
  return {};
}

Ending ending_of(const ImageUse& use) {
  if (use.image) return {answer(!use.image->tag.empty()), answer(!use.image->digest.empty())};
  if (use.text.known()) return {};
  return read_ending(use.text);
}

// A COPY or mount without a registry, path or tag more often names a stage than an image.
bool looks_like_image(std::string_view text) {
  if (text.find_first_of("/:@") != std::string_view::npos) return true;
  const std::optional<ImageReference> image = parse_image_reference(text);
  return image && lookup_base(*image).found;
}

bool may_be_stage(const Facts& facts, const Value& text) {
  if (const auto possible = text.possible()) {
    return std::any_of(possible->begin(), possible->end(), [&](const std::string& name) {
      return facts.graph().named(name) != nullptr || name == "scratch";
    });
  }
  // A name with a slash or colon that is sure to be in it is no stage's.
  return std::none_of(text.pieces().begin(), text.pieces().end(), [](const Piece& piece) {
    return !piece.hole && piece.text.find_first_of("/:@") != std::string::npos;
  });
}

void add(std::vector<ImageUse>& uses, ImageUse use) {
  if (use.text.known()) use.image = parse_image_reference(use.text.text());
  uses.push_back(std::move(use));
}

void add_from(const Facts& facts, const Stage& stage, std::vector<ImageUse>& uses) {
  if (!stage.from || stage.from->broken) return;
  const bool image = stage.base.kind == Reference::Kind::Image;
  if (!image && stage.base.kind != Reference::Kind::Unknown) return;
  Value text = facts.values().expand_from(*stage.from).value;
  if (!text.known() && may_be_stage(facts, text)) return;
  const Span where = stage.from->image.span();
  add(uses, {ImageUse::By::From, stage.from, &stage, where, std::move(text), {}});
}

}  // namespace

Answer ImageUse::has_tag() const { return ending_of(*this).tag; }
Answer ImageUse::has_digest() const { return ending_of(*this).digest; }

std::vector<ImageUse> images_used(const Facts& facts) {
  std::vector<ImageUse> uses;
  const Directive* syntax = facts.dockerfile.directive("syntax");
  if (syntax && !facts.dockerfile.syntax.empty()) {
    add(uses, {ImageUse::By::Syntax,
               nullptr,
               nullptr,
               syntax->value_span,
               Value(facts.dockerfile.syntax),
               {}});
  }
  for (const Stage& stage : facts.stages()) add_from(facts, stage, uses);
  for (const Edge& edge : facts.graph().edges()) {
    if (edge.to.kind != Reference::Kind::Image || !looks_like_image(edge.to.text)) continue;
    const ImageUse::By by = edge.mount ? ImageUse::By::Mount : ImageUse::By::Copy;
    add(uses, {by, edge.instruction, edge.by, edge.to.where, Value(edge.to.text), {}});
  }
  std::stable_sort(uses.begin(), uses.end(), [](const ImageUse& a, const ImageUse& b) {
    return a.where.begin < b.where.begin;
  });
  return uses;
}

}  // namespace plimsoll
