#include "tests/harness/linted.h"

#include <utility>

namespace plimsoll::harness {

namespace {

MemoryHost host_of(const Scene& scene, const std::string& text) {
  MemoryHost host;
  host.directory = "/context";
  if (!scene.context) return host;
  for (const auto& [path, bytes] : *scene.context) host.files["/context/" + path] = bytes;
  host.files["/context/Dockerfile"] = text;
  return host;
}

std::unique_ptr<BuildContext> context_of(const Scene& scene, const Host& host) {
  if (!scene.context) return nullptr;
  return std::make_unique<BuildContext>(host, "/context", "/context/Dockerfile");
}

}  // namespace

Scene scene_with(const rules::Choices& choices) {
  Scene scene;
  scene.selection =
      std::make_shared<const rules::Selection>(rules::resolve(std::span(&choices, 1)));
  return scene;
}

Scene scene_with_all_rules() {
  rules::Choices choices;
  choices.preview = true;
  choices.only = {"ALL"};
  return scene_with(choices);
}

Linted::Linted(const Scene& scene, std::string text)
    : source("Dockerfile", std::move(text)),
      dockerfile(parse_dockerfile(source)),
      host_(host_of(scene, std::string(source.bytes()))),
      context_(context_of(scene, host_)),
      settings_(scene.settings),
      facts(source, dockerfile, settings_, context_.get()),
      result(rules::lint(facts, *scene.selection)) {}

Judge judge_in(const Scene& scene) {
  return [&scene](const std::string& text) {
    const Linted linted(scene, text);
    return Judged{linted.result.findings, linted.dockerfile.problems};
  };
}

}  // namespace plimsoll::harness
