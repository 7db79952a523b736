// What people read first: how big, how much of it for nothing, whose fault, and what is wrong.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/amounts.h"
#include "analyzer/image/tree/waste.h"
#include "app/image_report/words.h"
#include "app/image_report/writers.h"
#include "app/report/paint.h"
#include "app/report/printable.h"
#include "app/report/tally.h"
#include "app/report/width.h"

namespace plimsoll::app {

namespace {

using image::Bytes;

constexpr std::size_t least_columns = 72;
constexpr std::size_t most_columns = 140;
constexpr std::size_t amount_columns = 9;  // "117.2 MB"
constexpr std::uint64_t least_headers = 1'000'000;

class TextImageReport {
 public:
  TextImageReport(const ImageReport& report, const ReportOptions& options)
      : report_(report),
        figures_(*report.figures),
        paint_(options.color),
        columns_(std::clamp(static_cast<std::size_t>(std::max(options.columns, 0)), least_columns,
                            most_columns)) {}

  [[nodiscard]] std::string tables() {
    append_head();
    append_layers();
    append_waste();
    append_duplicates();
    append_leftovers();
    return std::move(out_);
  }

  [[nodiscard]] std::string gates() {
    if (report_.gates.empty()) return {};
    append_title("gates");
    std::size_t width = 0;
    for (const Gate& gate : report_.gates) width = std::max(width, gate.name.size());
    for (const Gate& gate : report_.gates) append_gate(gate, width);
    out_ += '\n';
    return std::move(out_);
  }

 private:
  void put(Ink ink, std::string_view text) { paint_.put(out_, ink, text); }

  void append_title(const std::string& title) {
    put(Ink::Bold, title);
    out_ += '\n';
  }

  // --- the head

  void append_head() {
    put(Ink::Bold, printable(figures_.name));
    if (!figures_.platform.empty()) out_ += "  " + printable(figures_.platform);
    if (!figures_.system.empty()) out_ += "  " + printable(figures_.system);
    out_ += '\n';
    append_row("size", fmt::format("{} of files in {}, {} {}", human_bytes(figures_.total.file),
                                   counted(figures_.layers.size(), "layer"),
                                   human_bytes(figures_.wire_bytes), stored()));
    append_row("waste", waste_words());
    append_row("efficiency", fmt::format("{} (dive: {})", percent(figures_.efficiency),
                                         percent(figures_.dive.efficiency)));
    append_row("base", base_words());
    if (report_.description->configured) append_row("user", user_words());
    for (std::size_t i = 0; i < figures_.layers.size(); ++i) {
      const std::string& unread = figures_.layers[i].unread;
      if (unread.empty()) continue;
      const bool at_all = figures_.layers[i].tar_bytes > 0;
      put(Ink::BoldRed, fmt::format("  layer {} was not read{}: {}", i, at_all ? " to its end" : "",
                                    printable(unread)));
      out_ += '\n';
    }
    out_ += '\n';
  }

  void append_row(std::string_view name, const std::string& words) {
    if (words.empty()) return;
    put(Ink::Dim, fmt::format("  {:<11}", name));
    out_ += ' ' + words + '\n';
  }

  [[nodiscard]] std::string waste_words() const {
    const Bytes& wasted = figures_.wasted;
    if (wasted.entries == 0) return "none";
    if (wasted.file == 0) {
      return fmt::format("no bytes of files, but {} {}", wasted.entries,
                         wasted.entries == 1 ? "entry" : "entries");
    }
    std::string words = fmt::format("{} that no container can see ({})", human_bytes(wasted.file),
                                    percent(1 - figures_.efficiency));
    if (packed_) {
      words += fmt::format(", {} of what is pulled", human_bytes(wasted.wire));
    } else if (wasted.tar > 2 * wasted.file + least_headers) {  // many entries of few bytes
      words += fmt::format(", {} of the tar", human_bytes(wasted.tar));
    }
    return words;
  }

  [[nodiscard]] std::string base_words() const {
    if (figures_.base_layers == 0 || figures_.base_known_by == "unknown") return {};
    std::string words = printable(figures_.base_name);
    if (!words.empty()) words += ", ";
    words += figures_.base_layers == 1 ? "layer 0"
                                       : fmt::format("layers 0 to {}", figures_.base_layers - 1);
    if (figures_.base_known_by == "guess") words += " (a guess by the history)";
    return words;
  }

  [[nodiscard]] std::string user_words() const {
    std::string words = figures_.user.text.empty() ? "root" : printable(figures_.user.text);
    if (figures_.user.text.empty()) words += " (none is set)";
    return words;
  }

  // --- the layers

