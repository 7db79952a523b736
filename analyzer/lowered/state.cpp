#include "analyzer/lowered/state.h"

#include <algorithm>

#include "analyzer/base/paths.h"

namespace plimsoll::lowered {

namespace {

std::pair<std::string, std::string> name_and_value(const std::string& entry) {
  const std::size_t equals = entry.find('=');
  if (equals == std::string::npos) return {entry, ""};
  return {entry.substr(0, equals), entry.substr(equals + 1)};
}

}  // namespace

ImageConfig empty_config(const Platform& platform) {
  ImageConfig config;
  config.platform = platform;
  config.env = {std::string("PATH=") + default_path};
  config.working_dir = "/";
  return config;
}

Value clean_path(const Value& path) {
  return path.known() ? Value(normal_path(path.text())) : path;
}

Value resolve_path(const Value& directory, const Value& path) {
  if (is_yes(path.empty())) return is_yes(directory.empty()) ? Value("/") : directory;
  const std::string_view begin = path.prefix();
  if (begin.starts_with('/')) return path;
  if (!path.known() && begin.empty()) {
    return Value::unknown(escaped(identity(path), ';') + "; in " + identity(directory));
  }
  Value joined = directory;
  joined.append("/");
  joined.append(path);
  return clean_path(joined);
}

void StageState::begin(ImageConfig base) {
  config = std::move(base);
  config.created.clear();
  config.on_build.clear();
  for (const std::string& entry : config.env) {
    auto [name, value] = name_and_value(entry);
    scope.set_env(name, Value(value));
  }
  if (!scope.find("PATH") && config.platform.os != "windows") {
    scope.set_env("PATH", Value(default_path));
  }
  user = Value(config.user);
  workdir = Value("/");
  written_workdir = Value(config.working_dir);
  if (!config.working_dir.empty()) {
    // Relative in a base's configuration, it is seen from itself.
    written_workdir = resolve_path(Value("/" + config.working_dir), written_workdir);
    workdir = clean_path(written_workdir);
  }
}

void StageState::begin_unknown() {
  base_known = false;
  scope.hide_environment();
  user = Value::unknown("base:User");
  workdir = Value::unknown("base:WorkingDir");
  written_workdir = workdir;
}

void StageState::begin_child() {
  scope.begin_child();
  config.on_build.clear();
  cmd_set = false;
}

void StageState::put(std::string& text, const std::string& place, const Value& value) {
  text = value.display();
  if (value.known()) {
    holes.erase(place);
  } else {
    holes[place] = value;
  }
}

std::optional<std::vector<std::string>> StageState::shell() const {
  if (config.shell && !config.shell->empty()) return config.shell;
  if (!base_known) return std::nullopt;
  if (config.platform.os == "windows") return std::vector<std::string>{"cmd", "/S", "/C"};
  return std::vector<std::string>{"/bin/sh", "-c"};
}

void StageState::finish(Stage& stage) const {
  stage.config = config;
  stage.holes = holes;
  stage.base_known = base_known;
  const auto hole = [&](const std::string& place, const Value& value) {
    if (!value.known()) stage.holes[place] = value;
  };
  stage.config.env.clear();
  for (const Variable& variable : scope.env()) {
    stage.config.env.push_back(variable.name + "=" + variable.value.display());
    hole("Env." + variable.name, variable.value);
  }
  stage.config.user = user.display();
  stage.config.working_dir = written_workdir.display();
  hole("User", user);
  hole("WorkingDir", written_workdir);
  for (const auto& [place, value] : stage.holes) {
    const std::string field = place.substr(0, place.find('.'));
    if (stage.unknown.empty() || stage.unknown.back() != field) stage.unknown.push_back(field);
  }
}

}  // namespace plimsoll::lowered
