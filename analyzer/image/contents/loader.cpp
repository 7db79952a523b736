#include "analyzer/image/contents/loader.h"

#include <algorithm>
#include <array>
#include <deque>
#include <set>

#include "analyzer/base/paths.h"
#include "analyzer/image/contents/lines.h"

// A program names its loader (PT_INTERP) and its libraries (DT_NEEDED); the loader looks for each
// in an order of its own, then for what those need, until all are there. glibc (ld.so(8)): RPATH or
// RUNPATH, LD_LIBRARY_PATH, the cache that ldconfig made of /etc/ld.so.conf, its default
// directories. musl: LD_LIBRARY_PATH, run paths, the list in /etc/ld-musl-ARCH.path, else /lib,
// /usr/local/lib, /usr/lib; some names are the loader itself.
//
// We ask whether a library is anywhere where it might be found, which is a little more than the
// loader allows (the run paths of all objects serve for all; the default directories of every
// distribution are tried). What is missing then is surely missing; what is there may yet be of a
// wrong version. Where a step cannot be seen (a cache of unknown form, a `$LIB`, an object whose
// dynamic section was not read), nothing is said to be missing.

namespace plimsoll::image {

namespace {

constexpr std::size_t max_objects = 512, max_directories = 256;

enum class Family : std::uint8_t { Glibc, Musl, Unknown };

class Loader {
 public:
  Loader(const ImageTree& tree, const Contents& contents) : tree_(tree), contents_(contents) {}

  MissingLibraries run(PathId program, const ElfHead& elf) {
    set_family(elf.interpreter);
    if (family_ == Family::Unknown) return {};
    set_directories();
    machine_ = elf.machine;
    bits_ = elf.bits;
    take(program, elf);
    while (!waiting_.empty() && certain_) {
      const std::string name = waiting_.front();
      waiting_.pop_front();
      load(name);
    }
    MissingLibraries result;
    if (!certain_ || !contents_.whole()) return result;
    result.known = Answer::Yes;
    result.names.assign(missing_.begin(), missing_.end());
    return result;
  }

 private:
  void set_family(std::string_view interpreter) {
    const PathId real = tree_.resolve(interpreter);
    if (real == no_path) return;
    const std::string_view name = file_name(interpreter);
    const std::string_view real_name = tree_.paths().name(real);
    for (const std::string_view each : {name, real_name}) {
      if (each.find("musl") != each.npos || each.find("gcompat") != each.npos) {
        family_ = Family::Musl;
        loader_name_ = name;
        return;
      }
    }
    // Elsewhere (/nix/store/...) the defaults are built in, and not these.
    const std::string place = parent_path(interpreter);
    const bool usual = place == "/lib" || place == "/lib64" || place == "/lib32" ||
                       place == "/usr/lib" || place == "/usr/lib64" || place == "/libx32" ||
                       place.starts_with("/lib/");
    if (usual && (name.starts_with("ld-linux") || name.starts_with("ld64.so") ||
                  name.starts_with("ld.so") || name.starts_with("ld-2."))) {
      family_ = Family::Glibc;
    }
  }

