#include <algorithm>

#include "analyzer/image_uses.h"
#include "analyzer/shell/path.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool is_docker_hub(std::string_view registry) {
  return registry == "docker.io" || registry == "index.docker.io" ||
         registry == "registry-1.docker.io" || registry == "registry.hub.docker.com" ||
         registry == "hub.docker.com";
}

// `entry` is a registry (`*` stands for anything in it), perhaps with the begin of a path.
static Answer allows(std::string_view entry, const std::string& registry,
                     const std::optional<std::string>& repository) {
  const std::size_t slash = entry.find('/');
  const std::string_view host = entry.substr(0, slash);
  const bool same =
      (is_docker_hub(host) && is_docker_hub(registry)) || matches_glob(host, registry);
  if (!same) return Answer::No;
  if (slash == std::string_view::npos) return Answer::Yes;
  if (!repository) return Answer::Unknown;
  std::string_view path = entry.substr(slash + 1);
  while (path.ends_with('/') || path.ends_with('*')) path.remove_suffix(1);
  const bool inside = repository->starts_with(path) &&
                      (repository->size() == path.size() || (*repository)[path.size()] == '/');
  return answer(path.empty() || inside);
}

// The registry of a text whose begin is known up to a slash: `ghcr.io/${TEAM}/app`.
static std::optional<std::string> registry_of(const ImageUse& use) {
  if (use.image) return use.image->registry;
  const std::string_view prefix = use.text.prefix();
  const std::size_t slash = prefix.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto image = parse_image_reference(std::string(prefix.substr(0, slash)) + "/x");
  if (!image) return std::nullopt;
  return image->registry;
}

static void check(const Facts& facts, Reporter& report) {
  const std::vector<std::string>& allowed = facts.settings.trusted_registries;
  if (allowed.empty()) return;
  for (const ImageUse& use : images_used(facts)) {
    const std::optional<std::string> registry = registry_of(use);
    if (!registry) continue;
    std::optional<std::string> repository;
    if (use.image) repository = use.image->repository;
    const bool refused = std::all_of(allowed.begin(), allowed.end(), [&](const std::string& entry) {
      return is_no(allows(entry, *registry, repository));
    });
    if (!refused) continue;
    report.at(use.where, quoted(use.text.display()) + " comes from a registry that is not allowed")
        .help("allowed by the configuration (trusted-registries) are: " + [&] {
          std::string list;
          for (const std::string& entry : allowed) list += (list.empty() ? "" : ", ") + entry;
          return list;
        }());
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const std::vector<std::string>& allowed = facts.settings.trusted_registries;
  const std::string& name = facts.attribution.base_name;
  const std::optional<ImageReference> base = parse_image_reference(name);
  if (allowed.empty() || !base || facts.dockerfile) return;
  const bool refused = std::all_of(allowed.begin(), allowed.end(), [&](const std::string& entry) {
    return is_no(allows(entry, base->registry, base->repository));
  });
  if (!refused) return;
  report.at(facts.place_of("FROM"),
            "its base " + quoted(name) + " comes from a registry that is not allowed");
}

extern constinit const Rule disallowed_registry{
    .name = "disallowed-registry",
    .aliases = {"DL3026"},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "an image from a registry outside the configured list",
    .why =
        "With `trusted-registries` set, images may come only from the places that are named "
        "there. FROM, `COPY --from`, the mounts of RUN and the frontend of `# syntax=` all run or "
        "copy somebody else's bytes.",
    .bad = R"(FROM quay.io/team/app:1
CMD ["app"]
)",
    .good = R"(FROM debian:12
CMD ["bash"]
)",
    .scene = "--trusted-registry docker.io",
    .references = {"https://docs.docker.com/reference/dockerfile/#from"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
