#include "analyzer/shell/download.h"

#include <algorithm>
#include <array>
#include <string>

namespace plimsoll {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return text.ends_with(ending); });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// 10/8, 127/8, 169.254/16, 172.16/12, 192.168/16 and 0.0.0.0 (RFC 1918, 3927, 6890).
bool is_private_address(std::string_view host) {
  std::array<int, 4> parts{};
  std::size_t n = 0;
  int value = -1;
  for (const char c : host) {
    if (c == '.') {
      if (value < 0 || n == 3) return false;
      parts[n++] = value;
      value = -1;
    } else if (c >= '0' && c <= '9') {
      value = (value < 0 ? 0 : value) * 10 + (c - '0');
      if (value > 255) return false;
    } else {
      return false;
    }
  }
  if (n != 3 || value < 0) return false;
  return parts[0] == 10 || parts[0] == 127 || parts[0] == 0 ||
         (parts[0] == 169 && parts[1] == 254) || (parts[0] == 192 && parts[1] == 168) ||
         (parts[0] == 172 && parts[1] >= 16 && parts[1] < 32);
}

bool has_word(const Command& command, std::initializer_list<std::string_view> words) {
  return std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view one) { return word.is(one); });
  });
}

// A substitution around the command whose text somebody uses.
bool inside_substitution(const CommandList& list, const Command& command) {
  return list.inside(command, Scope::Kind::Substitution);
}

}  // namespace

UrlParts split_url(std::string_view url) {
  UrlParts parts;
  const std::size_t colon = url.find("://");
  if (colon != npos && url.substr(0, colon).find_first_of("/?#$") == npos) {
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 3);
  }
  const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
  parts.path = url.substr(end);
  url = url.substr(0, end);
  if (const std::size_t at = url.rfind('@'); at != npos) url.remove_prefix(at + 1);
  if (url.starts_with('[')) {
    parts.host = url.substr(0, std::min(url.find(']'), url.size() - 1) + 1);
    return parts;
  }
  // A colon within `${HOST:-x}` is no port's.
  if (const std::size_t port = url.rfind(':'); port != npos && url.find('}', port) == npos) {
    url = url.substr(0, port);
  }
  parts.host = url;
  return parts;
}

Answer is_public_host(std::string_view written) {
  if (written.empty()) return Answer::Unknown;
  if (written.find_first_of("$`{*") != npos) return Answer::Unknown;
  const std::string host = lower(written);
  if (host.starts_with('[')) return Answer::Unknown;
  if (host.find('.') == npos || is_private_address(host)) return Answer::No;
  if (ends_with_any(
          host, {".local", ".localhost", ".localdomain", ".internal", ".intranet", ".lan", ".home",
                 ".corp", ".private", ".test", ".example", ".invalid", ".svc", ".consul"})) {
    return Answer::No;
  }
  return Answer::Yes;
}

bool verifies_files(const Command& command) {
  const std::string& program = command.program;
  if (program.ends_with("sum") || program == "shasum") {
    return command.has_option({"-c", "--check"});
  }
  if (program == "gpg" || program == "gpg2") return command.has_option({"--verify"});
  if (program == "gpgv" || program == "gpgv2") return true;
  if (program == "minisign" || program == "signify") return has_word(command, {"-V", "-Vm"});
  if (program == "cosign" || program == "slsa-verifier" || program == "gh") {
    return has_word(command, {"verify", "verify-blob", "verify-artifact", "verify-attestation"});
  }
  if (program == "openssl") {
    return has_word(command, {"-verify"}) || command.is("openssl", "verify");
  }
  if (program == "rpm") return command.has_option({"-K", "--checksig"});
  if (program == "aria2c") return command.has_option({"--checksum"});
  if (program == "jarsigner") return has_word(command, {"-verify"});
  return false;
}

bool verifies_files(const CommandList& commands) {
  return std::any_of(commands.commands.begin(), commands.commands.end(),
                     [](const Command& command) { return verifies_files(command); });
}

FetchTarget target_of(const Fetch& fetch, const CommandList& list) {
  const Command& command = list.commands[fetch.command];
  if (!fetch.output.empty()) {
    return fetch.output.starts_with("/dev/") ? FetchTarget::Nowhere : FetchTarget::File;
  }
  for (const Redirect& redirect : command.redirects) {
    if (redirect.writes() && redirect.descriptor != 2 &&
        redirect.target.text.starts_with("/dev/")) {
      return FetchTarget::Nowhere;
    }
  }
  if (!fetch.output_known) return FetchTarget::File;
  for (const Option& option : command.options) {
    const bool to_null = option.value && option.value->starts_with("/dev/null");
    if (to_null && (option.name == "-o" || option.name == "--output" || option.name == "-O")) {
      return FetchTarget::Nowhere;
    }
  }
  if (command.pipeline_index + 1 < command.pipeline_length) return FetchTarget::Pipe;
  return inside_substitution(list, command) ? FetchTarget::Text : FetchTarget::Nowhere;
}

Archive archive_by_name(std::string_view path) {
  const std::string name = lower(path.substr(0, path.find_first_of("?#")));
  if (ends_with_any(name, {".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz",
                           ".txz", ".tar.zst", ".tzst", ".tar.lzma", ".tlz", ".tar.z"})) {
    return Archive::Tar;
  }
  return ends_with_any(name, {".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".zst", ".lzma"})
             ? Archive::Other
             : Archive::None;
}

}  // namespace plimsoll
