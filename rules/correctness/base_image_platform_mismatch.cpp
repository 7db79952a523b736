#include <algorithm>
#include <array>

#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct NamedAfter {
  std::string_view word;
  std::string_view architecture;
};

// Namespaces of Docker Hub that hold the official images of one architecture.
constexpr std::array<NamedAfter, 10> namespaces{{{"amd64", "amd64"},
                                                 {"arm32v5", "arm"},
                                                 {"arm32v6", "arm"},
                                                 {"arm32v7", "arm"},
                                                 {"arm64v8", "arm64"},
                                                 {"i386", "386"},
                                                 {"mips64le", "mips64le"},
                                                 {"ppc64le", "ppc64le"},
                                                 {"riscv64", "riscv64"},
                                                 {"s390x", "s390x"}}};
// How tags of images for one architecture end.
constexpr std::array<NamedAfter, 9> endings{{{"-amd64", "amd64"},
                                             {"-x86_64", "amd64"},
                                             {"-arm64", "arm64"},
                                             {"-arm64v8", "arm64"},
                                             {"-aarch64", "arm64"},
                                             {"-arm32v7", "arm"},
                                             {"-armhf", "arm"},
                                             {"-ppc64le", "ppc64le"},
                                             {"-s390x", "s390x"}}};
}  // namespace

// The one architecture that the name tells, or "".
static std::string_view architecture_of(const ImageReference& image) {
  if (image.registry == "docker.io") {
    for (const NamedAfter& known : namespaces) {
      if (image.repository.starts_with(std::string(known.word) + "/")) return known.architecture;
    }
  }
  for (const NamedAfter& known : endings) {
    if (image.tag.ends_with(known.word)) return known.architecture;
  }
  return {};
}

static std::string_view architecture_in(std::string_view platform) {
  platform.remove_prefix(std::min(platform.find('/') + 1, platform.size()));
  return platform.substr(0, platform.find('/'));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (stage.base.kind != Reference::Kind::Image) continue;
    const auto image = parse_image_reference(stage.base.text);
    const std::string_view architecture = image ? architecture_of(*image) : std::string_view();
    if (architecture.empty()) continue;
    const auto platforms = facts.at_end(stage).platform.possible();
    if (!platforms || platforms->empty()) continue;
    const bool fits = std::any_of(platforms->begin(), platforms->end(), [&](const auto& platform) {
      const std::string_view wanted = architecture_in(platform);
      return wanted == architecture || wanted == (architecture == "amd64" ? "x86_64" : "aarch64");
    });
    if (fits) continue;
    FindingBuilder finding = report.at(
        stage.base.where, quoted(stage.base.text) + " is for " + std::string(architecture) +
                              ", not for " + platforms->front().substr(0, 24));
    if (const Flag* flag = stage.from->platform()) finding.related(flag->span, "asked for here");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  // arch-mismatch-in-image looks at what own layers bring.
  for (const std::string_view path : {"bin/sh", "usr/bin/env", "sbin/ldconfig", "bin/busybox"}) {
    const image::PathId place = facts.tree.resolve(path);
    const image::EntryRef file =
        place == image::no_path ? image::EntryRef{} : facts.tree.live(place);
    const image::ElfHead* elf = file.valid() ? facts.contents.elf(file) : nullptr;
    if (!elf || !facts.of_base(file.layer)) continue;
    if (is_no(image::runs_on(*elf, facts.description.platform))) {
      report
          .at(facts.place(file), "the base is for " + image::machine_name(elf->machine) +
                                     ", the image says " + facts.description.platform.to_string())
          .help("build it on the base for that platform, or say what it is: `--platform`");
    }
    return;
  }
}

extern constinit const Rule base_image_platform_mismatch{
    .name = "base-image-platform-mismatch",
    .aliases = {"InvalidBaseImagePlatform"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "the base image's name tells another architecture than the stage is built for",
    .why =
        "An image made for one architecture is pulled as it is, whatever the build asks for. The "
        "result carries the label of the wanted platform and the programs of another one, which "
        "stop with `exec format error` or run under emulation.",
    .bad = R"(FROM --platform=linux/arm64 amd64/debian:12
)",
    .good = R"(FROM --platform=linux/arm64 debian:12
)",
    .references = {"https://docs.docker.com/build/building/multi-platform/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
