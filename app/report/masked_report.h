#pragma once

// What a report may say of files in which there are secrets.

#include <memory>
#include <span>
#include <vector>

#include "app/report/masks.h"
#include "app/report/report.h"

namespace plimsoll::app {

class MaskedReport {
 public:
  // All must outlive it. Where nothing was learnt it costs nothing.
  MaskedReport(const FileReport& file, const Masks& masks);
  MaskedReport(const MaskedReport&) = delete;
  MaskedReport& operator=(const MaskedReport&) = delete;

  // For people: texts of fixes are masked like all else.
  [[nodiscard]] const FileReport& shown() const { return shown_; }
  // For programs, which may apply a fix: one whose text holds a secret is left out, since masked it
  // would destroy the file.
  [[nodiscard]] const FileReport& told() const { return told_; }
  [[nodiscard]] const FileReport& of(Format format) const {
    return format == Format::Text ? shown_ : told_;
  }

 private:
  std::vector<std::unique_ptr<SourceFile>> sources_;
  std::vector<Finding> shown_findings_, told_findings_;
  std::vector<rules::Suppressed> shown_suppressed_, told_suppressed_;
  FileReport shown_, told_;
};

}  // namespace plimsoll::app
