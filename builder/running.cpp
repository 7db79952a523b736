// RUN: a key over all that the command sees, and where that is new, the command itself.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>

#include "builder/actions.h"
#include "builder/bind_sources.h"
#include "builder/cache_mounts.h"
#include "builder/key.h"
#include "builder/redactor.h"

namespace plimsoll::builder {
namespace {

using lowered::MountStep;

// Each is stricter than the one before.
static_assert(MountStep::Sharing::Shared < MountStep::Sharing::Private &&
              MountStep::Sharing::Private < MountStep::Sharing::Locked);

constexpr std::string_view default_path =
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr std::uint32_t secret_mode = 0400;

// binfmt_misc entries are called as QEMU names architectures.
std::string_view qemu_name(std::string_view architecture) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"amd64", "x86_64"},      {"arm64", "aarch64"},       {"386", "i386"},
      {"mips64le", "mips64el"}, {"loong64", "loongarch64"}, {"mipsle", "mipsel"}};
  for (const auto& [ours, theirs] : names) {
    if (ours == architecture) return theirs;
  }
  return architecture;
}

bool runs_natively(const Platform& wanted, const Platform& machine) {
  if (wanted.architecture == machine.architecture) return true;
  return (machine.architecture == "amd64" && wanted.architecture == "386") ||
         (machine.architecture == "arm64" && wanted.architecture == "arm");
}

void set(std::vector<std::string>& env, const std::string& name, const std::string& value) {
  const std::string begin = name + "=";
  const auto there = std::find_if(env.begin(), env.end(),
                                  [&](const std::string& each) { return each.starts_with(begin); });
  if (there == env.end()) {
    env.push_back(begin + value);
  } else {
    *there = begin + value;
  }
}

bool has(const std::vector<std::string>& env, std::string_view begin) {
  return std::any_of(env.begin(), env.end(),
                     [&](const std::string& each) { return each.starts_with(begin); });
}

// `all`: with the proxies, which no key knows.
std::vector<std::string> environment_of(const lowered::Setting& setting, bool all) {
  std::vector<std::string> env;
  for (const auto* variables : {&setting.env, &setting.args}) {
    for (const lowered::Variable& variable : *variables) {
      if (variable.declared || all) set(env, variable.name, variable.value.text());
    }
  }
  if (!has(env, "PATH=")) env.emplace_back(default_path);
  return env;
}

class Running {
 public:
  Running(const Place& place, const lowered::RunStep& step)
      : place_(place), bench_(place.bench), step_(step) {}

  Result<Made> run() {
    if (const Result<void> fine = check(); !fine) return tl::unexpected<Error>(fine.error());
    const Result<std::string> key = key_of_step();
    if (!key) return tl::unexpected<Error>(key.error());
    return bench_.results.get(
        *key, [this] { return execute(); },
        [this] {
          return std::all_of(sources_.begin(), sources_.end(),
                             [](const auto& source) { return !source || source->holds(); });
        });
  }

 private:
  Result<void> check() {
    if (step_.insecure) {
      return failure(
          "RUN --security=insecure is not supported\n  the sandbox gives no command more "
          "than an ordinary container has");
    }
    if (step_.network == lowered::Network::Host && bench_.options.network != NetworkAccess::Host) {
      return failure(
          "RUN --network=host is not allowed here\n  `plimsoll build --network=host` "
          "allows it");
    }
    if (!step_.shell_known || step_.argv.empty()) {
      return failure("it is not known which shell runs the command");
    }
    for (const MountStep& mount : step_.mounts) {
      if (mount.kind != MountStep::Kind::Ssh) continue;
      if (mount.required) {
        return failure(
            "RUN --mount=type=ssh needs an agent, which plimsoll does not forward\n  a "
            "secret mount can bring a key");
      }
      bench_.events.note("ssh agents are not forwarded: the mount is left out");
    }
    return {};
  }

  // With the mounts that have contents looked up on the way.
  Result<std::string> key_of_step() {
    KeyWriter key("run");
    key.text(place_.root.chain).text(place_.platform.to_string());
    key.texts(step_.argv).text(step_.script).text(step_.script_path);
    key.texts(environment_of(step_.setting, false));
    key.value(step_.setting.user).value(step_.setting.workdir);
    key.number(static_cast<std::uint64_t>(bench_.epoch_s));
    key.number(static_cast<std::uint64_t>(network()));
    key.number(step_.mounts.size());
    sources_.resize(step_.mounts.size());
    for (std::size_t i = 0; i < step_.mounts.size(); ++i) {
      const MountStep& mount = step_.mounts[i];
      key.number(static_cast<std::uint64_t>(mount.kind)).value(mount.target).value(mount.id);
      key.number(mount.read_only ? 1 : 0).text(mount.env);
      for (const auto& number : {mount.mode, mount.uid, mount.gid}) {
        key.number(number ? std::uint64_t{*number} + 1 : 0);
      }
      key.number(mount.size_bytes.value_or(0));
      if (has_source(mount)) {
        Result<BindSource> source = BindSource::find(place_, mount.from, mount.source.text());
        if (!source) return tl::unexpected<Error>(source.error());
        sources_[i].emplace(std::move(*source));
      }
      key.text(key_of_source(i));
    }
    return key.finish();
  }