  void append_layers() {
    if (figures_.layers.empty()) return;
    const bool origin = std::any_of(figures_.layers.begin(), figures_.layers.end(),
                                    [](const LayerFigures& l) { return l.base || l.line; });
    const std::size_t origin_columns = origin ? 6 : 0;
    const std::size_t words =
        columns_ - 5 - 2 - origin_columns - 3 * (amount_columns + 1) - (origin ? 1 : 0);
    put(Ink::Dim, fmt::format("layer  {:<{}}{:>{}} {:>9} {:>9} {:>9}", "instruction", words,
                              origin && !figures_.dockerfile.empty() ? "line " : "",
                              origin_columns + (origin ? 1 : 0), "files", stored(), "waste"));
    out_ += '\n';
    for (std::size_t i = 0; i < figures_.layers.size(); ++i) append_layer(i, words, origin);
    if (figures_.layers.size() > 1) {
      const std::string sums =
          fmt::format("{:>5}  {:<{}} {:>9} {:>9} {:>9}", "", "total",
                      words + origin_columns + (origin ? 1 : 0), human_bytes(figures_.total.file),
                      human_bytes(figures_.wire_bytes), amount_or_dash(figures_.wasted));
      out_ += sums + '\n';
    }
    out_ += '\n';
  }

  void append_layer(std::size_t index, std::size_t words, bool origin) {
    const LayerFigures& layer = figures_.layers[index];
    const Ink ink = layer.base ? Ink::Dim : Ink::Plain;
    std::string text = layer.instruction.empty() ? "(the history does not say)"
                                                 : one_line(layer.instruction, words - 1);
    text.append(words - std::min(words, static_cast<std::size_t>(column_width(text))), ' ');
    if (origin) {
      const std::string place = layer.base   ? "base"
                                : layer.line ? fmt::format("{}", *layer.line)
                                             : std::string(figures_.dockerfile.empty() ? "" : "-");
      text += fmt::format("{:>6} ", place);
    }
    put(ink, fmt::format("{:>5}  {}", index, text));
    const bool unread = !layer.unread.empty() && layer.tar_bytes == 0;
    out_ += ' ';
    if (unread) {
      put(Ink::BoldRed, fmt::format("{:>9}", "unread"));
    } else {
      put(ink, fmt::format("{:>9}", human_bytes(layer.total().file)));
    }
    put(ink, fmt::format(" {:>9} ", human_bytes(layer.transport.bytes)));
    const Bytes wasted = layer.wasted();
    put(wasted.file > 0 ? Ink::BoldYellow : ink, fmt::format("{:>9}", amount_or_dash(wasted)));
    out_ += '\n';
  }

  [[nodiscard]] static std::string amount_or_dash(const Bytes& bytes) {
    return bytes.file == 0 ? std::string("-") : human_bytes(bytes.file);
  }

  // --- lists

  // "worst wastes, 10 of 23"
  [[nodiscard]] static std::string list_title(std::string_view what, std::size_t shown,
                                              std::size_t all) {
    return shown < all ? fmt::format("{}, {} of {}", what, shown, all) : std::string(what);
  }

  // Of the lists that findings speak of as well.
  [[nodiscard]] std::size_t half() const { return (report_.top + 1) / 2; }

  void append_amount(std::uint64_t bytes, Ink ink = Ink::Plain) {
    put(ink, fmt::format("{:>10}", human_bytes(bytes)));
    out_ += "  ";
  }

  void append_line(std::string_view lead, std::string_view rest, Ink ink = Ink::Plain) {
    const std::size_t room = columns_ - std::min(columns_, 12 + lead.size());
    out_.append(12, ' ');
    out_ += lead;
    put(ink, one_line(rest, std::max<std::size_t>(room, 20)));
    out_ += '\n';
  }

  void append_waste() {
    if (figures_.waste.empty()) return;
    // Biggest first: behind the first of hardly any bytes nothing is worth a line.
    const std::uint64_t least = std::max<std::uint64_t>(figures_.wasted.file / 1000, 1);
    const auto small =
        std::find_if(figures_.waste.begin(), figures_.waste.end(),
                     [least](const WasteFigures& waste) { return waste.total.file < least; });
    const std::size_t count =
        std::min(report_.top, static_cast<std::size_t>(small - figures_.waste.begin()));
    if (count == 0) return;
    append_title(list_title("worst wastes", count, figures_.waste.size()));
    for (std::size_t i = 0; i < count; ++i) append_waste(figures_.waste[i]);
    out_ += '\n';
  }

