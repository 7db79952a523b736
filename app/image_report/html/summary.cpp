#include "app/image_report/html/summary.h"

#include <fmt/format.h>

#include "analyzer/base/amounts.h"
#include "app/image_report/html/report_data.h"
#include "app/image_report/words.h"
#include "app/report/locator.h"
#include "app/report/printable.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t instruction_columns = 160;
constexpr std::size_t most_pairs = 20;
constexpr std::size_t most_findings = 1000;

std::string cell(std::string_view text) { return fmt::format("<td>{}</td>", markup_text(text)); }

std::string number_cell(std::uint64_t bytes) {
  return fmt::format("<td class=\"number\">{}</td>", human_bytes(bytes));
}

std::string head(std::initializer_list<std::string_view> names) {
  std::string out = "<table>\n<thead><tr>";
  for (const std::string_view name : names) {
    out += fmt::format("<th scope=\"col\">{}</th>", name);
  }
  return out + "</tr></thead>\n<tbody>\n";
}

constexpr std::string_view table_end = "</tbody>\n</table>\n";

std::string title(const Figures& figures) {
  std::string out =
      fmt::format("<h1>{}</h1>\n<p>{}", markup_text(figures.name), markup_text(figures.platform));
  if (!figures.system.empty()) out += ", " + markup_text(figures.system);
  return out + fmt::format(
                   "</p>\n<p>{} of files in {} layers, {} to pull; {} of it hidden by later layers "
                   "({} live)</p>\n",
                   human_bytes(figures.total.file), figures.layers.size(),
                   human_bytes(figures.wire_bytes), human_bytes(figures.wasted.file),
                   percent(figures.efficiency));
}

std::string notices(const ImageReport& report, const RunEnd& end) {
  const std::vector<std::string> list = notices_of(report, end);
  if (list.empty()) return {};
  std::string out = "<h2>Not whole</h2>\n<ul>\n";
  for (const std::string& each : list) out += fmt::format("<li>{}</li>\n", markup_text(each));
  return out + "</ul>\n";
}

std::string layers(const Figures& figures, const Masks& masks) {
  std::string out = "<h2>Layers</h2>\n" +
                    head({"layer", "line", "instruction", "files", "tar", "transfer", "hidden"});
  for (std::size_t i = 0; i < figures.layers.size(); ++i) {
    const LayerFigures& layer = figures.layers[i];
    out += fmt::format("<tr><td class=\"number\">{}</td>", i);
    out += cell(layer.line ? std::to_string(*layer.line) : layer.base ? "base" : "");
    out += cell(one_line(masks.of(layer.instruction), instruction_columns));
    out += number_cell(layer.total().file) + number_cell(layer.tar_bytes) +
           number_cell(layer.transport.bytes) + number_cell(layer.wasted().file) + "</tr>\n";
  }
  return out.append(table_end);
}

std::string waste(const Figures& figures) {
  if (figures.waste.empty()) return {};
  std::string out = "<h2>Who hid what</h2>\n" + head({"files", "tar", "wrote", "hid", "where"});
  for (std::size_t i = 0; i < figures.waste.size() && i < most_pairs; ++i) {
    const WasteFigures& pair = figures.waste[i];
    out += "<tr>" + number_cell(pair.total.file) + number_cell(pair.total.tar) +
           cell(layer_words(figures, pair.wrote)) +
           cell(fmt::format("{} {}", hidden_words(pair.mostly), layer_words(figures, pair.hid))) +
           cell(pair.where) + "</tr>\n";
  }
  return out.append(table_end);
}

std::string place_words(Locator& locator, const Location& where) {
  if (const auto* in_layer = std::get_if<InLayer>(&where)) {
    if (in_layer->layer == InLayer::configuration) return "configuration " + in_layer->path;
    return fmt::format("layer {} {}", in_layer->layer, in_layer->path);
  }
  const Region region = locator.find(where);
  return fmt::format("{}:{}", region.source->path(), region.begin.line);
}

std::string findings(const ImageReport& report, const Masks& masks) {
  const std::vector<Finding> list = findings_of(report);
  if (list.empty()) return {};
  Locator locator(report.file, ColumnUnit::CodePoint);
  std::string out = "<h2>Findings</h2>\n" + head({"severity", "what", "where", "rule"});
  for (std::size_t i = 0; i < list.size() && i < most_findings; ++i) {
    const Finding& finding = list[i];
    out += "<tr>" + cell(to_string(finding.severity)) + cell(masks.of(finding.message)) +
           cell(place_words(locator, finding.primary.where)) + cell(finding.rule) + "</tr>\n";
  }
  out += table_end;
  if (list.size() > most_findings) {
    out += fmt::format("<p>and {} more</p>\n", with_commas(list.size() - most_findings));
  }
  return out;
}

}  // namespace

std::string html_summary(const ImageReport& report, const RunEnd& end, const Masks& masks) {
  const Figures& figures = *report.figures;
  return title(figures) + notices(report, end) + layers(figures, masks) + waste(figures) +
         findings(report, masks);
}

}  // namespace plimsoll::app
