// When do two files build the same image?
//
// Problem. After a fix, text differs: stages have moved, names have changed, an instruction has
// become another one that means the same. What a builder would do must be compared without
// building, and a wrong "equal" would let a fix through that changes an image.
//
// Choice. Each stage gets a key, a digest over all that its result depends on, from its base
// upwards:
//
//   files(stage) = fold over its steps from files(FROM): key' = digest(key, step)
//   image(stage) = digest(files(stage), configuration at the end)
//
// A step is told by what it does, never by how it is written: RUN by argv, environment, user,
// directory, mounts; COPY by its sources, cleaned as BuildKit cleans them, and by its destination
// resolved against the directory; a stage that it takes from by files(), not by name or place.
// So names, order, unneeded stages, splitting a stage in two by FROM, comments, quoting and layout
// are gone by themselves, and what only changes the configuration acts through the environment of
// later RUNs and through the configuration at the end. History texts do not count; the number of
// layers does, since layers are what is pulled and cached.
//
// Holes are compared by name, and a name tells which variable it is, with which default, and what
// was done to it (see scope.cpp). A base that nobody knows may bring triggers, and those may take
// files from any stage by name or number: then all stages must stand at the same places.
//
// COPYs that commute. Two neighbours may be swapped when neither can see what the other wrote. In
// general a base, or an earlier COPY, may have put a symbolic link where a destination leads, so
// this is claimed only in a stage that began with nothing and has only copied so far: there, a
// path that is neither above nor below any earlier destination meets directories alone. Their
// owner is that of --chown, so both must have the same one. An archive may unpack beyond its
// destination through its own links, hence COPY alone.
//
// The order of variables in the environment of a RUN is not compared, only the image's: a program
// that minds would already break between builders.
//
// Rejected: comparing graphs node by node with a search for the best matching of stages. The keys
// do it in one pass, and equality stays as cheap as one comparison.

#include <algorithm>
#include <set>

#include "analyzer/base/paths.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/lowered/lowered.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll::lowered {

namespace {

constexpr std::size_t max_written = 1000;  // COPYs into an empty stage, of which any may commute

// Fields with their length, so that none runs into the next.
class Key {
 public:
  explicit Key(std::string_view kind) { text(kind); }

  Key& text(std::string_view text) {
    bytes_ += std::to_string(text.size());
    bytes_ += ':';
    bytes_ += text;
    return *this;
  }
  Key& number(std::uint64_t number) { return text(std::to_string(number)); }
  Key& value(const Value& value) {
    number(value.pieces().size());
    for (const Piece& piece : value.pieces()) text(piece.hole ? "hole" : "text").text(piece.text);
    return *this;
  }
  Key& words(const std::vector<std::string>& words) {
    number(words.size());
    for (const std::string& word : words) text(word);
    return *this;
  }
  Key& words(const std::optional<std::vector<std::string>>& words) {
    return words ? text("set").words(*words) : text("none");
  }
  template <class T>
  Key& number(const std::optional<T>& value) {
    return value ? text("set").number(static_cast<std::uint64_t>(*value)) : text("none");
  }
  [[nodiscard]] std::string digest() const {
    return plimsoll::digest::to_hex(plimsoll::digest::sha256(bytes_));
  }