  void append_waste(const WasteFigures& waste) {
    append_amount(waste.total.file, Ink::BoldYellow);
    std::string place = one_line(waste.where, columns_ - 40);
    // Directories above count as entries; where few files make it up, those are what is meant.
    const bool few = !waste.paths.empty() && waste.paths.size() < image::biggest_of_waste;
    if (few && waste.paths.size() > 1) place += fmt::format(", {} files", waste.paths.size());
    if (!few && waste.total.entries > 1) place += fmt::format(", {} entries", waste.total.entries);
    put(Ink::Bold, place);
    if (waste.mostly == image::Fate::Restored) out_ += "  (same content: chown, chmod or touch)";
    out_ += '\n';
    if (waste.wrote == waste.hid) {
      append_instruction("written twice by", waste.wrote);
      return;
    }
    append_instruction("written by", waste.wrote);
    append_instruction(hidden_words(waste.mostly), waste.hid);
  }

  void append_instruction(std::string_view verb, std::uint32_t layer) {
    const std::string lead = fmt::format("{} {}", verb, layer_words(figures_, layer));
    const std::string& text =
        layer < figures_.layers.size() ? figures_.layers[layer].instruction : figures_.name;
    if (text.empty()) return append_line(lead, "");
    append_line(lead + ": ", text, Ink::Dim);
  }

  void append_duplicates() {
    const std::size_t count = std::min(half(), figures_.duplicates.size());
    if (count == 0) return;
    append_title(list_title(fmt::format("the same content in several files: {} more than needed",
                                        human_bytes(figures_.spare_bytes)),
                            count, figures_.duplicate_count));
    for (std::size_t i = 0; i < count; ++i) {
      const DuplicateFigures& each = figures_.duplicates[i];
      append_amount(each.spare_bytes());
      std::string paths;
      for (const std::string& path : each.paths) paths += (paths.empty() ? "" : " ") + path;
      out_ += one_line(fmt::format("{} x {}: {}", each.copies, human_bytes(each.size), paths),
                       columns_ - 12);
      out_ += '\n';
    }
    out_ += '\n';
  }

  void append_leftovers() {
    const std::size_t count = std::min(half(), figures_.leftovers.size());
    if (count == 0) return;
    append_title(list_title("left over", count, figures_.leftovers.size()));
    for (std::size_t i = 0; i < count; ++i) {
      const LeftoverFigures& each = figures_.leftovers[i];
      append_amount(each.bytes.file);
      std::string words = fmt::format("{} ({})", each.path, each.kind);
      if (each.layers.size() == 1) words += ", " + layer_words(figures_, each.layers.front());
      if (each.layers.size() > 1) words += fmt::format(", layers {}", fmt::join(each.layers, ", "));
      out_ += one_line(words, columns_ - 12) + '\n';
    }
    out_ += '\n';
  }

  // --- gates

  void append_gate(const Gate& gate, std::size_t width) {
    const Ink ink = gate.verdict == Gate::Verdict::Passed   ? Ink::BoldGreen
                    : gate.verdict == Gate::Verdict::Failed ? Ink::BoldRed
                                                            : Ink::Dim;
    out_ += "  ";
    put(ink, fmt::format("{:<6}", to_string(gate.verdict)));
    if (gate.verdict == Gate::Verdict::Off) {
      out_ += "  " + gate.name;
    } else {
      out_ += fmt::format("  {:<{}}  {}, {}", gate.name, width, gate.found, gate.limit);
    }
    out_ += '\n';
    if (gate.layer) {
      append_instruction(fmt::format("{} by", gate.share), *gate.layer);
    }
    for (const std::string& note : gate.notes) append_line("", note, Ink::Dim);
  }

  // What the third amount is. Layers that are not packed here will be on their way to a registry.
  [[nodiscard]] std::string_view stored() const { return packed_ ? "to pull" : "as tar"; }

  const ImageReport& report_;
  const Figures& figures_;
  const bool packed_ = std::any_of(
      figures_.layers.begin(), figures_.layers.end(),
      [](const LayerFigures& l) { return l.transport.compression != Compression::None; });
  Paint paint_;
  std::size_t columns_;
  std::string out_;
};

}  // namespace

void write_image_text(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                      const Sink& sink) {
  TextImageReport own(report, options);
  if (!options.quiet) sink(own.tables());
  const auto findings = make_report_writer(Format::Text, options, sink);
  findings->add(report.file);
  const bool failed = std::any_of(report.gates.begin(), report.gates.end(), [](const Gate& gate) {
    return gate.verdict == Gate::Verdict::Failed;
  });
  if (!options.quiet || failed) sink(own.gates());
  findings->finish(end);
}

}  // namespace plimsoll::app
