#pragma once

// What holds for one Dockerfile: the configuration file that is nearest to it, what that file
// builds upon, the parts of it that speak of this path, and the flags of the command line on top.
//
// Which file: from the folder of the Dockerfile upwards, the first folder that holds a
// `plimsoll.toml`, a `.hadolint.yaml` or a `.hadolint.yml` (of several in one folder, the first of
// these) decides alone. Nothing is merged unless that file says so: `extends = [...]` names files
// to build upon, `root = false` the next file upwards.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/base/result.h"
#include "analyzer/settings.h"
#include "app/config/image_policy.h"
#include "app/config/origin.h"
#include "rules/selection/selection.h"

namespace plimsoll::app {

// One line of --show-config.
struct ShownValue {
  std::string key;    // "fail-level", "rules.max-lines.limit"
  std::string value;  // as TOML
  Origin origin;
};

struct Configuration {
  // What it lists as unknown has been said already, as an error or in `warnings`.
  rules::Selection selection;
  Settings settings;
  // A finding of at least this severity makes the exit code 1; nullopt: no finding does.
  std::optional<Severity> fail_level = Severity::Warning;
  ImagePolicy image;
  bool require_reason = false;  // an ignore comment without a reason is a finding
  std::string file;  // the file that decided, as shown to the user; empty: none, or --isolated
  // What was understood but has no effect (an unknown key of a .hadolint.yaml, a foreign id that no
  // rule here answers to), ready to print, a message with excerpt each.
  std::vector<std::string> warnings;
  std::vector<ShownValue> shown;  // every option, in the order of the documentation
};

// What the command line says. An option's name and values are those of plimsoll.toml.
struct ConfigurationFlags {
  struct Flag {
    std::string option;               // "ignore", "fail-level", "target", "build-args", "only"
    std::vector<std::string> values;  // of build-args: "NAME=VALUE"; of a boolean: "true"/"false"
    std::string spelled;              // "--ignore", for origins and complaints
  };
  bool isolated = false;                 // read no file but one that is named
  std::string file;                      // --config FILE: this one for every Dockerfile
  std::vector<std::string> assignments;  // --config key=value, the value as TOML or a bare word
  std::vector<Flag> flags;  // over the assignments; of one given twice lists add up, else the last

  // Files an argument of --config under `file` or `assignments`: `a-key=...` is an assignment.
  void add_config_argument(const std::string& argument);
};

// The configurations of a run. Reads each file once. Not for several threads at once; the answers
// may be read by all of them.
class Configurations {
 public:
  // `host` must outlive the object. Relative paths start at its current directory.
  Configurations(const Host& host, ConfigurationFlags flags);
  ~Configurations();
  Configurations(const Configurations&) = delete;
  Configurations& operator=(const Configurations&) = delete;

  // What holds for the file at `path` (it need not exist; of standard input, the name that the user
  // gave, or "-" for the current directory). Files that the same parts speak of share one object;
  // it lives as long as this. Fails with the complete text to print, with excerpts; exit code 2.
  [[nodiscard]] Result<const Configuration*> for_file(const std::string& path);

  // Whether discovery passes by this file or folder (`exclude`, from the folder of the file that
  // decides there). What the user names on the command line is never asked for.
  [[nodiscard]] Result<bool> excluded(const std::string& path, bool is_directory);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The text of --show-config for one file: a line a value, `key = value  # origin`.
[[nodiscard]] std::string show(const Configuration& configuration);

}  // namespace plimsoll::app
