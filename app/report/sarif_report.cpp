// SARIF 2.1.0, as GitHub's code scanning takes it.
//
// The results of a file are written out as JSON when they come and kept as text: what stands before
// them in the document (rules, artifacts) is known last. GitHub takes 25,000 results a run and
// refuses the whole file beyond. So when twice as many have gathered the worst are kept and the
// others dropped, which bounds the memory too; a notification says how many are missing.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/digest/sha256.h"
#include "analyzer/source/utf8.h"
#include "app/report/fingerprint.h"
#include "app/report/locator.h"
#include "app/report/sarif/results.h"
#include "app/report/sarif/rules.h"
#include "app/report/sarif/run.h"
#include "app/report/sarif/write.h"
#include "app/report/tally.h"
#include "app/report/uri.h"
#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t results_kept = 25'000;
constexpr std::size_t related_kept = 100;
constexpr std::size_t snippet_bytes = 1024;
constexpr std::string_view schema_uri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr std::string_view root_name = "%SRCROOT%";

struct WrittenResult {
  Severity severity;
  bool suppressed;
  std::string json;
};

class SarifReport final : public ReportWriter {
 public:
  SarifReport(const ReportOptions& options, Sink sink)
      : options_(options),
        sink_(std::move(sink)),
        rules_(options.rules, options.rule_pages),
        root_(options.place.repository_root.empty() ? options.place.directory
                                                    : options.place.repository_root) {}

  void add(const FileReport& file) override {
    image_ = file.is_image ? file.source : nullptr;
    (void)artifact(*file.source);
    Locator locator(file, ColumnUnit::Utf16);
    fingerprints_.next_file();
    for (const Finding& finding : file.findings) keep(finding, result(locator, finding), false);
    if (!options_.show_suppressed) return;
    for (const rules::Suppressed& ignored : file.suppressed) {
      sarif::Result one = result(locator, ignored.finding);
      sarif::Suppression suppression{"inSource"};
      if (!ignored.reason.empty()) suppression.justification = ignored.reason;
      suppression.location = location(locator.find(ignored.by));
      one.suppressions.push_back(std::move(suppression));
      keep(ignored.finding, one, true);
    }
  }

  void finish(const RunEnd& end) override {
    cut_to(results_kept);
    out_.clear();
    JsonWriter json(out_);
    json.begin_object().field("$schema", schema_uri).field("version", "2.1.0");
    json.key("runs").begin_array().begin_object();
    json.new_line().key("tool");
    write(json, tool());
    if (!options_.place.category.empty()) {
      json.key("automationDetails");
      write(json, sarif::RunAutomationDetails{options_.place.category + '/'});
    }
    json.new_line().key("invocations").begin_array();
    write(json, invocation(end));
    json.end_array();
    append_place(json);
    json.field("columnKind", "utf16CodeUnits");
    json.new_line().key("artifacts").begin_array();
    for (const sarif::Artifact& one : artifacts_) {
      json.new_line();
      write(json, one);
    }
    json.end_array();
    json.new_line().key("results").begin_array();
    for (const WrittenResult& one : results_) json.new_line().raw(one.json);
    json.new_line().end_array().end_object().end_array().end_object();
    out_ += '\n';
    sink_(out_);
  }

 private:
  // --- results

  sarif::Result result(Locator& locator, const Finding& finding) {
    const Region region = locator.find(finding.primary.where);
    sarif::Result out;
    out.rule_id = finding.rule;
    out.rule_index = rule_index(finding.rule);
    out.level = sarif::level(finding.severity);
    out.locations.push_back(location(region));
    const std::size_t related = std::min(finding.related.size(), related_kept);
    for (std::size_t i = 0; i < related; ++i) {
      sarif::Location one = location(locator.find(finding.related[i].where));
      one.id = static_cast<std::uint32_t>(i + 1);
      if (std::string words = words_of(finding.related[i]); !words.empty()) {
        one.message = sarif::Message{std::move(words)};
      }
      out.related_locations.push_back(std::move(one));
    }
    out.message.text = message_text(finding);
    out.partial_fingerprints.primary_location_line_hash = fingerprints_.of(finding, region);
    for (const Fix& fix : finding.fixes) out.fixes.push_back(fix_object(locator, fix));
    out.properties.severity = to_string(finding.severity);
    if (finding.cost) {
      out.properties.bytes = finding.cost->bytes;
      out.properties.seconds = finding.cost->seconds;
    }
    return out;
  }

  // A sentence (GitHub shows the first where space is short), then the related places as links.
  static std::string message_text(const Finding& finding) {
    std::string text = sentence(message_with_place(finding));
    const std::size_t related = std::min(finding.related.size(), related_kept);
    for (std::size_t i = 0; i < related; ++i) {
      const std::string words = words_of(finding.related[i]);
      text += fmt::format("{}[{}]({})", i == 0 ? " See: " : "; ",
                          words.empty() ? "related place" : escape_brackets(words), i + 1);
    }
    if (related > 0) text += '.';
    if (!finding.help.empty()) text += ' ' + sentence(finding.help);
    return text;
  }

