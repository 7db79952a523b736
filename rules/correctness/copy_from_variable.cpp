#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool only_of_head(const Facts& facts, const Text& text) {
  const Environment globals = facts.values().globals();
  const Expansion image = expand(text, [&](std::string_view name) { return globals.lookup(name); },
                                 {.escape = facts.dockerfile.escape});
  return image.problems.empty() &&
         std::all_of(image.uses.begin(), image.uses.end(),
                     [&](const VariableRef& use) { return globals.find(use.name) != nullptr; });
}

// `tool` for `ghcr.io/team/tool:$V`; a number is added where a stage is called so.
static std::string stage_name_for(const Facts& facts, std::string_view image) {
  image = image.substr(0, image.find_first_of(":@$", image.rfind('/') + 1));
  image = image.substr(image.rfind('/') + 1);
  std::string name;
  for (const char c : image) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') name += c;
  }
  if (name.empty() || name[0] < 'a' || name[0] > 'z') name = "source";
  const std::string plain = name;
  for (int i = 2; facts.graph().named(name); ++i) name = plain + std::to_string(i);
  return name;
}

// A stage above this one, and its name in the flag. Not where stages are called by number: theirs
// would change.
static edits::Edits by_a_stage(const Facts& facts, const Placed<Copy>& copy, const Text& from) {
  const auto& edges = facts.graph().edges();
  const bool numbers = std::any_of(edges.begin(), edges.end(), [](const Edge& edge) {
    return edge.to.kind == Reference::Kind::MissingIndex ||
           (edge.to.is_stage() &&
            edge.to.text.find_first_not_of("0123456789") == std::string::npos);
  });
  if (copy.onbuild || !copy.stage || numbers || !only_of_head(facts, from)) return std::nullopt;
  const std::string name = stage_name_for(facts, from.str());
  return edits::all(
      {edits::insert_above(facts, *copy.stage->from, "FROM " + from.str() + " AS " + name),
       edits::set_flag(facts, copy, "from", name)});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    const Flag* from = copy->keyword == Keyword::Copy ? copy->from() : nullptr;
    if (!from || !from->value || copy->broken) continue;
    if (from->value->str().find('$') == std::string::npos) continue;
    report.at(from->value->span(), "`--from` takes no variables: the builder refuses this")
        .help("give the image a stage of its own: `FROM image:$VARIABLE AS name`")
        .fix(unsafe("the file gets a stage more"), "give it a stage",
             by_a_stage(facts, copy, *from->value))
        .group(1);  // one stage at a time: each looks for a name that is free
  }
}

extern constinit const Rule copy_from_variable{
    .name = "copy-from-variable",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "a variable in `COPY --from`",
    .why =
        "The builder needs to know the stages before it expands anything, so `--from` has to be "
        "written out; it stops where it finds a variable. FROM may use the ARGs above it, and a "
        "stage made by it can be copied from by name.",
    .bad = R"(ARG VERSION=0.8
FROM alpine:3.20
COPY --from=ghcr.io/astral-sh/uv:${VERSION} /uv /bin/
)",
    .good = R"(ARG VERSION=0.8
FROM ghcr.io/astral-sh/uv:${VERSION} AS uv
FROM alpine:3.20
COPY --from=uv /uv /bin/
)",
    .fix_safety = "Always unsafe: a stage is added, though the build did not work without.",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---from"},
    .looks_at = {.words = {"from"}},
    .check = check};

}  // namespace plimsoll::rules
