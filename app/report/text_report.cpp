#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/base/amounts.h"
#include "app/report/excerpt.h"
#include "app/report/fix_preview.h"
#include "app/report/locator.h"
#include "app/report/printable.h"
#include "app/report/rule_book.h"
#include "app/report/tally.h"
#include "app/report/uri.h"
#include "app/report/width.h"
#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t long_preview_bytes = 8192;
constexpr std::size_t preview_budget_bytes = 8 << 20;  // of long previews, for a run
constexpr std::size_t bytes_held = 1 << 16;
constexpr std::size_t related_shown = 8;
constexpr std::uint32_t prose_columns = 100;  // longer lines are hard to read
constexpr std::size_t aliases_shown = 2;      // of the first line; all with --verbose

std::string cost_words(const Cost& cost) {
  std::string words;
  if (cost.bytes) words += human_bytes(*cost.bytes);
  if (cost.seconds) words += fmt::format("{}{:.1f} s", words.empty() ? "" : ", ", *cost.seconds);
  return words + (cost.measured ? " (measured)" : " (estimated)");
}

class TextReport final : public ReportWriter {
 public:
  TextReport(const ReportOptions& options, Sink sink)
      : options_(options),
        sink_(std::move(sink)),
        rules_(options.rules, options.rule_pages),
        paint_(options.color) {
    style_.paint = paint_;
    style_.columns = static_cast<std::uint32_t>(std::clamp(options.columns, 60, 400));
  }

  void add(const FileReport& file) override {
    tally_.add(file);
    Locator locator(file, ColumnUnit::CodePoint);
    for (const Finding& finding : file.findings) {
      append_finding(file, locator, finding);
      if (out_.size() > bytes_held) flush();
    }
    if (options_.show_suppressed) {
      for (const rules::Suppressed& ignored : file.suppressed) {
        append_suppressed(locator, ignored);
      }
    }
    flush();
  }

  void finish(const RunEnd& end) override {
    if (options_.statistics) append_statistics();
    if (!options_.quiet) out_ += summary_line(tally_, end) + '\n';
    flush();
  }

 private:
  void flush() {
    if (!out_.empty()) sink_(out_);
    out_.clear();
  }

  // `text` with a link on it, where the terminal knows links (OSC 8).
  void append_link(Ink ink, const std::string& uri, std::string_view text) {
    const bool linked = options_.hyperlinks && !uri.empty();
    if (linked) out_ += "\x1b]8;;" + uri + "\x1b\\";
    paint_.put(out_, ink, text);
    if (linked) out_ += "\x1b]8;;\x1b\\";
  }

  void append_place(const Region& region) {
    const SourceFile& source = *region.source;
    if (region.layer != nullptr) {
      const std::string place = words_of(*region.layer);
      paint_.put(out_, Ink::Bold, printable(region.layer->image + ": " + place + ":"));
      out_ += ' ';
      return;
    }
    std::string uri;
    if (options_.hyperlinks && !options_.place.directory.empty()) {
      uri = file_uri(absolute_path(options_.place.directory, source.path()));
    }
    append_link(
        Ink::Bold, uri,
        fmt::format("{}:{}:{}:", printable(source.path()), region.begin.line, region.begin.column));
    out_ += ' ';
  }

  void append_rule(const Finding& finding, const rules::Rule* rule) {
    out_ += ' ';
    std::string names(finding.rule);
    const std::size_t aliases = rule == nullptr ? 0 : rule->aliases.size();
    const std::size_t shown = options_.verbose ? aliases : std::min(aliases, aliases_shown);
    for (std::size_t i = 0; i < shown; ++i) names += fmt::format(", {}", rule->aliases[i]);
    append_link(Ink::Dim, rules_.page(finding.rule), "[" + names + "]");
    out_ += '\n';
  }

  void append_finding(const FileReport& file, Locator& locator, const Finding& finding) {
    const rules::Rule* rule = rules_.find(finding.rule);
    append_place(locator.find(finding.primary.where));
    const Ink ink = Paint::of(finding.severity);
    paint_.put(out_, ink, fmt::format("{}:", to_string(finding.severity)));
    out_ += ' ';
    paint_.put(out_, Ink::Bold, printable(finding.message));
    append_rule(finding, rule);

    style_.primary = ink;
    const std::vector<ChangedLines> changes = changes_of(file, finding);
    append_excerpts(locator, finding, gutter_digits(changes));
    if (!options_.quiet) append_notes(finding, rule, changes);
    out_ += '\n';
  }

  // Empty where nothing is to be shown. Long lines are compared as a whole, so that a file of long
  // lines with many findings each would take time by their product; there is only so much of it.
  [[nodiscard]] std::vector<ChangedLines> changes_of(const FileReport& file,
                                                     const Finding& finding) {
    if (options_.quiet || finding.fixes.empty() || finding.fixes.front().edits.empty()) return {};
    const std::vector<Edit>& edits = finding.fixes.front().edits;
    const LineIndex& lines = file.source->lines();
    std::size_t cost = 0;
    for (const Edit& edit : edits) {
      const std::uint32_t last = lines.line_of(edit.where.end);
      cost += lines.line_span(last).end - lines.line_begin(lines.line_of(edit.where.begin));
    }
    if (cost > long_preview_bytes) {
      if (cost > preview_budget_) return {};
      preview_budget_ -= cost;
    }
    return changed_lines(file.quoted.empty() ? *file.source : *file.quoted.front(), edits);
  }

