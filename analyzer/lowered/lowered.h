#pragma once

// Long because it is one picture: the graph, from a word of COPY up to the stages.
//
// A Dockerfile's meaning with everything resolved: stages of steps, each with its arguments,
// environment, user, directory and shell. It is the builder's input, and the ground for proofs: two
// files with equal graphs build the same image. What only the build knows (an ARG without a value,
// the environment of a base image that nobody has) stays a hole in a Value.
//
// The clauses are the Dockerfile reference's; where it is silent, BuildKit's dispatch decides.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/image/config.h"
#include "analyzer/image/platform.h"
#include "analyzer/stages/invocation.h"
#include "analyzer/values/value.h"

namespace plimsoll::lowered {

// Where a step stands, and how it is called.
struct Origin {
  std::uint32_t line = 0;  // 1-based, of the instruction (of the FROM for a base's trigger)
  Span span;               // of the instruction; of the FROM for a base's trigger
  bool from_base = false;  // an ONBUILD of the base image's config
  std::string text;        // as progress shows it: "RUN apt-get update"
  std::string history;     // created_by: "RUN |1 A=b /bin/sh -c make # buildkit"
};

struct Variable {
  std::string name;
  Value value;
  bool declared = true;  // false: a predefined proxy ARG, which no key and no history knows
  friend bool operator==(const Variable&, const Variable&) = default;
};

// What holds where a step runs.
struct Setting {
  std::vector<Variable> env;  // ENV, in order of first setting
  // ARGs in scope that have a value, sorted; RUN sees them too, over `env`: an ARG that a later ENV
  // hides is not here, one that came after an ENV of its name is.
  std::vector<Variable> args;
  bool env_complete = true;  // false: an unknown base may set more
  Value user;                // "" = root; "name", "uid:gid", ... as written, expanded
  Value workdir;             // absolute, clean
};

// Where files come from.
struct Source {
  enum class Kind : std::uint8_t {
    Context,       // the build context, through .dockerignore
    Stage,         // `stage`
    NamedContext,  // of --build-context: `reference` is its name
    Image,         // `reference`
    Scratch,       // nothing
    Unknown        // depends on a hole
  };
  Kind kind = Kind::Context;
  std::uint32_t stage = 0;  // index in Graph::stages
  Value reference;          // as written, expanded
  friend bool operator==(const Source&, const Source&) = default;
};

// RUN --mount, by the reference's table of mount types.
struct MountStep {
  enum class Kind : std::uint8_t { Bind, Cache, Tmpfs, Secret, Ssh };
  enum class Sharing : std::uint8_t { Shared, Private, Locked };
  Kind kind = Kind::Bind;
  // Absolute, clean; "" for a secret that is only in the environment and for ssh without target=.
  Value target;
  Source from;   // Bind and Cache; a Cache without from= is Scratch
  Value source;  // the path in `from`, clean; "/" is all of it
  bool read_only = true;
  Value id;  // Cache (the target by default), Secret, Ssh
  Sharing sharing = Sharing::Shared;
  std::optional<std::uint32_t> mode, uid, gid;
  std::optional<std::uint64_t> size_bytes;  // Tmpfs
  bool required = false;                    // Secret, Ssh
  std::string env;                          // Secret: the variable that holds it; "" = a file
  friend bool operator==(const MountStep&, const MountStep&) = default;
};

enum class Network : std::uint8_t { Default, None, Host };

struct RunStep {
  Setting setting;
  // What is executed; where the shell is unknown, the text for it alone. For a heredoc with `#!`
  // the last word is the path of `script`, which stands there read-only, mode 0755, while the step
  // runs.
  std::vector<std::string> argv;
  bool shell_known = true;
  std::string script;             // the file's bytes; "" = none
  std::string script_path;        // "/dev/pipes/EOF"
  std::vector<MountStep> mounts;  // in the order in which they are mounted
  Network network = Network::Default;
  bool insecure = false;  // --security=insecure: parsed, refused by the builder
};

// A heredoc of COPY or ADD.
struct InlineFile {
  std::string name;  // its delimiter
  Value content;
  friend bool operator==(const InlineFile&, const InlineFile&) = default;
};

struct ChangedOwner {
  Value user;   // a name or a number
  Value group;  // "" = by the rule of --chown=user
  friend bool operator==(const ChangedOwner&, const ChangedOwner&) = default;
};

// COPY and ADD.
struct CopyStep {
  bool add = false;
  Source from;
  std::vector<Value> sources;  // paths or globs as written, expanded; for ADD also URLs, git
  std::vector<InlineFile> inline_files;
  Value destination;  // as written, expanded; a trailing slash is kept
  Value workdir;      // what a relative destination is relative to
  std::optional<ChangedOwner> chown;
  std::optional<Value> chmod;  // octal or symbolic, as written
  std::vector<Value> excludes;
  bool link = false;
  bool parents = false;
  Value checksum;              // ADD --checksum; "" = none
  std::optional<bool> unpack;  // ADD --unpack
  bool keep_git_dir = false;
};

// WORKDIR: the directory is made when it is missing, owned by the user of that moment.
struct WorkdirStep {
  Value path;  // absolute, clean
  Value user;
};

// A step that changes the configuration alone; it has its entry in the history.
struct ConfigStep {};

using Action = std::variant<ConfigStep, WorkdirStep, CopyStep, RunStep>;

struct Step {
  Origin origin;
  Action action;
};

struct Stage {
  std::string name;  // lower case; "" without AS
  Origin origin;     // of FROM
  Source base;
  std::optional<Platform> platform;  // nothing = depends on a hole
  Value platform_text;               // of --platform, else the target platform
  std::vector<Step> steps;           // triggers of the base first
  // The configuration at the end, history and diff_ids only those of the base. Fields of an unknown
  // base are absent, and `base_known` is false.
  ImageConfig config;
  bool base_known = false;
  std::vector<std::string> unknown;  // config fields that hold a hole, by their OCI name
  // What stands there: "User" -> its Value, "Env.PATH", "Labels.version", "ExposedPorts.${PORT}".
  std::map<std::string, Value> holes;
  bool needed = false;  // the target needs it
};

// Why no image comes out: what BuildKit says when it lowers (not what its parser refuses).
struct Refused {
  std::uint32_t line = 0;
  Span span;
  std::string message;  // what is wrong and what to do
};

struct Graph {
  std::vector<Stage> stages;  // in file order; those not needed have no steps
  std::uint32_t target = 0;
  Value source_date_epoch;       // of a build argument or a global ARG; "" = none
  std::vector<Refused> refused;  // empty = can be built, as far as the file tells
};

// What FROM an image or a named context brings: its config, nothing where that is not known, an
// error where it cannot be had. A builder asks its store (and answers empty_config() for a context
// that is a directory); a linter answers nothing, or what its tables say. Asked once a FROM that is
// needed and whose reference and platform are known.
using FindBase =
    std::function<Result<std::optional<ImageConfig>>(const Source& base, const Platform&)>;

// Of FROM scratch: the default PATH, and "/" to work in.
[[nodiscard]] ImageConfig empty_config(const Platform& platform);

struct Options {
  Invocation invocation;
  Platform target_platform;    // TARGETPLATFORM
  Platform build_platform;     // BUILDPLATFORM
  bool platform_known = true;  // false: TARGETARCH and its like are holes
  FindBase find_base;          // null: every base is unknown
  // Any ARG may be given another value by --build-arg: each is a hole that knows its default. For
  // proofs, which hold for every build of the file.
  bool arguments_open = false;
  bool all_stages = false;  // every stage is needed
};

// `dockerfile` was read from `source`. Refers to nothing of its arguments when it returns. Bounded
// as the Dockerfile is.
[[nodiscard]] Graph lower(const SourceFile& source, const Dockerfile& dockerfile,
                          const Options& options);

// The text of `plimsoll parse --lowered`: one step a line, holes as ${NAME}.
[[nodiscard]] std::string describe(const Graph& graph);

// Whether both build the same image: equal needed stages up to their names, their order, and the
// order of steps that commute. Yes is sure; No where the graphs differ and hide nothing, Unknown
// where they differ and a hole or an unknown base may be why, or one of them is refused. In an
// equal graph, holes stand at the same places for the same variables.
[[nodiscard]] Answer equal(const Graph& a, const Graph& b);
// The same for each stage that --target can name in `a`, too. Both lowered with `all_stages`.
[[nodiscard]] Answer equal_for_every_target(const Graph& a, const Graph& b);

}  // namespace plimsoll::lowered
