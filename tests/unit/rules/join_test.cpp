// What rules say of a Dockerfile and of the image made from it.

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/facts.h"
#include "analyzer/image_facts.h"
#include "rules/engine/lint.h"
#include "rules/table.h"
#include "tests/unit/analyzer/image/tree/layers_text.h"

namespace plimsoll::rules {
namespace {

// A Dockerfile and the layers of its image; history is as BuildKit writes it for `history`.
class Joined {
 public:
  Joined(const std::string& text, const std::string& layers,
         const std::vector<std::string>& history)
      : source_("Dockerfile", text), dockerfile_(parse_dockerfile(source_)) {
    settings_.invocation.complete = true;
    facts_ = std::make_unique<Facts>(source_, dockerfile_, settings_);
    const image::LayersText described(layers);
    for (const image::StackedLayer& layer : described.layers()) {
      image::LayerScan& scanned = scan_.layers.emplace_back();
      scanned.layer = layer.layer;
      scanned.blob_bytes = layer.blob_bytes;
      description_.layers.emplace_back();
      description_.config.diff_ids.push_back("sha256:" + std::to_string(scan_.layers.size()));
    }
    description_.shown = "app:1.0";
    for (std::string entry : history) {
      HistoryEntry& written = description_.config.history.emplace_back();
      written.empty_layer = entry[0] == '!';
      if (written.empty_layer) entry.erase(0, 1);
      written.created_by = entry;
      const bool kit = entry.rfind("base", 0) != 0 && entry.rfind("/bin/sh", 0) != 0;
      if (kit) written.comment = "buildkit.dockerfile.v0";
    }
    tree_ = std::make_unique<image::ImageTree>(described.layers());
    contents_ = std::make_unique<image::Contents>(*tree_, description_.config);
    AttributionInput input;
    input.config = &description_.config;
    input.layers = description_.layers.size();
    input.file = AttributedFile{&source_, &dockerfile_, &facts_->graph(), &facts_->values()};
    attribution_ = attribute(input);
  }

  [[nodiscard]] LintResult lint(const std::vector<std::string>& only, bool pragmas = true) const {
    const ImageFacts facts{description_, scan_,     *tree_,  *contents_,
                           attribution_, settings_, nullptr, facts_.get()};
    Choices choices;
    choices.only = only;
    choices.honour_pragmas = pragmas;
    return rules::lint(facts, resolve(std::span(&choices, 1)));
  }
  [[nodiscard]] image::ImageDescription& description() { return description_; }
  void spoil(std::size_t layer) {
    auto broken = std::make_shared<image::ScannedLayer>(*scan_.layers[layer].layer);
    broken->partial = "the archive ends in the middle";
    scan_.layers[layer].layer = broken;
    std::vector<image::StackedLayer> layers;
    for (const image::LayerScan& each : scan_.layers) layers.push_back({each.layer, 1});
    contents_.reset();
    tree_ = std::make_unique<image::ImageTree>(std::move(layers));
    contents_ = std::make_unique<image::Contents>(*tree_, description_.config);
  }
  [[nodiscard]] std::uint32_t line(const Finding& finding) const {
    const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
    return in_file ? source_.lines().line_of(in_file->span.begin) : 0;
  }

 private:
  SourceFile source_;
  Dockerfile dockerfile_;
  Settings settings_;
  std::unique_ptr<Facts> facts_;
  image::ImageDescription description_;
  image::ImageScan scan_;
  std::unique_ptr<image::ImageTree> tree_;
  std::unique_ptr<image::Contents> contents_;
  Attribution attribution_;
};

const std::string with_lists = "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n";
const std::vector<std::string> two_entries{
    "base", "RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit"};

TEST_CASE("documents that do not agree are told, and what is no disagreement is not") {
  Joined joined(with_lists, "a = x\n---\nb = y\n", two_entries);
  CHECK(joined.lint({"ambiguous-image"}).findings.empty());
  joined.description().notes = {{"ambiguous-document", "\"User\" stands twice"},
                                {"layer-not-present", "it is not there", 1, true},
                                {"digest-mismatch", "its digest is another", 1, true}};
  const LintResult result = joined.lint({"ambiguous-image"});
  REQUIRE(result.findings.size() == 2);
  CHECK(result.findings[0].severity != result.findings[1].severity);
}

TEST_CASE("what a finding speaks of is measured in the layer of its instruction") {
  const Joined joined(with_lists,
                      "var/lib/apt/lists/old = x*7\n---\n"
                      "var/lib/apt/lists/ \n"
                      "var/lib/apt/lists/a = x*300\nvar/lib/apt/lists/b = x*400\n"
                      "usr/bin/curl = x*9000\n",
                      two_entries);
  const LintResult result = joined.lint({"apt-lists-left"});
  REQUIRE(result.findings.size() == 1);
  const Finding& finding = result.findings[0];
  CHECK(joined.line(finding) == 2);
  REQUIRE(finding.cost);
  CHECK(finding.cost->measured);
  CHECK(finding.cost->bytes == 700);
  CHECK_FALSE(finding.fixes.empty());
  const InLayer* biggest = std::get_if<InLayer>(&finding.related.back().where);
  REQUIRE(biggest);
  CHECK(biggest->layer == 1);
  CHECK(biggest->path == "/var/lib/apt/lists/b");
}

TEST_CASE("a size finding without a byte in its layer is left out, if that is sure") {
  const std::string layers = "var/lib/apt/lists/old = x*7\n---\nusr/bin/curl = x*9000\n";
  CHECK(Joined(with_lists, layers, two_entries).lint({"apt-lists-left"}).findings.empty());

  // Not when the layer may be another line's ...
  const Joined unsure(with_lists, layers,
                      {"base", "RUN /bin/sh -c apt-get update && apt-get install -y curl git"});
  CHECK(unsure.lint({"apt-lists-left"}).findings.size() == 1);
  CHECK_FALSE(unsure.lint({"apt-lists-left"}).findings[0].cost);
  // ... nor when it was not read to its end.
  Joined broken(with_lists, layers, two_entries);
  broken.spoil(1);
  CHECK(broken.lint({"apt-lists-left"}).findings.size() == 1);
}

TEST_CASE("one layer of a whole stage is measured for who alone may have written it") {
  const std::string text = with_lists + "RUN apt-get update && apt-get install -y git\nUSER app\n";
  const std::vector<std::string> entries{
      "base", "!/bin/sh -c apt-get update && apt-get install -y curl",
      "!/bin/sh -c apt-get update && apt-get install -y git", "/bin/sh -c #(nop) USER app"};
  const std::string base = "etc/a = x\n---\nusr/bin/curl = x*9000\n";
  const auto lint = [&](const std::string& file, std::vector<std::string> history,
                        const std::string& more) {
    return Joined(file, base + more, history).lint({"apt-lists-left"}).findings;
  };
  // Of two lines, either may have left them; neither of them has when there are none.
  const auto both = lint(text, entries, "var/lib/apt/lists/a = x*300\n");
  REQUIRE(both.size() == 2);
  CHECK_FALSE(both[0].cost);
  CHECK(lint(text, entries, "").empty());
  const std::string one =
      "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"
      "RUN make\nUSER app\n";
  const auto alone = lint(one,
                          {"base", "!/bin/sh -c apt-get update && apt-get install -y curl",
                           "!/bin/sh -c make", "/bin/sh -c #(nop) USER app"},
                          "var/lib/apt/lists/a = x*300\n");
  REQUIRE(alone.size() == 1);
  REQUIRE(alone[0].cost);
  CHECK(alone[0].cost->bytes == 300);
}

TEST_CASE("a directory is found behind the link that leads to it") {
  const Joined joined(with_lists,
                      "state/lib/apt/lists/ \nvar -> state\n---\n"
                      "state/lib/apt/lists/a = x*300\n",
                      two_entries);
  const LintResult result = joined.lint({"apt-lists-left"});
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].cost->bytes == 300);
}

