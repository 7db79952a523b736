#include "app/report/report.h"

#include <array>

#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

struct Entry {
  std::string_view name;
  MakeWriter* make;
};

// In the order of Format.
constexpr std::array<Entry, 9> formats{{{"text", make_text_report},
                                        {"gnu", make_gnu_report},
                                        {"json", make_json_report},
                                        {"sarif", make_sarif_report},
                                        {"github", make_github_report},
                                        {"gitlab", make_gitlab_report},
                                        {"checkstyle", make_checkstyle_report},
                                        {"junit", make_junit_report},
                                        {"rdjson", make_rdjson_report}}};

constexpr std::array<std::string_view, formats.size()> names = [] {
  std::array<std::string_view, formats.size()> all;
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = formats[i].name;
  return all;
}();

}  // namespace

std::string_view to_string(Format format) { return names[static_cast<std::size_t>(format)]; }

std::optional<Format> format_from(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Format>(i);
  }
  return std::nullopt;
}

std::span<const std::string_view> format_names() { return names; }

std::unique_ptr<ReportWriter> make_report_writer(Format format, const ReportOptions& options,
                                                 Sink sink) {
  return formats[static_cast<std::size_t>(format)].make(options, std::move(sink));
}

std::string render(Format format, const ReportOptions& options, std::span<const FileReport> files,
                   const RunEnd& end) {
  std::string out;
  const auto writer =
      make_report_writer(format, options, [&out](std::string_view bytes) { out += bytes; });
  for (const FileReport& file : files) writer->add(file);
  writer->finish(end);
  return out;
}

}  // namespace plimsoll::app