  // The marks of the finding, file by file in the order in which it names them.
  void append_excerpts(Locator& locator, const Finding& finding, std::uint32_t least_digits) {
    struct Part {
      Region first;
      std::vector<Mark> marks;
    };
    std::vector<Part> parts;
    const auto add = [&](const Label& label, bool primary) {
      const Region region = locator.find(label.where);
      if (!region.in_text) return;
      auto part = std::find_if(parts.begin(), parts.end(),
                               [&](const Part& p) { return p.first.source == region.source; });
      if (part == parts.end()) part = parts.insert(parts.end(), {region, {}});
      part->marks.push_back({region.span, label.text, primary});
    };
    add(finding.primary, true);
    const std::size_t shown = std::min(finding.related.size(), related_shown);
    for (std::size_t i = 0; i < shown; ++i) add(finding.related[i], false);

    digits_ = least_digits;
    for (const Part& part : parts) {
      digits_ = std::max(digits_, gutter_digits(*part.first.source, part.marks));
    }
    for (const auto& [first, marks] : parts) {
      if (!marks.front().primary) {
        append_gutter(out_, 0, '>', digits_, style_);
        out_ += fmt::format("{}:{}:{}\n", printable(first.source->path()), first.begin.line,
                            first.begin.column);
      }
      append_excerpt(out_, *first.quoted, marks, digits_, style_);
    }
    append_layers(finding);
    if (shown < finding.related.size()) {
      append_note("and", counted(finding.related.size() - shown, "more place"));
    }
  }

  void append_layers(const Finding& finding) {
    const auto add = [&](const Label& label, bool primary) {
      const InLayer* layer = std::get_if<InLayer>(&label.where);
      if (layer == nullptr || (primary && label.text.empty())) return;
      append_note("in", words_of(*layer) + (label.text.empty() ? "" : ": " + label.text));
    };
    add(finding.primary, true);
    const std::size_t shown = std::min(finding.related.size(), related_shown);
    for (std::size_t i = 0; i < shown; ++i) add(finding.related[i], false);
  }

  // "   = name: words", wrapped with the words under each other.
  void append_note(std::string_view name, std::string_view words, Ink ink = Ink::Plain) {
    const std::string lead = fmt::format("{}:", name);
    const std::size_t indent = digits_ + 4 + lead.size() + 1;
    bool first = true;
    const std::size_t width = std::max<std::size_t>(std::min(style_.columns, prose_columns), 60);
    for (const std::string& line : wrap(words, width - std::min(indent, width / 2))) {
      if (first) {
        append_gutter(out_, 0, '=', digits_, style_);
        paint_.put(out_, Ink::Bold, lead);
        out_ += ' ';
      } else {
        out_.append(indent, ' ');
      }
      paint_.put(out_, ink, line);
      out_ += '\n';
      first = false;
    }
  }

  void append_notes(const Finding& finding, const rules::Rule* rule,
                    const std::vector<ChangedLines>& changes) {
    if (finding.cost) append_note("cost", cost_words(*finding.cost));
    const bool news = explained_.insert(finding.rule).second;
    if (rule != nullptr && !rule->why.empty() && (news || options_.verbose)) {
      append_note("why", rule->why, Ink::Dim);
    }
    if (!finding.help.empty()) append_note("help", finding.help);
    for (std::size_t i = 0; i < finding.fixes.size(); ++i) {
      append_fix(finding.fixes[i], i == 0);
      if (i == 0) append_fix_preview(out_, changes, digits_, style_);
    }
  }

  void append_fix(const Fix& fix, bool preferred) {
    std::string words = fix.title;
    if (!fix.unsafe_because.empty()) {
      words += fmt::format(" ({}: {})", to_string(fix.safety), fix.unsafe_because);
    } else if (fix.safety < Safety::Safe) {
      words += fmt::format(" ({})", to_string(fix.safety));
    }
    append_note(preferred ? "fix" : "or", words);
  }

  void append_suppressed(Locator& locator, const rules::Suppressed& ignored) {
    append_place(locator.find(ignored.finding.primary.where));
    paint_.put(out_, Ink::Dim,
               fmt::format("suppressed {}: {}", to_string(ignored.finding.severity),
                           printable(ignored.finding.message)));
    append_rule(ignored.finding, rules_.find(ignored.finding.rule));
    digits_ = 1;
    append_note("reason", ignored.reason.empty() ? "none given" : ignored.reason);
    out_ += '\n';
  }

  void append_statistics() {
    std::vector<std::pair<std::string_view, Tally::OfRule>> rows(tally_.by_rule.begin(),
                                                                 tally_.by_rule.end());
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return a.second.findings > b.second.findings;
    });
    std::size_t width = 4;
    for (const auto& row : rows) width = std::max(width, row.first.size());
    paint_.put(out_, Ink::Bold,
               fmt::format("{:>8} {:>8}  {:<{}}  known as", "findings", "fixable", "rule", width));
    out_ += '\n';
    for (const auto& [name, count] : rows) {
      std::string aliases;
      if (const rules::Rule* rule = rules_.find(name)) {
        for (std::size_t i = 0; i < std::min(rule->aliases.size(), aliases_shown); ++i) {
          aliases += i == 0 ? "" : ", ";
          aliases += rule->aliases[i];
        }
      }
      out_ += fmt::format("{:>8} {:>8}  {:<{}}  {}", count.findings, count.fixable, name, width,
                          aliases);
      out_.erase(out_.find_last_not_of(' ') + 1);
      out_ += '\n';
    }
    out_ += '\n';
  }

  ReportOptions options_;
  Sink sink_;
  RuleBook rules_;
  Paint paint_;
  ExcerptStyle style_;
  Tally tally_;
  std::set<std::string_view> explained_;
  std::string out_;
  std::uint32_t digits_ = 1;
  std::size_t preview_budget_ = preview_budget_bytes;
};

}  // namespace

std::unique_ptr<ReportWriter> make_text_report(const ReportOptions& options, Sink sink) {
  return std::make_unique<TextReport>(options, std::move(sink));
}

}  // namespace plimsoll::app
