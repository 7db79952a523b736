#include "app/cli/repository.h"

#include <algorithm>

#include "analyzer/base/paths.h"

namespace plimsoll::app {
namespace {

constexpr std::uint64_t git_file_limit_bytes = 16 * 1024 * 1024;  // packed-refs grows
constexpr std::size_t hash_digits = 40;

std::string first_line(const Host& host, const std::string& path) {
  const Result<std::string> text = host.read_file(path, git_file_limit_bytes);
  return text ? text->substr(0, text->find_first_of("\r\n")) : std::string();
}

std::string git_directory(const Host& host, const std::string& root) {
  const std::string git = join_path(root, ".git");
  const std::string pointer = first_line(host, git);  // a worktree or a submodule
  constexpr std::string_view key = "gitdir: ";
  return pointer.starts_with(key) ? join_path(root, pointer.substr(key.size())) : git;
}

bool is_hash(std::string_view text) {
  return text.size() >= hash_digits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::string resolve(const Host& host, const std::string& git, const std::string& reference) {
  const std::string common = first_line(host, join_path(git, "commondir"));
  const std::string shared = common.empty() ? git : join_path(git, common);
  for (const std::string& directory : {git, shared}) {
    const std::string hash = first_line(host, join_path(directory, reference));
    if (is_hash(hash)) return hash;
  }
  const Result<std::string> packed =
      host.read_file(join_path(shared, "packed-refs"), git_file_limit_bytes);
  if (!packed) return {};
  const std::size_t at = packed->find(" " + reference + "\n");
  if (at == std::string::npos || at < hash_digits) return {};
  const std::size_t begin = packed->rfind('\n', at) + 1;  // npos + 1 is the first line's 0
  std::string hash = packed->substr(begin, at - begin);
  return is_hash(hash) ? hash : std::string();
}

// `git@host:owner/name.git` and `https://user:token@host/owner/name.git` become
// `https://host/owner/name`; anything else is nobody's business.
std::string web_address(std::string url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string::npos) {
    const std::string protocol = url.substr(0, scheme);
    if (protocol != "https" && protocol != "http" && protocol != "ssh") return {};
    url = url.substr(scheme + 3);
    const std::size_t at = url.substr(0, url.find('/')).rfind('@');
    if (at != std::string::npos) url = url.substr(at + 1);
  } else {
    const std::size_t at = url.find('@');
    const std::size_t colon = url.find(':');
    if (at == std::string::npos || colon == std::string::npos || colon < at) return {};
    url = url.substr(at + 1);
    url[url.find(':')] = '/';
  }
  if (url.ends_with('/')) url.pop_back();
  if (url.ends_with(".git")) url.resize(url.size() - 4);
  return "https://" + url;
}

std::string origin(const Host& host, const std::string& git) {
  const std::string common = first_line(host, join_path(git, "commondir"));
  const std::string shared = common.empty() ? git : join_path(git, common);
  const Result<std::string> config =
      host.read_file(join_path(shared, "config"), git_file_limit_bytes);
  if (!config) return {};
  const std::size_t section = config->find("[remote \"origin\"]");
  if (section == std::string::npos) return {};
  std::string_view rest = std::string_view(*config).substr(section);
  rest = rest.substr(0, rest.find("\n["));
  const std::size_t key = rest.find("url = ");
  if (key == std::string_view::npos) return {};
  rest = rest.substr(key + 6);
  return web_address(std::string(rest.substr(0, rest.find_first_of("\r\n"))));
}

}  // namespace

RunPlace place_of_run(const Host& host) {
  RunPlace place;
  place.directory = host.current_directory();
  std::string root = place.directory;
  while (true) {
    const Result<FileStatus> status = host.status(join_path(root, ".git"));
    if (status && status->kind != FileKind::Missing) break;
    if (root == "/" || root == ".") return place;
    root = parent_path(root);
  }
  place.repository_root = root;
  const std::string git = git_directory(host, root);
  const std::string head = first_line(host, join_path(git, "HEAD"));
  constexpr std::string_view key = "ref: ";
  if (head.starts_with(key)) {
    const std::string reference = head.substr(key.size());
    constexpr std::string_view branches = "refs/heads/";
    if (reference.starts_with(branches)) place.branch = reference.substr(branches.size());
    place.revision = resolve(host, git, reference);
  } else if (is_hash(head)) {
    place.revision = head;
  }
  place.repository_uri = origin(host, git);
  return place;
}

}  // namespace plimsoll::app
