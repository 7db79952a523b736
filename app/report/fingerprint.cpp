// What goes in: the rule, and the text of the line on which the finding begins and of the next line
// that is not blank, without white space. One line alone is too little for `RUN set -e && \`, which
// a file may hold ten times; the whole instruction is too much, since any edit in it would make all
// its findings new. Equal ones are told apart by counting, as GitHub's own fingerprints do.

#include "app/report/fingerprint.h"

#include <algorithm>

#include "analyzer/digest/sha256.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t bytes_of_a_line = 512;

bool append_without_space(std::string& out, std::string_view line) {
  bool any = false;
  for (const char c : line.substr(0, bytes_of_a_line)) {
    if (c == ' ' || c == '\t' || c == '\r') continue;
    out += c;
    any = true;
  }
  return any;
}

}  // namespace

std::string Fingerprints::of(const Finding& finding, const Region& region) {
  std::string text(finding.rule);
  text += '\n';
  const LineIndex& lines = region.source->lines();
  std::uint32_t line = region.begin.line;
  // A long line is read from the finding on: what is far to the left or right may change.
  Span first = lines.line_span(line);
  if (first.size() > bytes_of_a_line)
    first.begin = std::clamp(region.span.begin, first.begin, first.end);
  append_without_space(text, region.source->at(first));
  text += '\n';
  constexpr std::uint32_t blank_lines = 16;
  const std::uint32_t last = std::min(lines.line_count(), line + blank_lines);
  while (++line <= last) {
    if (append_without_space(text, region.source->at(lines.line_span(line)))) break;
  }
  if (region.layer != nullptr) text += '\n' + region.layer->path;
  std::string name = digest::to_hex(digest::sha256(text)).substr(0, 16);
  const int count = ++seen_[name];
  return name + ':' + std::to_string(count);
}

}  // namespace plimsoll::app
