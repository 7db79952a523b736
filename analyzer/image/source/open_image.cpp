// What a reference means.
//
//   -                        standard input
//   docker-archive:PATH[:TAG]  oci:PATH[:TAG]  oci-archive:PATH[:TAG]  dir:PATH
//   tar:PATH                 a root file system, as `docker export` writes it: one layer
//   docker-daemon:NAME       the daemon alone
//   docker://NAME  registry:NAME
//   anything else            a path, where there is one; else, unless it is written like a path,
//                            the name of an image: of the daemon where there is one that has it,
//                            else of its registry
//
// The last line is what other scanners do, in the same order: what is here goes before what has to
// be fetched. The network is asked only for what is no path and what the daemon does not have, and
// only when the caller has given us a registry client.
//
// Whatever a file is called, what it is is told by its content: index.json, manifest.json, both;
// else docker's old `repositories`. A scheme narrows that: docker-archive reads manifest.json
// alone, oci and oci-archive index.json alone, so that both sides of an archive that has two can be
// looked at.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "analyzer/base/input.h"
#include "analyzer/image/source/daemon.h"
#include "analyzer/image/source/dir_layout.h"
#include "analyzer/image/source/docker_archive.h"
#include "analyzer/image/source/file_image.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/image/source/in_file.h"
#include "analyzer/image/source/layout.h"
#include "analyzer/image/source/members.h"
#include "analyzer/image/source/no_image.h"
#include "analyzer/image/source/old_archive.h"
#include "analyzer/image/source/readable.h"
#include "analyzer/image/source/registry_image.h"
#include "analyzer/image/tar.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll::image {
namespace {

using Opened = Result<std::unique_ptr<ImageSource>>;

constexpr std::array<std::string_view, 8> schemes = {
    "docker-archive:", "oci-archive:", "oci:",     "dir:", "tar:",
    "docker-daemon:",  "docker://",    "registry:"};

enum class Reading : std::uint8_t { Any, Docker, Layout, Dir };

bool looks_like_a_path(std::string_view text) {
  const std::array<std::string_view, 4> begins = {"/", "./", "../", "~"};
  const std::array<std::string_view, 7> ends = {".tar",    ".tgz", ".tar.gz", ".tar.zst",
                                                ".tar.xz", ".oci", "/"};
  return text == "." || text == ".." ||
         std::any_of(begins.begin(), begins.end(), [&](auto b) { return text.starts_with(b); }) ||
         std::any_of(ends.begin(), ends.end(), [&](auto e) { return text.ends_with(e); });
}

Opened finished(const MemberSource& members, Result<DescribedImage> image, std::string kind,
                const std::string& shown) {
  if (!image) return tl::unexpected(std::move(image.error()));
  ImageDescription& description = image->description;
  description.source_kind = std::move(kind);
  description.shown = shown;
  if (!members.damage().empty()) {
    add_note(description.notes, "archive-damaged", readable(members.damage()), -1, true);
  }
  for (const char* name : {"manifest.json", "index.json"}) {
    if (!members.is_repeated(name)) continue;
    add_note(description.notes, "ambiguous-archive",
             fmt::format("{} is in the archive twice: other programs may read the first", name));
  }
  std::stable_sort(description.notes.begin(), description.notes.end(),
                   [](const SourceNote& a, const SourceNote& b) { return a.layer < b.layer; });
  return std::make_unique<FileImage>(std::move(description), std::move(image->bytes));
}

Opened from_members(const MemberSource& members, Reading reading, const Wanted& wanted,
                    const std::string& shown, const std::string& kind = {}) {
  const auto called = [&](const char* by_content) { return kind.empty() ? by_content : kind; };
  Result<std::optional<std::vector<Listed>>> in_index = std::nullopt;
  Result<std::optional<std::vector<SavedImage>>> saved = std::nullopt;
  if (reading == Reading::Any || reading == Reading::Layout) in_index = layout_images(members);
  if (reading == Reading::Dir || (reading == Reading::Any && in_index && !*in_index)) {
    const Result<std::optional<std::string>> alone = lone_manifest(members);
    if (!alone) return tl::unexpected(alone.error());
    if (*alone)
      return finished(members, describe_dir(members, **alone, wanted), called("dir"), shown);
  }
  if (reading == Reading::Any || reading == Reading::Docker) saved = saved_images(members);
  const bool has_index = in_index && *in_index;
  const bool has_saved = saved && *saved;
  // One of two documents that cannot be read is one too few: which image is it?
  if (!in_index) return tl::unexpected(in_index.error());
  if (!saved) return tl::unexpected(saved.error());
  if (has_index && has_saved) {
    return finished(members, describe_both(members, **in_index, **saved, wanted),
                    called("docker-archive"), shown);
  }
  if (has_index) {
    return finished(members, describe_in_layout(members, **in_index, wanted),
                    called(members.is_directory() ? "oci-layout" : "oci-archive"), shown);
  }
  if (has_saved) {
    const Result<const SavedImage*> chosen = choose_saved(members, **saved, wanted);
    if (!chosen) return tl::unexpected(chosen.error());
    return finished(members, describe_saved(members, **chosen, wanted), called("docker-archive"),
                    shown);
  }
  if (reading == Reading::Any || reading == Reading::Docker) {
    const Result<std::optional<std::vector<SavedImage>>> old = old_images(members);
    if (!old) return tl::unexpected(old.error());
    if (*old) {
      const Result<const SavedImage*> chosen = choose_saved(members, **old, wanted);
      if (!chosen) return tl::unexpected(chosen.error());
      return finished(members, describe_old(members, **chosen, wanted), called("docker-archive"),
                      shown);
    }
  }
  return no_image(members);
}

// Whether the user means the path. A name of an image may be that of a folder, too.
bool is_there(const InFile& in, std::string_view text) {
  const FileKind kind = kind_at(in.path);
  if (in.path == "-" || (kind != FileKind::Missing && kind != FileKind::Directory)) return true;
  if (kind == FileKind::Missing) return false;
  if (looks_like_a_path(text) || !parse_image_reference(text)) return true;
  const auto has = [&](const char* name) {
    return kind_at(in.path + "/" + name) != FileKind::Missing;
  };
  return has("index.json") || has("manifest.json") || has("oci-layout");
}

// A file goes before a scheme.
std::optional<std::size_t> scheme_of(const std::string& reference) {
  if (kind_at(reference) != FileKind::Missing) return std::nullopt;
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    if (std::string_view(reference).starts_with(schemes[i])) return i;
  }
  return std::nullopt;
}

