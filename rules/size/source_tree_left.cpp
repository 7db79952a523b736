#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/layer_paths.h"
#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// `make install` and its like: the result has been put elsewhere, so that the sources are over.
static bool installs_result(const Command& command) {
  const bool maker = command.is("make") || command.is("gmake") || command.is("ninja");
  const auto is_install = [&](std::uint32_t index) {
    return command.words[index].known && command.words[index].text.starts_with("install");
  };
  if (maker) {
    return std::any_of(command.operands.begin(), command.operands.end(), is_install);
  }
  return command.is("cmake") && command.has_option({"--install"});
}

// The folder right below the place for sources: /usr/src/x/build -> /usr/src/x; "" elsewhere.
static std::string tree_of(std::string_view path) {
  for (const std::string_view place : {"/usr/src/", "/usr/local/src/", "/tmp/", "/var/tmp/",
                                       "/root/", "/opt/src/", "/build/", "/src/"}) {
    if (!path.starts_with(place)) continue;
    const std::size_t end = path.find('/', place.size());
    return std::string(path.substr(0, end));
  }
  return "";
}

// Whether the step itself has brought the sources: fetched, unpacked, cloned.
static bool brings_sources(const CommandList& list, const Command& until) {
  return std::any_of(list.commands.begin(), list.commands.end(), [&](const Command& command) {
    return command.index < until.index &&
           (command.is("tar") || command.is("unzip") || command.is("git", "clone"));
  });
}

static void look_at(const Facts& facts, const Placed<Run>& run, Reporter& report) {
  const CommandList& list = facts.commands(run);
  if (list.is_opaque()) return;
  for (const Command& command : list.commands) {
    if (!installs_result(command) || !command.directory || command.runs != Runs::Always) continue;
    const Option* elsewhere = command.option({"-C"});
    if (elsewhere && !(elsewhere->value && elsewhere->value_known)) continue;
    std::string folder = *command.directory;
    if (elsewhere) folder = join_path(folder, *elsewhere->value);
    const Value path = facts.absolute_path(run, Value(folder.empty() ? "." : folder));
    if (!path.known()) continue;
    const std::string tree = tree_of(normal_path(path.text()));
    if (tree.empty() || !brings_sources(list, command)) continue;
    if (!is_no(list.may_remove(tree, &command)) || lies_in_mount(facts, run, tree)) continue;
    const bool removed = std::any_of(
        list.commands.begin() + command.index + 1, list.commands.end(), [&](const Command& later) {
          const CommandEffects& effects = effects_of(later);
          return std::any_of(effects.removes.begin(), effects.removes.end(),
                             [&](const PathUse& use) {
                               const Value at = facts.absolute_path(run, Value(use.path));
                               return !use.known || !at.known() || tree.starts_with(at.text()) ||
                                      at.text().starts_with(tree);
                             });
        });
    if (removed || !is_no(facts.read_later(run, tree))) continue;
    report.at(command.span, "the sources in " + quoted(tree) + " stay in this layer")
        .fix(unsafe("something may read them while the container runs"),
             "remove them in the same RUN", edits::append_command(facts, run, "rm -rf " + tree),
             Effects::removing(tree + "/**"));
    return;
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (facts.ships(run)) look_at(facts, run, report);
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"source-tree"}, "sources that were compiled",
                   "remove them in the RUN that compiles, or compile in a stage of its own");
}

extern constinit const Rule source_tree_left{
    .name = "source-tree-left",
    .aliases = {"mkdirUsrSrcThenRemove"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "sources that were compiled and installed stay in the layer",
    .why =
        "After `make install` the unpacked sources and objects serve nobody. They are often many "
        "times larger than what was installed.",
    .bad = R"(FROM debian:12
RUN mkdir -p /usr/src/tool && curl -fsSL https://example.org/tool.tgz -o /tool.tgz && tar xzf /tool.tgz -C /usr/src/tool && rm /tool.tgz && cd /usr/src/tool && ./configure && make && make install
)",
    .good = R"(FROM debian:12
RUN mkdir -p /usr/src/tool && curl -fsSL https://example.org/tool.tgz -o /tool.tgz && tar xzf /tool.tgz -C /usr/src/tool && rm /tool.tgz && cd /usr/src/tool && ./configure && make && make install && rm -rf /usr/src/tool
)",
    .fix_safety = "Always unsafe: a program may read its sources while it runs.",
    .looks_at = {.keywords = {Keyword::Run}, .words = {"make", "gmake", "ninja", "cmake"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
