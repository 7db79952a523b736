// What people see of an image. Every expectation is a screen, to be read.

#include <catch2/catch.hpp>

#include "tests/unit/app/image_report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

// Without the findings and the summary, which have tests of their own.
std::string tables(const SampleImage& image, ReportOptions options = {}) {
  const std::string text = image.shown(ImageFormat::Text, options);
  return "\n" + text.substr(0, text.find("app.tar: layer"));
}

}  // namespace

TEST_CASE("An image at a glance") {
  CHECK(tables(sample_image()) == R"(
app.tar  linux/amd64  Debian GNU/Linux 12 (bookworm)
  size        150.6 MB of files in 4 layers, 60.3 MB to pull
  waste       21.4 MB that no container can see (14.2 %), 7.9 MB of what is pulled
  efficiency  85.8 % (dive: 93.0 %)
  base        docker.io/library/debian:12, layer 0
  user        root (none is set)

layer  instruction                                                         files   to pull     waste
    0  ADD rootfs.tar.xz /                                       base   117.2 MB   48.5 MB         -
    1  RUN apt-get update && apt-get install -y --no-instal...           29.4 MB   10.0 MB   19.4 MB
    2  COPY . /srv/\x1b[2Japp                                             2.0 MB  901.0 kB    2.0 MB
    3  RUN chown -R app /srv && rm -rf /var/lib/apt/lists/*               2.0 MB  900.2 kB         -
       total                                                            150.6 MB   60.3 MB   21.4 MB

worst wastes
   19.4 MB  /var/lib/apt/lists
            written by layer 1: RUN apt-get update && apt-get install -y --no-install-recommends...
            deleted by layer 3: RUN chown -R app /srv && rm -rf /var/lib/apt/lists/*
    2.0 MB  /srv/app  (same content: chown, chmod or touch)
            written by layer 2: COPY . /srv/\x1b[2Japp
            written again by layer 3: RUN chown -R app /srv && rm -rf /var/lib/apt/lists/*

the same content in several files: 8.0 MB more than needed
    8.0 MB  3 x 4.0 MB: /a/lib.so /b/lib.so /c/lib.so

left over
    3.0 MB  /root/.cache/pip (pip-cache), layer 1

)");
}

TEST_CASE("Findings stand below, then gates, then one line that adds up") {
  SampleImage image = sample_image();
  Gate waste;
  waste.name = "max-waste";
  waste.verdict = Gate::Verdict::Failed;
  waste.found = "21.4 MB of waste (14.2 %)";
  waste.limit = "10.0 MB allowed";
  waste.layer = 1;
  waste.share = "19.4 MB of it";
  waste.notes = {"1.0 MB in /var/lib/dpkg/** allowed by plimsoll.toml:3: dpkg\x1b[2J"};
  Gate size;
  size.name = "max-size";
  size.found = "150.6 MB of files";
  size.limit = "200.0 MB allowed";
  Gate off;
  off.name = "highestWastedBytes";
  off.verdict = Gate::Verdict::Off;
  image.gates = {waste, size, off};
  const std::string text = image.shown(ImageFormat::Text);
  CHECK("\n" + text.substr(text.find("gates\n")) == R"(
gates
  failed  max-waste           21.4 MB of waste (14.2 %), 10.0 MB allowed
            19.4 MB of it by layer 1: RUN apt-get update && apt-get install -y --no-install-recom...
            1.0 MB in /var/lib/dpkg/** allowed by plimsoll.toml:3: dpkg\x1b[2J
  passed  max-size            150.6 MB of files, 200.0 MB allowed
  off     highestWastedBytes

1 error, 1 warning
)");
  CHECK(image.shown(ImageFormat::Gnu) ==
        "app.tar:1:1: warning: 19.4 MB of package lists (layer 3, /var/lib/apt/lists) "
        "[apt-lists-left]\n"
        "app.tar:1:1: error: TOKEN holds a secret (configuration, Env) [secret-in-env]\n"
        "app.tar:1:1: error: 21.4 MB of waste (14.2 %), 10.0 MB allowed (layer 1) [max-waste]\n");

  // With --quiet what is wrong, and nothing else.
  ReportOptions quiet;
  quiet.quiet = true;
  const std::string short_text = image.shown(ImageFormat::Text, quiet);
  CHECK(short_text.starts_with("app.tar: layer 3"));
  CHECK(short_text.find("failed  max-waste") != std::string::npos);
  image.gates = {size};
  CHECK(image.shown(ImageFormat::Text, quiet).find("gates") == std::string::npos);
}

TEST_CASE("With a Dockerfile layers have lines") {
  SampleImage image = sample_image();
  image.figures.dockerfile = "docker/Dockerfile";
  image.figures.layers[1].line = 3;
  const std::string text = tables(image);
  const std::size_t begin = text.find("layer  ");
  CHECK("\n" + text.substr(begin, text.find("    3  RUN") - begin) == R"(
layer  instruction                                               line      files   to pull     waste
    0  ADD rootfs.tar.xz /                                       base   117.2 MB   48.5 MB         -
    1  RUN apt-get update && apt-get install -y --no-instal...      3    29.4 MB   10.0 MB   19.4 MB
    2  COPY . /srv/\x1b[2Japp                                       -     2.0 MB  901.0 kB    2.0 MB
)");
  CHECK(text.find("            written by layer 1 (Dockerfile:3): RUN apt-get update") !=
        std::string::npos);
}

TEST_CASE("What was not read stands at the top") {
  SampleImage image = sample_image();
  LayerFigures& layer = image.figures.layers[2];
  layer.unread = "its blob is not in the archive\x1b[2J";
  layer.bytes = {};
  layer.tar_bytes = 0;
  image.end.notices = {{"app.tar", "layer 2: its blob is not in the archive", true}};
  image.end.exit_code = 3;
  const std::string text = image.shown(ImageFormat::Text);
  CHECK(text.find("\n  layer 2 was not read: its blob is not in the archive\\x1b[2J\n") !=
        std::string::npos);
  CHECK(text.find("    unread  901.0 kB         -\n") != std::string::npos);
  CHECK(text.ends_with("1 error, 1 warning; not the whole answer: 1 problem\n"));
}

TEST_CASE("Lists are as long as they are asked for") {
  SampleImage image = sample_image();
  image.top = 1;
  const std::string text = tables(image);
  CHECK(text.find("worst wastes, 1 of 2\n") != std::string::npos);
  CHECK(text.find("written again by") == std::string::npos);
}

TEST_CASE("An image of nothing") {
  SampleImage image;
  image.figures.name = "x";
  image.figures.platform = "linux/amd64";
  CHECK(tables(image) == R"(
x  linux/amd64
  size        0 B of files in 0 layers, 0 B as tar
  waste       none
  efficiency  100.0 % (dive: 100.0 %)

no findings
)");
}
