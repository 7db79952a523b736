#include <algorithm>
#include <array>

#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Cache {
  std::string_view kind;
  std::string_view what;
  std::string_view help;
};
}  // namespace

static constexpr std::string_view mount = "mount a cache: `RUN --mount=type=cache,target=...`";

// Those that have no rule of their own.
static constexpr std::array caches = {
    Cache{"apt-cache", "apt's parsed lists", "remove /var/cache/apt/*.bin in the same RUN"},
    Cache{"pacman-cache", "pacman's packages", "run `pacman -Scc --noconfirm` in the same RUN"},
    Cache{"pacman-lists", "pacman's lists", "remove /var/lib/pacman/sync in the same RUN"},
    Cache{"xbps-cache", "xbps' packages", "run `xbps-remove -O` in the same RUN"},
    Cache{"portage-cache", "portage's trees", mount},
    Cache{"uv-cache", "uv's cache", "set `UV_NO_CACHE=1`, or mount a cache"},
    Cache{"poetry-cache", "poetry's cache", mount},
    Cache{"pipenv-cache", "pipenv's cache", mount},
    Cache{"pdm-cache", "pdm's cache", mount},
    Cache{"conda-cache", "conda's packages", "run `conda clean -afy` in the same RUN"},
    Cache{"node-gyp-cache", "node-gyp's headers", "remove ~/.cache/node-gyp in the same RUN"},
    Cache{"pnpm-cache", "pnpm's store", mount},
    Cache{"bun-cache", "bun's cache", mount},
    Cache{"deno-cache", "deno's cache", mount},
    Cache{"composer-cache", "composer's cache", mount},
    Cache{"go-build-cache", "go's build cache", mount},
    Cache{"go-mod-cache", "go's module cache", "build in a stage of its own, and copy the program"},
    Cache{"cargo-cache", "cargo's registry", "build in a stage of its own, and copy the program"},
    Cache{"maven-cache", "maven's repository", "build in a stage of its own, and copy the jar"},
    Cache{"gradle-cache", "gradle's caches", "build in a stage of its own, and copy the jar"},
    Cache{"ivy-cache", "ivy's cache", mount},
    Cache{"coursier-cache", "coursier's cache", mount},
    Cache{"sbt-cache", "sbt's boot directory", mount},
    Cache{"nuget-cache", "nuget's packages", "publish in a stage of its own, and copy the result"},
    Cache{"cpan-cache", "cpan's sources", "remove ~/.cpan and ~/.cpanm in the same RUN"},
    Cache{"cabal-cache", "cabal's packages", mount},
    Cache{"stack-cache", "stack's index", mount},
    Cache{"hex-cache", "hex' packages", mount},
    Cache{"rebar-cache", "rebar's cache", mount},
    Cache{"opam-cache", "opam's downloads", "run `opam clean` in the same RUN"},
    Cache{"ccache", "a compiler's cache", mount},
    Cache{"bazel-cache", "bazel's cache", mount},
    Cache{"user-cache", "a program's cache", "delete it in the RUN that makes it"},
    Cache{"man-cache", "the index of man pages", "remove /var/cache/man in the same RUN"},
};

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto least =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("least-bytes"), 1));
  for (const Cache& cache : caches) {
    report_leftovers(facts, report, {cache.kind}, cache.what, cache.help, least);
  }
}

extern constinit const Rule package_caches_left{
    .name = "package-caches-left",
    .category = Category::Size,
    .severity = Severity::Warning,
    .summary = "caches of package managers and build tools are in the image",
    .why =
        "What a package manager has downloaded or compiled is kept to be quick the next time. In "
        "an image there is no next time: everybody pulls it and nobody reads it. The caches of "
        "apt, apk, dnf, yum, zypper, pip, npm, yarn and gem have rules of their own.",
    .bad = R"(FROM golang:1.23
COPY . /src
RUN cd /src && go build -o /app .
)",
    .good = R"(FROM golang:1.23 AS build
COPY . /src
RUN cd /src && go build -o /app .

FROM debian:12
COPY --from=build /app /app
)",
    .references = {"https://docs.docker.com/build/cache/optimize/#use-cache-mounts"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "caches below this many bytes in a layer are passed over"}},
    .check_image = check_image};

}  // namespace plimsoll::rules
