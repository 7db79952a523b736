#include "app/cli/build_options.h"

#include <fmt/format.h>

#include <charconv>

#include "analyzer/base/paths.h"
#include "analyzer/reference/image_reference.h"
#include "app/cli/visible.h"

namespace plimsoll::app {
namespace {

constexpr std::uint64_t secret_limit_bytes = 500 * 1024;  // as buildx has it
constexpr unsigned steps_at_once = 4;                     // at least: downloads wait more than work

struct Pair {
  std::string name;
  std::optional<std::string> value;
};

Pair split(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<std::string> at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

tl::unexpected<Error> wrong(const GivenFlag& flag, const std::string& what_to_do) {
  return failure(
      fmt::format("{} cannot be `{}`\n  {}", flag.spelled, visible(flag.value), what_to_do));
}

class RequestReader {
 public:
  explicit RequestReader(const Session& session) : session_(session), host_(session.host) {}

  Result<BuildRequest> read() {
    if (const Result<void> done = read_context(); !done) return tl::unexpected<Error>(done.error());
    for (const GivenFlag& flag : session_.line.flags) {
      if (const Result<void> done = read_flag(flag); !done) {
        return tl::unexpected<Error>(done.error());
      }
    }
    if (const Result<void> done = finish(); !done) return tl::unexpected<Error>(done.error());
    return std::move(request_);
  }

 private:
  Result<void> read_context() {
    const std::vector<std::string>& operands = session_.line.operands;
    if (operands.size() > 1) {
      return failure(
          fmt::format("`plimsoll build` takes one context, not also `{}`", visible(operands[1])));
    }
    const std::string context = operands.empty() ? "." : operands.front();
    const GivenFlag* file = session_.line.last(FlagId::File);
    if (context == "-") {
      if (file != nullptr && file->value != "-") {
        return failure(
            "the context `-` is a Dockerfile on standard input: --file has no place "
            "beside it");
      }
      request_.dockerfile = "-";
      return {};
    }
    if (context.find("://") != std::string::npos || context.starts_with("git@")) {
      return failure(fmt::format("the context {} is not a directory\n  clone or fetch it first",
                                 visible(context)));
    }
    const Result<FileStatus> status = host_.status(context);
    if (!status || status->kind != FileKind::Directory) {
      return failure(
          fmt::format("the context {} is {}", visible(context),
                      !status || status->kind == FileKind::Missing ? "not there" : "no directory"));
    }
    request_.options.context = context;
    request_.dockerfile = file != nullptr ? file->value : join_path(context, "Dockerfile");
    if (request_.dockerfile != "-") request_.options.dockerfile = request_.dockerfile;
    return {};
  }

  Result<void> read_flag(const GivenFlag& flag) {
    builder::BuildOptions& options = request_.options;
    switch (flag.spec->id) {
      case FlagId::Tag:
        return read_name(flag);
      case FlagId::Target:
        options.invocation.target = flag.value;
        return {};
      case FlagId::Platform:
        return read_platforms(flag);
      case FlagId::BuildArg:
        return read_argument(flag);
      case FlagId::BuildContext:
        return read_named_context(flag);
      case FlagId::Secret:
        return read_secret(flag);
      case FlagId::Label: {
        const Pair pair = split(flag.value);
        if (pair.name.empty()) return wrong(flag, "write NAME=VALUE");
        options.labels[pair.name] = pair.value.value_or("");
        return {};
      }
      case FlagId::Output:
        return read_one_output(flag);
      case FlagId::Network:
        options.network = flag.value == "host"   ? builder::NetworkAccess::Host
                          : flag.value == "none" ? builder::NetworkAccess::None
                                                 : builder::NetworkAccess::Default;
        return {};
      default:
        return {};
    }
  }

  Result<void> read_name(const GivenFlag& flag) {
    const std::optional<ImageReference> reference = parse_image_reference(flag.value);
    if (!reference || !reference->digest.empty()) {
      return wrong(flag, "a name is [HOST/]NAME[:TAG], in lower case");
    }
    request_.names.push_back(flag.value);
    return {};
  }

  Result<void> read_platforms(const GivenFlag& flag) {
    for (const std::string& part : at_commas(flag.value)) {
      const std::optional<Platform> platform =
          part == "local" ? builder::machine_platform() : parse_platform(part);
      if (!platform)
        return wrong(flag, "a platform is linux/amd64, linux/arm64, linux/arm/v7, ...");
      request_.options.platforms.push_back(*platform);
    }
    return {};
  }

  Result<void> read_argument(const GivenFlag& flag) {
    Pair pair = split(flag.value);
    if (pair.name.empty()) return wrong(flag, "write NAME=VALUE");
    if (!pair.value) pair.value = host_.environment(pair.name);
    // What the environment does not have is as if it were not given.
    if (pair.value) request_.options.invocation.build_args[pair.name] = *pair.value;
    return {};
  }

  Result<void> read_named_context(const GivenFlag& flag) {
    const Pair pair = split(flag.value);
    if (pair.name.empty() || !pair.value || pair.value->empty()) {
      return wrong(flag, "write NAME=DIR, NAME=docker-image://IMAGE or NAME=oci-layout://PATH");
    }
    std::string place = *pair.value;
    constexpr std::string_view layout = "oci-layout://";
    const std::size_t scheme = place.find("://");
    if (scheme != std::string::npos && !place.starts_with("docker-image://") &&
        !place.starts_with(layout)) {
      return wrong(flag, "a context is a directory, docker-image://IMAGE or oci-layout://PATH");
    }
    if (scheme == std::string::npos) {
      const Result<FileStatus> status = host_.status(place);
      if (!status || status->kind != FileKind::Directory) {
        return wrong(flag, fmt::format("{} is no directory", visible(place)));
      }
    }
    request_.options.contexts[pair.name] = place;
    return {};
  }

  Result<void> read_secret(const GivenFlag& flag) {
    std::string id;
    std::string path;
    std::string variable;
    std::string type;
    for (const std::string& part : at_commas(flag.value)) {
      const Pair pair = split(part);
      const std::string value = pair.value.value_or("");
      if (pair.name == "id") {
        id = value;
      } else if (pair.name == "src" || pair.name == "source") {
        path = value;
      } else if (pair.name == "env") {
        variable = value;
      } else if (pair.name == "type" && (value == "file" || value == "env")) {
        type = value;
      } else {
        return wrong(flag, "write id=ID,src=FILE or id=ID,env=NAME");
      }
    }
    if (id.empty()) return wrong(flag, "write id=ID,src=FILE or id=ID,env=NAME");
    if (type == "env" && variable.empty()) std::swap(variable, path);
    if (path.empty() && variable.empty()) {
      (type != "file" && host_.environment(id) ? variable : path) = id;
    }
    return add_secret(std::move(id), path, variable);
  }

  Result<void> add_secret(std::string id, const std::string& path, const std::string& variable) {
    if (!variable.empty()) {
      const std::optional<std::string> value = host_.environment(variable);
      if (!value) {
        return failure(fmt::format("the secret {}: the environment has no {}", visible(id),
                                   visible(variable)));
      }
      request_.options.secrets.push_back({std::move(id), *value});
      return {};
    }
    Result<std::string> bytes = host_.read_file(path, secret_limit_bytes);
    if (!bytes) {
      return failure(
          fmt::format("the secret {}: {}: {}", visible(id), visible(path), bytes.error().message));
    }
    request_.options.secrets.push_back({std::move(id), std::move(*bytes)});
    return {};
  }

  Result<void> read_one_output(const GivenFlag& flag) {
    Result<AskedOutput> asked = read_output(flag.value);
    if (!asked) return wrong(flag, asked.error().message);
    if (asked->written) request_.outputs.push_back(std::move(asked->output));
    request_.push = request_.push || asked->push;
    return {};
  }

  Result<void> finish() {
    const CommandLine& line = session_.line;
    builder::BuildOptions& options = request_.options;
    options.no_cache = line.has(FlagId::NoCache);
    options.pull = line.has(FlagId::Pull);
    request_.push = request_.push || line.has(FlagId::Push);
    if (request_.push && request_.names.empty()) {
      return failure("--push needs a name\n  -t HOST/NAME:TAG gives one");
    }
    if (line.has(FlagId::Load)) {
      return failure(
          "--load needs a daemon\n  -o type=docker,dest=- writes what `docker load` reads");
    }
    if (const GivenFlag* sandbox = line.last(FlagId::Sandbox)) {
      options.through_overlay = sandbox->value == "overlay";
    }
    if (const GivenFlag* file = line.last(FlagId::IidFile)) request_.digest_file = file->value;
    if (const GivenFlag* file = line.last(FlagId::MetadataFile)) {
      request_.metadata_file = file->value;
    }
    const Result<unsigned> jobs = session_.workers();
    if (!jobs) return tl::unexpected<Error>(jobs.error());
    options.jobs = line.has(FlagId::Jobs) ? *jobs : std::max(*jobs, steps_at_once);
    read_progress();
    return read_epoch();
  }

  void read_progress() {
    const GivenFlag* given = session_.line.last(FlagId::Progress);
    const std::string kind = given == nullptr ? "auto" : given->value;
    if (session_.quiet() || kind == "quiet") {
      request_.progress = ProgressKind::Quiet;
    } else if (kind == "json") {
      request_.progress = ProgressKind::Json;
    } else if (kind == "tty" ||
               (kind == "auto" && host_.err_is_terminal() && host_.environment("TERM") != "dumb")) {
      request_.progress = ProgressKind::Terminal;
    }
  }

  Result<void> read_epoch() {
    constexpr const char* name = "SOURCE_DATE_EPOCH";
    std::map<std::string, std::string>& arguments = request_.options.invocation.build_args;
    if (!arguments.contains(name)) {
      const std::optional<std::string> value = host_.environment(name);
      if (!value || value->empty()) return {};
      arguments[name] = *value;
    }
    const std::string& text = arguments[name];
    if (text.empty()) return {};
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) {
      return failure(fmt::format("{} cannot be `{}`\n  it is a number of seconds since 1970", name,
                                 visible(text)));
    }
    request_.options.epoch_s = seconds;
    return {};
  }

  const Session& session_;
  const Host& host_;
  BuildRequest request_;
};

std::optional<Compression> compression_named(std::string_view name) {
  if (name == "uncompressed" || name == "none") return Compression::None;
  if (name == "gzip") return Compression::Gzip;
  if (name == "zstd") return Compression::Zstd;
  return std::nullopt;
}

Result<void> set_output_field(AskedOutput& asked, std::string& type, const std::string& name,
                              const std::string& value) {
  builder::Output& output = asked.output;
  if (name == "type") {
    type = value;
  } else if (name == "dest") {
    output.destination = value;
  } else if (name == "name") {
    output.names.push_back(value);
  } else if (name == "tar") {
    output.as_directory = value == "false";
  } else if (name == "push") {
    asked.push = value != "false";
  } else if (name == "compression") {
    const std::optional<Compression> compression = compression_named(value);
    if (!compression) return failure("compression is uncompressed, gzip or zstd");
    output.compression = *compression;
  } else if (name != "oci-mediatypes" && name != "rewrite-timestamp" &&
             name != "force-compression") {
    return failure(fmt::format("an output has no `{}`", visible(name)));
  }
  return {};
}

}  // namespace

Result<AskedOutput> read_output(std::string_view text) {
  AskedOutput asked;
  builder::Output& output = asked.output;
  if (text.find('=') == std::string_view::npos) {
    output.kind = text == "-" ? builder::Output::Kind::Tar : builder::Output::Kind::Local;
    output.destination = text;
    return asked;
  }
  std::string type;
  for (const std::string& part : at_commas(std::string(text))) {
    const Pair pair = split(part);
    const Result<void> set = set_output_field(asked, type, pair.name, pair.value.value_or("true"));
    if (!set) return tl::unexpected<Error>(set.error());
  }
  if (type == "image" || type == "cacheonly" || type == "registry") {
    asked.push = asked.push || type == "registry";
    asked.written = false;
    return asked;
  }
  if (type == "oci") {
    output.kind = builder::Output::Kind::Oci;
  } else if (type == "docker") {
    output.kind = builder::Output::Kind::Docker;
  } else if (type == "tar") {
    output.kind = builder::Output::Kind::Tar;
  } else if (type == "local") {
    output.kind = builder::Output::Kind::Local;
  } else {
    return failure("the type is oci, docker, tar, local, image, registry or cacheonly");
  }
  if (output.destination.empty()) {
    if (output.kind == builder::Output::Kind::Local || output.as_directory) {
      return failure("say where to: dest=DIR");
    }
    output.destination = "-";
  }
  return asked;
}

Result<BuildRequest> build_request(const Session& session) { return RequestReader(session).read(); }

}  // namespace plimsoll::app