 private:
  std::string bytes_;
};

// What COPY would be told apart by.
struct Destination {
  Value path;  // absolute where known
  bool known = false;
  std::string tree;  // clean, with a slash at its end: for comparing subtrees
};

Destination destination_of(const CopyStep& copy) {
  Destination destination;
  destination.known = copy.destination.known() && copy.workdir.known();
  if (!destination.known) {
    destination.path = copy.workdir;
    destination.path.append("\n");
    destination.path.append(copy.destination);
    return destination;
  }
  std::string text = copy.destination.text();
  if (text.empty() || text == ".") text = "./";
  const std::string clean = normal_path(join_path(copy.workdir.text(), text));
  destination.tree = clean == "/" ? clean : clean + "/";
  const bool dot = text.ends_with("/.");
  destination.path = Value(text.ends_with('/') || dot ? destination.tree : clean);
  if (dot) destination.path.append(".");
  return destination;
}

// As BuildKit cleans it; what is not a path of the context stays.
Value source_path(const CopyStep& copy, const Value& source) {
  if (!source.known() || copy.parents) return source;
  const std::string& text = source.text();
  const bool remote =
      copy.add && (text.find("://") != std::string::npos || text.starts_with("git@"));
  return remote ? source : Value(normal_path("/" + text));
}

// 0755 and 755 are one mode.
std::string mode_text(const Value& mode) {
  if (!mode.known()) return "";
  const std::string& text = mode.text();
  if (text.find_first_not_of("01234567") != std::string::npos) return text;
  return text.substr(std::min(text.find_first_not_of('0'), text.size()));
}

class Keys {
 public:
  explicit Keys(const Graph& graph) : graph_(graph), files_(graph.stages.size()) {
    for (std::uint32_t i = 0; i < graph.stages.size(); ++i) {
      const Stage& stage = graph.stages[i];
      image_.emplace_back();
      if (!stage.needed) continue;
      unknown_base_ = unknown_base_ || !stage.base_known;
      holes_ = holes_ || !stage.base_known || !stage.holes.empty();
      fold(i);
      image_.back() = Key("image").text(files_[i].key).text(config(stage)).digest();
    }
  }

  // "" where the stage is not needed.
  [[nodiscard]] const std::string& image(std::uint32_t stage) const { return image_[stage]; }
  [[nodiscard]] const std::vector<std::string>& images() const { return image_; }
  [[nodiscard]] bool unknown_base() const { return unknown_base_; }
  [[nodiscard]] bool holes() const { return holes_; }

 private:
  // The files of a stage so far. While `from_nothing`, `written` holds the trees that COPYs made,
  // and `group` the keys of the last of them that commute.
  struct Files {
    std::string key;
    bool from_nothing = false;
    std::set<std::string> written;
    std::vector<std::string> group;
    std::string group_owner;
  };

  void fold(std::uint32_t index);
  void start(Files& files, const Stage& stage);
  void add_copy(Files& files, const CopyStep& copy);
  void add(Files& files, const std::string& step) {
    close(files);
    files.key = Key("then").text(files.key).text(step).digest();
  }
  static void close(Files& files);
  static bool apart(const Files& files, const std::string& tree);

  void hole(const Value& value) { holes_ = holes_ || !value.known(); }
  [[nodiscard]] std::string source(const Source& source) const;
  [[nodiscard]] std::string copy_key(const CopyStep& copy);
  [[nodiscard]] std::string run_key(const RunStep& run);
  [[nodiscard]] std::string mount_key(const MountStep& mount);
  [[nodiscard]] static std::string config(const Stage& stage);

