// One file that shows an image: the page with its style and script, the report as JSON, the index
// of all entries packed and in base64. Nothing is fetched; the policy in its head lets nothing else
// in.
//
// The policy names style and script by their hashes and forbids all else: no name that an image
// might bring can run, load or send anything, even if it got into the markup.

#include <fmt/format.h>

#include <string>
#include <utility>

#include "analyzer/base/base64.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/image_facts.h"
#include "app/image_report/html/deflate.h"
#include "app/image_report/html/index_writer.h"
#include "app/image_report/html/report_data.h"
#include "app/image_report/html/summary.h"
#include "app/image_report/writers.h"
#include "app/report/printable.h"
#include "generated/html_page_bytes.h"
#include "generated/html_script_bytes.h"
#include "generated/html_style_bytes.h"

namespace plimsoll::app {

namespace {

template <std::size_t size>
std::string_view text_of(const unsigned char (&bytes)[size]) {
  return {reinterpret_cast<const char*>(bytes), size};
}

// As Content-Security-Policy names a source by its content (CSP 3, "hash-source").
std::string source_of(std::string_view content) {
  const digest::Sha256 hash = digest::sha256(content);
  return fmt::format("'sha256-{}'",
                     base64_encoded({reinterpret_cast<const char*>(hash.data()), hash.size()}));
}

std::string policy() {
  return fmt::format(
      "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'",
      source_of(text_of(html_script_bytes)), source_of(text_of(html_style_bytes)));
}

// Hands on what it is given as base64, whatever the pieces.
class Base64Sink {
 public:
  explicit Base64Sink(const Sink& sink) : sink_(sink) {}

  void write(std::string_view bytes) {
    held_ += bytes;
    const std::size_t whole = held_.size() / 3 * 3;
    if (whole == 0) return;
    sink_(base64_encoded(std::string_view(held_).substr(0, whole)));
    held_.erase(0, whole);
  }
  void finish() { sink_(base64_encoded(held_)); }

 private:
  const Sink& sink_;
  std::string held_;
};

void write_packed_index(const image::ImageTree& tree, const Sink& sink) {
  Base64Sink base64(sink);
  Deflater deflater([&](std::string_view bytes) { base64.write(bytes); });
  write_index(tree, [&](std::string_view bytes) { deflater.write(bytes); });
  deflater.finish();
  base64.finish();
}

}  // namespace

void write_image_html(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                      const Sink& sink) {
  const Masks none(nullptr);
  const Masks& masks = report.masks == nullptr ? none : *report.masks;
  std::string_view page = text_of(html_page_bytes);
  // The page has places "{{name}}".
  for (std::size_t at = page.find("{{"); at != std::string_view::npos; at = page.find("{{")) {
    sink(page.substr(0, at));
    const std::size_t close = page.find("}}", at);
    const std::string_view name = page.substr(at + 2, close - at - 2);
    if (name == "title") sink(markup_text(report.figures->name));
    if (name == "policy") sink(policy());
    if (name == "style") sink(text_of(html_style_bytes));
    if (name == "script") sink(text_of(html_script_bytes));
    if (name == "summary") sink(html_summary(report, end, masks));
    if (name == "report") sink(report_data(report, options, end, masks));
    if (name == "index") write_packed_index(report.facts->tree, sink);
    page.remove_prefix(close + 2);
  }
  sink(page);
}

}  // namespace plimsoll::app
