#pragma once

// Findings made by hand, for the tests of the writers.

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/report/report.h"

namespace plimsoll::app {

inline constexpr rules::Rule apt_lists{
    .name = "apt-lists-left",
    .aliases = {"DL3009", "CKV_X_1"},
    .category = rules::Category::Size,
    .severity = Severity::Warning,
    .fixes = rules::Fixability::Always,
    .summary = "`apt-get update` leaves its package lists in the layer",
    .why =
        "Lists add tens of megabytes and go stale; deleting them in a later `RUN` does not shrink "
        "the image.",
    .bad = "FROM debian:12\nRUN apt-get update\n",
    .good = "FROM debian:12\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\n",
    .fix_safety = "Unsafe when a later RUN installs without updating first."};

inline constexpr rules::Rule secret{.name = "secret-in-env",
                                    .aliases = {"CKV_SECRET_6"},
                                    .category = rules::Category::Security,
                                    .severity = Severity::Error,
                                    .summary = "a secret in ENV is in every image",
                                    .why = "Whoever pulls the image reads it."};

inline constexpr const rules::Rule* sample_rules[] = {&apt_lists, &secret};

// One file with its findings; they refer to its bytes by what stands there.
class Sample {
 public:
  explicit Sample(std::string bytes, std::string path = "Dockerfile")
      : source_(std::make_unique<SourceFile>(std::move(path), std::move(bytes))) {}

  // The `nth` (from 0) place where `text` stands.
  [[nodiscard]] Span span(std::string_view text, int nth = 0) const {
    std::size_t at = source_->bytes().find(text);
    for (; nth > 0; --nth) at = source_->bytes().find(text, at + 1);
    REQUIRE(at != std::string_view::npos);
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + text.size())};
  }
  Finding& add(std::string_view rule, Severity severity, Span where, std::string message,
               std::string label = {}) {
    Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    finding.message = std::move(message);
    finding.primary = {InFile{where}, std::move(label)};
    findings.push_back(std::move(finding));
    return findings.back();
  }
  void add_other(std::string path, std::string bytes) {
    others_.push_back(std::make_unique<SourceFile>(std::move(path), std::move(bytes)));
  }
  void suppress(Finding finding, Span by, std::string reason) {
    suppressed.push_back({std::move(finding), by, std::move(reason)});
  }
  [[nodiscard]] FileReport report() const {
    FileReport report;
    report.source = source_.get();
    report.is_image = is_image;
    report.findings = findings;
    report.suppressed = suppressed;
    for (const auto& other : others_) report.others.push_back(other.get());
    return report;
  }
  [[nodiscard]] std::string text(ReportOptions options = {}, Format format = Format::Text) const {
    options.rules = sample_rules;
    options.version = "1.2.3";
    const FileReport file = report();
    return render(format, options, {&file, 1}, RunEnd{});
  }

  std::vector<Finding> findings;
  std::vector<rules::Suppressed> suppressed;
  bool is_image = false;

 private:
  std::unique_ptr<SourceFile> source_;
  std::vector<std::unique_ptr<SourceFile>> others_;
};

// A Dockerfile with two findings: one with a related place and a fix, one of security.
inline Sample two_findings() {
  Sample sample(
      "FROM debian:12\n"
      "RUN apt-get update && \\\n"
      "    apt-get install -y curl\n"
      "ENV TOKEN=abc\n");
  Finding& lists = sample.add("apt-lists-left", Severity::Warning, sample.span("apt-get update"),
                              "package lists stay in this layer");
  lists.related.push_back({InFile{sample.span("curl")}, "the layer is sealed where this RUN ends"});
  Fix fix;
  fix.title = "remove the lists in the same RUN";
  fix.safety = Safety::Unsafe;
  fix.unsafe_because = "a later RUN installs without updating first";
  const std::uint32_t end = sample.span("curl").end;
  fix.edits = {{{end, end}, " && rm -rf /var/lib/apt/lists/*"}};
  lists.fixes.push_back(fix);
  lists.cost = Cost{19'922'944, {}, false};
  sample.add("secret-in-env", Severity::Error, sample.span("TOKEN"), "TOKEN holds a secret", "here")
      .help = "use a secret mount";
  return sample;
}

// An image without a Dockerfile, called `name`: a place in a layer, one in the configuration.
inline Sample image_findings(std::string name = "app.tar") {
  Sample sample("", name);
  sample.is_image = true;
  Finding& lists =
      sample.add("apt-lists-left", Severity::Warning, {0, 0}, "19.4 MB of package lists");
  lists.primary.where = InLayer{name, 3, "/var/lib/apt/lists"};
  lists.related.push_back({InLayer{name, 4, "/var\x1b[2J"}, "deleted here"});
  lists.cost = Cost{19'400'000, {}, true};
  sample.add("secret-in-env", Severity::Error, {0, 0}, "TOKEN holds a secret").primary.where =
      InLayer{name, InLayer::configuration, "Env"};
  return sample;
}

}  // namespace plimsoll::app
