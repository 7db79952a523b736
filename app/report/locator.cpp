#include "app/report/locator.h"

#include <algorithm>

namespace plimsoll::app {

std::string words_of(const InLayer& place) {
  std::string words = place.layer == InLayer::configuration
                          ? std::string("configuration")
                          : "layer " + std::to_string(place.layer);
  if (!place.path.empty()) words += ", " + place.path;
  return words;
}

std::string message_with_place(const Finding& finding) {
  const auto* place = std::get_if<InLayer>(&finding.primary.where);
  return place == nullptr ? finding.message : finding.message + " (" + words_of(*place) + ")";
}

Locator::Locator(const FileReport& report, ColumnUnit unit) {
  sources_.push_back(report.source);
  sources_.insert(sources_.end(), report.others.begin(), report.others.end());
  quoted_ = report.quoted.empty() ? sources_ : report.quoted;
  for (const SourceFile* source : sources_) {
    places_.emplace_back(source == nullptr ? *report.source : *source, unit);
  }
}

Region Locator::find(const Location& where) {
  const InFile* in_file = std::get_if<InFile>(&where);
  if (in_file == nullptr || in_file->file >= sources_.size() ||
      sources_[in_file->file] == nullptr) {
    Region region;
    region.source = sources_.front();
    region.quoted = quoted_.front();
    region.layer = std::get_if<InLayer>(&where);
    return region;
  }
  const SourceFile& source = *sources_[in_file->file];
  Span span = in_file->span;
  if (span.begin >= source.bytes().size() && source.bytes().ends_with('\n')) {
    span.begin = span.end = source.lines().line_span(source.lines().line_count()).end;
  }
  return region(in_file->file, span);
}

Region Locator::region(FileId file, Span span) {
  Region region;
  region.source = sources_[file];
  region.quoted = quoted_[file];
  region.in_text = true;
  const auto size = static_cast<std::uint32_t>(region.source->bytes().size());
  region.span.begin = std::min(span.begin, size);
  region.span.end = std::clamp(span.end, region.span.begin, size);
  region.begin = places_[file].at(region.span.begin);
  region.end = places_[file].at(region.span.end);
  return region;
}

}  // namespace plimsoll::app