  void add_directory(std::string_view directory) {
    if (directory.empty() || directories_.size() >= max_directories) return;
    const PathId place = tree_.resolve(directory);
    if (place == no_path) return;
    if (std::find(directories_.begin(), directories_.end(), place) == directories_.end()) {
      directories_.push_back(place);
    }
  }
  void add_list(std::string_view list, std::string_view separators) {
    while (!list.empty()) {
      const std::size_t end = list.find_first_of(separators);
      add_directory(trimmed(list.substr(0, end)));
      list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
  }

  void set_directories() {
    if (const auto list = contents_.env("LD_LIBRARY_PATH")) add_list(*list, ":;");
    if (family_ == Family::Musl) {
      std::string_view architecture = loader_name_;
      if (architecture.starts_with("ld-")) architecture.remove_prefix(3);
      architecture = architecture.substr(0, architecture.find(".so"));
      const std::string list = "etc/ld-" + std::string(architecture) + ".path";
      if (is_yes(contents_.exists(list))) {
        certain_ = false;  // not kept: a rare file
      }
      add_list("/lib:/usr/local/lib:/usr/lib", ":");
      return;
    }
    read_cache();
    add_list("/lib:/usr/lib:/lib64:/usr/lib64:/lib32:/usr/lib32:/libx32:/usr/libx32", ":");
    // Debian's directories for one architecture: /usr/lib/x86_64-linux-gnu.
    for (const std::string_view parent : {"usr/lib", "lib"}) {
      const PathId folder = tree_.resolve(parent);
      if (folder == no_path) continue;
      for (const PathId path : tree_.children(folder)) {
        if (tree_.paths().name(path).find("-linux-gnu") != std::string_view::npos) {
          add_directory(tree_.paths().path(path));
        }
      }
    }
  }

  // The strings of the cache are names and paths, each ended by a zero byte: enough to know them.
  void read_cache() {
    if (is_no(contents_.exists("etc/ld.so.cache"))) return;
    const std::optional<std::string_view> cache = contents_.text("etc/ld.so.cache");
    constexpr std::string_view magic = "glibc-ld.so.cache1.1";
    if (!cache || cache->find(magic) == std::string_view::npos) {
      certain_ = false;
      return;
    }
    for (std::string_view rest = *cache; !rest.empty();) {
      const std::size_t end = rest.find('\0');
      const std::string_view text = rest.substr(0, end);
      if (text.starts_with('/') && text.find(".so") != text.npos) {
        cached_.insert(std::string(text));
      }
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }

  [[nodiscard]] bool is_loader_itself(std::string_view name) const {
    if (family_ != Family::Musl) return false;
    static constexpr std::array<std::string_view, 7> own = {
        "libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet."};
    return name == loader_name_ || std::any_of(own.begin(), own.end(), [&](std::string_view each) {
             return name.starts_with(each);
           });
  }

  // A library's own needs, and where it wants them looked for.
  void take(PathId path, const ElfHead& elf) {
    if (!elf.known) {
      certain_ = false;
      return;
    }
    const std::string origin = parent_path("/" + tree_.paths().path(path));
    for (std::string directory : elf.run_paths) {
      for (const std::string_view variable : {"${ORIGIN}", "$ORIGIN"}) {
        const std::size_t at = directory.find(variable);
        if (at != std::string::npos) directory.replace(at, variable.size(), origin);
      }
      if (directory.find('$') != std::string::npos || !directory.starts_with('/')) {
        certain_ = false;
      }
      add_directory(directory);
    }
    for (const std::string& name : elf.needed) {
      if (seen_.size() >= max_objects) {
        certain_ = false;
      } else if (seen_.insert(name).second) {
        waiting_.push_back(name);
      }
    }
  }

  void load(const std::string& name) {
    if (is_loader_itself(name)) return;
    if (name.find('/') != std::string::npos) {
      if (name.front() != '/') return;  // by the working directory of whoever starts it
      if (!load_from(tree_.resolve(name))) missing_.insert(name);
      return;
    }
    for (std::size_t i = 0; i < directories_.size(); ++i) {
      const std::string path = tree_.paths().path(directories_[i]) + "/" + name;
      if (load_from(tree_.resolve(path))) return;
    }
    const std::string ending = "/" + name;
    for (const std::string& path : cached_) {
      if (path.ends_with(ending) && load_from(tree_.resolve(path))) return;
    }
    missing_.insert(name);
  }

  // Whether a library of our machine lies there.
  bool load_from(PathId path) {
    if (path == no_path) return false;
    const EntryRef file = tree_.live(path);
    if (!file.valid()) return false;
    const ElfHead* elf = contents_.elf(file);
    if (!elf) {
      // A linker's script, or a file whose beginning was not seen.
      const std::uint64_t size = tree_.at(tree_.inode(file)).size();
      certain_ = certain_ && size > 0;
      return size > 0;
    }
    if (elf->machine != machine_ || elf->bits != bits_) return false;
    take(path, *elf);
    return true;
  }

  const ImageTree& tree_;
  const Contents& contents_;
  Family family_ = Family::Unknown;
  std::string loader_name_;
  std::uint16_t machine_ = 0;
  std::uint8_t bits_ = 0;
  bool certain_ = true;
  std::vector<PathId> directories_;
  std::set<std::string> cached_;
  std::deque<std::string> waiting_;
  std::set<std::string> seen_, missing_;
};

}  // namespace

MissingLibraries missing_libraries(const ImageTree& tree, const Contents& contents, PathId path) {
  const ElfHead* elf = contents.elf(tree.live(path));
  if (!elf || elf->interpreter.empty()) return {};
  return Loader(tree, contents).run(path, *elf);
}

}  // namespace plimsoll::image