  // A bind mount always; a cache where it says what it begins with.
  static bool has_source(const MountStep& mount) {
    return mount.kind == MountStep::Kind::Bind ||
           (mount.kind == MountStep::Kind::Cache &&
            mount.from.kind != lowered::Source::Kind::Scratch);
  }

  [[nodiscard]] std::string_view key_of_source(std::size_t mount) const {
    return sources_[mount] ? std::string_view(sources_[mount]->key()) : "";
  }

  [[nodiscard]] SandboxPlan::Network network() const {
    const bool host =
        step_.network != lowered::Network::None && bench_.options.network == NetworkAccess::Host;
    return host ? SandboxPlan::Network::Host : SandboxPlan::Network::None;
  }

  Result<void> check_machine() {
    const Platform& platform = place_.platform;
    if (runs_natively(platform, machine_platform())) return {};
    const Abilities& abilities = bench_.abilities();
    const std::string_view wanted = qemu_name(platform.architecture);
    if (std::find(abilities.foreign.begin(), abilities.foreign.end(), wanted) !=
        abilities.foreign.end()) {
      return {};
    }
    return failure(
        fmt::format("a command for {} cannot run on this machine ({})\n  "
                    "install qemu-user-static with binfmt_misc, or build it there and "
                    "join the images by `plimsoll index create`",
                    platform.to_string(), machine_platform().to_string()));
  }

  // What the machine offers is found out by trying, which takes as long as a small command: so it
  // is asked when something has failed for another reason than the command itself.
  Result<Layer> execute() {
    if (const Result<void> fine = check_machine(); !fine) {
      return tl::unexpected<Error>(fine.error());
    }
    Result<Layer> layer = try_to_run();
    if (!layer && place_.exit_code == 0 && layer.error().code != ECANCELED) {
      if (std::string why = bench_.abilities().cannot_run(); !why.empty()) {
        return failure(std::move(why));
      }
    }
    return layer;
  }

  Result<Layer> try_to_run() {
    const Result<std::shared_ptr<const Stack>> below = bench_.layers.stack(place_.root);
    if (!below) return tl::unexpected<Error>(below.error());
    const Result<ScratchDirectory> scratch = ScratchDirectory::make(bench_.store);
    if (!scratch) return tl::unexpected<Error>(scratch.error());
    Result<SandboxPlan> plan = plan_of(**below);
    if (!plan) return tl::unexpected<Error>(plan.error());
    plan->scratch = scratch->path();
    const Result<std::string> upper = run_plan(*plan);
    if (!upper) return tl::unexpected<Error>(upper.error());
    return layer_of(*upper, **below);
  }

  Result<SandboxPlan> plan_of(const Stack& below) {
    SandboxPlan plan;
    Result<std::vector<std::string>> trees = bench_.layers.trees(place_.root);
    if (!trees) return tl::unexpected<Error>(trees.error());
    plan.lower = std::move(*trees);
    plan.argv = step_.argv;
    plan.workdir = step_.setting.workdir.text();
    plan.network = network();
    Result<Account> account = find_account(below, step_.setting.user.text());
    if (!account) return tl::unexpected<Error>(account.error());
    plan.account = std::move(*account);
    plan.env = environment_of(step_.setting, true);
    if (!has(plan.env, "HOME=")) plan.env.push_back("HOME=" + plan.account.home);
    if (const Result<void> mounted = add_mounts(plan); !mounted) {
      return tl::unexpected<Error>(mounted.error());
    }
    return plan;
  }

  Result<void> add_mounts(SandboxPlan& plan) {
    if (const Result<void> held = hold_caches(); !held) return held;
    for (std::size_t i = 0; i < step_.mounts.size(); ++i) {
      const MountStep& step = step_.mounts[i];
      SandboxMount mount;
      if (step.kind == MountStep::Kind::Ssh) continue;
      if (step.kind == MountStep::Kind::Secret) {
        if (const Result<void> added = add_secret(step, plan); !added) return added;
        continue;
      }
      if (step.kind == MountStep::Kind::Bind) {
        Result<SandboxMount> bound = sources_[i]->mount(place_);
        if (!bound) return tl::unexpected<Error>(bound.error());
        mount = std::move(*bound);
        mount.discard_writes = !step.read_only;
      } else if (step.kind == MountStep::Kind::Cache) {
        mount.source = caches_[i]->directory;
      } else {
        mount.kind = SandboxMount::Kind::Tmpfs;
        mount.size_bytes = step.size_bytes.value_or(0);
        mount.mode = step.mode.value_or(01777);
      }
      mount.read_only = step.read_only && step.kind != MountStep::Kind::Tmpfs;
      mount.target = step.target.text();
      plan.mounts.push_back(std::move(mount));
    }
    if (!step_.script.empty()) {
      SandboxMount script;
      script.kind = SandboxMount::Kind::Bytes;
      script.target = step_.script_path;
      script.bytes = step_.script;
      script.mode = 0755;
      plan.mounts.push_back(std::move(script));
    }
    return {};
  }

