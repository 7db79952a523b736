#include "builder/context/context_tree.h"

#include <fcntl.h>

#include <cerrno>
#include <mutex>

#include "analyzer/base/paths.h"
#include "analyzer/context/context.h"
#include "builder/context/scanned_tree.h"
#include "builder/context/seen_digest.h"

namespace plimsoll::builder {

namespace {

constexpr std::uint32_t permission_bits = 07777;
constexpr std::int64_t ns_per_s = 1'000'000'000;

std::int64_t whole_seconds(std::int64_t ns) { return ns / ns_per_s - (ns % ns_per_s < 0 ? 1 : 0); }

std::string bytes_of(const digest::Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

class LocalContext final : public ContextTree {
 public:
  LocalContext(std::string directory, std::string memory_file, FileDescriptor root,
               IgnoreFile ignore, unsigned workers)
      : directory_(std::move(directory)),
        memory_file_(std::move(memory_file)),
        tree_(std::move(root), std::move(ignore),
              memory_file_.empty() ? DigestMemory() : DigestMemory::load(memory_file_, directory_),
              workers) {}

  [[nodiscard]] Result<std::optional<Entry>> find(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<Entry>> children(std::string_view path) const override;
  [[nodiscard]] Result<void> expect_all_of(std::string_view path) const override;
  [[nodiscard]] Result<void> fill_digests(std::vector<Entry>& entries) const override;
  [[nodiscard]] Result<std::string> digest_of(
      const std::vector<std::string>& sources) const override;
  [[nodiscard]] bool holds() const override {
    const std::lock_guard lock(mutex_);
    return tree_.holds();
  }
  void save() const override;

 private:
  [[nodiscard]] Result<Entry> entry(const ContextDirectory& in, const ScannedItem& item) const;

  std::string directory_;
  std::string memory_file_;
  mutable std::mutex mutex_;
  mutable ScannedTree tree_;
};

Result<Entry> LocalContext::entry(const ContextDirectory& in, const ScannedItem& item) const {
  Entry made;
  const std::string_view name = in.scan.name(item);
  made.path.reserve(in.path.size() + 1 + name.size());
  if (!in.path.empty()) made.path.append(in.path).push_back('/');
  made.path.append(name);
  made.kind = item.kind;
  made.mode = static_cast<std::uint32_t>(item.stamp.mode & permission_bits);
  made.mtime_s = whole_seconds(item.stamp.mtime_ns);
  made.device_major = item.device_major;
  made.device_minor = item.device_minor;
  if (item.kind == EntryKind::File) {
    made.size = item.stamp.size;
    made.content = BelowDirectory{tree_.root(), made.path};
    if (item.digested) made.content_digest = bytes_of(item.digest);
    if (item.links > 1) {
      made.link =
          "inode " + std::to_string(item.stamp.device) + ":" + std::to_string(item.stamp.inode);
    }
  } else if (item.kind == EntryKind::Symlink) {
    auto text = read_link(*tree_.root(), made.path);
    if (!text) return tl::unexpected(text.error());
    made.link = std::move(*text);
  }
  return made;
}

Result<std::optional<Entry>> LocalContext::find(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  const auto place = tree_.find(path);
  if (!place) return tl::unexpected(place.error());
  if (place->root) {
    Entry root;
    root.kind = EntryKind::Directory;
    root.mode = 0755;
    return root;
  }
  if (!place->item) return std::nullopt;
  auto made = entry(*place->directory, *place->item);
  if (!made) return tl::unexpected(made.error());
  return std::move(*made);
}

Result<std::vector<Entry>> LocalContext::children(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  const auto place = tree_.find(path);
  if (!place) return tl::unexpected(place.error());
  const auto directory = tree_.directory(*place);
  if (!directory) return tl::unexpected(directory.error());
  std::vector<Entry> entries;
  if (!*directory) return entries;
  entries.reserve((*directory)->scan.items.size());
  for (const ScannedItem& item : (*directory)->scan.items) {
    auto made = entry(**directory, item);
    if (!made) return tl::unexpected(made.error());
    entries.push_back(std::move(*made));
  }
  return entries;
}

Result<void> LocalContext::expect_all_of(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  const auto place = tree_.find(path);
  if (!place) return tl::unexpected(place.error());
  const auto directory = tree_.directory(*place);
  if (!directory) return tl::unexpected(directory.error());
  return *directory ? tree_.scan_below(**directory) : Result<void>();
}

Result<void> LocalContext::fill_digests(std::vector<Entry>& entries) const {
  const std::lock_guard lock(mutex_);
  std::vector<Entry*> lacking;
  std::vector<ScannedTree::Wanted> wanted;  // by the same positions
  std::vector<ScannedTree::Wanted> unread;
  for (Entry& entry : entries) {
    const auto* content = std::get_if<BelowDirectory>(&entry.content);
    if (entry.kind != EntryKind::File || !entry.content_digest.empty() || !content) continue;
    if (content->root != tree_.root()) continue;
    const auto place = tree_.find(content->path);
    if (!place) return tl::unexpected(place.error());
    if (!place->item || place->item->kind != EntryKind::File) continue;
    lacking.push_back(&entry);
    wanted.push_back({place->directory, place->item});
    if (!place->item->digested) unread.push_back(wanted.back());
  }
  if (auto read = tree_.digest(unread); !read) return read;
  for (std::size_t i = 0; i < lacking.size(); ++i) {
    lacking[i]->content_digest = bytes_of(wanted[i].item->digest);
  }
  return {};
}

Result<std::string> LocalContext::digest_of(const std::vector<std::string>& sources) const {
  const auto seen = seen_by(*this, sources);
  if (!seen) return tl::unexpected(seen.error());
  const std::lock_guard lock(mutex_);
  return digest_of_seen(tree_, *seen);
}

void LocalContext::save() const {
  const std::lock_guard lock(mutex_);
  if (memory_file_.empty()) return;
  std::vector<Remembered> memories = tree_.new_memories();
  if (memories.empty()) return;
  (void)tree_.memory().save(memory_file_, directory_, std::move(memories));  // best effort
}

Result<std::optional<std::string>> read_ignore_file(const Result<FileDescriptor>& file,
                                                    const std::string& path) {
  if (!file && (file.error().code == ENOENT || file.error().code == ENOTDIR)) return std::nullopt;
  if (!file) return failure("the ignore file " + path + ": " + file.error().message);
  const auto stamp = stamp_of(*file);
  if (!stamp) return tl::unexpected(stamp.error());
  if (stamp->size > max_ignore_file_bytes) {
    return failure("the ignore file " + path + " is bigger than " +
                   std::to_string(max_ignore_file_bytes) + " bytes");
  }
  std::string text(stamp->size, '\0');
  if (auto got = read_exactly(*file, 0, text.data(), text.size()); !got) {
    return failure("the ignore file " + path + ": " + got.error().message);
  }
  return text;
}

}  // namespace

Result<std::unique_ptr<ContextTree>> ContextTree::open(const std::string& directory,
                                                       IgnoreFile ignore, std::string memory,
                                                       unsigned workers) {
  auto root = open_directory(directory);
  if (!root) {
    return failure("the build context " + root.error().message +
                       (root.error().code == ENOENT ? "; name a directory that exists" : ""),
                   root.error().code);
  }
  return std::make_unique<LocalContext>(directory, std::move(memory), std::move(*root),
                                        std::move(ignore), workers);
}

Result<IgnoreFile> find_ignore_file(const std::string& context, const std::string& dockerfile) {
  const std::string own = dockerfile + ".dockerignore";
  std::string path = own;
  Result<std::optional<std::string>> text = std::nullopt;
  if (!dockerfile.empty()) text = read_ignore_file(open_file(own), own);
  if (text && !*text) {
    path = join_path(context, ".dockerignore");
    const auto root = open_directory(context);
    if (!root) return IgnoreFile();
    text = read_ignore_file(open_in_root(*root, ".dockerignore", O_RDONLY | O_NONBLOCK), path);
  }
  if (!text) return tl::unexpected(text.error());
  if (!*text) return IgnoreFile();
  IgnoreFile file = IgnoreFile::parse(**text);
  if (!file.problems().empty()) {
    const IgnoreProblem& problem = file.problems().front();
    return failure(path + ":" + std::to_string(problem.line) + ": " + problem.what);
  }
  return file;
}

}  // namespace plimsoll::builder
