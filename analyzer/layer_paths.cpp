#include "analyzer/layer_paths.h"

#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/shell/path.h"

namespace plimsoll {

namespace {

bool sets_metadata(const Command& command) {
  return command.is("chown") || command.is("chmod") || command.is("chgrp");
}

// What a program keeps up to date is not made anew by it.
bool makes(const Command& command) {
  return !sets_metadata(command) && !command.is("touch") && !command.is("sed") &&
         !command.is("mkdir") && !command.is("ln") && !command.is("useradd");
}

class Collector {
 public:
  Collector(const Facts& facts, const Run& run) : facts_(facts), run_(run) {}

  LayerPaths collect() {
    for (const Command& command : facts_.commands(run_).commands) {
      if (command.runs != Runs::Always || !is_yes(command.failure_fails)) continue;
      const CommandEffects& effects = effects_of(command);
      for (const PathUse& use : effects.removes) {
        if (const std::optional<PathTouch> touch = resolve(use, command)) {
          forget(*touch);
          paths_.removes.push_back(*touch);
        }
      }
      auto& written = sets_metadata(command) ? paths_.changes : paths_.writes;
      if (!sets_metadata(command) && !makes(command)) continue;
      for (const PathUse& use : effects.writes) add(written, use, command);
      for (const Fetch& fetch : effects.fetches) {
        if (fetch.output.empty() || !fetch.output_known) continue;
        add(written, PathUse{fetch.output, true, false, false, fetch.span, fetch.word}, command);
      }
    }
    return std::move(paths_);
  }

 private:
  void add(std::vector<PathTouch>& into, const PathUse& use, const Command& command) {
    const std::optional<PathTouch> touch = resolve(use, command);
    if (!touch) return;
    // A download is told twice: by the option that names its file, and as what is fetched.
    if (!into.empty() && into.back().path == touch->path && into.back().command == &command) return;
    into.push_back(*touch);
  }

  void forget(const PathTouch& removed) {
    std::erase_if(paths_.writes,
                  [&](const PathTouch& written) { return surely_removes(removed, written); });
  }

  [[nodiscard]] std::optional<PathTouch> resolve(const PathUse& use, const Command& command) const {
    if (!use.known || use.path.empty()) return std::nullopt;
    const Value path = facts_.absolute_path(run_, Value(use.path));
    if (!path.known() || !path.text().starts_with('/')) return std::nullopt;
    const std::string text = normal_path(path.text());
    if (text.starts_with("/dev/") || text.starts_with("/proc/")) return std::nullopt;
    if (lies_in_mount(facts_, run_, text)) return std::nullopt;
    return PathTouch{text, use.glob, use.recursive, use.span, &command};
  }

  const Facts& facts_;
  const Run& run_;
  LayerPaths paths_;
};

}  // namespace

bool lies_in_mount(const Facts& facts, const Run& run, std::string_view path) {
  return std::any_of(run.mounts.begin(), run.mounts.end(), [&](const Mount& mount) {
    const Value target = facts.mount_target(run, mount);
    return !target.known() || covers(target.text(), true, path);
  });
}

LayerPaths layer_paths(const Facts& facts, const Run& run) {
  return Collector(facts, run).collect();
}

namespace {

bool is_url(std::string_view source) {
  return source.find("://") != std::string_view::npos || source.starts_with("git@");
}

bool is_archive(std::string_view name) {
  for (const std::string_view ending : {".tar", ".gz", ".tgz", ".bz2", ".xz", ".txz", ".zst"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

// One file, as far as its name tells: `run.sh`; not `src`, `src/`, `.` or `lib.d/`.
bool names_file(std::string_view source) {
  const std::string_view name = file_name(source);
  return !source.ends_with('/') && name != "." && name != ".." && name.find('.') != name.npos &&
         name.find('.') != 0;
}

}  // namespace

LayerPaths layer_paths(const Facts& facts, const Copy& copy) {
  LayerPaths paths;
  if (copy.broken || copy.destination.empty()) return paths;
  const Value given = facts.value(copy, copy.destination);
  const Value absolute = facts.absolute_path(copy, given);
  if (!given.known() || !absolute.known()) return paths;
  const std::string folder = normal_path(absolute.text());
  const bool into = given.text().ends_with('/') || given.text() == "." || copy.sources.size() > 1;
  const bool unpacks = copy.keyword == Keyword::Add;
  for (const Text& text : copy.sources) {
    const Value source = facts.value(copy, text);
    if (!source.known()) continue;
    const std::string& from = source.text();
    const bool file = names_file(from) && !(unpacks && !is_url(from) && is_archive(from)) &&
                      from.find('?') == std::string::npos;
    const bool glob = from.find_first_of("*?[") != std::string::npos;
    if (!file) {
      paths.writes.push_back({folder, false, true, text.span(), nullptr});
    } else if (into || glob) {
      const std::string path = normal_path(folder + "/" + std::string(file_name(from)));
      paths.writes.push_back({path, glob, false, text.span(), nullptr});
    } else {
      paths.writes.push_back({folder, false, false, text.span(), nullptr});
    }
  }
  return paths;
}

bool surely_covers(const PathTouch& upper, const PathTouch& lower) {
  if (lower.glob) {
    return upper.path == lower.path || covers(upper.path, upper.recursive, parent_path(lower.path));
  }
  if (upper.path == lower.path) return upper.recursive || !lower.recursive;
  return covers(upper.path, upper.recursive, lower.path);
}

bool surely_removes(const PathTouch& removal, const PathTouch& lower) {
  // A plain `rm` fails on a directory: what it has removed was a file.
  return (removal.path == lower.path && !removal.glob) || surely_covers(removal, lower);
}

}  // namespace plimsoll
