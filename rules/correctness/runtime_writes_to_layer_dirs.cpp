#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/server_writes.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool may_be_volume(const Facts& facts, const Stage& stage, std::string_view directory) {
  for (const Stage* each = &stage; each; each = each->parent()) {
    for (const Instruction* instruction : each->instructions) {
      const Volume* volume = as<Volume>(instruction);
      if (!volume) continue;
      for (const Text& text : volume->arguments) {
        const Value path = facts.value(*volume, text);
        if (!path.known() || lies_below(directory, path.text())) return true;
      }
    }
  }
  // The volumes of servers' own images are in no table; those of plain systems are none.
  const BaseFacts& base = facts.base(stage);
  return !base.found || !base.runtime.empty() || !is_no(base.has_entrypoint) ||
         base.distribution.empty();
}

namespace {
// What containers of the target are started by, the last of each; null where there is none.
struct Started {
  const Instruction* entrypoint = nullptr;
  const Instruction* cmd = nullptr;
};
struct Line {
  std::vector<std::string> words;  // empty where one is not known
  std::vector<Span> spans;
};
}  // namespace

// An ENTRYPOINT forgets the CMD of what the stage is built from.
static Started started_by(const Stage& target) {
  Started started;
  for (const Stage* each = &target; each; each = each->parent()) {
    Started here;
    for (const Instruction* instruction : each->instructions) {
      if (instruction->keyword == Keyword::Cmd) here.cmd = instruction;
      if (instruction->keyword == Keyword::Entrypoint) here.entrypoint = instruction;
    }
    if (!started.cmd && !started.entrypoint) started.cmd = here.cmd;
    if (!started.entrypoint) started.entrypoint = here.entrypoint;
  }
  return started;
}

static void add_words(Line& line, const Command& command, std::size_t from) {
  for (std::size_t i = from; i < command.words.size(); ++i) {
    line.words.push_back(command.words[i].known ? command.words[i].text : std::string());
    line.spans.push_back(command.words[i].span);
  }
}

static bool is_exec(const Instruction& instruction) {
  const Cmd* cmd = as<Cmd>(&instruction);
  const Entrypoint* entrypoint = as<Entrypoint>(&instruction);
  return (cmd && cmd->command.form == Form::Exec) ||
         (entrypoint && entrypoint->command.form == Form::Exec);
}

// `ENTRYPOINT ["mysqld"]` takes what CMD says as its further words; a shell form takes none. Where
// the entrypoint is a script, it starts what CMD says, by all custom.
static std::vector<Line> lines_of(const Facts& facts, const Stage& target) {
  const Started started = started_by(target);
  std::vector<Line> lines;
  const bool joins =
      started.entrypoint && started.cmd && is_exec(*started.entrypoint) && is_exec(*started.cmd);
  for (const Instruction* each : {started.entrypoint, started.cmd}) {
    if (!each || facts.commands(*each).is_opaque()) continue;
    const bool ignored = each == started.cmd && started.entrypoint && !is_exec(*started.entrypoint);
    if (ignored) continue;
    for (const Command& command : facts.commands(*each).commands) {
      Line& line = lines.emplace_back();
      add_words(line, command, command.program_word);
      const bool whole = each == started.entrypoint && facts.commands(*each).commands.size() == 1 &&
                         facts.commands(*each).scopes.size() == 1;
      if (!joins || !whole || facts.commands(*started.cmd).commands.size() != 1) continue;
      add_words(line, facts.commands(*started.cmd).commands.front(), 0);
    }
  }
  return lines;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target || !target->ships()) return;
  for (const Line& line : lines_of(facts, *target)) {
    for (const ServerWrite& write : writes_by_command(line.words)) {
      if (may_be_volume(facts, *target, write.directory)) continue;
      report
          .at(line.spans[write.word], quoted(file_name(line.words.front())) + " writes to " +
                                          quoted(write.directory) + ": no volume")
          .label(std::string(write.what))
          .help("declare `VOLUME " + write.directory +
                "`, or mount a volume or tmpfs when it starts");
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (facts.description.platform.os == "windows" || !facts.contents.whole()) return;
  const std::string_view server = server_of(facts.description.config);
  const auto& volumes = facts.description.config.volumes;
  for (const ServerWrite& written : server_writes(facts)) {
    const bool volume = std::any_of(volumes.begin(), volumes.end(), [&](const std::string& each) {
      return lies_below(written.directory, each);
    });
    if (volume) continue;
    report
        .at(facts.place_of("CMD"),
            quoted(server) + " writes to " + quoted(written.directory) + ": no volume")
        .label(std::string(written.what))
        .help("declare `VOLUME " + written.directory +
              "`, or mount a volume or tmpfs when it starts (`--read-only --tmpfs " +
              written.directory + "`)");
  }
}

extern constinit const Rule runtime_writes_to_layer_dirs{
    .name = "runtime-writes-to-layer-dirs",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .on = false,
    .summary = "a server writes to directories that are no volumes",
    .why =
        "With a root file system that is read-only (`docker run --read-only`, "
        "`readOnlyRootFilesystem`) such a server does not start, and what it writes otherwise is "
        "gone with its container. Known are nginx, redis, valkey, PostgreSQL, MySQL, MariaDB, "
        "Apache and MongoDB, by their command line, by what their configuration in the image "
        "says, and by the directories that they have made for it. Off unless it is selected: "
        "most images are run with a root that may be written.",
    .bad = R"(FROM debian:12
CMD ["redis-server", "--dir", "/srv/redis"]
)",
    .good = R"(FROM debian:12
VOLUME /srv/redis
CMD ["redis-server", "--dir", "/srv/redis"]
)",
    .references = {"https://docs.docker.com/reference/cli/docker/container/run/#read-only"},
    .looks_at = {.words = {"redis-server", "valkey-server", "postgres", "mysqld", "mariadbd",
                           "mongod"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
