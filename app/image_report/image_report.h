#pragma once

// How an image reaches people and programs. Equal input gives equal bytes; what the image calls its
// files is escaped for each sink. Formats that know findings alone are those of app/report: there,
// gates that failed are findings too.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/source/image_source.h"
#include "app/image_report/figures.h"
#include "app/report/report.h"

namespace plimsoll::app {

enum class ImageFormat : std::uint8_t {
  Text,
  Json,  // docs/schema/image.schema.json
  Html,
  DiveJson,  // what `dive --json` writes
  Sarif,
  Gnu,
  Github,
  Gitlab,
  Checkstyle,
  Junit,
  Rdjson
};

[[nodiscard]] std::optional<ImageFormat> image_format_from(std::string_view name);
[[nodiscard]] std::span<const std::string_view> image_format_names();  // in the order of the enum

// A limit that the user has set for images.
struct Gate {
  enum class Verdict : std::uint8_t { Passed, Failed, Off };
  std::string name;  // "max-waste"; of dive's rules "highestWastedBytes"
  Verdict verdict = Verdict::Passed;
  std::string found;  // "21.4 MB of waste"
  std::string limit;  // "10.0 MB"
  // Who is to blame most, where it failed: a layer, and how much of it is that layer's.
  std::optional<std::uint32_t> layer;
  std::string share;               // "19.4 MB of it"
  std::vector<std::string> notes;  // allowances that were used, and why
};
[[nodiscard]] std::string_view to_string(Gate::Verdict verdict);  // "passed", "failed", "off"

// All is borrowed.
struct ImageReport {
  const Figures* figures = nullptr;
  const ImageFacts* facts = nullptr;  // for Html and DiveJson
  const image::ImageDescription* description = nullptr;
  const Masks* masks = nullptr;              // for Html: null = nothing that is quoted is masked
  std::span<const image::SourceNote> notes;  // of the source and of what was read from it
  std::span<const Gate> gates;
  FileReport file;       // the Dockerfile, or with `is_image` a stand-in called as the image is
  std::size_t top = 10;  // rows of lists in the text
};

// One image, the whole report.
void write_image_report(ImageFormat format, const ImageReport& report, const ReportOptions& options,
                        const RunEnd& end, const Sink& sink);

// A gate that failed, as a finding: its place is the instruction to blame, where that is known.
[[nodiscard]] Finding finding_of(const Gate& gate, const ImageReport& report);

}  // namespace plimsoll::app
