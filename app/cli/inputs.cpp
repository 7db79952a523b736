#include "app/cli/inputs.h"

#include <fmt/format.h>

#include <cerrno>
#include <set>

#include "analyzer/base/paths.h"
#include "app/cli/discovery.h"
#include "app/cli/visible.h"
#include "app/config/complaint.h"

namespace plimsoll::app {
namespace {

constexpr std::size_t binary_prefix_bytes = 8000;  // git looks this far for a NUL, too

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (true) {
    const std::size_t comma = text.find(',');
    if (comma != 0 && !text.empty()) items.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return items;
    text.remove_prefix(comma + 1);
  }
}

// The name in the same directory that may have been meant.
std::string nearest_neighbour(const Host& host, const std::string& path) {
  const auto entries = host.list_directory(parent_path(path));
  if (!entries) return {};
  std::vector<std::string_view> names;
  for (const DirectoryEntry& entry : *entries) names.push_back(entry.name);
  const std::string_view near = nearest(file_name(path), names);
  if (near.empty()) return {};
  return path.substr(0, path.size() - file_name(path).size()) + std::string(near);
}

Error explained(const Host& host, const Input& input, Error error) {
  if (error.code != ENOENT) return error;
  const Result<FileStatus> link = host.link_status(input.path);
  if (link && link->kind == FileKind::Symlink) {
    error.message = "is a symbolic link to a file that is not there";
  } else if (const std::string near = nearest_neighbour(host, input.path); !near.empty()) {
    error.message += fmt::format("; did you mean {}?", visible(near));
  }
  return error;
}

// Text that Windows tools write as UTF-16 has a NUL in every other byte.
Result<void> check_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return failure("is UTF-16; save it as UTF-8");
  }
  const std::size_t nul = bytes.substr(0, binary_prefix_bytes).find('\0');
  if (nul == std::string_view::npos || looks_like_dockerfile(bytes)) return {};
  return failure("is a binary file, not a Dockerfile");
}

}  // namespace

ConfigurationFlags configuration_flags(const CommandLine& line) {
  ConfigurationFlags flags;
  flags.isolated = line.has(FlagId::Isolated);
  for (const GivenFlag& given : line.flags) {
    if (given.spec->id == FlagId::Config) flags.add_config_argument(given.value);
    if (given.spec->id != FlagId::Configured) continue;
    ConfigurationFlags::Flag flag{std::string(given.spec->option), {given.value}, given.spelled};
    if (given.spec->list) flag.values = split_list(given.value);
    const bool level = flag.option == "fail-level";
    if (level && (given.value == "none" || given.value == "ignore")) flag.values = {"never"};
    flags.flags.push_back(std::move(flag));
  }
  return flags;
}

std::vector<Input> collect_inputs(Session& session, Configurations& configurations) {
  DiscoveryOptions options;
  options.honour_ignore_files = !session.line.has(FlagId::NoIgnoreFiles);
  options.excluded = [&](const std::string& path, bool is_directory) {
    return configurations.excluded(path, is_directory);
  };
  if (const GivenFlag* context = session.line.last(FlagId::Context)) {
    const Result<FileStatus> status = session.host.status(context->value);
    if (!status || status->kind != FileKind::Directory) {
      session.fail(context->value, "is no directory, hence no build context");
      return {};
    }
  }
  std::vector<std::string> paths = session.line.operands;
  if (paths.empty()) paths.emplace_back(".");
  const Discovered found = discover(session.host, paths, options);

  std::set<std::string> said;  // one wrong configuration is one complaint
  for (const PathError& error : found.errors) {
    if (error.error.code != 0) {
      session.fail(error.path, error.error.message);
    } else if (said.insert(error.error.message).second) {
      session.fail_with_text(error.path, error.error.message);
    }
  }
  if (found.files.empty() && found.errors.empty()) {
    session.fail("", fmt::format("no Dockerfile below {}\n  name a file to have it read whatever "
                                 "it is called",
                                 visible(paths.front())));
  }
  const GivenFlag* stdin_name = session.line.last(FlagId::StdinFilename);
  std::vector<Input> inputs;
  for (const std::string& path : found.files) {
    Input input{path, path, nullptr};
    if (path == "-" && stdin_name != nullptr) input.shown = stdin_name->value;
    const Result<const Configuration*> configuration = configurations.for_file(input.shown);
    if (!configuration) {
      if (said.insert(configuration.error().message).second) {
        session.fail_with_text(path, configuration.error().message);
      }
      continue;
    }
    input.configuration = *configuration;
    for (const std::string& warning : input.configuration->warnings) {
      if (said.insert(warning).second) session.host.write_err(warning);
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

void complain_of_target(Session& session, const Input& input, bool alone) {
  const std::string what = fmt::format("no stage is the target `{}`, so little could be checked",
                                       visible(*input.configuration->settings.invocation.target));
  if (alone) return session.fail(input.shown, what);
  session.warn(input.shown, what);
}

Result<std::string> read_input(const Host& host, const Input& input) {
  Result<std::string> bytes = input.path == "-" ? host.read_stdin(file_limit_bytes)
                                                : host.read_file(input.path, file_limit_bytes);
  if (!bytes) {
    return tl::unexpected<Error>(explained(host, input, bytes.error()));
  }
  if (Result<void> text = check_text(*bytes); !text) return tl::unexpected<Error>(text.error());
  return bytes;
}

bool cut_to_limit(std::string& text) {
  std::size_t end = 0;
  for (std::size_t line = 0; line < lines_limit; ++line) {
    end = text.find('\n', end);
    if (end == std::string::npos || ++end == text.size()) return false;
  }
  text.resize(end);
  return true;
}

std::optional<std::string> context_of(const Host& host, const CommandLine& line,
                                      const Input& input) {
  if (const GivenFlag* given = line.last(FlagId::Context)) return given->value;
  if (input.path == "-") return std::nullopt;
  const std::string directory = parent_path(input.path);
  for (const std::string& sign : {join_path(directory, ".dockerignore"),
                                  input.path + ".dockerignore", join_path(directory, ".git")}) {
    const Result<FileStatus> status = host.status(sign);
    if (status && status->kind != FileKind::Missing) return directory;
  }
  return std::nullopt;
}

}  // namespace plimsoll::app