class Opening {
 public:
  Opening(const std::string& reference, const OpenOptions& options)
      : reference_(reference), options_(options) {
    wanted_.tag = options.tag;
    wanted_.platform = options.platform;
    spool_ = spool_in(options.temporary_directory, options.max_plain_bytes);
  }

  Opened open() {
    using Open = Opened (Opening::*)(std::string_view rest);
    const std::array<Open, schemes.size()> ways = {
        &Opening::docker_archive, &Opening::layout, &Opening::layout,   &Opening::dir,
        &Opening::tree,           &Opening::daemon, &Opening::registry, &Opening::registry};
    const std::string_view text = reference_;
    if (const auto scheme = scheme_of(reference_)) {
      return (this->*ways[*scheme])(text.substr(schemes[*scheme].size()));
    }
    const InFile in = in_file(text);
    if (is_there(in, text)) return file(in, Reading::Any);
    if (looks_like_a_path(text)) {
      return failure(fmt::format("{}: No such file or directory", reference_), ENOENT);
    }
    return by_name();
  }

 private:
  tl::unexpected<Error> failed(Error error) const {
    return tl::unexpected(
        std::move(error).while_doing("reading the image " + readable(reference_)));
  }

  Opened docker_archive(std::string_view rest) { return file(in_file(rest), Reading::Docker); }
  Opened layout(std::string_view rest) { return file(in_file(rest), Reading::Layout); }

  Opened dir(std::string_view rest) { return file(in_file(rest), Reading::Dir); }

  Opened file(const InFile& in, Reading reading) {
    Wanted wanted = wanted_;
    if (!in.tag.empty()) wanted.tag = in.tag;
    wanted.digest = in.digest;
    const Result<std::unique_ptr<MemberSource>> members = open_members(spool_, in.path);
    if (!members) return failed(Error(members.error()));
    Opened image = from_members(**members, reading, wanted, reference_);
    if (image) return image;
    const std::string damage = (*members)->damage();
    if (!damage.empty()) image.error().message += "; the archive is damaged: " + damage;
    return failed(std::move(image.error()));
  }

