#include "analyzer/base/amounts.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static std::uint64_t file_bytes(const image::BytesByFate& sums) {
  std::uint64_t all = 0;
  for (const image::Bytes& each : sums) all += each.file;
  return all;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto most_of_image = static_cast<std::uint64_t>(report.number("most-image-bytes"));
  const auto most_of_layer = static_cast<std::uint64_t>(report.number("most-layer-bytes"));
  std::uint64_t own = 0;
  std::uint32_t biggest = 0;
  std::uint64_t biggest_bytes = 0;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    if (facts.of_base(layer)) continue;
    const std::uint64_t bytes = file_bytes(facts.tree.sums(layer));
    own += bytes;
    if (bytes > biggest_bytes) {
      biggest = layer;
      biggest_bytes = bytes;
    }
    if (most_of_layer > 0 && bytes > most_of_layer) {
      report
          .at(facts.place(layer),
              human_bytes(bytes) + " in this layer, of at most " + human_bytes(most_of_layer))
          .cost({.bytes = bytes, .measured = true});
    }
  }
  if (most_of_image == 0 || own <= most_of_image) return;
  report
      .at(facts.place(biggest), human_bytes(own) + " in own layers, of at most " +
                                    human_bytes(most_of_image) + "; the most of them here")
      .cost({.bytes = own, .measured = true});
}

extern constinit const Rule size_budget_exceeded{
    .name = "size-budget-exceeded",
    .category = Category::Size,
    .severity = Severity::Warning,
    .summary = "a layer, or all own layers together, are larger than allowed",
    .why =
        "An image grows by a few megabytes at a time, and nobody decides it. A budget makes the "
        "change that breaks it visible, with the instruction that brings the most. What the base "
        "image has is not counted. Without options there is no budget.",
    .bad = R"(FROM debian:12
COPY data /srv/data
)",
    .good = R"(FROM debian:12
RUN ln -s /mnt/data /srv/data
)",
    .options = {OptionSpec{"most-image-bytes", OptionKind::Number, "0",
                           "all own layers may have this many bytes of files; 0: any"},
                OptionSpec{"most-layer-bytes", OptionKind::Number, "0",
                           "each own layer may have this many; 0: any"}},
    .check_image = check_image};

}  // namespace plimsoll::rules
