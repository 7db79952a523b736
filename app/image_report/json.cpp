// docs/schema/image.schema.json describes what is written here, docs/image-scanning.md explains it.
//
// What depends on how the image was stored is in `source` and `transport`; all else is the same for
// one image in any container. `run` says how this run went.

#include <fmt/format.h>

#include "analyzer/source/utf8.h"
#include "app/image_report/writers.h"
#include "app/report/json_writer.h"
#include "app/report/locator.h"
#include "app/report/rule_book.h"
#include "app/report/tally.h"

namespace plimsoll::app {

namespace {

using image::Bytes;
using image::BytesByFate;
using image::Fate;

constexpr int schema_version = 1;

class JsonImageReport {
 public:
  JsonImageReport(const ImageReport& report, const ReportOptions& options)
      : report_(report),
        figures_(*report.figures),
        options_(options),
        rules_(options.rules, options.rule_pages),
        json_(out_) {}

  [[nodiscard]] std::string whole(const RunEnd& end) {
    json_.begin_object().field("schema", schema_version);
    json_.key("tool").begin_object().field("name", "plimsoll");
    json_.field("version", options_.version).end_object();
    append_source();
    append_image();
    append_sums();
    append_layers();
    append_waste();
    append_duplicates();
    append_leftovers();
    append_contents();
    append_findings();
    append_gates();
    append_transport();
    append_run(end);
    json_.new_line().end_object();
    return std::move(out_) + '\n';
  }

 private:
  // --- pieces

  void section(std::string_view name) { json_.new_line().key(name); }

