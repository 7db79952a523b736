#include <algorithm>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static std::string_view help_for(const image::Contents& contents) {
  for (const image::Package& package : contents.packages()) {
    switch (package.manager) {
      case image::PackageManager::Dpkg:
        return "tell dpkg before the install: `path-exclude=/usr/share/doc/*` in dpkg.cfg.d";
      case image::PackageManager::Apk:
        return "leave the -doc and -lang packages out";
      case image::PackageManager::Rpm:
        return "install with `--nodocs`, or `--setopt=tsflags=nodocs`";
    }
  }
  return "delete them in the instruction that brings them";
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto least =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("least-bytes"), 1));
  report_bytes(facts, report, leftovers_of(facts, {"docs", "man-pages", "info-pages", "locales"}),
               {.what = "documentation and translations are in this layer",
                .help = std::string(help_for(facts.contents))},
               least);
}

extern constinit const Rule docs_locales_left{
    .name = "docs-locales-left",
    .category = Category::Size,
    .severity = Severity::Info,
    .summary = "packages brought their documentation and translations along",
    .why =
        "Man pages, change logs and message catalogues are for people at a terminal; a service "
        "reads none of them. Distributions' own images leave most of them out, packages "
        "installed later bring them again. Licences below /usr/share/doc may have to stay.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM debian:12
RUN printf 'path-exclude=/usr/share/%s/*\n' doc man locale >/etc/dpkg/dpkg.cfg.d/slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
)",
    .references = {"https://wiki.debian.org/ReduceDebian"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "5000000",
                           "less than this many bytes in a layer are passed over"}},
    .check_image = check_image};

}  // namespace plimsoll::rules
