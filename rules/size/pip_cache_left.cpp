#include <algorithm>
#include <array>

#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {

// A program that installs for Python, and how it is told to keep nothing.
struct Installer {
  std::string_view program;
  std::string_view option;
  std::string_view no_cache_variable;
  std::string_view cache_variable;
  std::string_view cache_folder;  // below XDG_CACHE_HOME
};

}  // namespace

static constexpr std::array<Installer, 2> installers{{
    {"pip", "--no-cache-dir", "PIP_NO_CACHE_DIR", "PIP_CACHE_DIR", "pip"},
    {"uv", "--no-cache", "UV_NO_CACHE", "UV_CACHE_DIR", "uv"},
}};

static const Installer* installer_of(const Command& command) {
  const bool installs = command.subcommand == "install" || command.subcommand == "pip install" ||
                        command.subcommand == "sync" || command.subcommand == "pip sync" ||
                        command.subcommand == "tool install";
  const auto found = std::find_if(installers.begin(), installers.end(),
                                  [&](const Installer& i) { return command.is(i.program); });
  return installs && found != installers.end() ? &*found : nullptr;
}

// The folder, as far as one command tells it; nothing where it is not known.
static std::optional<std::string> cache_of(const Facts& facts, const Run& run,
                                           const Command& command, const Installer& installer) {
  if (const Option* option = command.option({"--cache-dir"})) {
    if (!option->value || !option->value_known) return std::nullopt;
    return *option->value;
  }
  const auto from = [&](std::string_view variable) {
    return facts.variable(run, command, variable);
  };
  const Lookup own = from(installer.cache_variable);
  if (is_yes(own.defined))
    return own.value.known() ? std::optional(own.value.text()) : std::nullopt;
  const std::string tail = "/" + std::string(installer.cache_folder);
  const Lookup xdg = from("XDG_CACHE_HOME");
  if (!is_yes(xdg.defined)) return "~/.cache" + tail;
  return xdg.value.known() ? std::optional(xdg.value.text() + tail) : std::nullopt;
}

static bool keeps_nothing(const Facts& facts, const Run& run, const Command& command,
                          const Installer& installer) {
  if (command.has_option(
          {"--no-cache-dir", "--no-cache", "--no-index", "--dry-run", "-h", "--help"}) ||
      (command.is("uv") && command.has_option({"-n"})) || command.may_hide_options()) {
    return true;
  }
  // Any value but none at all switches the cache off, "0" and "false" included.
  const Lookup variable = facts.variable(run, command, installer.no_cache_variable);
  return is_yes(variable.defined) && !is_yes(variable.value.empty());
}

// A configuration that the words of the command do not show.
static bool is_configured(const Facts& facts) {
  const std::string_view text = facts.source.bytes();
  return text.find("pip.conf") != std::string_view::npos ||
         text.find("global.no-cache-dir") != std::string_view::npos ||
         text.find("PIP_CONFIG_FILE") != std::string_view::npos ||
         text.find("uv.toml") != std::string_view::npos;
}

// Releases whose pip is older than the option (6.0).
static bool is_ancient(const BaseFacts& base) {
  return (base.distribution == "debian" && (base.release == "7" || base.release == "8")) ||
         (base.distribution == "ubuntu" && (base.release == "12.04" || base.release == "14.04"));
}

static void check(const Facts& facts, Reporter& report) {
  if (is_configured(facts)) return;
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    for (const Command& command : facts.commands(run).commands) {
      const Installer* installer = installer_of(command);
      if (!installer || keeps_nothing(facts, run, command, *installer)) continue;
      const std::optional<std::string> cache = cache_of(facts, run, command, *installer);
      if (!cache || !is_no(facts.mounts_over(run, *cache)) ||
          !is_no(facts.removes(run, *cache, &command))) {
        continue;
      }
      const std::string option(installer->option);
      report
          .at(command.head(),
              "`" + command.program + " " + command.subcommand + "` keeps its cache in this layer")
          .related(run->span, "the layer is sealed where this RUN ends")
          .fix(is_ancient(facts.base(run)) ? unsafe("this release's pip may not know the option")
                                           : safe(),
               "add `" + option + "`", edits::add_option(facts, command, option),
               Effects::removing(cache->starts_with('~') ? "**/.cache/**" : *cache + "/**"));
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"pip-cache"}, "pip's cache",
                   "install with `--no-cache-dir`, or mount a cache");
}

extern constinit const Rule pip_cache_left{
    .name = "pip-cache-left",
    .aliases = {"DL3042", "f2f903fb", "missing-pip-no-cache-dir", "pipUseNoCacheDir", "DF030"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Always,
    .summary = "`pip install` leaves its download cache in the layer",
    .why =
        "Every wheel that pip downloads is stored a second time in its cache, where a finished "
        "image never looks again: for scientific packages hundreds of megabytes. A cache mount "
        "keeps the cache for the next build and out of the image.",
    .bad = R"(FROM python:3.12
RUN pip install flask==3.0.3
)",
    .good = R"(FROM python:3.12
RUN pip install --no-cache-dir flask==3.0.3
RUN --mount=type=cache,target=/root/.cache/pip pip install gunicorn==22.0.0
)",
    .fix_safety =
        "Safe: what is installed stays the same, only the cache goes. Unsafe on releases whose "
        "pip is older than the option.",
    .references = {"https://pip.pypa.io/en/stable/topics/caching/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"pip", "pip2", "pip3", "uv"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
