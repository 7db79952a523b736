#include <catch2/catch.hpp>

#include "tests/unit/app/image_report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Without the lines of `source` and `transport`.
std::string of_any_container(const SampleImage& image) {
  std::string text = image.shown(ImageFormat::Json);
  const std::size_t source = text.find("\n\"source\"");
  text.erase(source, text.find("\n\"image\"") - source);
  const std::size_t transport = text.find("\n\"transport\"");
  text.erase(transport, text.find("\n\"summary\"") - transport);
  return text;
}

}  // namespace

TEST_CASE("What depends on the container is in source and transport alone") {
  const SampleImage one = sample_image();
  SampleImage other = sample_image();
  other.description.source_kind = "registry";
  other.description.shown = other.figures.name = "ghcr.io/team/app:1.0";
  other.description.names = {"ghcr.io/team/app:1.0"};
  other.description.manifest_digest = "sha256:" + std::string(64, 'f');
  other.findings = std::make_unique<Sample>(image_findings("ghcr.io/team/app:1.0"));
  for (LayerFigures& layer : other.figures.layers) {
    layer.transport = {"sha256:" + std::string(64, 'e'), "zstd", Compression::Zstd, 1};
    for (image::Bytes& bytes : layer.bytes) bytes.wire /= 2;
  }
  for (image::Bytes& bytes : other.figures.bytes) bytes.wire /= 2;
  for (WasteFigures& waste : other.figures.waste) waste.total.wire /= 2;
  other.figures.wasted.wire = other.figures.total.wire = other.figures.wire_bytes = 3;
  CHECK(one.shown(ImageFormat::Json) != other.shown(ImageFormat::Json));
  CHECK(of_any_container(one) == of_any_container(other));
}

TEST_CASE("Values of variables and labels are not told; names keep their bytes apart") {
  SampleImage image = sample_image();
  image.description.config.labels = {{"key", "hidden-value"}};
  image.description.config.env.emplace_back("A\xff=hidden-value");
  const std::string json = image.shown(ImageFormat::Json);
  CHECK_FALSE(has(json, "hidden-value"));
  CHECK(has(json, R"("variables":["PATH","TOKEN","A\\xff"],"labels":["key"])"));
  CHECK(has(json, R"({"path":"/srv/app/\\xff\u001b[31mx","file_bytes":1500000})"));
}

TEST_CASE("Formats by name") {
  CHECK(image_format_from("dive-json") == ImageFormat::DiveJson);
  CHECK(image_format_from("sarif") == ImageFormat::Sarif);
  CHECK_FALSE(image_format_from("yaml"));
  CHECK(image_format_names().front() == "text");
}
