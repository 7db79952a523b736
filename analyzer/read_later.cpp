// Whether files that a RUN leaves are needed by a later step of the build.
//
// What can need them: a later RUN on the same file system (the same stage, or a stage built FROM
// it), a COPY --from or a mount that takes them out. A command says by its grammar what it reads;
// some files have one reader that never names them, as the lists of apt. A script, a program
// without a grammar or a shell that we do not read may need anything: unknown. What the container
// does when it runs is no step of the build.

#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/facts.h"

namespace plimsoll {

namespace {

// Beyond this many later steps the answer is unknown, so that a long file takes linear time.
constexpr std::size_t max_later_steps = 500;

// An index that its package manager reads, unless the same RUN refreshes it first.
struct Index {
  std::string_view folder;
  std::string_view manager;
};
constexpr Index indexes[] = {{"/var/lib/apt/lists", "apt"}, {"/var/lib/pacman/sync", "pacman"}};

bool within(std::string_view path, std::string_view folder) {
  return path == folder || folder == "/" ||
         (path.starts_with(folder) && path[folder.size()] == '/');
}

// Whether a use of `used` touches what is at or below `path`.
Answer touches(const Value& used, bool glob, bool recursive, std::string_view path) {
  if (!used.known()) {
    const std::string_view begin = used.prefix();
    const std::size_t common = std::min(begin.size(), path.size());
    return begin.substr(0, common) == path.substr(0, common) ? Answer::Unknown : Answer::No;
  }
  std::string_view text = used.text();
  if (glob) {
    const std::size_t star = text.find_first_of("*?[");
    if (star != std::string_view::npos) {
      const std::string_view begin = text.substr(0, star);
      const std::size_t common = std::min(begin.size(), path.size());
      if (begin.substr(0, common) != path.substr(0, common)) return Answer::No;
      return within(begin, path) ? Answer::Yes : Answer::Unknown;
    }
  }
  if (within(text, path)) return Answer::Yes;
  return answer(recursive && within(path, text));
}

Answer needs_index(const CommandList& commands, std::string_view manager) {
  bool refreshed = false;
  for (const Command& command : commands.commands) {
    const CommandEffects& effects = effects_of(command);
    refreshed = refreshed || effects.refreshes_index;
    const bool installs =
        std::any_of(effects.installs.begin(), effects.installs.end(), [&](const Package& package) {
          return package.manager == manager && package.source == Package::Source::Registry;
        });
    if (installs && !refreshed) return Answer::Yes;
  }
  return Answer::No;
}

}  // namespace

Answer Facts::run_reads(const Run& run, std::string_view path) const {
  if (is_yes(mounts_over(run, path))) return Answer::No;
  const CommandList& list = commands(run);
  Answer answer = list.is_opaque() ? Answer::Unknown : Answer::No;
  for (const Index& index : indexes) {
    if (!within(index.folder, path) && !within(path, index.folder)) continue;
    answer = either(answer, needs_index(list, index.manager));
  }
  for (const Command& command : list.commands) {
    if (command.program.empty() ? !command.words.empty() : !command.has_grammar) {
      answer = either(answer, Answer::Unknown);
      continue;
    }
    for (const PathUse& use : effects_of(command).reads) {
      const Value used = use.known ? absolute_path(run, Value(use.path)) : Value::unknown(use.path);
      answer = either(answer, touches(used, use.glob, use.recursive, path));
    }
  }
  return answer;
}

Answer Facts::copy_takes(const Edge& edge, std::string_view path) const {
  Answer answer = Answer::No;
  if (const Copy* copy = as<Copy>(edge.instruction)) {
    for (const Text& text : copy->sources) {
      Value taken("/");
      taken.append(value(*copy, text));
      if (taken.known()) taken = Value(normal_path(taken.text()));
      answer = either(answer, touches(taken, true, true, path));
    }
  } else if (edge.mount) {
    const std::string_view from = edge.mount->get({"source", "src"}).value_or("");
    const Value taken(normal_path("/" + std::string(from)));
    if (!is_no(touches(taken, false, true, path))) answer = Answer::Unknown;
  }
  return answer;
}

Answer Facts::read_later(const Instruction& instruction, std::string_view path) const {
  const Stage* here = stage(instruction);
  if (!here) return Answer::No;
  std::vector<bool> same_files(stages().size(), false);
  Answer answer = Answer::No;
  std::size_t steps = 0;
  for (const Stage* each : graph().with_descendants(*here)) {
    same_files[each->index] = true;
    const auto later = std::upper_bound(
        each->instructions.begin(), each->instructions.end(), instruction.index,
        [](std::uint32_t index, const Instruction* i) { return index < i->index; });
    for (auto at = later; at != each->instructions.end(); ++at) {
      if (++steps > max_later_steps) return either(answer, Answer::Unknown);
      if (const Run* run = as<Run>(*at)) answer = either(answer, run_reads(*run, path));
      if (is_yes(answer)) return answer;
    }
  }
  for (const Edge& edge : graph().edges()) {
    if (!edge.to.stage || !same_files[edge.to.stage->index]) continue;
    if (++steps > max_later_steps) return either(answer, Answer::Unknown);
    answer = either(answer, copy_takes(edge, path));
  }
  return answer;
}

}  // namespace plimsoll
