#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "analyzer/flows.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// `-d @0`, `-r file`, `-s`: a time that was given, not the clock's.
static bool asks_the_clock(const Command& date) {
  if (date.has_option({"--date", "--reference", "--set", "--file", "-d", "-r", "-s", "-f"})) {
    return false;
  }
  for (std::size_t i = date.program_word + 1; i < date.words.size(); ++i) {
    const std::string& word = date.words[i].text;
    if (!date.words[i].known || word.starts_with("--date") || word.starts_with("--ref") ||
        word.starts_with("--set") || word.starts_with("--file")) {
      return false;
    }
    const bool cluster =
        word.starts_with('-') && !word.starts_with("--") && !word.starts_with("-I");
    if (cluster && word.find_first_of("drsf") != std::string::npos) return false;
  }
  return true;
}

// `-sr` has the letter r; `--machine` has none.
static bool has_letter(const Command& command, std::string_view letters) {
  for (std::size_t i = command.program_word + 1; i < command.words.size(); ++i) {
    const std::string& word = command.words[i].text;
    const bool cluster = word.starts_with('-') && !word.starts_with("--");
    if (cluster && word.find_first_of(letters) != std::string::npos) return true;
  }
  return false;
}

static bool tells_host(const Command& hostname) {
  return hostname.words.size() == hostname.program_word + 1 || has_letter(hostname, "sfiI") ||
         hostname.has_option({"--short", "--fqdn", "--long", "--ip-address", "--all-ip-addresses"});
}

static bool tells_kernel(const Command& uname) {
  return has_letter(uname, "arnv") ||
         uname.has_option({"--all", "--kernel-release", "--nodename", "--kernel-version"});
}

// Programs whose output is another one each time, or on each machine.
static std::string varying_output(const Command& command) {
  if (command.is("date") && asks_the_clock(command)) return "the time of `date`";
  if (command.is("uuidgen") && !command.has_option({"--sha1", "--md5", "-s", "-m"})) {
    return "the output of `uuidgen`";
  }
  if (command.is("hostname") && tells_host(command)) return "the builder's name";
  if (command.is("uname") && tells_kernel(command)) return "the builder's kernel";
  if (command.is("mcookie") || command.is("pwgen")) return "a random text";
  const bool draws = command.is("openssl") && command.words.size() > command.program_word + 1 &&
                     command.words[command.program_word + 1].is("rand");
  return draws ? "a random text" : std::string();
}

static std::string varying_file(std::string_view path) {
  static constexpr std::array<std::string_view, 4> random{"/proc/sys/kernel/random/uuid",
                                                          "/proc/sys/kernel/random/boot_id",
                                                          "/dev/urandom", "/dev/random"};
  if (std::find(random.begin(), random.end(), path) != random.end()) return "a random text";
  const bool host = path == "/etc/hostname" || path == "/proc/sys/kernel/hostname";
  return host ? "a fact of the builder" : std::string();
}

// What only bash, and busybox for some, make of these names.
static std::string varying_variable(const Facts& facts, const Run& run, std::string_view name) {
  const bool bash = facts.commands(run).shell.dialect == Dialect::Bash ||
                    facts.before(run).shell.program == ShellProgram::Bash;
  const bool ash = facts.before(run).shell.program == ShellProgram::Ash;
  if ((bash || ash) && name == "RANDOM") return "a random number";
  if (bash && name == "SRANDOM") return "a random number";
  if (bash && (name == "EPOCHSECONDS" || name == "EPOCHREALTIME")) return "the time";
  return {};
}

static bool links_version(const Command& command, const ShellWord& word) {
  const bool builds = command.is("go", "build") || command.is("go", "install");
  return builds && word.text.find("-X") != std::string::npos;
}

