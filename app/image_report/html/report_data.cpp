#include "app/image_report/html/report_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "analyzer/facts.h"
#include "analyzer/image_facts.h"
#include "app/image_report/html/markup.h"
#include "app/report/json_writer.h"
#include "app/report/locator.h"
#include "app/report/masks.h"

namespace plimsoll::app {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string words_of(const AttributedStep& step) {
  const bool both = !step.step.keyword.empty() && !step.step.arguments.empty();
  return step.step.keyword + (both ? " " : "") + step.step.arguments;
}

class ReportData {
 public:
  ReportData(const ImageReport& report, const ReportOptions& options, const Masks& masks)
      : report_(report),
        figures_(*report.figures),
        facts_(*report.facts),
        options_(options),
        masks_(masks),
        json_(out_) {}

  [[nodiscard]] std::string whole(const RunEnd& end) {
    json_.begin_object();
    text("tool", options_.version);
    append_image();
    append_layers();
    append_steps();
    append_dockerfile();
    append_findings();
    texts("notices", notices_of(report_, end));
    json_.end_object();
    return std::move(out_);
  }

 private:
  void text(std::string_view name, std::string_view bytes) {
    json_.key(name).raw(script_text(bytes));
  }
  // What an image or its Dockerfile says, in which a secret may stand.
  void quote(std::string_view name, std::string_view bytes) { text(name, masks_.of(bytes)); }

  void texts(std::string_view name, const std::vector<std::string>& list) {
    json_.key(name).begin_array();
    for (const std::string& each : list) json_.raw(script_text(each));
    json_.end_array();
  }

  void append_image() {
    const image::ImageDescription& source = facts_.description;
    json_.key("image").begin_object();
    text("shown", figures_.name);
    text("platform", figures_.platform);
    text("system", figures_.system);
    text("kind", source.source_kind);
    text("digest", source.manifest_digest.empty() ? source.config_digest : source.manifest_digest);
    json_.end_object().key("base");
    if (figures_.base_layers == 0) {
      json_.null();
      return;
    }
    json_.begin_object().field("layers", figures_.base_layers);
    text("name", figures_.base_name);
    json_.end_object();
  }

  // --- layers and what made them

  void append_layers() {
    const std::vector<const Instruction*> makers = instructions_of_layers();
    json_.key("layers").begin_array();
    for (std::size_t i = 0; i < figures_.layers.size(); ++i) {
      const LayerFigures& layer = figures_.layers[i];
      json_.begin_object();
      quote("text", layer.instruction);
      json_.field("base", layer.base);
      if (!layer.unread.empty()) text("failure", layer.unread);
      if (makers[i] != nullptr) json_.field("instruction", makers[i]->index);
      json_.end_object();
    }
    json_.end_array();
  }

  // Of the Dockerfile itself: triggers of ONBUILD and files that it names have no line here.
  [[nodiscard]] std::vector<const Instruction*> instructions_of_layers() const {
    std::vector<const Instruction*> makers(figures_.layers.size(), nullptr);
    if (facts_.dockerfile == nullptr) return makers;
    for (const AttributedStep& step : facts_.attribution.steps) {
      if (!step.layer || *step.layer >= makers.size()) continue;
      makers[*step.layer] = step.writer != nullptr ? step.writer
                            : step.base            ? step.instruction
                                                   : nullptr;
    }
    return makers;
  }

  void append_steps() {
    json_.key("steps").begin_array();
    for (const AttributedStep& step : facts_.attribution.steps) {
      json_.begin_object();
      quote("text", words_of(step));
      json_.key("layer");
      if (step.layer) {
        json_.value(*step.layer);
      } else {
        json_.null();
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void append_dockerfile() {
    json_.key("dockerfile");
    if (facts_.dockerfile == nullptr) {
      json_.null();
      return;
    }
    const SourceFile& source = facts_.dockerfile->source;
    json_.begin_object();
    text("name", source.path());
    texts("lines", lines_of(masks_.of(source.bytes())));
    const std::vector<const Instruction*> makers = instructions_of_layers();
    json_.key("instructions").begin_array();
    for (const auto& instruction : facts_.dockerfile->dockerfile.instructions) {
      json_.begin_object().field("first", instruction->first_line);
      json_.field("last", instruction->last_line).key("layers").begin_array();
      for (std::uint32_t layer = 0; layer < makers.size(); ++layer) {
        if (makers[layer] != nullptr && makers[layer]->index == instruction->index) {
          json_.value(layer);
        }
      }
      json_.end_array().end_object();
    }
    json_.end_array().end_object();
  }

  // --- findings

  void append_findings() {
    Locator locator(report_.file, ColumnUnit::CodePoint);
    json_.key("findings").begin_array();
    for (const Finding& finding : findings_of(report_)) {
      json_.begin_object().field("rule", finding.rule);
      json_.field("severity", to_string(finding.severity));
      quote("message", finding.message);
      append_place(locator, finding.primary);
      json_.key("related").begin_array();
      for (const Label& label : finding.related) {
        json_.begin_object();
        quote("text", label.text);
        append_place(locator, label);
        json_.end_object();
      }
      json_.end_array();
      if (finding.cost && finding.cost->bytes) json_.field("bytes", *finding.cost->bytes);
      quote("help", finding.help);
      json_.end_object();
    }
    json_.end_array();
  }

  void append_place(Locator& locator, const Label& label) {
    json_.key("place").begin_object();
    if (const auto* in_layer = std::get_if<InLayer>(&label.where)) {
      if (in_layer->layer == InLayer::configuration) {
        text("field", in_layer->path);
      } else {
        json_.field("layer", in_layer->layer);
        if (!in_layer->path.empty()) text("path", in_layer->path);
      }
    } else if (const Region region = locator.find(label.where); region.in_text) {
      if (region.source == report_.file.source && facts_.dockerfile != nullptr) {
        json_.field("line", region.begin.line);
      } else {
        text("field", fmt::format("{}:{}", region.source->path(), region.begin.line));
      }
    }
    json_.end_object();
  }

  const ImageReport& report_;
  const Figures& figures_;
  const ImageFacts& facts_;
  const ReportOptions& options_;
  const Masks& masks_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::vector<std::string> notices_of(const ImageReport& report, const RunEnd& end) {
  std::vector<std::string> out;
  for (const image::SourceNote& note : report.notes) {
    if (note.partial) out.push_back(note.what);
  }
  for (std::size_t i = 0; i < report.figures->layers.size(); ++i) {
    const std::string& unread = report.figures->layers[i].unread;
    if (!unread.empty()) out.push_back(fmt::format("layer {}: {}", i, unread));
  }
  for (const Notice& notice : end.notices) {
    out.push_back(notice.path.empty() ? notice.message
                                      : fmt::format("{}: {}", notice.path, notice.message));
  }
  return out;
}

std::vector<Finding> findings_of(const ImageReport& report) {
  std::vector<Finding> findings;
  for (const Gate& gate : report.gates) {
    if (gate.verdict == Gate::Verdict::Failed) findings.push_back(finding_of(gate, report));
  }
  findings.insert(findings.end(), report.file.findings.begin(), report.file.findings.end());
  return findings;
}

std::string report_data(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                        const Masks& masks) {
  return ReportData(report, options, masks).whole(end);
}

}  // namespace plimsoll::app