  // A place in an image is no line to jump to: it is named.
  static std::string words_of(const Label& label) {
    const auto* place = std::get_if<InLayer>(&label.where);
    if (place == nullptr) return label.text;
    return app::words_of(*place) + (label.text.empty() ? "" : ": " + label.text);
  }

  // With a capital, unless the first word is written by its own rules (apt-get), and a full stop.
  static std::string sentence(std::string_view words) {
    std::string text = escape_brackets(words);
    const std::size_t end = std::min(text.find(' '), text.size());
    const bool plain_word = std::all_of(text.begin(), text.begin() + static_cast<long>(end),
                                        [](char c) { return c >= 'a' && c <= 'z'; });
    if (plain_word && end > 0) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    if (!text.ends_with('.')) text += '.';
    return text;
  }

  // Brackets make links in messages (3.11.6).
  static std::string escape_brackets(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '[' || c == ']' || c == '\\') out += '\\';
      out += c;
    }
    return out;
  }

  sarif::Fix fix_object(Locator& locator, const Fix& fix) {
    sarif::Fix out;
    out.description.text = fix.title;
    if (!out.description.text.ends_with('.')) out.description.text += '.';
    out.properties.safety = to_string(fix.safety);
    if (!fix.unsafe_because.empty()) out.properties.unsafe_because = fix.unsafe_because;
    sarif::ArtifactChange change;
    for (const Edit& edit : fix.edits) {
      const Region region = locator.find(edit.where);
      if (change.replacements.empty()) change.artifact_location = artifact(*region.source);
      sarif::Replacement replacement;
      replacement.deleted_region = region_object(region);
      if (!edit.text.empty()) replacement.inserted_content = sarif::ArtifactContent{edit.text};
      change.replacements.push_back(std::move(replacement));
    }
    if (!change.replacements.empty()) out.artifact_changes.push_back(std::move(change));
    return out;
  }

  static sarif::Region region_object(const Region& region) {
    return {region.begin.line, region.begin.column, region.end.line, region.end.column, {}};
  }

  sarif::Location location(const Region& region) {
    sarif::Location out;
    out.physical_location.artifact_location = artifact(*region.source);
    out.physical_location.region = region_object(region);
    const std::string_view text = region.quoted->at(region.span);
    if (!text.empty() && text.size() <= snippet_bytes) {
      out.physical_location.region->snippet = sarif::ArtifactContent{std::string(text)};
      out.physical_location.context_region = context(region);
    }
    if (region.layer != nullptr) {
      const bool in_layer = region.layer->layer != InLayer::configuration;
      std::string name = region.layer->image;
      name += in_layer ? fmt::format("/layer {}", region.layer->layer) : "/configuration";
      if (!region.layer->path.empty() && !region.layer->path.starts_with('/')) name += '/';
      out.logical_locations.push_back({name + region.layer->path, "resource"});
    }
    return out;
  }

  // The whole lines of a region, where they are more than the region and not long.
  static std::optional<sarif::Region> context(const Region& region) {
    const LineIndex& lines = region.source->lines();
    const Span whole{lines.line_begin(region.begin.line), lines.line_span(region.end.line).end};
    if (whole == region.span || !whole.contains(region.span) || whole.size() > snippet_bytes) {
      return std::nullopt;
    }
    const std::string_view text = region.quoted->at(whole);
    if (text.starts_with("\xEF\xBB\xBF")) return std::nullopt;
    return sarif::Region{region.begin.line, 1, region.end.line,
                         Places(*region.source, ColumnUnit::Utf16).at(whole.end).column,
                         sarif::ArtifactContent{std::string(text)}};
  }

  void keep(const Finding& finding, const sarif::Result& one, bool suppressed) {
    WrittenResult written{finding.severity, suppressed, {}};
    JsonWriter json(written.json);
    write(json, one);
    results_.push_back(std::move(written));
    if (results_.size() >= 2 * results_kept) cut_to(results_kept);
  }

  // Keeps the worst, in the order in which they came.
  void cut_to(std::size_t count) {
    if (results_.size() <= count) return;
    const auto rank = [](const WrittenResult& one) {
      return one.suppressed ? std::size_t{0} : static_cast<std::size_t>(one.severity) + 1;
    };
    std::array<std::size_t, 5> of_rank{};
    for (const WrittenResult& one : results_) ++of_rank[rank(one)];
    std::size_t least = 4;  // everything above this rank stays, of the rank itself the first `room`
    std::size_t room = count;
    while (of_rank[least] <= room) room -= of_rank[least--];
    const std::size_t before = results_.size();
    std::erase_if(results_, [&](const WrittenResult& one) {
      if (rank(one) != least) return rank(one) < least;
      if (room == 0) return true;
      --room;
      return false;
    });
    dropped_ += before - results_.size();
  }

  // --- the run

  std::uint32_t rule_index(std::string_view name) {
    const auto [at, fresh] =
        rule_indices_.emplace(name, static_cast<std::uint32_t>(rules_used_.size()));
    if (fresh) rules_used_.push_back(name);
    return at->second;
  }

  // Relative to the root where it is below it; else absolute, or as it was named.
  [[nodiscard]] sarif::ArtifactLocation address(std::string_view path) const {
    const std::string absolute = absolute_path(options_.place.directory, path);
    if (!absolute.starts_with('/')) return {encode_path(absolute), std::string(root_name), {}};
    const std::string below = relative_path(root_, absolute);
    if (below.empty()) return {file_uri(absolute), {}, {}};
    return {encode_path(below), std::string(root_name), {}};
  }

  // An image has no address that everybody knows. What is no path is named without its scheme.
  [[nodiscard]] sarif::ArtifactLocation image_address(std::string_view reference) const {
    const std::size_t scheme = reference.find("://");
    if (scheme != std::string_view::npos) reference.remove_prefix(scheme + 3);
    return address(reference);
  }

  // The artifact of a source, which is added when it is met first.
  sarif::ArtifactLocation artifact(const SourceFile& source) {
    const auto [at, fresh] =
        artifact_indices_.emplace(source.path(), static_cast<std::uint32_t>(artifacts_.size()));
    if (fresh && &source == image_) {
      artifacts_.push_back({image_address(source.path()), {}, {"analysisTarget"}, {}});
    } else if (fresh) {
      artifacts_.push_back({address(source.path()),
                            source.bytes().size(),
                            {"analysisTarget"},
                            sarif::Hashes{digest::to_hex(digest::sha256(source.bytes()))}});
    }
    sarif::ArtifactLocation out = artifacts_[at->second].location;
    out.index = at->second;
    return out;
  }

  [[nodiscard]] sarif::Tool tool() const {
    sarif::Tool tool;
    tool.driver.name = "Plimsoll";
    if (!options_.version.empty()) {
      tool.driver.version = tool.driver.semantic_version = std::string(options_.version);
    }
    if (!options_.home_page.empty()) tool.driver.information_uri = std::string(options_.home_page);
    for (const std::string_view name : rules_used_) {
      tool.driver.rules.push_back(sarif::describe(name, rules_.find(name), rules_));
    }
    if (!rules_used_.empty()) return tool;
    // GitHub takes no run without rules, so a clean one names all that it could have reported.
    for (const rules::Rule* rule : options_.rules) {
      tool.driver.rules.push_back(sarif::describe(rule->name, rule, rules_));
    }
    return tool;
  }

  [[nodiscard]] sarif::Invocation invocation(const RunEnd& end) const {
    sarif::Invocation out;
    out.execution_successful = end.exit_code <= 1;
    out.exit_code = end.exit_code;
    if (!options_.place.directory.empty()) {
      out.working_directory = sarif::ArtifactLocation{file_uri(options_.place.directory), {}, {}};
    }
    for (const Notice& notice : end.notices) {
      sarif::Notification one{notice.error ? "error" : "warning", {notice.message, {}}, {}};
      if (!notice.path.empty()) one.locations.push_back({{address(notice.path), {}, {}}});
      out.tool_execution_notifications.push_back(std::move(one));
    }
    if (dropped_ > 0) {
      out.tool_execution_notifications.push_back(
          {"warning",
           {fmt::format("{} left out: a run holds {} at most, and the worst were kept.",
                        counted(dropped_, "result"), results_kept),
            {}},
           {}});
    }
    return out;
  }

  void append_place(JsonWriter& json) const {
    json.new_line().key("originalUriBaseIds").begin_object().key(root_name).begin_object();
    if (!root_.empty()) json.field("uri", file_uri(root_.ends_with('/') ? root_ : root_ + '/'));
    json.key("description");
    write(json, sarif::Message{"The folder in which the linted files are named.", {}});
    json.end_object().end_object();
    // A repository is named only where it holds all of the files: provenance is of the whole run.
    const bool holds_all = std::all_of(
        artifacts_.begin(), artifacts_.end(),
        [](const sarif::Artifact& one) { return one.location.uri_base_id.has_value(); });
    if (options_.place.repository_uri.empty() || !holds_all) return;
    sarif::VersionControlDetails details;
    details.repository_uri = options_.place.repository_uri;
    if (!options_.place.revision.empty()) details.revision_id = options_.place.revision;
    if (!options_.place.branch.empty()) details.branch = options_.place.branch;
    details.mapped_to.uri_base_id = root_name;
    json.new_line().key("versionControlProvenance").begin_array();
    write(json, details);
    json.end_array();
  }

  ReportOptions options_;
  Sink sink_;
  RuleBook rules_;
  const SourceFile* image_ = nullptr;  // of the file that is added: a stand-in, without bytes
  std::string root_;
  Fingerprints fingerprints_;
  std::vector<WrittenResult> results_;
  std::size_t dropped_ = 0;
  std::map<std::string_view, std::uint32_t> rule_indices_;
  std::vector<std::string_view> rules_used_;  // in the order of their indices
  std::map<std::string, std::uint32_t> artifact_indices_;
  std::vector<sarif::Artifact> artifacts_;
  std::string out_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_sarif_report(const ReportOptions& options, Sink sink) {
  return std::make_unique<SarifReport>(options, std::move(sink));
}

}  // namespace plimsoll::app
