#include "app/cli/outputs.h"

#include <fmt/format.h>

#include "analyzer/base/paths.h"
#include "app/cli/repository.h"
#include "app/cli/visible.h"
#include "app/config/complaint.h"
#include "rules/table.h"

namespace plimsoll::app {
namespace {

// Other linters' names of formats that say the same as one of ours.
std::optional<Format> format_named(std::string_view name) {
  if (name == "tty") return Format::Text;
  if (name == "codeclimate" || name == "gitlab_codeclimate") return Format::Gitlab;
  return format_from(name);
}

std::string known_formats() {
  std::string text;
  for (const std::string_view name : format_names()) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

std::string unknown_format(const std::string& spelled, std::string_view value) {
  const std::string_view near = nearest(value, format_names());
  return fmt::format(
      "{} cannot be `{}`\n  {}", spelled, visible(value),
      near.empty() ? "it is one of " + known_formats() : fmt::format("did you mean {}?", near));
}

}  // namespace

Outputs::Outputs(Session& session) : session_(session) {
  Format format = Format::Text;
  if (const GivenFlag* given = session.line.last(FlagId::Format)) {
    const std::optional<Format> known = format_named(given->value);
    if (!known) {
      session.fail("", unknown_format(given->spelled, given->value));
      ready_ = false;
      return;
    }
    format = *known;
  }
  bool to_screen = true;
  for (const GivenFlag& given : session.line.flags) {
    if (given.spec->id == FlagId::Output && !add_output(given, format, to_screen)) ready_ = false;
  }
  if (to_screen) open(format, "");
}

// `sarif=out.sarif` is a report beside the one on the screen; `out.sarif` is that one, elsewhere.
bool Outputs::add_output(const GivenFlag& given, Format format, bool& to_screen) {
  const std::size_t equals = given.value.find('=');
  const std::string_view value = given.value;
  if (equals == std::string::npos || value.substr(0, equals).find('/') != std::string::npos) {
    if (value == "-") return true;
    open(format, given.value);
    to_screen = false;
    return true;
  }
  const std::string file = given.value.substr(equals + 1);
  const std::optional<Format> known = format_named(value.substr(0, equals));
  if (known && !file.empty()) {
    open(*known, file == "-" ? "" : file);
    to_screen = to_screen && file != "-";
    return true;
  }
  session_.fail("", known ? fmt::format("{} lacks the name of a file\n  write {} {}=FILE",
                                        given.spelled, given.spelled, value.substr(0, equals))
                          : unknown_format(given.spelled, value.substr(0, equals)));
  return false;
}

void Outputs::open(Format format, const std::string& file) {
  ReportOptions options;
  options.rules = rules::all_rules();
  options.version = version();
  options.quiet = session_.quiet();
  options.verbose = session_.line.has(FlagId::Verbose);
  options.statistics = session_.line.has(FlagId::Statistics);
  options.show_suppressed = session_.line.has(FlagId::ShowSuppressed);
  if (format == Format::Sarif) options.place = place_of_run(session_.host);
  auto target = std::make_unique<Target>();
  target->format = format;
  target->file = file;
  Target& kept = *target;
  Sink sink = [&kept](std::string_view text) { kept.text += text; };
  if (file.empty()) {
    options.color = session_.color();
    options.hyperlinks = options.color && session_.host.out_is_terminal();
    if (options.hyperlinks) options.place.directory = session_.host.current_directory();
    if (session_.host.out_is_terminal()) options.columns = session_.host.terminal_columns();
    sink = [this](std::string_view text) { session_.print(text); };
  }
  target->writer = make_report_writer(format, options, std::move(sink));
  targets_.push_back(std::move(target));
}

void Outputs::add(const FileReport& file) {
  ++files_;
  for (const auto& target : targets_) target->writer->add(file);
}

void Outputs::finish() {
  const RunEnd end{session_.notices(), static_cast<int>(session_.exit_code())};
  for (const auto& target : targets_) {
    // A person who mistyped needs no summary of nothing; a program needs its empty report.
    const bool idle = files_ == 0 && session_.exit_code() == ExitCode::Failure;
    if (idle && target->file.empty() && target->format == Format::Text) continue;
    target->writer->finish(end);
    if (target->file.empty()) continue;
    if (const Result<void> written = session_.host.write_file(target->file, target->text);
        !written) {
      session_.fail(target->file, fmt::format("cannot be written: {}", written.error().message));
    }
  }
}

}  // namespace plimsoll::app
