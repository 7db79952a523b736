#include <fmt/format.h>

#include "analyzer/lowered/history.h"
#include "analyzer/lowered/lowered.h"

namespace plimsoll::lowered {

namespace {

std::string source_text(const Source& source) {
  switch (source.kind) {
    case Source::Kind::Context:
      return "the context";
    case Source::Kind::Stage:
      return fmt::format("stage {}", source.stage);
    case Source::Kind::NamedContext:
      return "context " + source.reference.display();
    case Source::Kind::Scratch:
      return "nothing";
    case Source::Kind::Image:
    case Source::Kind::Unknown:
      break;
  }
  return source.reference.display();
}

std::string mount_text(const MountStep& mount) {
  constexpr const char* kinds[] = {"bind", "cache", "tmpfs", "secret", "ssh"};
  constexpr const char* sharing[] = {"shared", "private", "locked"};
  std::string text = kinds[static_cast<std::size_t>(mount.kind)];
  const bool files = mount.kind == MountStep::Kind::Bind || mount.kind == MountStep::Kind::Cache;
  if (files && mount.from.kind != Source::Kind::Scratch) {
    text += fmt::format(" {} of {}", mount.source.display(), source_text(mount.from));
  }
  if (!is_yes(mount.id.empty())) text += fmt::format(" \"{}\"", mount.id.display());
  if (mount.kind == MountStep::Kind::Cache) {
    text += fmt::format(" {}", sharing[static_cast<std::size_t>(mount.sharing)]);
  }
  if (!is_yes(mount.target.empty())) text += " at " + mount.target.display();
  if (!mount.env.empty()) text += " in $" + mount.env;
  if (files) text += mount.read_only ? ", read-only" : ", writable";
  if (mount.required) text += ", required";
  return text;
}

std::string step_text(const RunStep& run) {
  std::string text = "RUN " + quoted_list(run.argv);
  if (!run.shell_known) text += " by the base's shell";
  if (!is_yes(run.setting.user.empty())) text += " as " + run.setting.user.display();
  text += " in " + run.setting.workdir.display();
  for (const Variable& variable : run.setting.args) {
    text += fmt::format(" {}={}", variable.name, variable.value.display());
  }
  if (run.network == Network::None) text += " without network";
  if (run.network == Network::Host) text += " with the host's network";
  if (run.insecure) text += " insecurely";
  for (const MountStep& mount : run.mounts) text += fmt::format(" [{}]", mount_text(mount));
  if (!run.script.empty()) text += " script " + quoted_list({run.script});
  return text;
}

std::string step_text(const CopyStep& copy) {
  std::string text = copy.add ? "ADD" : "COPY";
  for (const Value& path : copy.sources) text += " " + path.display();
  for (const InlineFile& file : copy.inline_files) {
    text += fmt::format(" <<{} {}", file.name, quoted_list({file.content.display()}));
  }
  if (!copy.sources.empty()) text += " of " + source_text(copy.from);
  text += " to " + copy.destination.display();
  if (!is_yes(copy.destination.starts_with("/"))) text += " in " + copy.workdir.display();
  if (copy.chown) {
    text += " owned by " + copy.chown->user.display();
    if (!is_yes(copy.chown->group.empty())) text += ":" + copy.chown->group.display();
  }
  if (copy.chmod) text += " mode " + copy.chmod->display();
  for (const Value& exclude : copy.excludes) text += " but " + exclude.display();
  if (copy.link) text += " linked";
  if (copy.parents) text += " with parents";
  if (!is_yes(copy.checksum.empty())) text += " checked by " + copy.checksum.display();
  if (copy.unpack) text += *copy.unpack ? " unpacked" : " not unpacked";
  if (copy.keep_git_dir) text += " with .git";
  return text;
}

std::string step_text(const WorkdirStep& workdir) {
  std::string text = "WORKDIR " + workdir.path.display();
  if (!is_yes(workdir.user.empty())) text += " owned by " + workdir.user.display();
  return text;
}

// A configuration step is told by its text in the history: what it became stands at the end.
std::string text_of(const Step& step) {
  if (const auto* run = std::get_if<RunStep>(&step.action)) return step_text(*run);
  if (const auto* copy = std::get_if<CopyStep>(&step.action)) return step_text(*copy);
  if (const auto* workdir = std::get_if<WorkdirStep>(&step.action)) return step_text(*workdir);
  return step.origin.history;
}

void add_list(std::string& out, const char* name, const std::vector<std::string>& words) {
  if (!words.empty()) out += fmt::format("        {} {}\n", name, quoted_list(words));
}

void add_text(std::string& out, const char* name, const std::string& text) {
  if (!text.empty()) out += fmt::format("        {} {}\n", name, text);
}

void add_config(std::string& out, const ImageConfig& config) {
  out += "      image\n";
  add_text(out, "Author", config.author);
  add_text(out, "User", config.user);
  add_text(out, "WorkingDir", config.working_dir);
  for (const std::string& variable : config.env) add_text(out, "Env", variable);
  if (config.entrypoint) add_text(out, "Entrypoint", quoted_list(*config.entrypoint));
  if (config.cmd) add_text(out, "Cmd", quoted_list(*config.cmd));
  if (config.shell) add_text(out, "Shell", quoted_list(*config.shell));
  for (const auto& [name, text] : config.labels) add_text(out, "Label", name + "=" + text);
  add_list(out, "ExposedPorts", {config.exposed_ports.begin(), config.exposed_ports.end()});
  add_list(out, "Volumes", {config.volumes.begin(), config.volumes.end()});
  add_text(out, "StopSignal", config.stop_signal);
  if (config.healthcheck) add_text(out, "Healthcheck", healthcheck_text(*config.healthcheck));
  for (const std::string& trigger : config.on_build) add_list(out, "OnBuild", {trigger});
}

}  // namespace

std::string describe(const Graph& graph) {
  std::string out;
  for (std::uint32_t i = 0; i < graph.stages.size(); ++i) {
    const Stage& stage = graph.stages[i];
    out += fmt::format("  stage {}{} from {} for {}{}\n", i,
                       stage.name.empty() ? "" : " " + stage.name, source_text(stage.base),
                       stage.platform_text.display(),
                       !stage.needed       ? ", not needed"
                       : i == graph.target ? ", the target"
                                           : "");
    for (const Step& step : stage.steps) {
      out += fmt::format("{:>6}  {}\n", step.origin.line, text_of(step));
    }
    if (stage.needed) add_config(out, stage.config);
  }
  if (!is_yes(graph.source_date_epoch.empty())) {
    out += "  SOURCE_DATE_EPOCH " + graph.source_date_epoch.display() + "\n";
  }
  for (const Refused& refused : graph.refused) {
    out += fmt::format("{:>6}  the builder refuses this: {}\n", refused.line, refused.message);
  }
  return out;
}

}  // namespace plimsoll::lowered
