#include "app/cli/outputs.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/paths.h"
#include "app/cli/repository.h"
#include "app/cli/visible.h"
#include "app/config/complaint.h"
#include "app/report/masked_report.h"
#include "rules/table.h"

namespace plimsoll::app {
namespace {

using Names = std::span<const std::string_view>;

// Other linters' names of formats that say the same as one of ours.
std::optional<std::string> format_named(std::string_view name, Names names) {
  if (name == "tty") name = "text";
  if (name == "codeclimate" || name == "gitlab_codeclimate") name = "gitlab";
  if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
  return std::string(name);
}

std::string unknown_format(const std::string& spelled, std::string_view value, Names names) {
  const std::string_view near = nearest(value, names);
  return fmt::format("{} cannot be `{}`\n  {}", spelled, visible(value),
                     near.empty() ? fmt::format("it is one of {}", fmt::join(names, ", "))
                                  : fmt::format("did you mean {}?", near));
}

// `sarif=out.sarif` is a report beside the one on the screen; `out.sarif` is that one, elsewhere.
// Fails with what to say.
Result<AskedReport> asked_output(const GivenFlag& given, const std::string& format, Names names,
                                 bool& to_screen) {
  const std::size_t equals = given.value.find('=');
  const std::string_view value = given.value;
  if (equals == std::string::npos || value.substr(0, equals).find('/') != std::string::npos) {
    to_screen = false;
    return AskedReport{format, value == "-" ? std::string() : given.value};
  }
  const std::string file = given.value.substr(equals + 1);
  const std::optional<std::string> known = format_named(value.substr(0, equals), names);
  if (known && !file.empty()) {
    to_screen = to_screen && file != "-";
    return AskedReport{*known, file == "-" ? std::string() : file};
  }
  return failure(known ? fmt::format("{} lacks the name of a file\n  write {} {}=FILE",
                                     given.spelled, given.spelled, value.substr(0, equals))
                       : unknown_format(given.spelled, value.substr(0, equals), names));
}

}  // namespace

std::optional<std::vector<AskedReport>> asked_reports(Session& session, Names names) {
  std::string format(names.front());
  if (const GivenFlag* given = session.line.last(FlagId::Format)) {
    const std::optional<std::string> known = format_named(given->value, names);
    if (!known) {
      session.fail("", unknown_format(given->spelled, given->value, names));
      return std::nullopt;
    }
    format = *known;
  }
  std::vector<AskedReport> asked;
  bool to_screen = true;
  bool ready = true;
  for (const GivenFlag& given : session.line.flags) {
    if (given.spec->id != FlagId::Output) continue;
    Result<AskedReport> one = asked_output(given, format, names, to_screen);
    if (one) {
      asked.push_back(std::move(*one));
    } else {
      session.fail("", one.error().message);
      ready = false;
    }
  }
  if (!ready) return std::nullopt;
  if (to_screen) asked.push_back({format, ""});
  return asked;
}

ReportOptions report_options(const Session& session, const AskedReport& asked) {
  ReportOptions options;
  options.rules = rules::all_rules();
  options.version = version();
  options.quiet = session.quiet();
  options.verbose = session.line.has(FlagId::Verbose);
  options.statistics = session.line.has(FlagId::Statistics);
  options.show_suppressed = session.line.has(FlagId::ShowSuppressed);
  if (asked.format == to_string(Format::Sarif)) options.place = place_of_run(session.host);
  if (!asked.file.empty()) return options;
  options.color = session.color();
  options.hyperlinks = options.color && session.host.out_is_terminal();
  if (options.hyperlinks) options.place.directory = session.host.current_directory();
  if (session.host.out_is_terminal()) options.columns = session.host.terminal_columns();
  return options;
}

Outputs::Outputs(Session& session) : session_(session) {
  const auto asked = asked_reports(session, format_names());
  ready_ = asked.has_value();
  if (!asked) return;
  for (const AskedReport& one : *asked) open(one);
  if (auto made = SecretScanner::make()) scanner_ = std::move(*made);
}

void Outputs::open(const AskedReport& asked) {
  auto target = std::make_unique<Target>();
  target->format = format_from(asked.format).value_or(Format::Text);
  target->file = asked.file;
  Target& kept = *target;
  Sink sink = [&kept](std::string_view text) { kept.text += text; };
  if (asked.file.empty()) sink = [this](std::string_view text) { session_.print(text); };
  target->writer =
      make_report_writer(target->format, report_options(session_, asked), std::move(sink));
  targets_.push_back(std::move(target));
}

void Outputs::add(const FileReport& file) {
  Masks masks(scanner_.get());
  if (!file.findings.empty() || !file.suppressed.empty()) masks.learn_file(file.source->bytes());
  add(file, masks);
}

void Outputs::add(const FileReport& file, const Masks& masks) {
  ++files_;
  const MaskedReport masked(file, masks);
  for (const auto& target : targets_) target->writer->add(masked.of(target->format));
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