  // Names of an image are bytes. What is no UTF-8 is written as `\xff`, so that two names stay two.
  void field_of_bytes(std::string_view name, std::string_view bytes) {
    json_.field(name, as_text(bytes));
  }
  [[nodiscard]] static std::string as_text(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size();) {
      const utf8::CodePoint point = utf8::decode(bytes, i);
      if (point.valid) {
        out += bytes.substr(i, point.size);
      } else {
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[i]));
      }
      i += point.valid ? point.size : 1;
    }
    return out;
  }

  void texts(std::string_view name, const std::vector<std::string>& list) {
    json_.key(name).begin_array();
    for (const std::string& text : list) json_.value(as_text(text));
    json_.end_array();
  }

  void append_bytes(const Bytes& bytes) {
    json_.begin_object().field("entries", bytes.entries).field("file_bytes", bytes.file);
    json_.field("tar_bytes", bytes.tar).end_object();
  }

  // Each fate that has anything.
  void append_bytes(const BytesByFate& bytes) {
    json_.begin_object();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i].entries == 0 && bytes[i].file == 0 && bytes[i].tar == 0) continue;
      json_.key(to_string(static_cast<Fate>(i)));
      append_bytes(bytes[i]);
    }
    json_.end_object();
  }

  void append_wire(const BytesByFate& bytes) {
    json_.begin_object();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i].wire != 0) json_.field(to_string(static_cast<Fate>(i)), bytes[i].wire);
    }
    json_.end_object();
  }

  // --- sections

  void append_source() {
    const image::ImageDescription& source = *report_.description;
    section("source");
    json_.begin_object().field("kind", source.source_kind);
    field_of_bytes("reference", source.shown);
    texts("names", source.names);
    json_.field("manifest_digest", source.manifest_digest);
    json_.field("config_digest", source.config_digest);
    json_.key("annotations").begin_object();
    for (const auto& [name, value] : source.annotations) field_of_bytes(as_text(name), value);
    json_.end_object().key("notes").begin_array();
    for (const image::SourceNote& note : report_.notes) {
      json_.begin_object().field("kind", note.kind).field("what", note.what);
      if (note.layer >= 0) json_.field("layer", note.layer);
      json_.field("partial", note.partial).end_object();
    }
    json_.end_array().end_object();
  }

  void append_image() {
    const ImageConfig& config = report_.description->config;
    section("image");
    json_.begin_object().field("platform", figures_.platform);
    field_of_bytes("system", figures_.system);
    field_of_bytes("created", figures_.created);
    json_.key("user").begin_object();
    field_of_bytes("text", figures_.user.text);
    if (figures_.user.uid) json_.field("uid", *figures_.user.uid);
    if (figures_.user.gid) json_.field("gid", *figures_.user.gid);
    json_.end_object();
    field_of_bytes("working_dir", config.working_dir);
    if (figures_.entrypoint) texts("entrypoint", *figures_.entrypoint);
    if (figures_.cmd) texts("cmd", *figures_.cmd);
    texts("ports", {config.exposed_ports.begin(), config.exposed_ports.end()});
    texts("volumes", {config.volumes.begin(), config.volumes.end()});
    // Values of variables and labels may be secrets that nobody has a shape for.
    json_.key("variables").begin_array();
    for (const std::string& variable : config.env) {
      json_.value(as_text(std::string_view(variable).substr(0, variable.find('='))));
    }
    json_.end_array().key("labels").begin_array();
    for (const auto& [name, value] : config.labels) json_.value(as_text(name));
    json_.end_array();
    json_.key("base").begin_object().field("layers", figures_.base_layers);
    json_.field("known_by", figures_.base_known_by);
    field_of_bytes("name", figures_.base_name);
    json_.end_object().end_object();
  }

  void append_sums() {
    section("sums");
    json_.begin_object().field("layers", std::uint64_t{figures_.layers.size()});
    json_.key("total");
    append_bytes(figures_.total);
    json_.key("wasted");
    append_bytes(figures_.wasted);
    json_.key("by_fate");
    append_bytes(figures_.bytes);
    json_.field("efficiency", figures_.efficiency);
    json_.key("dive").begin_object().field("efficiency", figures_.dive.efficiency);
    json_.field("wasted_bytes", figures_.dive.wasted_bytes);
    json_.key("wasted_ratio");
    if (figures_.dive.wasted_ratio) {
      json_.value(*figures_.dive.wasted_ratio);
    } else {
      json_.null();
    }
    json_.field("image_bytes", figures_.dive.image_bytes).end_object().end_object();
  }

  void append_layers() {
    section("layers");
    json_.begin_array();
    for (std::size_t i = 0; i < figures_.layers.size(); ++i) {
      const LayerFigures& layer = figures_.layers[i];
      json_.new_line().begin_object().field("index", std::uint64_t{i});
      json_.field("diff_id", layer.diff_id).field("keyword", layer.keyword);
      field_of_bytes("instruction", layer.instruction);
      if (layer.line) json_.field("line", *layer.line);
      json_.field("base", layer.base);
      if (!layer.unread.empty()) field_of_bytes("unread", layer.unread);
      json_.field("tar_bytes", layer.tar_bytes).key("total");
      append_bytes(layer.total());
      json_.key("wasted");
      append_bytes(layer.wasted());
      json_.key("by_fate");
      append_bytes(layer.bytes);
      json_.end_object();
    }
    json_.end_array();
  }

  void append_waste() {
    section("waste");
    json_.begin_array();
    for (const WasteFigures& waste : figures_.waste) {
      json_.new_line().begin_object().field("wrote", waste.wrote).field("hid", waste.hid);
      json_.key("total");
      append_bytes(waste.total);
      json_.key("by_fate");
      append_bytes(waste.bytes);
      field_of_bytes("where", waste.where);
      json_.key("biggest").begin_array();
      for (const WastedPath& path : waste.paths) {
        json_.begin_object();
        field_of_bytes("path", path.path);
        json_.field("file_bytes", path.file_bytes).end_object();
      }
      json_.end_array().end_object();
    }
    json_.end_array();
  }

  void append_duplicates() {
    section("duplicates");
    json_.begin_array();
    for (const DuplicateFigures& each : figures_.duplicates) {
      json_.new_line().begin_object().field("file_bytes", each.size);
      json_.field("copies", std::uint64_t{each.copies});
      json_.field("spare_bytes", each.spare_bytes()).key("files").begin_array();
      for (std::size_t i = 0; i < each.paths.size(); ++i) {
        json_.begin_object();
        field_of_bytes("path", each.paths[i]);
        json_.field("layer", each.layers[i]).end_object();
      }
      json_.end_array().end_object();
    }
    json_.end_array();
  }

  void append_leftovers() {
    section("leftovers");
    json_.begin_array();
    for (const LeftoverFigures& each : figures_.leftovers) {
      json_.new_line().begin_object().field("kind", each.kind);
      field_of_bytes("path", each.path);
      json_.key("total");
      append_bytes(each.bytes);
      json_.key("layers").begin_array();
      for (const std::uint32_t layer : each.layers) json_.value(layer);
      json_.end_array().end_object();
    }
    json_.end_array();
  }

  void append_contents() {
    section("accounts");
    json_.begin_array();
    for (const image::Account& account : figures_.accounts) {
      json_.new_line().begin_object();
      field_of_bytes("name", account.name);
      json_.field("uid", account.uid).field("gid", account.gid);
      field_of_bytes("home", account.home);
      field_of_bytes("shell", account.shell);
      json_.field("empty_password", account.empty_password).end_object();
    }
    json_.end_array();
    section("groups");
    json_.begin_array();
    for (const image::AccountGroup& group : figures_.groups) {
      json_.new_line().begin_object();
      field_of_bytes("name", group.name);
      json_.field("gid", group.gid);
      texts("members", group.members);
      json_.end_object();
    }
    json_.end_array();
    section("packages");
    json_.begin_array();
    for (const image::Package& package : figures_.packages) {
      json_.new_line().begin_object().field("manager", name_of(package.manager));
      field_of_bytes("name", package.name);
      field_of_bytes("version", package.version);
      field_of_bytes("architecture", package.architecture);
      json_.field("installed_bytes", package.installed_bytes).end_object();
    }
    json_.end_array();
    section("programs");
    json_.begin_array();
    for (const image::Started& started : figures_.started) append_program(started);
    json_.end_array();
  }

  [[nodiscard]] static std::string_view name_of(image::PackageManager manager) {
    switch (manager) {
      case image::PackageManager::Dpkg:
        return "dpkg";
      case image::PackageManager::Apk:
        return "apk";
      case image::PackageManager::Rpm:
        break;
    }
    return "rpm";
  }

  [[nodiscard]] static std::string_view name_of(Answer answer) {
    return is_yes(answer) ? "yes" : is_no(answer) ? "no" : "unknown";
  }

  void append_program(const image::Started& started) {
    json_.new_line().begin_object().field("field", started.field);
    field_of_bytes("word", started.word);
    json_.field("found", name_of(started.found));
    json_.field("executable", name_of(started.executable));
    field_of_bytes("missing_interpreter", started.missing_interpreter);
    texts("missing_libraries", started.missing_libraries);
    json_.end_object();
  }

  // --- findings

  void append_findings() {
    Locator locator(report_.file, ColumnUnit::CodePoint);
    section("findings");
    json_.begin_array();
    for (const Finding& finding : report_.file.findings) append_finding(locator, finding, nullptr);
    if (options_.show_suppressed) {
      for (const rules::Suppressed& ignored : report_.file.suppressed) {
        append_finding(locator, ignored.finding, &ignored);
      }
    }
    json_.end_array();
  }

  void append_finding(Locator& locator, const Finding& finding, const rules::Suppressed* ignored) {
    json_.new_line().begin_object().field("rule", finding.rule);
    const rules::Rule* rule = rules_.find(finding.rule);
    json_.key("aliases").begin_array();
    if (rule != nullptr) {
      for (const std::string_view alias : rule->aliases) json_.value(alias);
    }
    json_.end_array().field("severity", to_string(finding.severity));
    field_of_bytes("message", finding.message);
    json_.key("place");
    append_place(locator, finding.primary);
    json_.key("related").begin_array();
    for (const Label& label : finding.related) append_place(locator, label);
    json_.end_array();
    if (finding.cost) {
      json_.key("cost").begin_object();
      if (finding.cost->bytes) json_.field("bytes", *finding.cost->bytes);
      if (finding.cost->seconds) json_.field("seconds", *finding.cost->seconds);
      json_.field("measured", finding.cost->measured).end_object();
    }
    if (!finding.help.empty()) field_of_bytes("help", finding.help);
    if (const std::string page = rules_.page(finding.rule); !page.empty()) json_.field("url", page);
    json_.field("suppressed", ignored != nullptr);
    if (ignored != nullptr) json_.field("reason", ignored->reason);
    json_.end_object();
  }

  // Without the image's name: it depends on where the image lies.
  void append_place(Locator& locator, const Label& label) {
    json_.begin_object();
    if (const auto* in_layer = std::get_if<InLayer>(&label.where)) {
      if (in_layer->layer == InLayer::configuration) {
        field_of_bytes("field", in_layer->path);
      } else {
        json_.field("layer", in_layer->layer);
        field_of_bytes("path", in_layer->path);
      }
    } else {
      const Region region = locator.find(label.where);
      field_of_bytes("file", region.source->path());
      json_.field("line", region.begin.line).field("column", region.begin.column);
      json_.field("end_line", region.end.line).field("end_column", region.end.column);
    }
    if (!label.text.empty()) field_of_bytes("text", label.text);
    json_.end_object();
  }

  // --- the rest

  void append_gates() {
    section("gates");
    json_.begin_array();
    for (const Gate& gate : report_.gates) {
      json_.new_line().begin_object().field("name", gate.name);
      json_.field("verdict", to_string(gate.verdict));
      field_of_bytes("found", gate.found);
      field_of_bytes("limit", gate.limit);
      if (gate.layer) json_.field("layer", *gate.layer).field("share", gate.share);
      texts("notes", gate.notes);
      json_.end_object();
    }
    json_.end_array();
  }

  void append_transport() {
    section("transport");
    json_.begin_object().field("bytes", figures_.wire_bytes).key("layers").begin_array();
    for (const LayerFigures& layer : figures_.layers) {
      json_.new_line().begin_object().field("digest", layer.transport.digest);
      field_of_bytes("media_type", layer.transport.media_type);
      json_.field("compression", to_string(layer.transport.compression));
      json_.field("bytes", layer.transport.bytes).key("by_fate");
      append_wire(layer.bytes);
      json_.end_object();
    }
    json_.end_array().key("waste").begin_array();
    for (const WasteFigures& waste : figures_.waste) {
      json_.new_line().begin_object().field("wrote", waste.wrote).field("hid", waste.hid);
      json_.field("bytes", waste.total.wire).end_object();
    }
    json_.end_array().end_object();
  }

  void append_run(const RunEnd& end) {
    Tally tally;
    tally.add(report_.file);
    section("summary");
    json_.begin_object().field("findings", std::uint64_t{tally.findings});
    for (const Severity severity :
         {Severity::Error, Severity::Warning, Severity::Info, Severity::Style}) {
      json_.field(to_string(severity), std::uint64_t{tally.of(severity)});
    }
    json_.field("suppressed", std::uint64_t{tally.suppressed});
    json_.field("partial", figures_.partial).field("exit_code", end.exit_code);
    json_.key("problems").begin_array();
    for (const Notice& notice : end.notices) {
      json_.begin_object().field("level", notice.error ? "error" : "warning");
      field_of_bytes("message", notice.message);
      json_.end_object();
    }
    json_.end_array().end_object();
  }

  const ImageReport& report_;
  const Figures& figures_;
  const ReportOptions& options_;
  RuleBook rules_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

void write_image_json(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                      const Sink& sink) {
  sink(JsonImageReport(report, options).whole(end));
}

}  // namespace plimsoll::app