static void look_at(const Facts& facts, Reporter& report, const Run& run, bool ships) {
  FlowSources sources;
  sources.variable = [&](std::string_view name) { return varying_variable(facts, run, name); };
  sources.file = varying_file;
  sources.output = varying_output;
  const Flows flows(facts, run, std::move(sources));
  const auto say = [&](const FlowOrigin& origin, Span where, const std::string& message) {
    FindingBuilder finding = report.at(where, message);
    finding.label("builds differ by it");
    if (!where.overlaps(origin.span)) finding.related(origin.span, "from here");
    finding.help(
        "leave it out, or take it from outside: `ARG SOURCE_DATE_EPOCH` and "
        "`date -u -d @$SOURCE_DATE_EPOCH` say the same for the same sources");
  };
  for (const FileFlow& flow : flows.files()) {
    if (!ships || flow.command->runs != Runs::Always) continue;
    say(flow.origin, flow.where, flow.origin.what + " is written to " + quoted(flow.path));
  }
  for (const Command& command : facts.commands(run).commands) {
    for (const ShellWord& word : command.words) {
      if (command.runs != Runs::Always || !links_version(command, word)) continue;
      const auto origin = flows.in(command, word);
      if (origin) say(*origin, word.span, origin->what + " is linked into the program");
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!run.stage || !facts.graph().feeds_image(*run.stage) || run.onbuild) continue;
    if (!facts.commands(run).is_opaque()) look_at(facts, report, run, facts.ships(run));
  }
}

namespace {
struct HostFile {
  std::string_view path;
  std::string_view what;
};
struct Varying {
  image::EntryRef file;
  std::string_view what;
};
}  // namespace

static constexpr std::array host_files = {
    HostFile{"var/cache/ldconfig/aux-cache", "inode numbers and times of libraries"},
    HostFile{"var/log/dpkg.log", "times"},
    HostFile{"var/log/alternatives.log", "times"},
    HostFile{"var/log/apt/history.log", "times"},
    HostFile{"var/log/apt/term.log", "times"},
    HostFile{"var/log/apt/eipp.log.xz", "the state of the package lists"},
    HostFile{"var/log/bootstrap.log", "times"},
    HostFile{"var/log/fontconfig.log", "times"},
    HostFile{"var/log/dnf.log", "times"},
    HostFile{"var/log/dnf.rpm.log", "times"},
    HostFile{"var/log/dnf.librepo.log", "times"},
    HostFile{"var/log/hawkey.log", "times"},
    HostFile{"var/log/yum.log", "times"},
    HostFile{"var/log/zypper.log", "times"},
    HostFile{"var/log/zypp/history", "times"},
    HostFile{"var/log/pacman.log", "times"},
    HostFile{"etc/machine-id", "a random name, the same in every container"},
    HostFile{"var/lib/dbus/machine-id", "a random name, the same in every container"},
    HostFile{"var/lib/systemd/random-seed", "random bytes, the same in every container"},
    HostFile{"etc/hostname", "the builder's name"},
    HostFile{"etc/resolv.conf", "the builder's network"},
    HostFile{"etc/ssl/certs/java/cacerts", "times of import"},
};

static constexpr std::string_view bytecode = "the time of its source";

// Times of sources that a package or the base brought are the same in each build.
static bool is_timed_by_build(const ImageFacts& facts, image::EntryRef file) {
  if ((facts.tree.at(file).flags & image::entry_is_timed_bytecode) == 0) return false;
  const image::PathId path = facts.tree.path(file);
  if (path == image::no_path) return false;
  const std::string compiled = facts.tree.paths().path(path);
  const std::string folder = parent_path(compiled);
  if (file_name(folder) != "__pycache__") return false;
  const std::string_view name = file_name(compiled);
  const std::string source =
      std::string(parent_path(folder)) + "/" + std::string(name.substr(0, name.find('.'))) + ".py";
  const image::EntryRef from = facts.tree.live(source);
  return from.valid() && !facts.of_base(from.layer) && facts.contents.owner(source).empty() &&
         facts.contents.owner(compiled).empty();
}

