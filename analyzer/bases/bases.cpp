#include "analyzer/bases/bases.h"

#include <algorithm>

#include "analyzer/bases/known_bases.h"
#include "analyzer/bases/lifecycles.h"
#include "analyzer/bases/variants.h"

namespace plimsoll {

namespace {

constexpr std::string_view standard_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

Answer from_letter(char letter) {
  return letter == 'y' ? Answer::Yes : letter == 'n' ? Answer::No : Answer::Unknown;
}

// The same image under another name: mirrors of the official images, and their single platforms.
std::string canonical_name(const ImageReference& image) {
  std::string name = image.familiar();
  for (const std::string_view mirror :
       {"public.ecr.aws/docker/library/", "mirror.gcr.io/library/",
        "registry.hub.docker.com/library/", "registry-1.docker.io/library/", "amd64/", "arm64v8/",
        "arm32v5/", "arm32v6/", "arm32v7/", "i386/", "ppc64le/", "s390x/", "riscv64/",
        "winamd64/"}) {
    if (name.starts_with(mirror)) return name.substr(mirror.size());
  }
  return name;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}

int major_of(std::string_view version) {
  int major = 0;
  for (const char c : version) {
    if (c < '0' || c > '9' || major > 100'000) break;
    major = major * 10 + (c - '0');
  }
  return major;
}

// What runs the red-hat-like distributions' packages, by release.
PackageManager rpm_manager(std::string_view distribution, std::string_view release, bool minimal,
                           bool slim) {
  const int major = major_of(release);
  if (distribution == "fedora") return minimal ? PackageManager::Unknown : PackageManager::Dnf;
  if (distribution == "rocky" || distribution == "almalinux") {
    return minimal ? PackageManager::Microdnf : PackageManager::Dnf;
  }
  if (major == 0) return PackageManager::Unknown;
  if (distribution == "amazonlinux") {
    if (minimal) return PackageManager::Unknown;
    return major == 2023 ? PackageManager::Dnf : PackageManager::Yum;
  }
  if (major < 8) return minimal ? PackageManager::Microdnf : PackageManager::Yum;
  return minimal || slim ? PackageManager::Microdnf : PackageManager::Dnf;
}

void linux_shell(BaseFacts& facts, ShellProgram sh, Answer bash) {
  facts.os = OsFamily::Linux;
  facts.sh = sh;
  facts.has_shell = Answer::Yes;
  facts.has_bash = bash;
  facts.default_shell = {"/bin/sh", "-c"};
}

void no_shell(BaseFacts& facts) {
  facts.os = OsFamily::Linux;
  facts.sh = ShellProgram::None;
  facts.has_shell = Answer::No;
  facts.has_bash = Answer::No;
  facts.has_curl = Answer::No;
  facts.has_wget = Answer::No;
  facts.package_manager = PackageManager::None;
  facts.default_shell = {"/bin/sh", "-c"};
}

bool is_rpm(std::string_view distribution) {
  for (const std::string_view known :
       {"centos", "rocky", "almalinux", "fedora", "amazonlinux", "oraclelinux", "ubi"}) {
    if (distribution == known) return true;
  }
  return false;
}

// What the distribution brings, whoever builds on it.
void apply_distribution(BaseFacts& facts, const Variant& variant) {
  const std::string& name = facts.distribution;
  if (name == "debian" || name == "ubuntu" || name == "kali") {
    linux_shell(facts, ShellProgram::Dash, Answer::Yes);
    facts.package_manager = PackageManager::Apt;
  } else if (name == "alpine") {
    linux_shell(facts, ShellProgram::Ash, Answer::Unknown);
    facts.package_manager = PackageManager::Apk;
    facts.has_wget = Answer::Yes;
  } else if (name == "busybox") {
    linux_shell(facts, ShellProgram::Ash, Answer::Unknown);
    facts.package_manager = PackageManager::None;
    facts.has_wget = Answer::Yes;
  } else if (name == "wolfi") {
    facts.os = OsFamily::Linux;
    facts.package_manager = PackageManager::Apk;
    facts.default_shell = {"/bin/sh", "-c"};
    facts.has_shell = Answer::Yes;
  } else if (is_rpm(name)) {
    linux_shell(facts, ShellProgram::Bash, Answer::Yes);
    facts.package_manager = rpm_manager(name, facts.release, variant.minimal, variant.slim);
  } else if (name == "leap" || name == "tumbleweed") {
    linux_shell(facts, ShellProgram::Bash, Answer::Yes);
    facts.package_manager = PackageManager::Zypper;
  } else if (name == "arch") {
    linux_shell(facts, ShellProgram::Bash, Answer::Yes);
    facts.package_manager = PackageManager::Pacman;
    facts.has_curl = Answer::Yes;
  } else if (name == "photon" || name == "azurelinux") {
    linux_shell(facts, ShellProgram::Bash, Answer::Yes);
    facts.package_manager = PackageManager::Tdnf;
  } else if (name == "mageia" || name == "nixos") {
    linux_shell(facts, ShellProgram::Bash, Answer::Yes);
  } else if (name == "windows") {
    facts.os = OsFamily::Windows;
    facts.sh = ShellProgram::None;
    facts.package_manager = PackageManager::None;
    facts.has_bash = Answer::No;
  } else if (name == "distroless") {
    no_shell(facts);
  } else if (name == "chainguard") {
    facts.os = OsFamily::Linux;
    facts.default_shell = {"/bin/sh", "-c"};
  }
}

void apply_tools(BaseFacts& facts, const KnownBase& base, const Variant& variant) {
  const bool debian = facts.distribution == "debian" || facts.distribution == "ubuntu";
  if (base.tools == Tools::Buildpack) {
    if (debian) facts.has_curl = facts.has_wget = answer(!variant.slim);
    if (facts.distribution == "alpine") facts.has_curl = Answer::No;
  } else if (base.tools == Tools::NoneAdded) {
    if (debian) facts.has_curl = facts.has_wget = Answer::No;
    if (facts.distribution == "alpine" || facts.distribution == "busybox") {
      facts.has_curl = Answer::No;
      facts.has_bash = Answer::No;
    }
  }
}

// Only the plain distributions are known to set nothing but PATH.
void apply_environment(BaseFacts& facts, const KnownBase& base) {
  if (facts.os == OsFamily::Windows) return;
  const bool plain = base.is_distribution && base.tools != Tools::Unknown;
  facts.env_begins = split(base.env_begins, '|');
  facts.env_complete = plain;
  facts.env.emplace_back("PATH", plain ? std::optional<std::string>(standard_path) : std::nullopt);
  for (const std::string& entry : split(base.env, '|')) {
    const std::size_t equals = entry.find('=');
    if (equals == std::string::npos) {
      facts.env.emplace_back(entry, std::nullopt);
    } else {
      facts.env.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
    }
  }
}

// USER and WORKDIR of the image's configuration.
void apply_user(BaseFacts& facts, const KnownBase& base, const Variant& variant) {
  const bool windows = facts.os == OsFamily::Windows;
  if (!base.user.empty()) facts.user = std::string(base.user);
  if (base.workdir != "?" && !windows) facts.workdir = std::string(base.workdir);
  if (windows && base.distribution != "windows") facts.user.reset();
  // Chiseled images of .NET run as a user of their own.
  if (base.runtime == "dotnet" && (variant.shell_less || variant.unknown)) facts.user.reset();
  if (base.distribution != "distroless") return;
  if (variant.nonroot) facts.user = "nonroot";
  if (variant.unknown) facts.user.reset();
  if (variant.nonroot || variant.unknown) facts.workdir.reset();
  if (variant.debug || variant.unknown) {  // busybox, but not as /bin/sh
    facts.has_shell = Answer::Unknown;
    facts.has_wget = Answer::Unknown;
  }
}

// Which distribution and release the tag means.
void choose_distribution(BaseFacts& facts, const KnownBase& base, const Variant& variant,
                         std::string_view name) {
  if (!variant.distribution.empty()) {
    facts.distribution = variant.distribution;
    facts.release = variant.release;
  } else if (!variant.unknown || base.is_distribution || base.distribution == "distroless") {
    facts.distribution = std::string(base.distribution);
    const bool newer_dotnet = base.runtime == "dotnet" && major_of(variant.version) >= 10;
    if (newer_dotnet) facts.distribution = "ubuntu";
  }
  if (base.is_distribution && variant.distribution.empty()) facts.release = variant.version;
  if (facts.distribution == "ubi" && facts.release.empty()) {  // .../ubi9/ubi-minimal, redhat/ubi9
    const std::size_t at = name.find("ubi");
    std::size_t end = at == std::string_view::npos ? name.size() : at + 3;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') facts.release += name[end++];
  }
}

void add_ends(BaseFacts& facts, const KnownBase& base) {
  if (!base.runtime.empty()) {
    facts.runtime = std::string(base.runtime);
    if (auto end = end_of_life(base.runtime, facts.runtime_version)) {
      facts.end_of_life.push_back(std::move(*end));
    }
  }
  if (auto end = end_of_life(facts.distribution, facts.release)) {
    facts.end_of_life.push_back(std::move(*end));
  }
}

// Red Hat's registries: ubi9/ubi, ubi9-minimal, ubi8/nodejs-18 ...
std::optional<KnownBase> red_hat_base(const ImageReference& image) {
  if (image.registry != "registry.access.redhat.com" && image.registry != "registry.redhat.io") {
    return std::nullopt;
  }
  if (!image.repository.starts_with("ubi")) return std::nullopt;
  KnownBase base{.name = "ubi", .distribution = "ubi"};
  if (image.basename().starts_with("ubi")) {
    base.user = "root";
    base.workdir = "";
    base.cmd = 'y';
    base.entrypoint = 'n';
  }
  return base;
}

}  // namespace

std::string_view to_string(PackageManager manager) {
  switch (manager) {
    case PackageManager::Apt:
      return "apt";
    case PackageManager::Apk:
      return "apk";
    case PackageManager::Dnf:
      return "dnf";
    case PackageManager::Microdnf:
      return "microdnf";
    case PackageManager::Yum:
      return "yum";
    case PackageManager::Zypper:
      return "zypper";
    case PackageManager::Pacman:
      return "pacman";
    case PackageManager::Tdnf:
      return "tdnf";
    case PackageManager::Unknown:
    case PackageManager::None:
      break;
  }
  return "";
}

Answer has_pipefail(ShellProgram program) {
  switch (program) {
    case ShellProgram::Bash:
    case ShellProgram::Ash:
      return Answer::Yes;
    case ShellProgram::Dash:
    case ShellProgram::Cmd:
    case ShellProgram::PowerShell:
    case ShellProgram::None:
      return Answer::No;
    case ShellProgram::Unknown:
      break;
  }
  return Answer::Unknown;
}

Answer BaseFacts::is_root() const {
  if (!user) return Answer::Unknown;
  return answer(user->empty() || *user == "root" || *user == "0");
}

BaseFacts lookup_base(const ImageReference& image) {
  BaseFacts facts;
  const std::string name = canonical_name(image);
  const std::optional<KnownBase> red_hat = red_hat_base(image);
  const KnownBase* base = red_hat ? &*red_hat : find_known_base(name);
  if (!base) {
    const bool windows = image.tag.find("nanoserver") != std::string::npos ||
                         image.tag.find("servercore") != std::string::npos;
    if (windows) facts.os = OsFamily::Windows;
    return facts;
  }
  facts.found = true;
  // A digest without a tag may be any of the tags.
  const bool any_tag = image.tag.empty() && !image.digest.empty();
  Variant variant = read_tag(any_tag ? std::string_view("*") : image.tag_or_latest());
  if (name.find("-minimal") != std::string::npos || name.find("/minimal") != std::string::npos) {
    variant.minimal = true;
  }
  if (name.ends_with("-micro")) variant.shell_less = true;
  choose_distribution(facts, *base, variant, name);
  facts.runtime_version = base->runtime.empty() ? std::string() : variant.version;
  apply_distribution(facts, variant);
  if (variant.shell_less && facts.os != OsFamily::Windows && !variant.unknown) no_shell(facts);
  apply_user(facts, *base, variant);
  apply_tools(facts, *base, variant);
  apply_environment(facts, *base);
  facts.has_cmd = from_letter(base->cmd);
  facts.has_entrypoint = from_letter(base->entrypoint);
  facts.users = split(base->users, '|');
  const bool starts_nothing = base->is_distribution || facts.distribution == "distroless";
  facts.drops_privileges = base->drops      ? Answer::Yes
                           : starts_nothing ? Answer::No
                                            : Answer::Unknown;
  // The debug variants of distroless images start a shell.
  if (facts.distribution == "distroless" && (variant.debug || variant.unknown)) {
    facts.has_cmd = facts.has_entrypoint = Answer::Unknown;
  }
  add_ends(facts, *base);
  return facts;
}

bool BaseFacts::surely_lacks(std::string_view variable) const {
  return env_complete || (!env_begins.empty() && std::none_of(env_begins.begin(), env_begins.end(),
                                                              [&](const std::string& begin) {
                                                                return variable.starts_with(begin);
                                                              }));
}

BaseFacts scratch_base() {
  BaseFacts facts;
  facts.found = true;
  no_shell(facts);
  facts.user = "root";
  facts.workdir = "";
  facts.env_complete = true;
  facts.has_cmd = Answer::No;
  facts.has_entrypoint = Answer::No;
  facts.drops_privileges = Answer::No;
  return facts;
}

}  // namespace plimsoll
