// docs/schema/report.schema.json describes what is written here, docs/reports.md explains it.

#include "app/report/effects_json.h"
#include "app/report/json_writer.h"
#include "app/report/locator.h"
#include "app/report/rule_book.h"
#include "app/report/tally.h"
#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

constexpr int schema_version = 1;
constexpr std::size_t bytes_held = 1 << 16;

class JsonReport final : public ReportWriter {
 public:
  JsonReport(const ReportOptions& options, Sink sink)
      : options_(options),
        sink_(std::move(sink)),
        rules_(options.rules, options.rule_pages),
        json_(out_) {
    json_.begin_object();
    json_.field("schema", schema_version);
    json_.key("tool").begin_object().field("name", "plimsoll");
    json_.field("version", options.version).end_object();
    json_.key("findings").begin_array();
  }

  void add(const FileReport& file) override {
    tally_.add(file);
    Locator locator(file, ColumnUnit::CodePoint);
    for (const Finding& finding : file.findings) {
      append(locator, finding, nullptr);
      if (out_.size() > bytes_held) flush();
    }
    if (options_.show_suppressed) {
      for (const rules::Suppressed& ignored : file.suppressed) {
        append(locator, ignored.finding, &ignored);
      }
    }
    flush();
  }

  void finish(const RunEnd& end) override {
    json_.new_line().end_array();
    json_.new_line().key("notices").begin_array();
    for (const Notice& notice : end.notices) {
      json_.new_line().begin_object();
      json_.field("path", notice.path).field("level", notice.error ? "error" : "warning");
      json_.field("message", notice.message).end_object();
    }
    json_.end_array();
    append_summary(end);
    json_.new_line().end_object();
    out_ += '\n';
    flush();
  }

 private:
  void flush() {
    sink_(out_);
    out_.clear();
  }

  void append_region(const Region& region) {
    json_.field("path", region.source->path());
    json_.field("line", region.begin.line).field("column", region.begin.column);
    json_.field("end_line", region.end.line).field("end_column", region.end.column);
    if (region.layer != nullptr) {
      json_.key("layer").begin_object().field("image", region.layer->image);
      if (region.layer->layer != InLayer::configuration) {
        json_.field("index", region.layer->layer);
      }
      json_.field("path", region.layer->path).end_object();
    }
  }

  void append(Locator& locator, const Finding& finding, const rules::Suppressed* ignored) {
    const rules::Rule* rule = rules_.find(finding.rule);
    json_.new_line().begin_object();
    append_region(locator.find(finding.primary.where));
    json_.field("rule", finding.rule);
    json_.key("aliases").begin_array();
    if (rule != nullptr) {
      for (const std::string_view alias : rule->aliases) json_.value(alias);
    }
    json_.end_array();
    json_.field("severity", to_string(finding.severity));
    if (rule != nullptr) json_.field("category", rules::to_string(rule->category));
    json_.field("message", finding.message);
    if (!finding.primary.text.empty()) json_.field("label", finding.primary.text);
    if (!finding.help.empty()) json_.field("help", finding.help);
    if (const std::string page = rules_.page(finding.rule); !page.empty()) json_.field("url", page);
    json_.key("related").begin_array();
    for (const Label& label : finding.related) {
      json_.begin_object();
      append_region(locator.find(label.where));
      json_.field("message", label.text).end_object();
    }
    json_.end_array();
    if (finding.cost) append_cost(*finding.cost);
    json_.key("fixes").begin_array();
    for (const Fix& fix : finding.fixes) append_fix(locator, fix);
    json_.end_array();
    json_.field("suppressed", ignored != nullptr);
    if (ignored != nullptr) {
      json_.key("suppression").begin_object();
      json_.field("line", locator.find(ignored->by).begin.line);
      json_.field("reason", ignored->reason).end_object();
    }
    json_.end_object();
  }

  void append_cost(const Cost& cost) {
    json_.key("cost").begin_object();
    if (cost.bytes) json_.field("bytes", *cost.bytes);
    if (cost.seconds) json_.field("seconds", *cost.seconds);
    json_.field("measured", cost.measured).end_object();
  }

  void append_fix(Locator& locator, const Fix& fix) {
    json_.begin_object().field("title", fix.title).field("safety", to_string(fix.safety));
    if (!fix.unsafe_because.empty()) json_.field("unsafe_because", fix.unsafe_because);
    append_effects(json_, fix.effects);
    json_.key("edits").begin_array();
    for (const Edit& edit : fix.edits) {
      const Region region = locator.find(edit.where);
      json_.begin_object();
      json_.field("begin", edit.where.begin).field("end", edit.where.end);
      json_.field("line", region.begin.line).field("column", region.begin.column);
      json_.field("end_line", region.end.line).field("end_column", region.end.column);
      json_.field("text", edit.text).end_object();
    }
    json_.end_array().end_object();
  }

  void append_summary(const RunEnd& end) {
    json_.new_line().key("summary").begin_object();
    json_.field("files", std::uint64_t{tally_.files});
    json_.field("findings", std::uint64_t{tally_.findings});
    for (const Severity severity :
         {Severity::Error, Severity::Warning, Severity::Info, Severity::Style}) {
      json_.field(to_string(severity), std::uint64_t{tally_.of(severity)});
    }
    json_.field("fixable", std::uint64_t{tally_.fixable});
    json_.field("fixable_unsafe", std::uint64_t{tally_.fixable_unsafe});
    json_.field("suppressed", std::uint64_t{tally_.suppressed});
    json_.field("exit_code", end.exit_code);
    json_.key("rules").begin_object();
    for (const auto& [name, count] : tally_.by_rule) {
      json_.field(name, std::uint64_t{count.findings});
    }
    json_.end_object().end_object();
  }

  ReportOptions options_;
  Sink sink_;
  RuleBook rules_;
  Tally tally_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_json_report(const ReportOptions& options, Sink sink) {
  return std::make_unique<JsonReport>(options, std::move(sink));
}

}  // namespace plimsoll::app
