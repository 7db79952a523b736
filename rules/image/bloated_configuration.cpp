#include <algorithm>

#include "analyzer/base/amounts.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Linux takes no longer string into a new process (MAX_ARG_STRLEN).
static constexpr std::size_t longest_variable = 131'072;
// docker's overlay2 stacks no more.
static constexpr std::size_t most_layers = 127;

static Location configuration(const ImageFacts& facts, std::string field) {
  return InLayer{facts.description.shown, InLayer::configuration, std::move(field)};
}

static void check(const ImageFacts& facts, Reporter& report) {
  const ImageConfig& config = facts.description.config;
  const std::size_t layers = facts.description.layers.size();
  if (layers > most_layers) {
    report
        .at(configuration(facts, "rootfs.diff_ids"),
            std::to_string(layers) + " layers are more than docker can stack (127)")
        .severity(Severity::Error)
        .help("join RUNs, copy more at once, or use stages: only what the last one has is stacked");
  }
  for (const std::string& variable : config.env) {
    if (variable.size() < longest_variable) continue;
    report
        .at(facts.place_of("ENV"), quoted(variable.substr(0, variable.find('='))) + " has " +
                                       human_bytes(variable.size()) +
                                       ": no process can be started with it")
        .severity(Severity::Error)
        .help("put it into a file");
  }
  std::size_t labels = 0;
  for (const auto& [key, value] : config.labels) labels += key.size() + value.size();
  const auto most = static_cast<std::size_t>(report.number("most-label-bytes"));
  if (labels > most) {
    report
        .at(facts.place_of("LABEL"), "labels take " + human_bytes(labels) + " of the configuration")
        .help(
            "keep documents beside the image, not in it: every pull and `docker inspect` has them");
  }
}

extern constinit const Rule bloated_configuration{
    .name = "bloated-configuration",
    .category = Category::Image,
    .severity = Severity::Info,
    .summary = "a configuration with more than runtimes and people can bear",
    .why =
        "The configuration is fetched before everything else and given to every container. Docker "
        "stacks at most 127 layers, the kernel takes no environment variable above 128 KiB, and "
        "documents in labels are copied to each container.",
    .bad = R"(FROM debian:12
LABEL readme="a whole book ..."
)",
    .bad_is_sketch = true,
    .good = R"(FROM debian:12
LABEL org.opencontainers.image.documentation="https://example.com/docs"
)",
    .options = {OptionSpec{"most-label-bytes", OptionKind::Number, "65536",
                           "how many bytes all labels may have together"}},
    .check_image = check};

}  // namespace plimsoll::rules