  // In one order everywhere: two steps that want the same two caches never wait for each other.
  Result<void> hold_caches() {
    std::map<std::string, std::vector<std::size_t>> by_identity;
    for (std::size_t i = 0; i < step_.mounts.size(); ++i) {
      if (step_.mounts[i].kind != MountStep::Kind::Cache) continue;
      by_identity[identity_of(step_.mounts[i], key_of_source(i))].push_back(i);
    }
    caches_.resize(step_.mounts.size());
    for (const auto& [identity, mounts] : by_identity) {
      // Twice in one step: one lock for all, the strictest that is asked for.
      MountStep mount = step_.mounts[mounts.front()];
      for (const std::size_t i : mounts)
        mount.sharing = std::max(mount.sharing, step_.mounts[i].sharing);
      std::optional<BindSource>& seed = sources_[mounts.front()];
      Result<HeldCache> held = hold_cache(place_, mount, seed ? &*seed : nullptr);
      if (!held) return tl::unexpected<Error>(held.error());
      for (const std::size_t i : mounts) caches_[i] = HeldCache{FileDescriptor(), held->directory};
      caches_[mounts.front()].emplace(std::move(*held));
    }
    return {};
  }

  Result<void> add_secret(const MountStep& step, SandboxPlan& plan) {
    const std::vector<Secret>& known = bench_.options.secrets;
    const auto secret = std::find_if(known.begin(), known.end(),
                                     [&](const Secret& each) { return each.id == step.id.text(); });
    if (secret == known.end()) {
      if (!step.required) return {};
      return failure(
          fmt::format("the secret {0} is required and was not given\n  --secret "
                      "id={0},src=FILE or id={0},env=NAME",
                      step.id.text()));
    }
    shown_secrets_.push_back(secret->bytes);
    if (!step.env.empty()) set(plan.env, step.env, secret->bytes);
    if (step.target.text().empty()) return {};
    SandboxMount mount;
    mount.kind = SandboxMount::Kind::Bytes;
    mount.target = step.target.text();
    mount.bytes = secret->bytes;
    mount.mode = step.mode.value_or(secret_mode);
    mount.uid = step.uid.value_or(0);
    mount.gid = step.gid.value_or(0);
    plan.mounts.push_back(std::move(mount));
    return {};
  }

  Result<std::string> run_plan(SandboxPlan& plan) {
    Redactor redactors[2] = {Redactor(shown_secrets_), Redactor(shown_secrets_)};
    const auto tell = [this](bool is_error) {
      return [this, is_error](std::string_view bytes) {
        bench_.events.output(place_.event, is_error, bytes);
      };
    };
    plan.stopped = [this] { return bench_.stopped.load(); };
    Result<SandboxOutcome> outcome =
        run_in_sandbox(plan, [&](bool is_error, std::string_view bytes) {
          redactors[is_error ? 1 : 0].feed(bytes, tell(is_error));
        });
    for (const bool is_error : {false, true}) redactors[is_error].finish(tell(is_error));
    if (!outcome) return tl::unexpected<Error>(outcome.error());
    if (bench_.stopped && outcome->exit_code != 0) return failure("another step failed", ECANCELED);
    if (outcome->exit_code != 0) {
      place_.exit_code = outcome->exit_code;
      return failure(fmt::format("the command ended with exit code {}", outcome->exit_code));
    }
    return std::move(outcome->upper);
  }

  Result<Layer> layer_of(const std::string& upper, const Stack& below) {
    const Result<std::vector<Entry>> changes = changes_of(upper, below);
    if (!changes) return tl::unexpected<Error>(changes.error());
    Result<Layer> layer = bench_.layers.write(*changes);
    if (!layer) return layer;
    if (const Result<void> settled = settle_upper(upper, *changes, bench_.epoch_s); !settled) {
      return tl::unexpected<Error>(settled.error());
    }
    if (const Result<void> adopted = bench_.store.adopt_tree(upper, layer->diff_id); !adopted) {
      return tl::unexpected<Error>(adopted.error());
    }
    return layer;
  }

  const Place& place_;
  Workbench& bench_;
  const lowered::RunStep& step_;
  std::vector<std::optional<BindSource>> sources_;  // by mount
  std::vector<std::optional<HeldCache>> caches_;    // by mount
  std::vector<std::string> shown_secrets_;
};

}  // namespace

Result<Made> run_command(const Place& place, const lowered::RunStep& step) {
  return Running(place, step).run();
}

}  // namespace plimsoll::builder