const std::string deleting =
    "FROM debian:12\nCOPY tool.deb /tmp/tool.deb\nRUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb\n";
const std::string deleted =
    "etc/a = x\n---\ntmp/tool.deb = x*2000000\n---\ntmp/.wh.tool.deb\nusr/bin/tool = x*10\n";
const std::vector<std::string> deleting_entries{
    "base", "COPY tool.deb /tmp/tool.deb # buildkit",
    "RUN /bin/sh -c dpkg -i /tmp/tool.deb && rm /tmp/tool.deb # buildkit"};

TEST_CASE("what a rule says of a line and of its layer is one finding") {
  const Joined joined(deleting, deleted, deleting_entries);
  const LintResult result = joined.lint({"layer-deleted-file-waste"});
  REQUIRE(result.findings.size() == 1);
  CHECK(joined.line(result.findings[0]) == 3);
  REQUIRE(result.findings[0].cost);
  CHECK(result.findings[0].cost->bytes == 2'000'000);
  CHECK(result.findings[0].cost->measured);
  bool layer_named = false;
  for (const Label& label : result.findings[0].related) {
    const InLayer* layer = std::get_if<InLayer>(&label.where);
    layer_named = layer_named || (layer && layer->layer == 1 && layer->path == "/tmp/tool.deb");
  }
  CHECK(layer_named);
}

TEST_CASE("what only the image shows stands at the line that made it") {
  const std::string text = "FROM debian:12\nCOPY a /a\nRUN ./strange && ./stranger\n";
  const Joined joined(text, "etc/a = x\n---\nbig = x*2000000\n---\n.wh.big\n",
                      {"base", "COPY a /a # buildkit", "RUN /bin/sh -c ./strange && ./stranger"});
  const LintResult result = joined.lint({"layer-deleted-file-waste"});
  REQUIRE(result.findings.size() == 1);
  CHECK(joined.line(result.findings[0]) == 2);
}

TEST_CASE("comments of the Dockerfile ignore what is said of its image") {
  const std::string ignored =
      "FROM debian:12\n# plimsoll: ignore=layer-deleted-file-waste -- needed\nCOPY a /a\n"
      "RUN ./strange\n";
  const std::string layers = "etc/a = x\n---\nbig = x*2000000\n---\n.wh.big\n";
  const std::vector<std::string> entries{"base", "COPY a /a # buildkit",
                                         "RUN /bin/sh -c ./strange"};
  const Joined joined(ignored, layers, entries);
  CHECK(joined.lint({"layer-deleted-file-waste"}).findings.empty());
  REQUIRE(joined.lint({"layer-deleted-file-waste"}).suppressed.size() == 1);
  CHECK(joined.lint({"layer-deleted-file-waste"}, false).findings.size() == 1);
  // Such a comment is not unused.
  CHECK(joined.lint({"layer-deleted-file-waste", "unused-suppression"}).findings.empty());

  // What no line is known for, one for the whole file ignores.
  const std::string whole = "# plimsoll: ignore-file=layer-deleted-file-waste\nFROM x\nRUN other\n";
  const Joined unplaced(whole, layers, entries);
  CHECK(unplaced.lint({"layer-deleted-file-waste"}).findings.empty());
  CHECK(unplaced.lint({"layer-deleted-file-waste"}).suppressed.size() == 1);
}

}  // namespace
}  // namespace plimsoll::rules
