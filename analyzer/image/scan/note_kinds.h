#pragma once

// All that LayerNote::kind may be.

#include <algorithm>
#include <array>
#include <string_view>

namespace plimsoll::image {

inline constexpr std::array<std::string_view, 43> layer_note_kinds{
    "archive-limit",   // a zip that unpacks to more than is looked into
    "bad-header",      // what stands there is no header; nothing behind it was read
    "bad-link",        // a hardlink to a name that cannot be one
    "bad-sparse-map",  // the pieces of a file with holes do not fit it
    "bare-whiteout",   // .wh. with nothing, "." or ".." behind it
    "cut-off",         // the archive ends within an entry
    "data-after-end",  // bytes other than zeros behind the end blocks
    "dot-dot-name",    // a ".." that stays within the root
    "duplicate-path",  // the same path twice
    "duplicate-size",  // two sizes in one extended header
    "empty-link",      // a symlink to nothing
    "extended-header-too-big",
    "extreme-ratio",          // unpacks to hundreds of times its size
    "global-pax",             // a header that some readers apply to all files behind it
    "header-without-file",    // an extended header at the end
    "huge-device",            // a device number that no system has
    "huge-id",                // an owner below zero or beyond 32 bits
    "huge-size",              // nearly 2^63 bytes
    "kept-limit",             // a file that facts would want is more than the layer's budget
    "leaves-root",            // a name or a hardlink's target outside of the root
    "libarchive-xattr",       // attributes in a form that runtimes do not set
    "lone-zero-block",        // one zero block and then more
    "long-name",              // longer than Linux allows
    "misplaced-prefix",       // part of a name where only Go reads one
    "missing-end",            // no end blocks
    "name-with-nul",          // a zero byte in a name of an extended header
    "negative-size",          // a file of less than nothing
    "odd-magic",              // nearly a format's mark: Go takes it for the oldest format
    "old-gnu-sparse",         // a kind that runtimes do not know
    "overlay-whiteout-form",  // what overlay filesystems take for their own marks
    "path-through-whiteout",  // below a directory called .wh.*
    "pax-size-differs",       // one size in the header, another one in front of it
    "root-not-directory",     // a file in the place of the root
    "size-on-link",           // a size where no content can be
    "slash-on-file",          // a file whose name ends as a directory's
    "sparse-version",         // a file with holes as nobody writes them: others guess
    "too-many-entries",       // for one image
    "too-many-finds",         // programs and secrets, for one image
    "too-many-secrets",       // in one file: not all are told
    "trailing-bytes",         // behind the end of the compressed stream
    "unknown-type",           // a kind that runtimes refuse
    "whiteout-with-content",  // bytes that nobody sees
    "xattrs-too-big",
};

// The kind as it stands there, for ever; empty for what is none.
[[nodiscard]] constexpr std::string_view note_kind(std::string_view text) {
  const auto* const found = std::find(layer_note_kinds.begin(), layer_note_kinds.end(), text);
  return found == layer_note_kinds.end() ? std::string_view() : *found;
}

// Whether such a note says that a file was not looked at as a whole: the answer is then partial.
[[nodiscard]] constexpr bool is_limit_note(std::string_view kind) {
  return kind == "archive-limit" || kind == "kept-limit" || kind == "too-many-secrets";
}

}  // namespace plimsoll::image
