#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "analyzer/build_packages.h"
#include "analyzer/smaller_base.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  const auto smaller = smaller_base(facts);
  if (!smaller) return;
  report
      .at(smaller->from->image.span(),
          smaller->has_toolchain ? "the tools that build stay in the image that runs"
                                 : "nothing in this file needs more than the slim variant has")
      .help(smaller->has_toolchain
                ? "build in a stage of its own, and copy the result to " + smaller->instead
                : "take " + smaller->instead + ", or the slim tag of the same release");
}

// Where tool chains lie that no package has brought.
static std::string_view toolchain_of(std::string_view path) {
  static constexpr std::array<std::string_view, 8> folders{
      "usr/local/go/",       "usr/local/rustup/", "usr/local/cargo/", "usr/share/dotnet/sdk/",
      "usr/lib/dotnet/sdk/", "usr/share/maven/",  "opt/gradle/",      "opt/java/openjdk/jmods/"};
  for (const std::string_view folder : folders) {
    if (path.starts_with(folder)) return folder;
  }
  return {};
}

// Whether it is known what runs, and that it is none of those who build.
static bool runs_something_built(const ImageFacts& facts) {
  static constexpr std::array<std::string_view, 22> builders{
      "sh",     "bash", "dash",  "zsh",   "gcc",  "g++",    "cc",    "make",
      "cmake",  "go",   "cargo", "rustc", "mvn",  "gradle", "javac", "dotnet-watch",
      "jshell", "irb",  "air",   "code",  "sshd", "tail"};
  bool any = false;
  for (const image::Started& each : facts.contents.started()) {
    if (each.field == "Healthcheck") continue;
    if (!is_yes(each.found) || !each.file.valid()) return false;
    const std::string_view name = file_name(each.path);
    if (std::find(builders.begin(), builders.end(), name) != builders.end()) return false;
    if (!toolchain_of(std::string_view(each.path).substr(1)).empty()) return false;
    any = true;
  }
  return any;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto least =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("least-bytes"), 1));
  if (facts.attribution.base_layers == 0 || !runs_something_built(facts)) return;
  ByLayer bytes;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned || !facts.of_base(layer)) continue;
    for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
      const image::EntryRef file{layer, i};
      const image::PathId id = facts.tree.path(file);
      if (scanned->entries[i].kind != image::EntryKind::File || id == image::no_path) continue;
      if (facts.tree.fate(file) != image::Fate::Live) continue;
      const std::string path = facts.tree.paths().path(id);
      const bool tool = !toolchain_of(path).empty() || is_build_package(facts.contents.owner(path));
      if (tool) bytes.add(layer, "/" + path, facts.tree.bytes(file).file);
    }
  }
  report_bytes(facts, report, bytes,
               {.what = {},
                .of_base = "compilers and headers are in the base image, and nothing started "
                           "is one",
                .help = {}},
               least);
}

extern constinit const Rule base_image_oversized{
    .name = "base-image-oversized",
    .aliases = {},
    .category = Category::Size,
    .severity = Severity::Info,
    .summary = "a full base image where a smaller sibling has all that is used",
    .why =
        "A tool chain weighs up to a gigabyte, is pulled to every machine and scanned for ever, "
        "and has everything that an intruder needs. This is advice: nobody can see from outside "
        "what a program calls while it runs. In a Dockerfile it is given where the stage that "
        "ships builds a program and starts nothing but that program, and where neither a package "
        "nor a compiled file comes to a full language image. In an image the bytes of compilers "
        "and headers are counted that the base brought. Compilers that the Dockerfile itself "
        "installs are build-tools-in-final's.",
    .bad = R"(FROM golang:1.23
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/server .
CMD ["server"]
)",
    .good = R"(FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server .

FROM gcr.io/distroless/static-debian12
COPY --from=build /server /server
CMD ["/server"]
)",
    .references =
        {"https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "50000000",
                           "less than this many bytes in the base are passed over"}},
    .looks_at = {.keywords = {Keyword::Cmd, Keyword::Entrypoint}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
