#include "analyzer/image/config.h"

#include "analyzer/image/json.h"
#include "analyzer/image/manifest.h"

namespace plimsoll {
namespace {

using image::Json;
using image::Members;
using image::OrderedJson;

// ---- reading

HealthcheckConfig read_healthcheck(Members& members) {
  HealthcheckConfig check;
  check.test = members.texts("Test").value_or(std::vector<std::string>());
  check.interval_ns = members.integer("Interval");
  check.timeout_ns = members.integer("Timeout");
  check.start_period_ns = members.integer("StartPeriod");
  check.start_interval_ns = members.integer("StartInterval");
  check.retries = members.integer("Retries");
  return check;
}

Result<void> read_process(const Json& json, ImageConfig& config) {
  Members members(json, "the image configuration: in \"config\", ");
  config.user = members.text("User");
  config.env = members.texts("Env").value_or(std::vector<std::string>());
  config.entrypoint = members.texts("Entrypoint");
  config.cmd = members.texts("Cmd");
  config.working_dir = members.text("WorkingDir");
  config.labels = members.text_map("Labels");
  for (std::string& port : members.keys("ExposedPorts")) config.exposed_ports.insert(port);
  for (std::string& volume : members.keys("Volumes")) config.volumes.insert(volume);
  config.on_build = members.texts("OnBuild").value_or(std::vector<std::string>());
  config.stop_signal = members.text("StopSignal");
  config.shell = members.texts("Shell");
  config.args_escaped = members.boolean("ArgsEscaped");
  if (const Json* check = members.object("Healthcheck")) {
    Members inner(*check, members.where() + "\"Healthcheck\": ");
    config.healthcheck = read_healthcheck(inner);
    if (inner.error()) return tl::unexpected(*inner.error());
  }
  if (members.error()) return tl::unexpected(*members.error());
  return {};
}

Result<void> read_root(Members& members, ImageConfig& config) {
  const Json* root = members.object("rootfs");
  if (!root) return {};
  Members inner(*root, members.where() + "in \"rootfs\", ");
  const std::string type = inner.text("type");
  if (!type.empty() && type != "layers") inner.fail("\"type\" is not \"layers\"");
  config.diff_ids = inner.texts("diff_ids").value_or(std::vector<std::string>());
  if (config.diff_ids.size() > max_layers) {
    inner.fail("there are more than " + std::to_string(max_layers) + " layers");
  }
  for (const std::string& diff_id : config.diff_ids) {
    if (!is_digest(diff_id)) inner.fail("\"diff_ids\" holds something that is no SHA-256 digest");
  }
  if (inner.error()) return tl::unexpected(*inner.error());
  return {};
}

Result<void> read_history(Members& members, ImageConfig& config) {
  const Json* history = members.array("history");
  if (!history) return {};
  for (const Json& json : *history) {
    if (!json.is_object()) return failure(members.where() + "\"history\" holds no objects");
    Members inner(json, members.where() + "in \"history\", ");
    HistoryEntry entry;
    entry.created = inner.text("created");
    entry.created_by = inner.text("created_by");
    entry.author = inner.text("author");
    entry.comment = inner.text("comment");
    entry.empty_layer = inner.boolean("empty_layer");
    if (inner.error()) return tl::unexpected(*inner.error());
    config.history.push_back(std::move(entry));
  }
  return {};
}

// ---- writing

void put(OrderedJson& json, const char* name, const std::string& value) {
  if (!value.empty()) json[name] = value;
}
void put(OrderedJson& json, const char* name, std::int64_t value) {
  if (value != 0) json[name] = value;
}
void put(OrderedJson& json, const char* name, const std::set<std::string>& keys) {
  if (keys.empty()) return;
  OrderedJson::object_t object;
  for (const std::string& key : keys) {
    object.OrderedJson::object_t::Container::emplace_back(key, OrderedJson::object());
  }
  json[name] = std::move(object);
}

OrderedJson healthcheck_json(const HealthcheckConfig& check) {
  OrderedJson json = OrderedJson::object();
  if (!check.test.empty()) json["Test"] = check.test;
  put(json, "Interval", check.interval_ns);
  put(json, "Timeout", check.timeout_ns);
  put(json, "StartPeriod", check.start_period_ns);
  put(json, "StartInterval", check.start_interval_ns);
  put(json, "Retries", check.retries);
  return json;
}

OrderedJson process_json(const ImageConfig& config) {
  OrderedJson json = OrderedJson::object();
  put(json, "User", config.user);
  put(json, "ExposedPorts", config.exposed_ports);
  if (!config.env.empty()) json["Env"] = config.env;
  if (config.entrypoint) json["Entrypoint"] = *config.entrypoint;
  if (config.cmd) json["Cmd"] = *config.cmd;
  put(json, "Volumes", config.volumes);
  put(json, "WorkingDir", config.working_dir);
  if (!config.labels.empty()) json["Labels"] = image::object_of(config.labels);
  put(json, "StopSignal", config.stop_signal);
  if (config.args_escaped) json["ArgsEscaped"] = true;
  if (config.healthcheck) json["Healthcheck"] = healthcheck_json(*config.healthcheck);
  if (!config.on_build.empty()) json["OnBuild"] = config.on_build;
  if (config.shell) json["Shell"] = *config.shell;
  return json;
}

OrderedJson history_json(const HistoryEntry& entry) {
  OrderedJson json = OrderedJson::object();
  put(json, "created", entry.created);
  put(json, "created_by", entry.created_by);
  put(json, "author", entry.author);
  put(json, "comment", entry.comment);
  if (entry.empty_layer) json["empty_layer"] = true;
  return json;
}

}  // namespace

Result<ImageConfig> parse_image_config(std::string_view json) {
  const Result<Json> parsed = image::parse_object(json, max_config_bytes, "image configuration");
  if (!parsed) return tl::unexpected(parsed.error());
  Members members(*parsed, "the image configuration: ");
  ImageConfig config;
  config.platform.os = members.text("os");
  config.platform.architecture = members.text("architecture");
  config.platform.variant = members.text("variant");
  if (config.platform.os.empty()) config.platform.os = "linux";
  config.os_version = members.text("os.version");
  config.created = members.text("created");
  config.author = members.text("author");
  if (const Json* process = members.object("config")) {
    if (auto read = read_process(*process, config); !read) return tl::unexpected(read.error());
  }
  if (auto read = read_root(members, config); !read) return tl::unexpected(read.error());
  if (auto read = read_history(members, config); !read) return tl::unexpected(read.error());
  if (members.error()) return tl::unexpected(*members.error());
  return config;
}

std::string to_json(const ImageConfig& config) {
  OrderedJson json = OrderedJson::object();
  put(json, "created", config.created);
  put(json, "author", config.author);
  json["architecture"] = config.platform.architecture;
  json["os"] = config.platform.os;
  put(json, "os.version", config.os_version);
  put(json, "variant", config.platform.variant);
  json["config"] = process_json(config);
  json["rootfs"]["type"] = "layers";
  json["rootfs"]["diff_ids"] = config.diff_ids;
  for (const HistoryEntry& entry : config.history) json["history"].push_back(history_json(entry));
  return image::dump(json);
}

}  // namespace plimsoll
