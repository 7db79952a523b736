#include <array>

#include "app/cli/command_line.h"

namespace plimsoll::app {
namespace {

constexpr std::uint64_t bit(Command command) {
  return std::uint64_t{1} << static_cast<unsigned>(command);
}

constexpr std::uint64_t bits(Command first, Command last) { return (bit(last) << 1U) - bit(first); }

constexpr std::uint64_t lint = bit(Command::Lint);
constexpr std::uint64_t fix = bit(Command::Fix);
constexpr std::uint64_t build = bit(Command::Build);
constexpr std::uint64_t parse = bit(Command::Parse);
constexpr std::uint64_t image = bit(Command::Image);
constexpr std::uint64_t judging = lint | fix;
constexpr std::uint64_t ruling = judging | image;
constexpr std::uint64_t reporting = lint | image;
constexpr std::uint64_t every = ~std::uint64_t{0};
constexpr std::uint64_t pull = bit(Command::Pull);
constexpr std::uint64_t push = bit(Command::Push);
constexpr std::uint64_t index_create = bit(Command::IndexCreate);
constexpr std::uint64_t load = bit(Command::StoreLoad);
constexpr std::uint64_t save = bit(Command::StoreSave);
constexpr std::uint64_t import = bit(Command::StoreImport);
constexpr std::uint64_t export_ = bit(Command::StoreExport);
constexpr std::uint64_t history = bit(Command::StoreHistory);
constexpr std::uint64_t inspect = bit(Command::StoreInspect);
constexpr std::uint64_t prune = bit(Command::StorePrune);
constexpr std::uint64_t in_store = bits(Command::StoreLs, Command::StorePrune);
constexpr std::uint64_t keeping = image | build | pull | push | index_create | in_store;

constexpr std::string_view paths =
    "A PATH is a Dockerfile, a directory to search for them, or `-` for standard input. Without\n"
    "one, the current directory is searched.\n";

constexpr std::string_view context =
    "CONTEXT is the directory that COPY reads from, or `-` for a Dockerfile on standard input "
    "without\nany. It is the current directory where none is named.\n";

constexpr std::string_view scanned =
    "An IMAGE is an archive (of `docker save`, or of an OCI layout, packed or not), the directory "
    "of an OCI\nlayout, or a name: of the store, the docker daemon or a registry, in this order; "
    "`-` "
    "is an archive on\nstandard input. docker-archive:, oci:, oci-archive:, dir:, tar:, "
    "store:, docker-daemon: and docker:// say which.\n";

constexpr std::string_view image_name =
    "A NAME is what an image is called (app, ghcr.io/team/app:1), its digest, or the first digits "
    "of that.\n";

constexpr std::string_view removed =
    "A NAME is taken away from its image; the digest of an image takes all its names away. What "
    "no name\nneeds any more stays until `plimsoll store prune`.\n";

constexpr std::string_view pruned =
    "Whatever a name reaches stays. All else can be made or fetched again: images without a name, "
    "layers\nof builds that are gone, what steps gave.\n";

constexpr std::array commands{
    CommandSpec{Command::Lint, "lint", "[PATH...]", "report what is wrong with Dockerfiles", paths},
    CommandSpec{Command::Fix, "fix", "[PATH...]", "rewrite Dockerfiles so that less is wrong",
                paths},
    CommandSpec{Command::Image, "image", "IMAGE",
                "tell what an image weighs, wastes and holds, and what is wrong with it", scanned},
    CommandSpec{Command::Build, "build", "[CONTEXT]",
                "build an image, without a daemon and as BuildKit would", context},
    CommandSpec{Command::Pull, "pull", "NAME...", "fetch images from their registries", image_name},
    CommandSpec{Command::Push, "push", "NAME [REFERENCE]", "send an image to a registry",
                "NAME is sent to the registry that it names itself, or to REFERENCE.\n"},
    CommandSpec{Command::Store, "store", "COMMAND", "look after the images that are kept here"},
    CommandSpec{Command::StoreLs, "store ls", "[NAME...]", "list the images", ""},
    CommandSpec{Command::StoreHistory, "store history", "NAME",
                "tell how an image was made, and what each layer weighs", image_name},
    CommandSpec{Command::StoreInspect, "store inspect", "NAME...",
                "print manifest and configuration as JSON", image_name},
    CommandSpec{Command::StoreLoad, "store load", "[FILE [NAME]]",
                "bring images in from an archive or an OCI layout",
                "FILE is what `docker save`, `plimsoll store save`, `skopeo copy` and their like "
                "write, packed or\nnot; standard input where none is named. NAME is what its image "
                "is to be called.\n"},
    CommandSpec{Command::StoreSave, "store save", "NAME...", "write images to an archive",
                image_name},
    CommandSpec{Command::StoreImport, "store import", "FILE [NAME]",
                "make an image of a tar of files",
                "FILE is a root file system, packed or not; `-` is standard input.\n"},
    CommandSpec{Command::StoreExport, "store export", "NAME", "write the files of an image",
                image_name},
    CommandSpec{Command::StoreTag, "store tag", "IMAGE NAME...", "give an image further names",
                image_name},
    CommandSpec{Command::StoreRm, "store rm", "NAME...", "take names away", removed},
    CommandSpec{Command::StorePrune, "store prune", "", "free what no name needs", pruned},
    CommandSpec{Command::Index, "index", "COMMAND", "work on images of several platforms"},
    CommandSpec{Command::IndexCreate, "index create", "NAME SOURCE...",
                "join images of several platforms under one name",
                "A SOURCE is an image of the store, or of its registry; an index stands for its "
                "images.\n"},
    CommandSpec{Command::Explain, "explain", "RULE...",
                "tell all about a rule, by any of its names"},
    CommandSpec{Command::Rules, "rules", "[SELECTOR...]",
                "list the rules, or those of a category (size) or a range of ids (DL30)"},
    CommandSpec{Command::Init, "init", "", "write a plimsoll.toml to begin with"},
    CommandSpec{Command::Migrate, "migrate", "hadolint [FILE]",
                "turn the configuration of hadolint into a plimsoll.toml",
                "FILE is .hadolint.yaml of the current directory where none is named.\n"},
    CommandSpec{Command::Parse, "parse", "PATH...", "show how a Dockerfile is read"},
    CommandSpec{Command::Doctor, "doctor", "", "show what plimsoll finds on this machine"},
    CommandSpec{Command::Completions, "completions", "bash|zsh|fish",
                "print a completion script for a shell"},
    CommandSpec{Command::Version, "version", "", "print the version"},
    CommandSpec{Command::Help, "help", "[COMMAND]", "show this text, or that of a command"},
};

constexpr FlagSpec configured(std::string_view name, std::string_view other, std::string_view value,
                              std::string_view option, bool list, std::string_view help) {
  return {FlagId::Configured, name, other, value, option, list, ruling, help, "true"};
}

constexpr FlagSpec plain(FlagId id, std::string_view name, std::string_view other,
                         std::string_view value, std::uint64_t takers, std::string_view help) {
  return {id, name, other, value, "", false, takers, help, ""};
}

// Flags of hadolint that say the same as one of ours; they cost nothing and save a migration.
constexpr FlagSpec habit(FlagId id, std::string_view name, std::string_view other,
                         std::string_view value) {
  return {id, name, other, value, "", false, judging, "", ""};
}

constexpr std::array flags{
    // Which rules
    configured(
        "--select", "", "RULES", "select", true,
        "run these rules instead of the default ones; a rule, an alias (DL3009), a category"),
    configured("--extend-select", "", "RULES", "extend-select", true, "run these rules too"),
    configured("--ignore", "", "RULES", "ignore", true, "do not run these rules"),
    configured("--only", "", "RULES", "only", true,
               "run these rules and no other, whatever the configuration says"),
    configured("--preview", "", "", "preview", false, "also run the rules that are still previews"),
    configured("--fail-level", "-t", "LEVEL", "fail-level", false,
               "exit with 1 from this severity on: error, warning (default), info, style, never"),
    // How the file is built
    configured("--target", "", "STAGE", "target", false, "the stage that is built"),
    configured("--build-arg", "", "NAME=VALUE", "build-args", false,
               "a value that the build gives to an ARG"),
    FlagSpec{FlagId::Configured, "--platform", "", "PLATFORM", "platforms", true, judging,
             "a platform that the image is built for", ""},
    configured("--trusted-registry", "", "NAME", "trusted-registries", true,
               "a registry that base images may come from"),
    plain(FlagId::Context, "--context", "", "DIR", ruling,
          "the directory that is the build context"),
    // Which image, and how it is read
    plain(FlagId::Image, "--image", "", "IMAGE", lint,
          "the image that was built from it: what it shows is found, too, and costs are measured"),
    plain(FlagId::Base, "--base", "", "IMAGE", lint,
          "with --image: the image that it was built upon"),
    plain(FlagId::NoSecrets, "--no-secrets", "", "", lint,
          "with --image: do not look for secrets in its files"),
    plain(FlagId::NoCache, "--no-cache", "", "", lint, ""),
    plain(FlagId::Verify, "--verify", "", "WHEN", lint, ""),
    plain(FlagId::Offline, "--offline", "", "", lint, "with --image: ask no registry"),
    plain(FlagId::Store, "--store", "", "DIR", lint, ""),
    plain(FlagId::Dockerfile, "--dockerfile", "", "FILE", image,
          "what the image was built from: findings and bytes get their lines"),
    plain(FlagId::Platform, "--platform", "", "PLATFORM", image,
          "which image of several (default: that of this machine)"),
    plain(FlagId::Base, "--base", "", "IMAGE", image, "the image that it was built upon"),
    plain(FlagId::NoSecrets, "--no-secrets", "", "", image, "do not look for secrets in files"),
    plain(FlagId::NoCache, "--no-cache", "", "", image,
          "neither use nor keep what was found in layers"),
    plain(FlagId::Verify, "--verify", "", "WHEN", image,
          "auto (default): files that have not changed since they were hashed are trusted; always"),
    // What it may weigh
    plain(FlagId::MaxWaste, "--max-waste", "", "LIMIT", image,
          "fail beyond so many bytes that nobody can see: 20MB, 5%, or 5%,20MB (the greater)"),
    plain(FlagId::MaxSize, "--max-size", "", "SIZE", image,
          "fail beyond so many bytes of files: 500MB"),
    plain(FlagId::MinEfficiency, "--min-efficiency", "", "RATIO", image,
          "fail below this part of live bytes: 0.95 or 95%"),
    plain(FlagId::AllowWaste, "--allow-waste", "", "GLOB[=SIZE]", image,
          "waste that --max-waste does not count: /var/lib/dpkg/**=5MB (repeatable)"),
    plain(FlagId::Score, "--score", "", "KIND", image,
          "true (default), or dive: efficiency and waste by dive's definitions"),
    plain(FlagId::Ci, "--ci", "", "", image,
          "apply the rules of .dive-ci (dive's own where there is none); CI=true does it too"),
    plain(FlagId::CiConfig, "--ci-config", "", "FILE", image, "read this file for .dive-ci"),
    plain(FlagId::DiveRule, "--lowestEfficiency", "", "RATIO", image, ""),
    plain(FlagId::DiveRule, "--highestWastedBytes", "", "SIZE", image, ""),
    plain(FlagId::DiveRule, "--highestUserWastedPercent", "", "RATIO", image, ""),
    // What is changed
    plain(FlagId::Diff, "--diff", "", "", fix, "print the changes and write nothing"),
    plain(FlagId::Unsafe, "--unsafe", "", "", fix,
          "also apply fixes that may change what the image does"),
    // What is shown
    plain(FlagId::Format, "--format", "-f", "FORMAT", lint,
          "text (default), gnu, json, sarif, github, gitlab, checkstyle, junit, rdjson"),
    plain(FlagId::Format, "--format", "-f", "FORMAT", image,
          "text (default), json, html, dive-json, sarif, gnu, github, gitlab, checkstyle, junit, "
          "rdjson"),
    plain(FlagId::FixFormat, "--format", "-f", "FORMAT", fix,
          "json: tell what was fixed and what was not, for programs"),
    plain(FlagId::Top, "--top", "-n", "N", image, "rows of each list in the text (default: 10)"),
    plain(FlagId::Output, "--output", "-o", "[FORMAT=]FILE", reporting,
          "write the report to a file; with a format, beside what is printed (repeatable)"),
    plain(FlagId::Statistics, "--statistics", "", "", reporting, "count the findings of each rule"),
    plain(FlagId::ShowSuppressed, "--show-suppressed", "", "", reporting,
          "also show what comments in the files ignore"),
    plain(FlagId::Verbose, "--verbose", "-V", "", reporting,
          "say with every finding why it matters"),
    plain(FlagId::Quiet, "--quiet", "-q", "", ruling, "findings only: no summary, no progress"),
    plain(FlagId::ExitZero, "--exit-zero", "", "", ruling,
          "exit with 0 whatever is found (what could not be read is still an error)"),
    // Which files
    plain(FlagId::StdinFilename, "--stdin-filename", "", "PATH", judging,
          "what to call the text that comes by standard input (`-`)"),
    plain(FlagId::NoIgnoreFiles, "--no-gitignore", "", "", judging,
          "also look at files that .gitignore leaves out"),
    // Configuration
    plain(FlagId::Config, "--config", "-c", "FILE|KEY=VALUE", ruling,
          "use this file, or set one value (repeatable)"),
    plain(FlagId::Isolated, "--isolated", "", "", ruling, "use no configuration file"),
    plain(FlagId::ShowConfig, "--show-config", "", "", ruling,
          "print the configuration in force and where each value comes from"),
    // How it runs
    plain(FlagId::Jobs, "--jobs", "-j", "N", judging,
          "how many files at once (default: all cores)"),
    plain(FlagId::Jobs, "--jobs", "-j", "N", image, "how many threads (default: all cores)"),
    // Of a build
    plain(FlagId::File, "--file", "-f", "FILE", build,
          "the Dockerfile; `-` is standard input (default: Dockerfile in the context)"),
    plain(FlagId::Tag, "--tag", "-t", "NAME", build, "a name for the image (repeatable)"),
    plain(FlagId::Target, "--target", "", "STAGE", build | parse, "the stage that is built"),
    plain(FlagId::Platform, "--platform", "", "PLATFORM", parse,
          "with --lowered: what is built for (without it, TARGETARCH and its like are unknown)"),
    plain(FlagId::BuildArg, "--build-arg", "", "NAME=VALUE", parse,
          "with --lowered: a value for an ARG (repeatable)"),
    plain(FlagId::Platform, "--platform", "", "PLATFORM", build,
          "what to build for, with commas between; several make an index"),
    plain(FlagId::BuildArg, "--build-arg", "", "NAME[=VALUE]", build,
          "a value for an ARG; without one, that of the environment (repeatable)"),
    plain(FlagId::BuildContext, "--build-context", "", "NAME=PLACE", build,
          "a further context: a directory, docker-image://NAME or oci-layout://PATH (repeatable)"),
    plain(FlagId::Secret, "--secret", "", "id=ID[,src=FILE|,env=NAME]", build,
          "what RUN --mount=type=secret may read (repeatable)"),
    plain(FlagId::Label, "--label", "", "NAME=VALUE", build, "a label of the image (repeatable)"),
    plain(FlagId::Output, "--output", "-o", "type=TYPE,dest=PATH", build,
          "also write the image: oci, docker, tar, local; a PATH alone is local (repeatable)"),
    plain(FlagId::Push, "--push", "", "", build, "push the image to the registries of its names"),
    plain(FlagId::Load, "--load", "", "", build, ""),
    plain(FlagId::NoCache, "--no-cache", "", "", build, "do every step anew"),
    plain(FlagId::Pull, "--pull", "", "", build,
          "ask the registry for base images even when they are here"),
    plain(
        FlagId::Network, "--network", "", "MODE", build,
        "none (default): RUN sees no network; host: it sees this machine's, and ADD fetches URLs"),
    plain(FlagId::Sandbox, "--sandbox", "", "KIND", build,
          "auto (default), or overlay: COPY goes through a mount as well"),
    plain(FlagId::Progress, "--progress", "", "KIND", build,
          "auto (default), tty, plain, json (an object a line), quiet"),
    plain(FlagId::Quiet, "--quiet", "-q", "", build,
          "print the digest of the image and nothing else"),
    plain(FlagId::IidFile, "--iidfile", "", "FILE", build,
          "write the digest of the image to a file"),
    plain(FlagId::MetadataFile, "--metadata-file", "", "FILE", build,
          "write what was built to a file, as JSON"),
    plain(FlagId::Jobs, "--jobs", "-j", "N", build, "how many steps at once"),
    plain(FlagId::Offline, "--offline", "", "", image | build | index_create,
          "ask no registry; what is not here is an error"),
    // Of images
    plain(FlagId::Output, "--output", "-o", "FILE", save | export_,
          "where to write to (default: standard output)"),
    plain(FlagId::Format, "--format", "-f", "FORMAT", save,
          "docker (what `docker load` reads; the default), oci, dir (an OCI layout); images for "
          "several platforms are oci"),
    plain(FlagId::Format, "--format", "-f", "FORMAT", export_, "tar (default), dir"),
    plain(FlagId::Compression, "--compression", "", "KIND", save,
          "none, gzip, zstd: of the layers (default: as they are)"),
    plain(FlagId::Compression, "--compression", "", "KIND", push | index_create,
          "none, gzip, zstd: of the layers (default: gzip for those that are plain)"),
    plain(FlagId::Platform, "--platform", "", "PLATFORM", push | history | inspect | save | export_,
          "which image of several (default: that of this machine)"),
    plain(FlagId::Platform, "--platform", "", "PLATFORM", pull,
          "for what, with commas between (default: this machine)"),
    plain(FlagId::Platform, "--platform", "", "PLATFORM", import,
          "what the files are for (default: this machine)"),
    plain(FlagId::AllPlatforms, "--all-platforms", "-a", "", pull, "for all that there are"),
    plain(FlagId::Change, "--change", "-c", "INSTRUCTION", import,
          "what the image says of itself, as in a Dockerfile: CMD [\"/bin/sh\"] (repeatable)"),
    plain(FlagId::Push, "--push", "", "", index_create, "push it to the registry of its name"),
    plain(FlagId::Remote, "--remote", "", "", bit(Command::StoreRm),
          "delete at the registry: the image, and with it all its tags there"),
    plain(FlagId::All, "--all", "-a", "", prune,
          "also free what was made of named images, and the cache mounts of RUN"),
    plain(FlagId::OlderThan, "--older-than", "", "TIME", prune,
          "only what was not used for so long: 36h, 14d"),
    plain(FlagId::KeepStorage, "--keep-storage", "", "SIZE", prune,
          "stop when the rest takes no more than this: 10GB"),
    plain(FlagId::DryRun, "--dry-run", "-n", "", prune,
          "say what would be freed, and free nothing"),
    plain(FlagId::NoTrunc, "--no-trunc", "", "", bit(Command::StoreLs) | history,
          "whole digests and commands"),
    plain(FlagId::Json, "--json", "", "", bit(Command::StoreLs) | history | prune, "print JSON"),
    plain(FlagId::Quiet, "--quiet", "-q", "", pull | push | load,
          "print what it is called or its digest, nothing else"),
    plain(FlagId::Jobs, "--jobs", "-j", "N", push | index_create | save | export_,
          "how many threads (default: all cores)"),
    plain(FlagId::Store, "--store", "", "DIR", keeping,
          "where images are kept (default: PLIMSOLL_STORE, else in the home directory)"),
    // Of other commands
    plain(FlagId::Lowered, "--lowered", "", "", parse,
          "show what a build would do: every step with all that is known of it"),
    plain(FlagId::Json, "--json", "", "", parse, "a JSON object a line, for programs"),
    plain(FlagId::StdinList, "--stdin-list", "", "", parse,
          "read paths from standard input, one a line"),
    plain(FlagId::Format, "--format", "-f", "FORMAT", bit(Command::Rules) | bit(Command::Explain),
          "text (default), json, md"),
    plain(FlagId::Stdout, "--stdout", "", "", bit(Command::Init) | bit(Command::Migrate),
          "print the configuration instead of writing plimsoll.toml"),
    plain(FlagId::Color, "--color", "", "WHEN", every, "auto (default), always, never"),
    plain(FlagId::Help, "--help", "-h", "", every, "show this text"),
    plain(FlagId::Version, "--version", "-v", "", every, ""),
    // Habits
    FlagSpec{FlagId::Configured, "--failure-threshold", "", "LEVEL", "fail-level", false, judging,
             "", ""},
    FlagSpec{FlagId::Configured, "--disable-ignore-pragma", "", "", "inline-ignores", false,
             judging, "", "false"},
    FlagSpec{FlagId::Configured, "--strict-labels", "", "", "strict-labels", false, judging, "",
             "true"},
    habit(FlagId::ExitZero, "--no-fail", "", ""),
    habit(FlagId::NoColor, "--no-color", "", ""),
    habit(FlagId::StdinFilename, "--file-path-in-report", "", "PATH"),
};

}  // namespace

std::span<const CommandSpec> command_table() { return commands; }
std::span<const FlagSpec> flag_table() { return flags; }

const CommandSpec& spec_of(Command command) {
  for (const CommandSpec& spec : commands) {
    if (spec.command == command) return spec;
  }
  return commands.back();
}

bool is_group(const CommandSpec& spec) {
  return spec.command == Command::Store || spec.command == Command::Index;
}

std::vector<const CommandSpec*> members_of(Command group) {
  const std::string prefix = group == Command::Help ? "" : std::string(spec_of(group).name) + " ";
  std::vector<const CommandSpec*> members;
  for (const CommandSpec& spec : commands) {
    const bool in_group = spec.name.find(' ') != std::string_view::npos;
    const bool wanted = prefix.empty() ? !in_group : in_group && spec.name.starts_with(prefix);
    if (wanted) members.push_back(&spec);
  }
  return members;
}

bool takes(const FlagSpec& flag, Command command) { return (flag.commands & bit(command)) != 0; }

std::vector<std::string_view> known_values(const FlagSpec& flag, Command command) {
  switch (flag.id) {
    case FlagId::Color:
      return {"auto", "always", "never"};
    case FlagId::Compression:
      return {"none", "gzip", "zstd"};
    case FlagId::Format:
      if (command == Command::StoreSave) return {"docker", "oci", "dir"};
      if (command == Command::StoreExport) return {"tar", "dir"};
      if (command == Command::Image) {
        return {"text",   "json",   "html",       "dive-json", "sarif", "gnu",
                "github", "gitlab", "checkstyle", "junit",     "rdjson"};
      }
      if (command != Command::Lint) return {"text", "json", "md"};
      return {"text", "gnu", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson"};
    case FlagId::FixFormat:
      return {"json"};
    case FlagId::Score:
      return {"true", "dive"};
    case FlagId::Verify:
      return {"auto", "always"};
    case FlagId::Network:
      return {"default", "none", "host"};
    case FlagId::Sandbox:
      return {"auto", "overlay"};
    case FlagId::Progress:
      return {"auto", "tty", "plain", "json", "quiet"};
    case FlagId::Configured:
      if (flag.option == "fail-level") return {"error", "warning", "info", "style", "never"};
      return {};
    default:
      return {};
  }
}

}  // namespace plimsoll::app
