// Writes reports for tests/reports/check.mjs; hidden, since it wants a folder to write to.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "tests/unit/app/report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

void write(const std::string& name, ReportOptions options, const std::vector<Sample>& samples,
           const RunEnd& end) {
  const char* folder = std::getenv("PLIMSOLL_SAMPLES");
  REQUIRE(folder != nullptr);
  options.rules = sample_rules;
  options.version = "1.2.3";
  options.show_suppressed = true;
  std::vector<FileReport> files;
  for (const Sample& sample : samples) files.push_back(sample.report());
  for (const Format format : {Format::Sarif, Format::Json}) {
    std::ofstream out(std::string(folder) + '/' + name + '.' + std::string(to_string(format)));
    out << render(format, options, files, end);
    CHECK(out.good());
  }
}

Sample suppressed_sample(std::string path) {
  Sample sample("FROM a\n# plimsoll: ignore=x -- [why] \\ not\nRUN x\n", std::move(path));
  Finding& one = sample.add("apt-lists-left", Severity::Style, sample.span("RUN x"), "a [b] c");
  one.related.push_back({InFile{sample.span("FROM")}, "a ] [ b"});
  sample.suppress(one, sample.span("# plimsoll: ignore=x"), "[why] \\ not");
  sample.suppress(one, sample.span("# plimsoll"), "");
  return sample;
}

}  // namespace

TEST_CASE("Samples for the schemas", "[.samples]") {
  RunEnd partial{
      {{"no/such file", "cannot be read: no such file", true}, {"", "a limit was hit", false}}, 2};
  ReportOptions in_repository;
  in_repository.place = {"/home/me/project/sub dir",
                         "/home/me/project",
                         "https://example.com/me/project",
                         "8d3ad25b83a4e9f11ab8fa1ca2c5fe1de55bda36",
                         "main",
                         "plimsoll/images"};
  std::vector<Sample> several;
  several.push_back(two_findings());
  several.push_back(suppressed_sample("d\xC3\xB6rt [x]/Docker%file"));
  several.push_back(suppressed_sample("../elsewhere/Dockerfile"));
  write("repository", in_repository, several, partial);
  several.push_back(suppressed_sample("../../outside/Dockerfile"));
  several.push_back(suppressed_sample("/tmp/\xFFx"));
  write("outside", in_repository, several, partial);

  ReportOptions plain;
  std::vector<Sample> odd;
  odd.emplace_back("FROM a\n", "./a//Dockerfile");  // nothing found
  odd.emplace_back("", "-");
  odd.back().add("unheard-of", Severity::Info, {0, 0}, "empty");
  odd.emplace_back(
      "\xEF\xBB\xBF"
      "FROM \xF0\x9F\x90\xB3\xFF\r\nCOPY . .\r\n");
  Sample& bom = odd.back();
  bom.add_other(".dockerignore", "*.log\n");
  bom.add("secret-in-env", Severity::Error, bom.span("\xFF"), "not UTF-8: \xFF\x1b[0m")
      .related.push_back({InFile{{0, 5}, 1}, ""});
  Finding& image = bom.add("apt-lists-left", Severity::Warning, {0, 0}, "a layer holds lists");
  image.primary.where = InLayer{"example.com/app:1", 3, "/var/lib/apt/lists"};
  image.related.push_back({InLayer{"example.com/app:1", 4, "/x"}, "removed here"});
  bom.add("apt-lists-left", Severity::Info, {0, 0}, "the user is root").primary.where =
      InLayer{"example.com/app:1", InLayer::configuration, "User"};
  const auto end = static_cast<std::uint32_t>(bom.report().source->bytes().size());
  Fix fix{"end with a user",
          Safety::Suggestion,
          "the user may not exist",
          {{{end, end}, "USER x\n"}},
          {}};
  bom.add("unheard-of", Severity::Style, {end, end}, "at the end").fixes = {fix};
  write("odd", plain, odd, RunEnd{{}, 1});

  std::vector<Sample> images;
  images.push_back(image_findings("app.tar"));
  images.push_back(image_findings("/tmp/a b.tar"));
  images.push_back(image_findings("docker://localhost:5000/app:1"));
  images.push_back(image_findings("ghcr.io/team/app@sha256:12"));
  write("images", in_repository, images, RunEnd{{}, 3});
}
