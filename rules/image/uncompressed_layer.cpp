#include "analyzer/base/amounts.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const ImageFacts& facts, Reporter& report) {
  // What `docker save` writes is plain by design; a manifest says what is pulled.
  const std::string& kind = facts.description.source_kind;
  if (kind != "registry" && kind != "oci-layout" && kind != "oci-archive") return;
  const auto least = static_cast<std::uint64_t>(report.number("least-bytes"));
  for (std::uint32_t layer = 0; layer < facts.scan.layers.size(); ++layer) {
    const image::LayerScan& scan = facts.scan.layers[layer];
    if (!scan.layer || scan.compression != Compression::None || scan.blob_bytes < least) continue;
    if (facts.of_base(layer)) continue;
    report
        .at(facts.place(layer),
            human_bytes(scan.blob_bytes) + " of this layer travel without compression")
        .help("push with gzip or zstd: `docker buildx build --output type=image,compression=zstd`");
  }
}

extern constinit const Rule uncompressed_layer{
    .name = "uncompressed-layer",
    .category = Category::Image,
    .severity = Severity::Style,
    .summary = "a layer that is shipped without compression",
    .why =
        "Every pull moves the layer as it lies in the registry. Programs and text shrink to a half "
        "or a third; a plain tar costs its full size each time.",
    .bad = R"(FROM debian:12
COPY data /srv/data
)",
    .bad_is_sketch = true,
    .good = R"(FROM debian:12
COPY data /srv/data
)",
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "from which size of a layer on"}},
    .check_image = check};

}  // namespace plimsoll::rules
