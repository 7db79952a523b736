// Writes reports of images for tests/reports/check.mjs; hidden, since it wants a folder to write
// to.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "tests/unit/app/image_report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

void write(const std::string& name, const SampleImage& image) {
  const char* folder = std::getenv("PLIMSOLL_SAMPLES");
  REQUIRE(folder != nullptr);
  ReportOptions options;
  options.show_suppressed = true;
  const std::string path = std::string(folder) + "/image-" + name;
  std::ofstream json(path + ".image.json");
  json << image.shown(ImageFormat::Json, options);
  std::ofstream sarif(path + ".sarif");
  sarif << image.shown(ImageFormat::Sarif, options);
  CHECK((json.good() && sarif.good()));
}

}  // namespace

TEST_CASE("Image samples for the schemas", "[.samples]") {
  SampleImage whole = sample_image();
  whole.figures.user.uid = 0;
  whole.figures.user.gid = 0;
  whole.figures.entrypoint = {"/bin/sh", "-c", "x \"\xff\n\""};
  whole.figures.cmd.emplace();
  whole.description.config.labels = {{"a", "secret"}};
  whole.description.annotations = {{"org.opencontainers.image.base.name", "debian:12"}};
  whole.figures.accounts.push_back({"root", 0, 0, "/root", "/bin/sh", true, 1, 0});
  whole.figures.groups.push_back({"users", 100, {"a", "b"}, 1});
  whole.figures.packages.push_back(
      {image::PackageManager::Dpkg, "libc6", "2.36-9", "amd64", 13'000'000});
  image::Started started;
  started.word = "/bin/app";
  started.field = "Entrypoint";
  started.missing_libraries = {"libx.so.1"};
  whole.figures.started.push_back(started);
  whole.notes.push_back({"media-type-disagrees", "it says gzip and is zstd", 1, false});
  Gate gate;
  gate.name = "max-waste";
  gate.verdict = Gate::Verdict::Failed;
  gate.found = "21.4 MB of waste";
  gate.limit = "1.0 MB allowed";
  gate.layer = 1;
  gate.share = "19.4 MB of it";
  whole.gates.push_back(gate);
  whole.end.exit_code = 1;
  write("whole", whole);

  SampleImage partial = sample_image();
  partial.figures.partial = true;
  partial.figures.layers[1].unread = "not here";
  partial.figures.dive.wasted_ratio.reset();
  partial.notes.push_back({"layer-not-present", "its blob is not here", 1, true});
  partial.end = {{{"app.tar", "layer 1: its blob is not here", true}}, 3};
  write("partial", partial);

  SampleImage nothing;
  nothing.figures.name = "-";
  nothing.description.source_kind = "tar";
  nothing.findings->is_image = true;
  write("nothing", nothing);

  SampleImage lines = sample_image();
  lines.figures.dockerfile = "Dockerfile";
  lines.figures.layers[1].line = 2;
  lines.findings = std::make_unique<Sample>(two_findings());
  lines.findings->suppress(lines.findings->findings.front(), lines.findings->span("ENV"), "known");
  write("lines", lines);
}
