#include "rules/rule.h"

namespace plimsoll::rules {

// FROM's image as a build without --build-arg reads it; text of a platform stands for itself.
static std::string by_default(const Facts& facts, const From& from) {
  const Environment globals = facts.values().globals();
  const auto lookup = [&](std::string_view name) {
    Lookup found = globals.lookup(name);
    if (found.unset_by_default) found = Lookup();
    return found;
  };
  const Expansion image = expand(from.image, lookup, {.escape = facts.dockerfile.escape});
  std::string text;
  for (const Piece& piece : image.value.pieces()) text += piece.hole ? "x" : piece.text;
  return text;
}

static void check(const Facts& facts, Reporter& report) {
  const Environment globals = facts.values().globals();
  for (const Stage& stage : facts.stages()) {
    const From& from = *stage.from;
    if (from.broken || from.image.str().find('$') == std::string::npos) continue;
    const Variable* empty = nullptr;
    for (const VariableRef& use : facts.values().expand_from(from).uses) {
      const Variable* variable = globals.find(use.name);
      const bool unset = variable && (variable->origin == Variable::Origin::UnsetArg ||
                                      is_yes(variable->value.empty()));
      if (unset && !empty) empty = variable;
    }
    if (!empty) continue;
    const std::string text = by_default(facts, from);
    if (parse_image_reference(text)) continue;
    report
        .at(from.image.span(), text.empty() ? "without a --build-arg this names no image"
                                            : "without a --build-arg this reads " + quoted(text))
        .related(empty->where, "this ARG has no default")
        .help("give the ARG a default with which a plain build works");
  }
}

extern constinit const Rule from_default_arg_empty{
    .name = "from-default-arg-empty",
    .aliases = {"InvalidDefaultArgInFrom", "BASE_NAME_EMPTY"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "without build arguments `FROM` names no valid image",
    .why =
        "`docker build .` stops at this line. Editors, scanners and update tools read the default, "
        "too, and cannot tell what the image is built on.",
    .bad = R"(ARG TAG
FROM alpine:${TAG}
)",
    .good = R"(ARG TAG=3.20
FROM alpine:${TAG}
)",
    .references = {"https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/"},
    .looks_at = {.keywords = {Keyword::Arg}},
    .check = check};

}  // namespace plimsoll::rules