  Opened tree(std::string_view rest) {
    Result<PlainFile> plain = open_plain(spool_, std::string(rest));
    if (!plain) return failed(std::move(plain.error()));
    if (Result<void> tar = check_tar(*plain); !tar) return failed(std::move(tar.error()));
    const Result<std::uint64_t> size = size_of(*plain->file);
    if (!size) return failed(Error(size.error()));
    DescribedImage image;
    image.description.source_kind = "tar";
    image.description.shown = reference_;
    image.description.layers.emplace_back().blob.size = *size;
    image.bytes.emplace_back(FileRange{plain->file, 0, *size});
    return std::make_unique<FileImage>(std::move(image.description), std::move(image.bytes));
  }

  Opened daemon(std::string_view rest) {
    const std::string name(rest);
    if (!is_daemon_name(name)) {
      return failure(fmt::format("`{}` is no name of an image", readable(name)), EINVAL);
    }
    Result<std::unique_ptr<ImageSource>> image = in_daemon(name);
    if (image && !*image) {
      return failed(
          {fmt::format("the docker daemon at {} has no such image", options_.docker_socket),
           ENOENT});
    }
    if (!image) return failed(std::move(image.error()));
    return image;
  }

  // Null when the daemon has no such image.
  Opened in_daemon(const std::string& name) {
    if (options_.docker_socket.empty() || options_.http == nullptr ||
        kind_at(options_.docker_socket) != FileKind::Socket) {
      return failure(
          "there is no docker daemon here: no socket" +
              (options_.docker_socket.empty() ? std::string() : " at " + options_.docker_socket),
          ENOENT);
    }
    const auto there = daemon_image(*options_.http, options_.docker_socket, name);
    if (!there) return tl::unexpected(there.error());
    if (!*there) return nullptr;
    Result<FileDescriptor> copy = spool_.make();
    if (!copy) return tl::unexpected(std::move(copy.error()));
    const Result<bool> saved =
        save_from_daemon(*options_.http, options_.docker_socket, name, options_.max_plain_bytes,
                         [&](std::string_view bytes) { return write_all(*copy, bytes); });
    if (!saved) return tl::unexpected(saved.error());
    if (!*saved) return nullptr;
    const Result<std::unique_ptr<MemberSource>> members =
        open_members(spool_, Input{std::move(*copy), FileKind::Regular});
    if (!members) return tl::unexpected(members.error());
    Wanted wanted;
    wanted.platform = wanted_.platform;
    return from_members(**members, Reading::Any, wanted, reference_, "docker-daemon");
  }

  Opened registry(std::string_view rest) {
    if (rest.starts_with("//")) rest.remove_prefix(2);
    const std::optional<ImageReference> name = parse_image_reference(rest);
    if (!name) {
      return failure(fmt::format("`{}` is no name of an image", readable(rest)), EINVAL);
    }
    if (!options_.registry) {
      return failed({"no registry is asked (--offline)", ENOENT});
    }
    const Result<registry::Client*> client = options_.registry();
    if (!client) return tl::unexpected(client.error());
    Opened image = open_in_registry(**client, *name, reference_, wanted_);
    if (!image) return failed(std::move(image.error()));
    return image;
  }

  Opened by_name() {
    const bool is_reference = parse_image_reference(reference_).has_value();
    std::string tried = fmt::format("there is no {} {}",
                                    kind_at(reference_) == FileKind::Missing ? "file" : "image in",
                                    readable(reference_));
    if (is_daemon_name(reference_) && options_.http != nullptr &&
        kind_at(options_.docker_socket) == FileKind::Socket) {
      Opened image = in_daemon(reference_);
      if (image && *image) return image;
      // A daemon that we may not speak to must not keep the registry from being asked.
      tried += image ? fmt::format(", no such image at {}", options_.docker_socket)
                     : "; " + image.error().message;
    } else if (!options_.docker_socket.empty()) {
      tried += ", no docker daemon";
    }
    if (!is_reference) return failure(tried + ", and it is no name of an image", ENOENT);
    if (!options_.registry) {
      return failure(tried + ", and no registry is asked (--offline)", ENOENT);
    }
    Opened image = registry(reference_);
    if (!image) image.error().message += "\n  " + tried;
    return image;
  }

  const std::string& reference_;
  const OpenOptions& options_;
  Wanted wanted_;
  Spool spool_;
};

}  // namespace

bool is_name_alone(const std::string& reference) {
  return !reference.empty() && reference != "-" && !scheme_of(reference) &&
         !is_there(in_file(reference), reference) && !looks_like_a_path(reference);
}

Result<std::unique_ptr<ImageSource>> open_image(const std::string& reference,
                                                const OpenOptions& options) {
  if (reference.empty()) return failure("no image is named", EINVAL);
  return Opening(reference, options).open();
}

}  // namespace plimsoll::image
