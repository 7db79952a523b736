#include "analyzer/image/contents/leftover_places.h"

#include <algorithm>
#include <array>

namespace plimsoll::image {

// Facts about programs: where each keeps what it downloaded or generated, by its own documentation.
const std::vector<LeftoverPlace>& leftover_places() {
  static const std::vector<LeftoverPlace> places = {
      // Package managers of distributions.
      {Anchor::Root, "var/lib/apt/lists", "apt-lists"},
      {Anchor::Root, "var/cache/apt/archives", "apt-archives"},
      {Anchor::Root, "var/cache/apt/pkgcache.bin", "apt-cache"},
      {Anchor::Root, "var/cache/apt/srcpkgcache.bin", "apt-cache"},
      {Anchor::Root, "var/cache/apk", "apk-cache"},
      {Anchor::Root, "etc/apk/cache", "apk-cache"},
      {Anchor::Root, "var/cache/yum", "yum-cache"},
      {Anchor::Root, "var/cache/dnf", "dnf-cache"},
      {Anchor::Root, "var/cache/libdnf5", "dnf-cache"},
      {Anchor::Root, "var/cache/tdnf", "dnf-cache"},
      {Anchor::Root, "var/cache/zypp", "zypper-cache"},
      {Anchor::Root, "var/cache/zypper", "zypper-cache"},
      {Anchor::Root, "var/cache/pacman/pkg", "pacman-cache"},
      {Anchor::Root, "var/lib/pacman/sync", "pacman-lists"},
      {Anchor::Root, "var/cache/xbps", "xbps-cache"},
      {Anchor::Root, "var/cache/distfiles", "portage-cache"},
      {Anchor::Root, "var/db/repos", "portage-cache"},
      {Anchor::Root, "var/lib/dpkg/status-old", "backup-file"},
      {Anchor::Root, "var/lib/dpkg/available-old", "backup-file"},
      {Anchor::Root, "var/lib/dpkg/diversions-old", "backup-file"},
      {Anchor::Root, "var/lib/dpkg/statoverride-old", "backup-file"},
      {Anchor::Root, "var/cache/debconf/config.dat-old", "backup-file"},
      {Anchor::Root, "var/cache/debconf/templates.dat-old", "backup-file"},
      {Anchor::Root, "etc/passwd-", "backup-file"},
      {Anchor::Root, "etc/shadow-", "backup-file"},
      {Anchor::Root, "etc/group-", "backup-file"},
      {Anchor::Root, "etc/gshadow-", "backup-file"},
      // Package managers of languages.
      {Anchor::Home, ".cache/pip", "pip-cache"},
      {Anchor::Home, ".cache/uv", "uv-cache"},
      {Anchor::Home, ".cache/pypoetry", "poetry-cache"},
      {Anchor::Home, ".cache/pipenv", "pipenv-cache"},
      {Anchor::Home, ".cache/pdm", "pdm-cache"},
      {Anchor::Home, ".conda/pkgs", "conda-cache"},
      {Anchor::Root, "opt/conda/pkgs", "conda-cache"},
      {Anchor::Root, "opt/miniconda/pkgs", "conda-cache"},
      {Anchor::Root, "opt/miniconda3/pkgs", "conda-cache"},
      {Anchor::Root, "opt/miniforge3/pkgs", "conda-cache"},
      {Anchor::Root, "opt/mambaforge/pkgs", "conda-cache"},
      {Anchor::Home, "miniconda3/pkgs", "conda-cache"},
      {Anchor::Home, "miniforge3/pkgs", "conda-cache"},
      {Anchor::Home, "anaconda3/pkgs", "conda-cache"},
      {Anchor::Home, "micromamba/pkgs", "conda-cache"},
      {Anchor::Home, ".npm", "npm-cache"},
      {Anchor::Home, ".node-gyp", "node-gyp-cache"},
      {Anchor::Home, ".cache/node-gyp", "node-gyp-cache"},
      {Anchor::Home, ".cache/yarn", "yarn-cache"},
      {Anchor::Home, ".yarn/berry/cache", "yarn-cache"},
      {Anchor::Root, "usr/local/share/.cache/yarn", "yarn-cache"},
      {Anchor::Root, "usr/local/share/.cache/v6", "yarn-cache"},
      {Anchor::Home, ".cache/pnpm", "pnpm-cache"},
      {Anchor::Home, ".local/share/pnpm/store", "pnpm-cache"},
      {Anchor::Home, ".pnpm-store", "pnpm-cache"},
      {Anchor::Home, ".bun/install/cache", "bun-cache"},
      {Anchor::Home, ".cache/deno", "deno-cache"},
      {Anchor::Home, ".gem/ruby/*/cache", "gem-cache"},
      {Anchor::Home, ".gem/specs", "gem-cache"},
      {Anchor::Home, ".local/share/gem/specs", "gem-cache"},
      {Anchor::Home, ".local/share/gem/ruby/*/cache", "gem-cache"},
      {Anchor::Home, ".bundle/cache", "gem-cache"},
      {Anchor::Root, "usr/local/bundle/cache", "gem-cache"},
      {Anchor::Root, "usr/local/bundle/ruby/*/cache", "gem-cache"},
      {Anchor::Root, "usr/local/lib/ruby/gems/*/cache", "gem-cache"},
      {Anchor::Root, "usr/lib/ruby/gems/*/cache", "gem-cache"},
      {Anchor::Root, "usr/share/gems/cache", "gem-cache"},
      {Anchor::Root, "var/lib/gems/*/cache", "gem-cache"},
      {Anchor::Home, ".composer/cache", "composer-cache"},
      {Anchor::Home, ".cache/composer", "composer-cache"},
      {Anchor::Home, ".cache/go-build", "go-build-cache"},
      {Anchor::Home, "go/pkg/mod", "go-mod-cache"},
      {Anchor::Root, "go/pkg/mod", "go-mod-cache"},
      {Anchor::Home, ".cargo/registry", "cargo-cache"},
      {Anchor::Home, ".cargo/git", "cargo-cache"},
      {Anchor::Root, "usr/local/cargo/registry", "cargo-cache"},
      {Anchor::Root, "usr/local/cargo/git", "cargo-cache"},
      {Anchor::Home, ".m2/repository", "maven-cache"},
      {Anchor::Home, ".m2/wrapper", "maven-cache"},
      {Anchor::Home, ".gradle/caches", "gradle-cache"},
      {Anchor::Home, ".gradle/wrapper", "gradle-cache"},
      {Anchor::Home, ".gradle/daemon", "gradle-cache"},
      {Anchor::Home, ".ivy2/cache", "ivy-cache"},
      {Anchor::Home, ".cache/coursier", "coursier-cache"},
      {Anchor::Home, ".sbt/boot", "sbt-cache"},
      {Anchor::Home, ".nuget/packages", "nuget-cache"},
      {Anchor::Home, ".local/share/NuGet", "nuget-cache"},
      {Anchor::Home, ".cpan/build", "cpan-cache"},
      {Anchor::Home, ".cpan/sources", "cpan-cache"},
      {Anchor::Home, ".cpanm", "cpan-cache"},
      {Anchor::Home, ".cabal/packages", "cabal-cache"},
      {Anchor::Home, ".stack/pantry", "stack-cache"},
      {Anchor::Home, ".hex/packages", "hex-cache"},
      {Anchor::Home, ".cache/rebar3", "rebar-cache"},
      {Anchor::Home, ".opam/download-cache", "opam-cache"},
      {Anchor::Home, ".ccache", "ccache"},
      {Anchor::Home, ".cache/ccache", "ccache"},
      {Anchor::Home, ".cache/sccache", "ccache"},
      {Anchor::Home, ".cache/bazel", "bazel-cache"},
      {Anchor::Home, ".cache/trivy", "user-cache"},
      // What programs fetch to be used offline is there on purpose.
      {Anchor::Home, ".cache/node/corepack", ""},
      {Anchor::Home, ".cache/huggingface", ""},
      {Anchor::Home, ".cache/torch", ""},
      {Anchor::Home, ".cache/ms-playwright", ""},
      {Anchor::Home, ".cache/puppeteer", ""},
      {Anchor::Home, ".cache/Cypress", ""},
      {Anchor::Home, ".cache/selenium", ""},
      {Anchor::Home, ".cache/whisper", ""},
      {Anchor::Home, ".cache/*", "user-cache"},
      // The system's own.
      {Anchor::Root, "var/cache/ldconfig", "ldconfig-cache"},
      {Anchor::Root, "var/cache/man", "man-cache"},
      {Anchor::Root, "var/cache/fontconfig", "fontconfig-cache"},
      {Anchor::Root, "var/log", "log"},
      {Anchor::Root, "tmp", "temporary"},
      {Anchor::Root, "var/tmp", "temporary"},
      {Anchor::Root, "usr/share/doc", "docs"},
      {Anchor::Root, "usr/share/doc-base", "docs"},
      {Anchor::Root, "usr/share/gtk-doc", "docs"},
      {Anchor::Root, "usr/local/share/doc", "docs"},
      {Anchor::Root, "usr/share/man", "man-pages"},
      {Anchor::Root, "usr/local/share/man", "man-pages"},
      {Anchor::Root, "usr/local/man", "man-pages"},
      {Anchor::Root, "usr/share/info", "info-pages"},
      {Anchor::Root, "usr/share/locale", "locales"},
      {Anchor::Root, "usr/local/share/locale", "locales"},
      // What people leave.
      {Anchor::Home, ".bash_history", "shell-history"},
      {Anchor::Home, ".ash_history", "shell-history"},
      {Anchor::Home, ".sh_history", "shell-history"},
      {Anchor::Home, ".zsh_history", "shell-history"},
      {Anchor::Home, ".python_history", "shell-history"},
      {Anchor::Home, ".node_repl_history", "shell-history"},
      {Anchor::Home, ".mysql_history", "shell-history"},
      {Anchor::Home, ".psql_history", "shell-history"},
      {Anchor::Home, ".lesshst", "shell-history"},
      {Anchor::Home, ".viminfo", "editor-files"},
      {Anchor::Home, ".wget-hsts", "download-history"},
      {Anchor::Home, ".vscode-server", "editor-files"},
  };
  return places;
}

namespace {
struct Named {
  std::string_view name, kind;
};
}  // namespace

static constexpr std::array named_directories = {
    Named{".git", "git-directory"},
    Named{".svn", "vcs-directory"},
    Named{".hg", "vcs-directory"},
    Named{".bzr", "vcs-directory"},
    Named{"CVS", "vcs-directory"},
    Named{"__MACOSX", "desktop-files"},
    Named{".vscode", "editor-files"},
    Named{".idea", "editor-files"},
    Named{".vs", "editor-files"},
    Named{".fleet", "editor-files"},
    Named{".github", "project-files"},
    Named{".circleci", "project-files"},
    Named{"__pycache__", "python-bytecode"},
    Named{".pytest_cache", "tool-cache"},
    Named{".mypy_cache", "tool-cache"},
    Named{".ruff_cache", "tool-cache"},
    Named{".tox", "tool-cache"},
    Named{".nox", "tool-cache"},
    Named{".nyc_output", "tool-cache"},
    Named{".parcel-cache", "tool-cache"},
    Named{".sass-cache", "tool-cache"},
    Named{".terraform", "tool-cache"},
    Named{".vagrant", "tool-cache"},
    Named{".npm", "npm-cache"},
    Named{".hypothesis", "tool-cache"},
    Named{".ipynb_checkpoints", "tool-cache"},
};

static constexpr std::array named_files = {
    Named{".git", "git-directory"},  // of a submodule or work tree: says where it is
    Named{".DS_Store", "desktop-files"},
    Named{"Thumbs.db", "desktop-files"},
    Named{"desktop.ini", "desktop-files"},
    Named{".vimrc", "editor-files"},
    Named{".eslintcache", "tool-cache"},
    Named{".coverage", "tool-cache"},
    Named{"Dockerfile", "project-files"},
    Named{"Containerfile", "project-files"},
    Named{".dockerignore", "project-files"},
    Named{"docker-compose.yml", "project-files"},
    Named{"docker-compose.yaml", "project-files"},
    Named{"compose.yaml", "project-files"},
    Named{"compose.yml", "project-files"},
    Named{".gitlab-ci.yml", "project-files"},
    Named{".travis.yml", "project-files"},
    Named{"Jenkinsfile", "project-files"},
    Named{"Vagrantfile", "project-files"},
};

bool may_be_leftover(std::string_view name) {
  static constexpr std::string_view first = "._CDJTVcd";
  return !name.empty() && (name.back() == '~' || first.find(name.front()) != name.npos);
}

std::string_view leftover_by_name(std::string_view name, bool directory) {
  if (directory) {
    for (const Named& each : named_directories) {
      if (name == each.name) return each.kind;
    }
    return {};
  }
  for (const Named& each : named_files) {
    if (name == each.name) return each.kind;
  }
  if (name.starts_with("._") && name.size() > 2) return "desktop-files";
  const bool swap = name.starts_with('.') && (name.ends_with(".swp") || name.ends_with(".swo"));
  if (swap || (name.ends_with('~') && name.size() > 1)) return "editor-files";
  return {};
}

bool holds_foreign_trees(std::string_view name) {
  static constexpr std::array<std::string_view, 9> names = {
      "node_modules",     "site-packages", "dist-packages", "vendor",  "gems",
      "bower_components", "third_party",   "testdata",      "examples"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_broad(std::string_view kind) {
  return kind == "temporary" || kind == "source-tree" || kind == "log" || kind == "user-cache";
}

}  // namespace plimsoll::image
