#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "analyzer/base/paths.h"
#include "analyzer/dockerfile/parse.h"
#include "app/cli/build_display.h"
#include "app/cli/build_options.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/lint.h"
#include "app/cli/open_store.h"
#include "app/cli/registries.h"
#include "app/cli/transfer_display.h"
#include "app/cli/visible.h"
#include "app/report/excerpt.h"
#include "app/report/json_writer.h"
#include "rules/table.h"

// `plimsoll build`: the command line in, a build, what became of it out.

namespace plimsoll::app {
namespace {

using builder::BuildFailure;
using builder::BuildResult;

// "what\n  what to do" -> both.
std::pair<std::string, std::string> halves(const std::string& message) {
  const std::size_t end = message.find('\n');
  if (end == std::string::npos) return {message, ""};
  return {message.substr(0, end), message.substr(end + 1)};
}

// As findings are printed: place, message, the lines of the file, what to do.
std::string failure_text(const Session& session, const SourceFile& source,
                         const BuildFailure& failure) {
  const auto [what, what_to_do] = halves(failure.error.message);
  const Paint paint(session.color());
  std::string text;
  if (failure.line == 0) {
    text = fmt::format("plimsoll: {}\n", visible(what));
  } else {
    paint.put(text, Ink::Bold, fmt::format("{}:{}:", visible(source.path()), failure.line));
    text += ' ';
    paint.put(text, Ink::BoldRed, "error:");
    text += ' ';
    paint.put(text, Ink::Bold, visible(what));
    text += '\n';
    ExcerptStyle style;
    style.paint = paint;
    style.primary = Ink::BoldRed;
    style.columns =
        static_cast<std::uint32_t>(std::clamp(session.host.terminal_columns(), 60, 400));
    const std::vector<Mark> marks = {Mark{failure.span, "", true}};
    append_excerpt(text, source, marks, gutter_digits(source, marks), style);
  }
  for (std::string_view rest = what_to_do; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += fmt::format("{}\n", visible(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

// The findings that say why the builder refuses the text; the words live in the rules.
bool report_refusal(Session& session, const SourceFile& source, const Problem& refusal) {
  const Configuration configuration;
  syntax::Parser parser;
  const Linted linted =
      lint(session.host, parser,
           std::make_unique<SourceFile>(source.path(), std::string(source.bytes())), configuration,
           nullptr);
  std::vector<Finding> findings;
  for (const Finding& finding : linted.result.findings) {
    const auto* place = std::get_if<InFile>(&finding.primary.where);
    const bool here =
        place != nullptr && place->file == 0 &&
        source.lines().line_of(place->span.begin) == source.lines().line_of(refusal.where.begin);
    if (here && finding.severity == Severity::Error) findings.push_back(finding);
  }
  if (findings.empty()) return false;
  ReportOptions options;
  options.rules = rules::all_rules();
  options.version = version();
  options.color = session.color();
  options.columns = session.host.terminal_columns();
  options.quiet = true;
  FileReport report;
  report.source = linted.source.get();
  report.findings = findings;
  session.host.write_err(render(Format::Text, options, {{report}}, {}));
  session.found();
  return true;
}

Result<SourceFile> read_dockerfile(const Session& session, const std::string& path) {
  Result<std::string> bytes = path == "-" ? session.host.read_stdin(file_limit_bytes)
                                          : session.host.read_file(path, file_limit_bytes);
  if (!bytes) return failure(fmt::format("{}: {}", visible(path), bytes.error().message));
  return SourceFile(path, std::move(*bytes));
}

void append_descriptor(JsonWriter& json, const Descriptor& descriptor) {
  json.begin_object();
  json.field("mediaType", descriptor.media_type).field("digest", descriptor.digest);
  json.field("size", descriptor.size);
  if (descriptor.platform) json.field("platform", descriptor.platform->to_string());
  json.end_object();
}

class BuildRun {
 public:
  BuildRun(Session& session, BuildRequest request)
      : session_(session), request_(std::move(request)), registries_(session) {}

  void run() {
    const Result<SourceFile> source = read_dockerfile(session_, request_.dockerfile);
    if (!source) return session_.fail("", source.error().message);
    const Dockerfile dockerfile = parse_dockerfile(*source);
    if (const Problem* refusal = dockerfile.refusal()) {
      if (report_refusal(session_, *source, *refusal)) return;
      session_.host.write_err(fmt::format(
          "{}:{}: error: the builder refuses the file here{}{}\n", visible(source->path()),
          refusal->line, refusal->subject.empty() ? "" : ": ", visible(refusal->subject)));
      return session_.found();
    }
    Result<builder::Store> store = open_store(session_);
    if (!store) return session_.fail("", store.error().message);
    const std::unique_ptr<BuildDisplay> display = make_build_display(request_.progress, session_);
    const BuildResult result = builder::build(
        session_.host, *source, dockerfile, request_.options, *store, registries_.fetch(*store, {}),
        [&](const builder::BuildEvent& event) { display->event(event); });
    display->finish();
    if (result.failure) return report_failure(*source, *result.failure);
    deliver(*store, result);
  }

 private:
  void report_failure(const SourceFile& source, const BuildFailure& failure) {
    if (request_.progress == ProgressKind::Json) {
      std::string text;
      JsonWriter json(text);
      json.begin_object().field("event", "failure").field("message", failure.error.message);
      if (failure.line != 0)
        json.field("line", failure.line).field("instruction", failure.instruction);
      if (failure.exit_code != 0) json.field("exit_code", failure.exit_code);
      json.end_object();
      session_.host.write_err(text + "\n");
    }
    const std::string text = failure_text(session_, source, failure);
    if (failure.of_the_world) return session_.fail_with_text(source.path(), text);
    if (request_.progress != ProgressKind::Json) session_.host.write_err(text);
    session_.found();
  }

  void deliver(builder::Store& store, const BuildResult& result) {
    for (const std::string& name : request_.names) {
      if (const Result<void> tagged = store.tag(name, result.image); !tagged) {
        return session_.fail("", tagged.error().message);
      }
    }
    std::vector<Descriptor> images;
    for (const builder::BuiltImage& image : result.images) images.push_back(image.manifest);
    for (builder::Output& output : request_.outputs) {
      if (output.names.empty()) output.names = request_.names;
      const Result<void> written = builder::export_images(
          store, images, output, request_.options.epoch_s, request_.options.jobs);
      if (!written) return session_.fail("", written.error().message);
    }
    if (!push(store, result.image) || !write_files(result)) return;
    tell(result);
  }

  bool push(builder::Store& store, const Descriptor& image) {
    for (const std::string& name : request_.names) {
      if (!request_.push) break;
      const Result<registry::Client*> client = registries_.client();
      const Result<builder::PushedImage> pushed =
          client ? push_image(session_, store, **client, image, name)
                 : tl::unexpected(client.error());
      if (pushed) continue;
      session_.fail("", visible(pushed.error().message));
      return false;
    }
    return true;
  }

  bool write_files(const BuildResult& result) {
    const auto write = [this](const std::string& path, const std::string& text) {
      const Result<void> written = session_.host.write_file(path, text);
      if (!written) session_.fail(path, written.error().message);
      return written.has_value();
    };
    if (!request_.digest_file.empty() && !write(request_.digest_file, result.image.digest)) {
      return false;
    }
    return request_.metadata_file.empty() || write(request_.metadata_file, metadata(result));
  }

  // As buildx writes it, as far as it goes.
  [[nodiscard]] std::string metadata(const BuildResult& result) const {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.new_line().key("containerimage.descriptor");
    append_descriptor(json, result.image);
    json.new_line().field("containerimage.digest", result.image.digest);
    std::string names;
    for (const std::string& name : request_.names) names += (names.empty() ? "" : ",") + name;
    if (!names.empty()) json.new_line().field("image.name", names);
    json.new_line().end_object();
    return text + "\n";
  }

  void tell(const BuildResult& result) {
    switch (request_.progress) {
      case ProgressKind::Quiet:
        return session_.print(result.image.digest + "\n");
      case ProgressKind::Json: {
        std::string text;
        JsonWriter json(text);
        json.begin_object().field("event", "built").field("image", result.image.digest);
        json.key("names").begin_array();
        for (const std::string& name : request_.names) json.value(name);
        json.end_array().field("steps", result.steps).field("cached", result.cached).end_object();
        session_.host.write_err(text + "\n");
        return;
      }
      case ProgressKind::Terminal:
      case ProgressKind::Plain:
        break;
    }
    std::string text = fmt::format("built {}", result.image.digest);
    for (const std::string& name : request_.names) text += fmt::format(", {}", visible(name));
    session_.host.write_err(text + "\n");
  }

  Session& session_;
  BuildRequest request_;
  Registries registries_;
};

}  // namespace

void build_command(Session& session) {
  Result<BuildRequest> request = build_request(session);
  if (!request) return session.fail("", request.error().message);
  BuildRun(session, std::move(*request)).run();
}

}  // namespace plimsoll::app
