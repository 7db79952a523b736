#include <fmt/format.h>

#include <algorithm>

#include "analyzer/dockerfile/describe.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/lowered/lowered.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/visible.h"

namespace plimsoll::app {
namespace {

constexpr std::uint64_t list_limit_bytes = 256 * 1024 * 1024;
constexpr std::size_t shown_bytes = 100;

// One line of the tree: the instruction with its continuations joined, cut where it gets long.
std::string shown(const SourceFile& source, Span span, char escape) {
  std::string text;
  bool blank = false;
  const std::string_view bytes = source.at(span);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char byte = bytes[i];
    const bool continued =
        byte == escape && i + 1 < bytes.size() && (bytes[i + 1] == '\n' || bytes[i + 1] == '\r');
    if (continued || byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
      blank = !text.empty();
      continue;
    }
    if (blank) text += ' ';
    blank = false;
    text += byte;
    if (text.size() > shown_bytes) return visible(text) + " ...";
  }
  return visible(text);
}

std::string tree_of(const SourceFile& source, const Dockerfile& dockerfile) {
  std::string text = fmt::format("{}\n", visible(source.path()));
  for (const Directive& directive : dockerfile.directives) {
    text += fmt::format("{:>6}  # {}={}\n", source.byte_position(directive.span.begin).line,
                        directive.name, visible(directive.value));
  }
  std::size_t stages = 0;
  for (const auto& instruction : dockerfile.instructions) {
    if (instruction->keyword == Keyword::From) text += fmt::format("        stage {}\n", stages++);
    text +=
        fmt::format("{:>6}  {}{}\n", source.byte_position(instruction->span.begin).line,
                    stages > 0 ? "  " : "", shown(source, instruction->span, dockerfile.escape));
  }
  if (const Problem* refusal = dockerfile.refusal()) {
    text += fmt::format("{:>6}  the builder refuses the file here{}{}\n", refusal->line,
                        refusal->subject.empty() ? "" : ": ", visible(refusal->subject));
  }
  return text;
}

// What the command line tells of the build; bases are known to nobody here.
Result<lowered::Options> lowering_options(const CommandLine& line) {
  lowered::Options options;
  options.platform_known = false;
  for (const GivenFlag& flag : line.flags) {
    if (flag.spec->id == FlagId::Target) options.invocation.target = flag.value;
    if (flag.spec->id == FlagId::BuildArg) {
      const std::size_t equals = flag.value.find('=');
      if (equals == std::string::npos || equals == 0) {
        return failure(fmt::format("{} {}: write NAME=VALUE", flag.spelled, visible(flag.value)));
      }
      options.invocation.build_args[flag.value.substr(0, equals)] = flag.value.substr(equals + 1);
    }
    if (flag.spec->id == FlagId::Platform) {
      const std::optional<Platform> platform = parse_platform(flag.value);
      if (!platform) {
        return failure(fmt::format("{} {}: name a platform such as linux/amd64", flag.spelled,
                                   visible(flag.value)));
      }
      options.target_platform = options.build_platform = *platform;
      options.platform_known = true;
      options.invocation.platforms = {flag.value};
    }
  }
  return options;
}

std::string lowered_of(const SourceFile& source, const Dockerfile& dockerfile,
                       const lowered::Options& options) {
  std::string text = visible(source.path()) + "\n";
  if (dockerfile.refusal()) return tree_of(source, dockerfile);
  const std::string whole = lowered::describe(lowered::lower(source, dockerfile, options));
  for (std::string_view rest = whole; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    text += visible(rest.substr(0, end)) + "\n";
    rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
  }
  return text;
}

void parse_one(Session& session, const std::string& path) {
  Result<std::string> bytes = path == "-" ? session.host.read_stdin(file_limit_bytes)
                                          : session.host.read_file(path, file_limit_bytes);
  if (!bytes) return session.fail(path, bytes.error().message);
  const SourceFile source(path, std::move(*bytes));
  const Dockerfile dockerfile = parse_dockerfile(source);
  if (session.line.has(FlagId::Lowered)) {
    const Result<lowered::Options> options = lowering_options(session.line);
    if (!options) return session.fail("", options.error().message);
    return session.print(lowered_of(source, dockerfile, *options));
  }
  session.print(session.line.has(FlagId::Json) ? describe_as_json(source, dockerfile) + "\n"
                                               : tree_of(source, dockerfile));
}

}  // namespace

void parse_command(Session& session) {
  for (const std::string& path : session.line.operands) parse_one(session, path);
  if (!session.line.has(FlagId::StdinList)) {
    if (session.line.operands.empty()) {
      session.fail("", "name the files to parse\n  plimsoll parse PATH..., `-` is standard input");
    }
    return;
  }
  const Result<std::string> list = session.host.read_stdin(list_limit_bytes);
  if (!list) return session.fail("-", list.error().message);
  std::string_view rest = *list;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view path = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (path.ends_with('\r')) path.remove_suffix(1);
    if (!path.empty()) parse_one(session, std::string(path));
  }
}

}  // namespace plimsoll::app
