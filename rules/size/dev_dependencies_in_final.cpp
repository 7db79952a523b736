#include <algorithm>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto least =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("least-bytes"), 1));
  report_bytes(facts, report, leftovers_of(facts, {"dev-package"}),
               {.what = "packages for development are in this layer",
                .help = "install with `npm ci --omit=dev` or `composer install --no-dev`, or copy "
                        "only what runs from a stage that builds"},
               least);
}

extern constinit const Rule dev_dependencies_in_final{
    .name = "dev-dependencies-in-final",
    .category = Category::Size,
    .severity = Severity::Info,
    .summary = "packages that only tests and development need are in the image",
    .why =
        "Compilers, test runners and linters of an application are often larger than what it runs "
        "on, and each is one more program with holes. npm and composer write down what they "
        "installed for development; those lists, and what is really there, are looked at.",
    .bad = R"(FROM node:22
COPY package.json package-lock.json /app/
RUN cd /app && npm ci
CMD ["node", "/app/server.js"]
)",
    .good = R"(FROM node:22
COPY package.json package-lock.json /app/
RUN cd /app && npm ci --omit=dev
CMD ["node", "/app/server.js"]
)",
    .references = {"https://docs.npmjs.com/cli/commands/npm-ci#omit",
                   "https://getcomposer.org/doc/03-cli.md#install-i"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "less than this many bytes in a layer are passed over"}},
    .check_image = check_image};

}  // namespace plimsoll::rules
