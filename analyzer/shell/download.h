#pragma once

// Downloads: what a URL says of its host, and which commands check what was fetched.

#include <string_view>

#include "analyzer/base/answer.h"
#include "analyzer/shell/command_list.h"

namespace plimsoll {

// The parts of a URL that a rule asks for, as written: views of the text handed in.
struct UrlParts {
  std::string_view scheme;  // "https"; "" where there is none (curl and wget then take http)
  std::string_view host;    // without user and port; may hold an expansion (`$HOST`)
  std::string_view path;    // from the slash behind the host, query and fragment included
};
[[nodiscard]] UrlParts split_url(std::string_view url);

// Whether a host is out on the Internet: no for localhost, addresses of private networks, names
// without a dot and the endings that are never delegated (.local, .internal, .test ...); unknown
// where the host is expanded.
[[nodiscard]] Answer is_public_host(std::string_view host);

// Whether the command compares a file with a known checksum or signature: `sha256sum -c`,
// `gpg --verify`, `cosign verify-blob`, `openssl dgst -verify` ...
[[nodiscard]] bool verifies_files(const Command& command);
// Whether any command of the text does.
[[nodiscard]] bool verifies_files(const CommandList& commands);

// Where the bytes of a fetch go: a file, the next command of a pipeline, the text of a command
// (`$(curl ...)`), or nowhere (the build's log, /dev/null).
enum class FetchTarget : std::uint8_t { File, Pipe, Text, Nowhere };
[[nodiscard]] FetchTarget target_of(const Fetch& fetch, const CommandList& commands);

// An archive by the ending of its name. Tar: what ADD unpacks; Other: zip and single compressed
// files.
enum class Archive : std::uint8_t { None, Tar, Other };
[[nodiscard]] Archive archive_by_name(std::string_view path);

}  // namespace plimsoll
