#include "app/report/locator.h"

#include <algorithm>

namespace plimsoll::app {

Locator::Locator(const FileReport& report, ColumnUnit unit) {
  sources_.push_back(report.source);
  sources_.insert(sources_.end(), report.others.begin(), report.others.end());
  for (const SourceFile* source : sources_) {
    places_.emplace_back(source == nullptr ? *report.source : *source, unit);
  }
}

Region Locator::find(const Location& where) {
  Region region;
  region.layer = std::get_if<InLayer>(&where);
  const InFile* in_file = std::get_if<InFile>(&where);
  const bool known =
      in_file != nullptr && in_file->file < sources_.size() && sources_[in_file->file] != nullptr;
  if (!known) {
    region.source = sources_.front();
    return region;
  }
  region.source = sources_[in_file->file];
  const auto size = static_cast<std::uint32_t>(region.source->bytes().size());
  region.span.begin = std::min(in_file->span.begin, size);
  region.span.end = std::clamp(in_file->span.end, region.span.begin, size);
  Places& places = places_[in_file->file];
  region.begin = places.at(region.span.begin);
  region.end = places.at(region.span.end);
  return region;
}

}  // namespace plimsoll::app
