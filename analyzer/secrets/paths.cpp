#include "analyzer/secrets/paths.h"

#include <algorithm>
#include <array>
#include <string>

namespace plimsoll::secrets {

namespace {

template <class List>
bool has(const List& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

template <std::size_t N>
constexpr std::array<std::string_view, N> sorted(std::array<std::string_view, N> list) {
  for (std::size_t i = 1; i < N; ++i) {
    for (std::size_t k = i; k > 0 && list[k] < list[k - 1]; --k) {
      const std::string_view one = list[k];
      list[k] = list[k - 1];
      list[k - 1] = one;
    }
  }
  return list;
}

constexpr auto unread = sorted(std::to_array<std::string_view>(
    {"png",  "jpg",  "jpeg", "gif", "bmp",  "ico",  "webp", "tif", "tiff", "woff", "woff2",
     "ttf",  "otf",  "eot",  "mp3", "mp4",  "avi",  "mkv",  "ogg", "flac", "wav",  "webm",
     "mov",  "gz",   "xz",   "bz2", "zst",  "br",   "7z",   "rar", "lz4",  "tgz",  "pdf",
     "avif", "heic", "psd",  "mpg", "mpeg", "opus", "pfb",  "pfa", "gmo",  "mo",   "cat"}));
constexpr auto prose = sorted(std::to_array<std::string_view>(
    {"md",   "rst", "adoc", "html", "htm", "xhtml", "css",  "scss",   "less", "map",
     "svg",  "po",  "pot",  "lock", "sum", "pod",   "tex",  "ipynb",  "csv",  "tsv",
     "snap", "1",   "2",    "3",    "4",   "5",     "6",    "7",      "8",    "patch",
     "diff", "log", "asc",  "sig",  "crt", "pub",   "list", "md5sums"}));
constexpr auto code = sorted(std::to_array<std::string_view>(
    {"py",  "pyi", "js",   "ts",  "jsx", "tsx", "mjs", "cjs",    "go",  "rs",   "java", "kt",
     "c",   "h",   "cc",   "cpp", "hpp", "cs",  "rb",  "php",    "pl",  "pm",   "lua",  "swift",
     "m",   "vim", "el",   "erl", "ex",  "hs",  "ml",  "r",      "jl",  "dart", "t",    "scala",
     "vue", "tcl", "phpt", "as",  "vb",  "fs",  "clj", "groovy", "pxd", "pyx",  "inc",  "exs"}));
constexpr auto secret_endings = sorted(std::to_array<std::string_view>(
    {"env", "tfvars", "tfstate", "ovpn", "rdp", "cscfg", "publishsettings", "secret", "netrc",
     "pgpass", "nmconnection", "private_key", "tpm"}));
constexpr auto secret_names =
    sorted(std::to_array<std::string_view>({".npmrc",
                                            ".yarnrc",
                                            ".yarnrc.yml",
                                            ".pypirc",
                                            ".my.cnf",
                                            "my.cnf",
                                            ".mylogin.cnf",
                                            "database.yml",
                                            "database.yaml",
                                            "secrets.yml",
                                            "secrets.yaml",
                                            "secrets.json",
                                            "secrets.toml",
                                            "application.properties",
                                            "application.yml",
                                            "application.yaml",
                                            "wp-config.php",
                                            "config.php",
                                            "configuration.php",
                                            "LocalSettings.php",
                                            ".s3cfg",
                                            ".boto",
                                            "rclone.conf",
                                            ".dockercfg",
                                            "wpa_supplicant.conf",
                                            "docker-compose.yml",
                                            "docker-compose.yaml",
                                            "compose.yml",
                                            "compose.yaml",
                                            "web.config",
                                            "appsettings.json",
                                            "settings.xml",
                                            "gradle.properties",
                                            "auth.json",
                                            "sftp-config.json",
                                            "sitemanager.xml",
                                            "recentservers.xml",
                                            "WinSCP.ini",
                                            "msmtprc",
                                            ".msmtprc",
                                            ".fetchmailrc",
                                            "sasl_passwd",
                                            "credentials",
                                            "credentials.json",
                                            "credentials.xml",
                                            "credentials.toml",
                                            ".credentials",
                                            "credentials.yml",
                                            "credentials.yaml",
                                            "credentials.ini",
                                            "secret_token.rb",
                                            "omniauth.rb",
                                            "carrierwave.rb",
                                            "password.txt",
                                            "passwords.txt",
                                            "secrets.txt",
                                            ".smbcredentials",
                                            "smbcredentials",
                                            "kubeconfig",
                                            ".netrc",
                                            "_netrc",
                                            ".dockerconfigjson",
                                            "application_default_credentials.json",
                                            "NuGet.Config",
                                            "nuget.config",
                                            "pip.conf",
                                            ".gitconfig",
                                            "config.gypi",
                                            "debian.cnf",
                                            ".git-credentials",
                                            "terraform.tfvars",
                                            "vault.yml",
                                            "vars.yml",
                                            ".bash_history",
                                            ".zsh_history",
                                            ".history",
                                            ".sh_history",
                                            ".ash_history",
                                            ".mysql_history",
                                            ".psql_history",
                                            ".rediscli_history",
                                            ".python_history",
                                            ".node_repl_history",
                                            "odbc.ini",
                                            ".odbc.ini",
                                            "pgpass.conf",
                                            ".remote-sync.json",
                                            ".ftpconfig",
                                            "hub",
                                            "hosts.yml",
                                            "local.xml",
                                            "filezilla.xml",
                                            "proftpdpasswd",
                                            "robomongo.json",
                                            "dbeaver-data-sources.xml",
                                            ".esmtprc"}));
constexpr auto listings = sorted(std::to_array<std::string_view>({"package-lock.json",
                                                                  "npm-shrinkwrap.json",
                                                                  "yarn.lock",
                                                                  "pnpm-lock.yaml",
                                                                  "go.sum",
                                                                  "packages.lock.json",
                                                                  "RECORD",
                                                                  "SHA256SUMS",
                                                                  "SHA512SUMS",
                                                                  "MD5SUMS",
                                                                  "md5sums",
                                                                  "LICENSE",
                                                                  "README",
                                                                  "CHANGELOG",
                                                                  "NEWS",
                                                                  "AUTHORS",
                                                                  "COPYING",
                                                                  "Packages",
                                                                  "Release",
                                                                  "InRelease",
                                                                  ".package-lock.json",
                                                                  "status",
                                                                  "known_hosts",
                                                                  "authorized_keys",
                                                                  "composer.lock",
                                                                  "bun.lock",
                                                                  "gradle.lockfile"}));
constexpr auto test_words = sorted(std::to_array<std::string_view>(
    {"test",  "tests",    "testing",   "testdata", "testsuite", "unittest",    "unittests",
     "spec",  "specs",    "fixtures",  "fixture",  "example",   "examples",    "demo",
     "demos", "samples",  "sample",    "mock",     "mocks",     "benchmark",   "benchmarks",
     "bench", "testutil", "testutils", "conftest", "selftest",  "testpackage", "e2e"}));

// Trees that package managers of languages unpack: published, and so not secret, as a whole.
constexpr std::array<std::string_view, 23> package_trees = {
    "node_modules/",  "site-packages/",      "dist-packages/",    "gems/",
    "go/pkg/mod/",    ".cargo/registry/",    "bower_components/", "usr/local/go/",
    "usr/include/",   "usr/share/doc/",      "lib/python2",       "lib/python3",
    "lib/ruby/",      "share/perl",          "lib/perl",          "share/man/",
    "share/info/",    "usr/lib/go-",         "usr/share/go-",     "usr/src/",
    "vendor/bundle/", ".rustup/toolchains/", "share/javascript/"};

bool is_under(std::string_view path, std::string_view folder) {
  const std::size_t at = path.find(folder);
  return at != std::string_view::npos && (at == 0 || path[at - 1] == '/');
}

// Does a folder or the file say that it tests or shows something? `src/tests/`, `url_test.go`.
bool is_about_tests(std::string_view path) {
  for (std::size_t begin = 0; begin < path.size();) {
    std::size_t end = begin;
    std::array<char, 12> small{};
    std::size_t length = 0;
    for (; end < path.size() && belongs(Letters::Alnum, path[end]); ++end) {
      if (length < small.size()) small[length++] = to_lower(path[end]);
    }
    if (end - begin <= small.size() && has(test_words, std::string_view(small.data(), length))) {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

Belief belief_of(std::string_view name, std::string_view ending) {
  if (name.starts_with(".env") || has(secret_names, name) || has(secret_endings, ending)) {
    return Belief::Secrets;
  }
  if (has(listings, name) || has(prose, ending) || name.find(".min.") != std::string_view::npos) {
    return Belief::Never;
  }
  return has(code, ending) ? Belief::Code : Belief::Settings;
}

}  // namespace

PathVerdict read_path(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  while (path.starts_with('/')) path.remove_prefix(1);
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t point = name.rfind('.');
  std::array<char, 16> small{};
  std::string_view ending;
  if (point != std::string_view::npos && name.size() - point - 1 <= small.size()) {
    ending = name.substr(point + 1);
    std::transform(ending.begin(), ending.end(), small.begin(), to_lower);
    ending = std::string_view(small.data(), ending.size());
  }
  PathVerdict verdict;
  verdict.skipped = has(unread, ending);
  verdict.belief = belief_of(name, ending);
  const bool packaged =
      std::any_of(package_trees.begin(), package_trees.end(),
                  [&](std::string_view folder) { return is_under(path, folder); });
  if (packaged) {
    verdict.published = is_about_tests(path);
    verdict.skipped = verdict.skipped || verdict.published || has(prose, ending) ||
                      has(listings, name) || name == "METADATA" || name == "PKG-INFO";
    verdict.belief = Belief::Never;
  }
  return verdict;
}

}  // namespace plimsoll::secrets