  const Graph& graph_;
  std::vector<Files> files_;
  std::vector<std::string> image_;
  bool unknown_base_ = false;
  bool holes_ = false;
};

std::string Keys::source(const Source& source) const {
  switch (source.kind) {
    case Source::Kind::Stage:
      return Key("stage").text(files_[source.stage].key).digest();
    case Source::Kind::Image:
      if (source.reference.known()) {
        // `debian` and `docker.io/library/debian:latest` are one image.
        if (const auto image = parse_image_reference(source.reference.text())) {
          const std::string_view tag = image->digest.empty() ? image->tag_or_latest() : image->tag;
          return Key("image")
              .text(image->registry)
              .text(image->repository)
              .text(tag)
              .text(image->digest)
              .digest();
        }
      }
      break;
    default:
      break;
  }
  return Key("source")
      .number(static_cast<std::uint64_t>(source.kind))
      .value(source.reference)
      .digest();
}

void Keys::start(Files& files, const Stage& stage) {
  if (stage.base.kind == Source::Kind::Stage) {
    files = files_[stage.base.stage];
    return;
  }
  files.key = Key("from").text(source(stage.base)).value(stage.platform_text).digest();
  files.from_nothing = stage.base.kind == Source::Kind::Scratch;
  hole(stage.base.reference);
}

void Keys::close(Files& files) {
  std::sort(files.group.begin(), files.group.end());
  for (const std::string& step : files.group) {
    files.key = Key("then").text(files.key).text(step).digest();
  }
  files.group.clear();
}

// Whether no tree that was written is above or below `tree`.
bool Keys::apart(const Files& files, const std::string& tree) {
  const auto below = files.written.lower_bound(tree);
  if (below != files.written.end() && below->starts_with(tree)) return false;
  for (std::size_t slash = 0; slash != std::string::npos; slash = tree.find('/', slash + 1)) {
    if (files.written.count(tree.substr(0, slash + 1)) != 0) return false;
  }
  return true;
}

void Keys::add_copy(Files& files, const CopyStep& copy) {
  const std::string key = copy_key(copy);
  const Destination destination = destination_of(copy);
  const bool may_commute = files.from_nothing && !copy.add && !copy.link && !copy.parents &&
                           destination.known && apart(files, destination.tree);
  if (files.from_nothing && !destination.known) files.from_nothing = false;
  if (files.written.size() >= max_written) files.from_nothing = false;
  if (files.from_nothing) files.written.insert(destination.tree);
  if (copy.add) files.from_nothing = false;
  if (!may_commute) return add(files, key);
  Key owner("owner");
  if (copy.chown) owner.value(copy.chown->user).value(copy.chown->group);
  if (owner.digest() != files.group_owner) close(files);
  files.group_owner = owner.digest();
  files.group.push_back(key);
}

void Keys::fold(std::uint32_t index) {
  const Stage& stage = graph_.stages[index];
  Files& files = files_[index];
  start(files, stage);
  for (const Step& step : stage.steps) {
    if (const auto* copy = std::get_if<CopyStep>(&step.action)) {
      add_copy(files, *copy);
    } else if (const auto* workdir = std::get_if<WorkdirStep>(&step.action)) {
      hole(workdir->path);
      add(files, Key("workdir").value(workdir->path).value(workdir->user).digest());
      files.from_nothing = false;
    } else if (const auto* run = std::get_if<RunStep>(&step.action)) {
      add(files, run_key(*run));
      files.from_nothing = false;
    }
  }
  close(files);
  if (!files.from_nothing) files.written.clear();
}

std::string Keys::copy_key(const CopyStep& copy) {
  Key key(copy.add ? "add" : "copy");
  key.text(source(copy.from)).number(copy.sources.size());
  for (const Value& path : copy.sources) {
    hole(path);
    key.value(source_path(copy, path));
  }
  key.number(copy.inline_files.size());
  for (const InlineFile& file : copy.inline_files) {
    hole(file.content);
    key.text(file.name).value(file.content);
  }
  const Destination destination = destination_of(copy);
  hole(destination.path);
  key.value(destination.path).number(destination.known ? 1 : 0);
  key.number(copy.chown ? 1 : 0);
  if (copy.chown) key.value(copy.chown->user).value(copy.chown->group);
  key.number(copy.chmod ? 1 : 0);
  if (copy.chmod)
    key.text(mode_text(*copy.chmod)).value(copy.chmod->known() ? Value() : *copy.chmod);
  key.number(copy.excludes.size());
  for (const Value& exclude : copy.excludes) key.value(exclude);
  key.number(copy.link ? 1 : 0).number(copy.parents ? 1 : 0).value(copy.checksum);
  key.number(copy.unpack).number(copy.keep_git_dir ? 1 : 0);
  return key.digest();
}

std::string Keys::mount_key(const MountStep& mount) {
  Key key("mount");
  hole(mount.target);
  hole(mount.source);
  hole(mount.id);
  hole(mount.from.reference);
  key.number(static_cast<std::uint64_t>(mount.kind)).value(mount.target).text(source(mount.from));
  key.value(mount.source).number(mount.read_only ? 1 : 0).value(mount.id);
  key.number(static_cast<std::uint64_t>(mount.sharing)).number(mount.mode).number(mount.uid);
  key.number(mount.gid).number(mount.size_bytes).number(mount.required ? 1 : 0).text(mount.env);
  return key.digest();
}

std::string Keys::run_key(const RunStep& run) {
  Key key("run");
  key.words(run.argv).number(run.shell_known ? 1 : 0).text(run.script).text(run.script_path);
  std::map<std::string_view, const Variable*> variables;
  for (const Variable& variable : run.setting.env) variables[variable.name] = &variable;
  for (const Variable& variable : run.setting.args) variables[variable.name] = &variable;
  key.number(variables.size());
  for (const auto& [name, variable] : variables) {
    hole(variable->value);
    key.text(name).value(variable->value).number(variable->declared ? 1 : 0);
  }
  hole(run.setting.user);
  hole(run.setting.workdir);
  key.number(run.setting.env_complete ? 1 : 0).value(run.setting.user).value(run.setting.workdir);
  key.number(run.mounts.size());
  for (const MountStep& mount : run.mounts) key.text(mount_key(mount));
  key.number(static_cast<std::uint64_t>(run.network)).number(run.insecure ? 1 : 0);
  return key.digest();
}

std::string Keys::config(const Stage& stage) {
  const ImageConfig& config = stage.config;
  Key key("config");
  key.text(stage.base_known ? config.platform.to_string() : "").value(stage.platform_text);
  key.text(config.os_version).text(config.author).text(config.user).words(config.env);
  key.words(config.entrypoint).words(config.cmd).text(config.working_dir);
  key.number(config.labels.size());
  for (const auto& [name, text] : config.labels) key.text(name).text(text);
  key.words(std::vector<std::string>(config.exposed_ports.begin(), config.exposed_ports.end()));
  key.words(std::vector<std::string>(config.volumes.begin(), config.volumes.end()));
  key.words(config.on_build).text(config.stop_signal).words(config.shell);
  key.number(config.args_escaped ? 1 : 0).number(config.healthcheck ? 1 : 0);
  if (const auto& check = config.healthcheck) {
    key.words(check->test);
    for (const std::int64_t number : {check->interval_ns, check->timeout_ns, check->start_period_ns,
                                      check->start_interval_ns, check->retries}) {
      key.number(static_cast<std::uint64_t>(number));
    }
  }
  key.number(stage.holes.size());
  for (const auto& [place, value] : stage.holes) key.text(place).value(value);
  return key.digest();
}

// By name and place, for triggers that nobody knows.
bool same_places(const Graph& a, const Keys& keys_a, const Graph& b, const Keys& keys_b) {
  return keys_a.images() == keys_b.images() &&
         std::equal(a.stages.begin(), a.stages.end(), b.stages.begin(), b.stages.end(),
                    [](const Stage& x, const Stage& y) { return x.name == y.name; });
}

Answer compare(const Graph& a, const Graph& b, bool every_target) {
  const bool possible =
      a.refused.empty() && b.refused.empty() && !a.stages.empty() && !b.stages.empty();
  if (!possible) return Answer::Unknown;
  const Keys keys_a(a);
  const Keys keys_b(b);
  bool same = keys_a.image(a.target) == keys_b.image(b.target) &&
              a.source_date_epoch == b.source_date_epoch;
  if (every_target) {
    std::map<std::string_view, const std::string*> named;  // the last of a name is what it means
    for (std::uint32_t i = 0; i < b.stages.size(); ++i) named[b.stages[i].name] = &keys_b.image(i);
    std::map<std::string_view, const std::string*> wanted;
    for (std::uint32_t i = 0; i < a.stages.size(); ++i) wanted[a.stages[i].name] = &keys_a.image(i);
    wanted.erase("");
    for (const auto& [name, key] : wanted) {
      const auto found = named.find(name);
      same = same && found != named.end() && *found->second == *key;
    }
  }
  if (same && (keys_a.unknown_base() || keys_b.unknown_base())) {
    return same_places(a, keys_a, b, keys_b) ? Answer::Yes : Answer::Unknown;
  }
  if (same) return Answer::Yes;
  return keys_a.holes() || keys_b.holes() ? Answer::Unknown : Answer::No;
}

}  // namespace

Answer equal(const Graph& a, const Graph& b) { return compare(a, b, false); }

Answer equal_for_every_target(const Graph& a, const Graph& b) { return compare(a, b, true); }

}  // namespace plimsoll::lowered
