#pragma once

// ADD of a local archive: which files are one, and what unpacking puts where. Internal to
// builder/steps.

#include <memory>
#include <optional>
#include <string>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "builder/steps/target.h"

namespace plimsoll::builder {

inline constexpr std::uint64_t max_unpacked_bytes = std::uint64_t{1} << 38;  // 256 GiB

// Whether the file is a tar, plain or compressed by gzip, bzip2, xz or zstd: its first member can
// be read. By content, never by name; an archive without members is a file like any other.
[[nodiscard]] Result<bool> is_archive(const FileDescriptor& file);

// What it holds, into the directory `to` of the target as `tar -x` would: later members win,
// directories merge, links on the way lead no further than `to`. Members keep their owners unless
// `owner`; directories that no member speaks of are root's. Plain bytes of a compressed archive go
// to a new file in `scratch`.
[[nodiscard]] Result<void> unpack(std::shared_ptr<const FileDescriptor> file,
                                  const std::string& scratch, const std::string& to,
                                  const std::optional<Owner>& owner, Target& target);

}  // namespace plimsoll::builder
