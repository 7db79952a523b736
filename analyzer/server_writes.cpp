#include "analyzer/server_writes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/base/paths.h"

namespace plimsoll {

namespace {
// An option of a server's command line that names such a directory, or a file in one.
struct WritingOption {
  std::string_view program, option, what;
  bool file = false;
};
}  // namespace

static constexpr std::array writing_options = {
    WritingOption{"redis-server", "--dir", "its data"},
    WritingOption{"redis-server", "--logfile", "its log", true},
    WritingOption{"redis-server", "--pidfile", "its process id", true},
    WritingOption{"valkey-server", "--dir", "its data"},
    WritingOption{"postgres", "-D", "its data"},
    WritingOption{"mysqld", "--datadir", "its data"},
    WritingOption{"mysqld", "--pid-file", "its process id", true},
    WritingOption{"mysqld", "--socket", "its socket", true},
    WritingOption{"mariadbd", "--datadir", "its data"},
    WritingOption{"mariadbd", "--pid-file", "its process id", true},
    WritingOption{"mongod", "--dbpath", "its data"},
    WritingOption{"mongod", "--logpath", "its log", true},
};

// Nobody's layer: a tmpfs in every container, or no file at all.
static bool is_no_layer(std::string_view path) {
  return path == "/dev" || path.starts_with("/dev/") || path.starts_with("/proc/");
}

std::vector<ServerWrite> writes_by_command(const std::vector<std::string>& words) {
  std::vector<ServerWrite> writes;
  const std::string_view program = words.empty() ? std::string_view() : file_name(words.front());
  for (std::size_t i = 1; i < words.size(); ++i) {
    for (const WritingOption& option : writing_options) {
      if (option.program != program || !words[i].starts_with(option.option)) continue;
      const std::string_view rest = std::string_view(words[i]).substr(option.option.size());
      std::string_view value;
      if (rest.empty() && i + 1 < words.size()) value = words[i + 1];
      if (rest.starts_with('=')) value = rest.substr(1);
      if (rest.starts_with('/') && option.option.size() == 2) value = rest;
      if (!value.starts_with('/')) continue;
      std::string directory = option.file ? parent_path(value) : normal_path(value);
      if (!is_no_layer(directory)) writes.push_back({std::move(directory), option.what, i});
    }
  }
  return writes;
}

std::string_view server_of(const ImageConfig& config) {
  static constexpr std::array<std::string_view, 10> servers{
      "nginx",    "redis-server", "valkey-server",    "postgres",   "mysqld",
      "mariadbd", "httpd",        "httpd-foreground", "apache2ctl", "mongod"};
  for (const auto* words : {&config.cmd, &config.entrypoint}) {
    if (!*words || (*words)->empty()) continue;
    const std::string_view name = file_name((*words)->front());
    const auto* const found = std::find(servers.begin(), servers.end(), name);
    if (found != servers.end()) return *found;
  }
  return {};
}

// `pid /run/nginx.pid;`: the first argument of a directive, wherever it stands.
static std::optional<std::string> directive(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || !line.substr(first).starts_with(name)) continue;
    line.remove_prefix(first + name.size());
    if (line.empty() || (line.front() != ' ' && line.front() != '\t')) continue;
    line.remove_prefix(std::min(line.find_first_not_of(" \t\""), line.size()));
    return std::string(line.substr(0, line.find_first_of(" \t;\"\r")));
  }
  return std::nullopt;
}

namespace {
class Server {
 public:
  Server(const ImageFacts& facts, std::string_view name) : facts_(facts), name_(name) {}

  std::vector<ServerWrite> writes() {
    if (name_ == "nginx") of_nginx();
    if (name_ == "redis-server" || name_ == "valkey-server") of_redis();
    if (name_ == "postgres") {
      add(facts_.contents.env("PGDATA").value_or(""), "its data");
      add_where_there("var/run/postgresql", "its socket");
    }
    if (name_ == "mysqld" || name_ == "mariadbd") {
      add_where_there("var/lib/mysql", "its data");
      add_where_there("var/run/mysqld", "its socket");
    }
    if (name_ == "httpd" || name_ == "httpd-foreground") {
      add_where_there("usr/local/apache2/logs", "its process id");
    }
    if (name_ == "apache2ctl") {
      add_where_there("var/run/apache2", "its process id");
      add_where_there("var/log/apache2", "its log");
    }
    // CMD is what the entrypoint is given; where that is a script, it starts what CMD says.
    const auto& entrypoint = facts_.description.config.entrypoint;
    std::vector<std::string> cmd =
        facts_.description.config.cmd.value_or(std::vector<std::string>());
    std::vector<std::string> whole = entrypoint.value_or(std::vector<std::string>());
    whole.insert(whole.end(), cmd.begin(), cmd.end());
    for (const auto* words : {&whole, &cmd}) {
      for (const ServerWrite& each : writes_by_command(*words)) add(each.directory, each.what);
    }
    return std::move(written_);
  }

 private:
  void add(std::string_view directory, std::string_view what) {
    if (!directory.starts_with('/') || is_no_layer(directory)) return;
    if (!seen_.insert(std::string(directory)).second) return;
    written_.push_back({std::string(directory), what, 0});
  }

  void add_where_there(std::string_view clean_path, std::string_view what) {
    const image::PathId path = facts_.tree.resolve(clean_path);
    if (path == image::no_path || !facts_.tree.is_directory(path)) return;
    add("/" + facts_.tree.paths().path(path), what);
  }

  // A log that is a link to the container's output writes nothing.
  void add_file(const std::optional<std::string>& file, std::string_view what) {
    if (!file || !file->starts_with('/')) return;
    const image::EntryRef live = facts_.tree.live(std::string_view(*file).substr(1));
    if (live.valid() && facts_.tree.at(live).kind != image::EntryKind::File) return;
    add(parent_path(*file), what);
  }

  void of_nginx() {
    for (const std::string_view path : {"etc/nginx/nginx.conf", "usr/local/nginx/conf/nginx.conf",
                                        "usr/local/openresty/nginx/conf/nginx.conf"}) {
      const auto text = facts_.contents.text(path);
      if (!text) continue;
      add_file(directive(*text, "pid"), "its process id");
      add_file(directive(*text, "error_log"), "its log");
      add_file(directive(*text, "access_log"), "its log");
      for (const std::string_view name :
           {"client_body_temp_path", "proxy_temp_path", "proxy_cache_path"}) {
        add(directive(*text, name).value_or(""), "what it buffers");
      }
      add_where_there("var/cache/nginx", "what it buffers");
      add_where_there("var/lib/nginx", "what it buffers");
      return;
    }
  }

  void of_redis() {
    const auto& cmd = facts_.description.config.cmd;
    if (!cmd || cmd->size() < 2) return;
    for (const std::string& word : *cmd) {
      if (!word.starts_with('/')) continue;
      const auto text = facts_.contents.text(std::string_view(word).substr(1));
      if (!text) continue;
      add(directive(*text, "dir").value_or(""), "its data");
      add_file(directive(*text, "logfile"), "its log");
      add_file(directive(*text, "pidfile"), "its process id");
    }
  }

  const ImageFacts& facts_;
  std::string_view name_;
  std::set<std::string> seen_;
  std::vector<ServerWrite> written_;
};
}  // namespace

std::vector<ServerWrite> server_writes(const ImageFacts& facts) {
  const std::string_view server = server_of(facts.description.config);
  if (server.empty()) return {};
  return Server(facts, server).writes();
}

}  // namespace plimsoll