static std::vector<Varying> varying_in(const ImageFacts& facts, std::uint32_t layer) {
  constexpr std::uint64_t least_bytes = 2;  // an empty file, or a line end, says nothing
  std::vector<Varying> found;
  for (const HostFile& each : host_files) {
    const image::PathId path = facts.tree.resolve(each.path, false);
    const image::EntryRef file = path == image::no_path ? image::EntryRef{} : facts.tree.live(path);
    if (!file.valid() || file.layer != layer) continue;
    const image::ScannedEntry& entry = facts.tree.at(file);
    constexpr std::uint64_t id_bytes = 32;
    const std::uint64_t least = each.path.ends_with("machine-id") ? id_bytes : least_bytes;
    if (entry.kind == image::EntryKind::File && entry.size() >= least)
      found.push_back({file, each.what});
  }
  const auto& entries = facts.tree.layer(layer)->entries;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const image::EntryRef file{layer, i};
    if (entries[i].kind != image::EntryKind::File) continue;
    if (facts.tree.fate(file) != image::Fate::Live) continue;
    if (is_timed_by_build(facts, file)) found.push_back({file, bytecode});
  }
  return found;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    if (!facts.tree.layer(layer) || facts.of_base(layer)) continue;
    const std::vector<Varying> found = varying_in(facts, layer);
    if (found.empty()) continue;
    const auto compiled = static_cast<std::size_t>(std::count_if(
        found.begin(), found.end(), [](const Varying& each) { return each.what == bytecode; }));
    const std::string rest = found.size() == 1
                                 ? " differs"
                                 : " and " + std::to_string(found.size() - 1) + " more differ";
    FindingBuilder finding =
        report.at(facts.place(found.front().file),
                  quoted_path(facts, found.front().file) + rest + " in each build");
    finding.label(std::string(found.front().what));
    constexpr std::size_t most_named = 5;
    for (std::size_t i = 1; i < found.size() && i < most_named; ++i) {
      finding.related(facts.in_layer(found[i].file), std::string(found[i].what));
    }
    finding.help(compiled == found.size()
                     ? "set `PYTHONDONTWRITEBYTECODE=1`, or compile with `python -m compileall "
                       "--invalidation-mode unchecked-hash`"
                     : "remove them in the RUN that writes them; nothing reads them again");
  }
}

extern constinit const Rule nondeterministic_layer{
    .name = "nondeterministic-layer",
    .aliases = {},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .summary = "a step writes the time, a random text or a fact of the builder into its layer",
    .why =
        "Two builds of the same sources then make two layers: nothing is shared between them, "
        "each is pushed and pulled anew, and nobody can check that an image was made from its "
        "sources. In a Dockerfile `date`, `uuidgen`, `hostname`, `uname -r`, `$RANDOM` of bash "
        "and the kernel's random files are followed into the files that a RUN leaves, and into "
        "`go build -ldflags`. In an image the files are named whose content is known to differ: "
        "ldconfig's cache, logs of package managers, names of machines, Python's bytecode with "
        "the time of a source that was written in the build. Times of the files themselves are "
        "not spoken of: builders can set them (`rewrite-timestamp`). Keys and passwords are "
        "secret-file-in-image's, large logs junk-files-in-image's as well.",
    .bad = R"x(FROM debian:12
RUN echo "built on $(date)" > /etc/build-info
)x",
    .good = R"x(FROM debian:12
ARG SOURCE_DATE_EPOCH=0
RUN echo "built on $(date -u -d @$SOURCE_DATE_EPOCH)" > /etc/build-info
)x",
    .references = {"https://reproducible-builds.org/docs/source-date-epoch/",
                   "https://peps.python.org/pep-0552/"},
    .looks_at = {.words = {"date", "uuidgen", "hostname", "uname", "mcookie", "pwgen", "openssl",
                           "RANDOM", "SRANDOM", "EPOCHSECONDS", "EPOCHREALTIME", "random",
                           "urandom"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
