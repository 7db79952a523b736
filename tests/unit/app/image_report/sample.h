#pragma once

// An image made by hand, for the tests of what shows it.

#include <memory>
#include <string>
#include <vector>

#include "app/image_report/image_report.h"
#include "tests/unit/app/report/sample.h"

namespace plimsoll::app {

struct SampleImage {
  Figures figures;
  image::ImageDescription description;
  std::vector<image::SourceNote> notes;
  std::vector<Gate> gates;
  std::unique_ptr<Sample> findings = std::make_unique<Sample>("", "app.tar");
  RunEnd end;
  std::size_t top = 10;

  [[nodiscard]] std::string shown(ImageFormat format, ReportOptions options = {}) const {
    options.rules = sample_rules;
    options.version = "1.2.3";
    options.columns = options.columns == ReportOptions{}.columns ? 100 : options.columns;
    ImageReport report;
    report.figures = &figures;
    report.description = &description;
    report.notes = notes;
    report.gates = gates;
    report.file = findings->report();
    report.top = top;
    std::string out;
    write_image_report(format, report, options, end, [&](std::string_view text) { out += text; });
    return out;
  }
};

inline image::Bytes sample_bytes(std::uint64_t file, std::uint64_t wire, std::uint64_t entries) {
  image::Bytes bytes;
  bytes.file = file;
  bytes.tar = file + entries * 1024;
  bytes.wire = wire;
  bytes.entries = entries;
  return bytes;
}

inline LayerFigures& add_layer(Figures& figures, std::string keyword, std::string arguments) {
  LayerFigures& layer = figures.layers.emplace_back();
  const std::string digits(64, static_cast<char>('0' + figures.layers.size()));
  layer.diff_id = "sha256:" + digits;
  layer.transport.digest = "sha256:" + std::string(64, 'a');
  layer.transport.media_type = "application/vnd.oci.image.layer.v1.tar+gzip";
  layer.transport.compression = Compression::Gzip;
  layer.keyword = std::move(keyword);
  layer.instruction = layer.keyword + " " + std::move(arguments);
  return layer;
}

// A base; a RUN whose lists a later RUN deletes; a COPY that a chown copies; a name that is
// hostile.
inline SampleImage sample_image() {
  using image::Fate;
  SampleImage image;
  Figures& figures = image.figures;
  const auto of = [](LayerFigures& layer, Fate fate) -> image::Bytes& {
    return layer.bytes[static_cast<std::size_t>(fate)];
  };
  figures.name = "app.tar";
  figures.platform = "linux/amd64";
  figures.system = "Debian GNU/Linux 12 (bookworm)";
  figures.base_layers = 1;
  figures.base_known_by = "annotation";
  figures.base_name = "docker.io/library/debian:12";

  LayerFigures& base = add_layer(figures, "ADD", "rootfs.tar.xz / ");
  base.base = true;
  of(base, Fate::Live) = sample_bytes(117'200'000, 48'500'000, 6000);
  base.transport.bytes = 48'500'000;
  LayerFigures& install = add_layer(
      figures, "RUN",
      "apt-get update && \\\n    apt-get install -y --no-install-recommends curl ca-certificates "
      "build-essential git");
  of(install, Fate::Live) = sample_bytes(10'000'000, 3'000'000, 300);
  of(install, Fate::Deleted) = sample_bytes(19'400'000, 7'000'000, 42);
  install.transport.bytes = 10'000'000;
  LayerFigures& copy = add_layer(figures, "COPY", ". /srv/\x1b[2Japp");
  of(copy, Fate::Live) = sample_bytes(1'000, 900, 1);
  of(copy, Fate::Restored) = sample_bytes(2'000'000, 900'000, 12);
  copy.transport.bytes = 901'000;
  LayerFigures& chown =
      add_layer(figures, "RUN", "chown -R app /srv && rm -rf /var/lib/apt/lists/*");
  of(chown, Fate::Live) = sample_bytes(2'000'000, 900'000, 12);
  of(chown, Fate::Overhead) = sample_bytes(0, 200, 1);
  chown.transport.bytes = 900'200;

  for (const LayerFigures& layer : figures.layers) {
    figures.wire_bytes += layer.transport.bytes;
    figures.total.add(layer.total());
    figures.wasted.add(layer.wasted());
    for (std::size_t i = 0; i < layer.bytes.size(); ++i) figures.bytes[i].add(layer.bytes[i]);
  }
  figures.efficiency = 1 - 21'400'000.0 / 150'601'000.0;
  figures.dive.efficiency = 0.93;
  figures.dive.wasted_bytes = 4'000'000;
  figures.dive.wasted_ratio = 0.12;
  figures.dive.image_bytes = figures.total.file;

  WasteFigures lists;
  lists.wrote = 1;
  lists.hid = 3;
  lists.bytes = {};
  lists.bytes[static_cast<std::size_t>(Fate::Deleted)] = of(figures.layers[1], Fate::Deleted);
  lists.total = of(figures.layers[1], Fate::Deleted);
  lists.where = "/var/lib/apt/lists";
  lists.paths = {{"/var/lib/apt/lists/main_Packages", 19'000'000}};
  WasteFigures again = lists;
  again.wrote = 2;
  again.bytes = {};
  again.total = of(figures.layers[2], Fate::Restored);
  again.bytes[static_cast<std::size_t>(Fate::Restored)] = again.total;
  again.mostly = Fate::Restored;
  again.where = "/srv/app";
  again.paths = {{"/srv/app/\xff\x1b[31mx", 1'500'000}};
  figures.waste = {lists, again};

  figures.duplicates.push_back({4'000'000, 3, {"/a/lib.so", "/b/lib.so", "/c/lib.so"}, {1, 1, 2}});
  figures.duplicate_count = 1;
  figures.spare_bytes = 8'000'000;
  figures.leftovers.push_back(
      {"pip-cache", "/root/.cache/pip", sample_bytes(3'000'000, 1'000'000, 9), {1}});
  image.description.configured = true;
  image.description.source_kind = "docker-archive";
  image.description.shown = "app.tar";
  image.description.names = {"app:1.0"};
  image.description.config_digest = "sha256:" + std::string(64, 'c');
  image.description.config.env = {"PATH=/bin", "TOKEN=hidden-value"};
  image.findings = std::make_unique<Sample>(image_findings());
  return image;
}

}  // namespace plimsoll::app
