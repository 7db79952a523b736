#pragma once

#include <string>
#include <vector>

#include "app/report/places.h"
#include "app/report/report.h"

namespace plimsoll::app {

// A location as formats want it. What has no place in a text (a layer of an image, a file that the
// report does not hold) is said of the beginning of the Dockerfile, since every format wants a
// place.
struct Region {
  const SourceFile* source = nullptr;
  const SourceFile* quoted = nullptr;  // the same with secrets masked: for all that is shown of it
  Span span;
  LineColumn begin;
  LineColumn end;  // exclusive
  const InLayer* layer = nullptr;
  bool in_text = false;  // else `source` and `begin` stand in for something that is no text
};

// "layer 3, /etc/passwd", "configuration, User": a place in an image, without the image's name.
[[nodiscard]] std::string words_of(const InLayer& place);
// What a finding says, for formats that know lines alone: behind it the place in the image, if it
// has one.
[[nodiscard]] std::string message_with_place(const Finding& finding);

// Resolves the locations of one file's findings. Borrows the report.
class Locator {
 public:
  Locator(const FileReport& report, ColumnUnit unit);

  [[nodiscard]] Region find(const Location& where);
  // Bytes of the Dockerfile, to be replaced.
  [[nodiscard]] Region find(Span span) { return region(0, span); }

 private:
  [[nodiscard]] Region region(FileId file, Span span);

  std::vector<const SourceFile*> sources_, quoted_;
  std::vector<Places> places_;  // of the same index
};

}  // namespace plimsoll::app
