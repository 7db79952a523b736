#include "analyzer/image/scan/content_pass.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace plimsoll::image {
namespace {

constexpr std::uint64_t text_head_bytes = 4096;
// From here on what is kept is held packed: a data base is a fourth then, and zeros are nothing.
constexpr std::uint64_t packed_from = std::uint64_t{16} << 10;
constexpr std::size_t max_script_line = 256;
constexpr std::size_t script_head_bytes = max_script_line + 2;

// PEP 552: a magic number that ends with CR LF, a word of flags (0: by time), the time. Before 3.7
// the time stood where the flags are now.
bool has_source_time(std::string_view head) {
  constexpr std::size_t header_bytes = 16;
  constexpr std::uint32_t most_flags = 3;
  if (head.size() < header_bytes || head.substr(2, 2) != "\r\n") return false;
  const auto word = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(head[at + i]);
    return value;
  };
  return word(4) > most_flags || (word(4) == 0 && word(8) != 0);
}

}  // namespace

ContentPass::ContentPass(const ScanOptions& options, SecretReader* reader, ScanBudget& budget,
                         std::size_t layer)
    : options_(options), secrets_(reader), budget_(budget), layer_(layer) {}

void ContentPass::begin(std::uint32_t entry, std::string_view path, std::uint64_t size,
                        std::uint64_t at) {
  entry_ = entry;
  size_ = size;
  taken_ = 0;
  at_ = at;
  whole_ = {};
  head_.clear();
  kept_.clear();
  is_text_ = size > 0;
  is_elf_ = false;
  named_bytecode_ = path.ends_with(".pyc");
  const std::uint64_t keep = options_.interest ? options_.interest->keep(path, size) : 0;
  const std::uint64_t room = options_.limits.kept_bytes - kept_bytes_;
  keeps_ = keep > 0 && size <= std::min(keep, room);
  packer_.reset();
  if (keeps_ && size >= packed_from) packer_.emplace();
  cut_short = over_budget = false;
  not_kept = !keeps_ && keep > 0 && size <= keep;
  searched_ = secrets_ && size > 0;
  told_ = is_archive_ = archive_limited = false;
  if (!searched_) return;
  path_ = path;
  secrets_->begin(path, size);
}

void ContentPass::take(std::string_view piece) {
  if (taken_ < text_head_bytes) take_head(piece);
  if (taken_ == 0 && piece.size() == size_) {
    whole_ = piece;
  } else {
    hash_.update(piece);
    if (is_elf_) elf_.take(piece);
  }
  if (packer_) {
    packer_->add(piece);
  } else if (keeps_) {
    kept_ += piece;
  }
  if (searched_) search(piece);
  taken_ += piece.size();
}

// The first bytes tell whether it is an archive; the searcher has them once that is told.
void ContentPass::search(std::string_view piece) {
  if (!told_) {
    if (head_.size() < zip_magic.size() && taken_ + piece.size() < size_) return;
    told_ = true;
    begin_search();
  }
  std::size_t mine = piece.size();
  if (is_archive_) mine = archive_->feed(piece);
  if (secrets_->wants_more()) secrets_->feed(piece.substr(0, mine));
}

void ContentPass::begin_search() {
  const std::string_view before = std::string_view(head_).substr(0, taken_);
  const auto where = ArchiveSearch::begins(path_, head_);
  is_archive_ = where != ArchiveSearch::Begins::No && options_.secrets && secrets_->wants_more();
  std::size_t mine = before.size();
  if (is_archive_) {
    if (!archive_) archive_ = std::make_unique<ArchiveSearch>(*options_.secrets);
    archive_->begin(path_, size_, options_.limits.archive_bytes - archive_bytes_, where);
    mine = archive_->feed(before);
  }
  if (mine > 0 && secrets_->wants_more()) secrets_->feed(before.substr(0, mine));
}

void ContentPass::take_head(std::string_view piece) {
  const std::string_view first = piece.substr(0, text_head_bytes - taken_);
  if (std::memchr(first.data(), 0, first.size()) != nullptr) is_text_ = false;
  const bool had_magic = head_.size() >= elf_magic.size();
  if (head_.size() < script_head_bytes) {
    head_ += first.substr(0, script_head_bytes - head_.size());
  }
  if (had_magic || !head_.starts_with(elf_magic)) return;
  is_elf_ = true;
  if (piece.size() == size_) return;
  elf_.begin();
  // The magic may have come byte by byte; this piece is handed on by take().
  elf_.take(std::string_view(head_).substr(0, taken_));
}

void ContentPass::finish(ScannedEntry& entry, ScannedLayer& layer, bool cut_off) {
  const bool in_one = taken_ == size_ && whole_.size() == size_;
  entry.set_content((in_one ? digest::content_hash(whole_) : hash_.finish())[0]);
  if (is_text_) entry.flags |= entry_is_text;
  if (is_elf_) {
    std::optional<ElfHead> elf = in_one ? PassingElf::read_whole(whole_) : elf_.finish();
    over_budget = elf && !budget_.take_told(told_bytes(*elf));
    if (elf && !over_budget) {
      elf->entry = entry_;
      layer.elfs.push_back(std::move(*elf));
      entry.flags |= entry_is_elf;
    }
  }
  if (named_bytecode_ && has_source_time(head_)) entry.flags |= entry_is_timed_bytecode;
  if (head_.starts_with("#!")) {
    add_script(layer);
    entry.flags |= entry_is_script;
  }
  if (keeps_ && !cut_off) {
    kept_bytes_ += size_;
    if (packer_) kept_ = packer_->finish();
    budget_.keep(layer_, layer, {entry_, std::exchange(kept_, {}), packer_.has_value()});
    packer_.reset();
  }
  if (searched_) add_hits(layer);
}

void ContentPass::add_script(ScannedLayer& layer) const {
  const std::string_view line = std::string_view(head_).substr(2);
  layer.add_script(entry_, line.substr(0, std::min(line.find('\n'), max_script_line)));
}

void ContentPass::add_hits(ScannedLayer& layer) {
  hits_.clear();
  secrets_->finish(hits_);
  cut_short = secrets_->cut_short();
  inner_hits_.clear();
  if (is_archive_) {
    archive_->finish(inner_hits_);
    archive_bytes_ +=
        std::min(archive_->plain_bytes(), options_.limits.archive_bytes - archive_bytes_);
    archive_limited = archive_->limited();
    cut_short = cut_short || archive_->cut_short();
  }
  if (hits_.empty() && inner_hits_.empty()) return;
  std::uint64_t told = told_bytes_of_digests + told_bytes_of_secret * hits_.size();
  for (const InnerSecret& each : inner_hits_) told += told_bytes_of_secret + each.inner.size();
  if (!budget_.take_told(told)) {
    over_budget = true;
    return;
  }
  for (SecretHit& hit : hits_) layer.secrets.push_back({entry_, {}, std::move(hit)});
  for (InnerSecret& each : inner_hits_) {
    layer.secrets.push_back({entry_, std::move(each.inner), std::move(each.hit)});
  }
  if (taken_ < size_) return;
  if (whole_.size() != size_) {
    late_.push_back({entry_, at_, size_});
    return;
  }
  digester_.update(whole_);
  digest::FileDigestTexts texts = digester_.finish();
  layer.digests.push_back(
      {entry_, std::move(texts.md5), std::move(texts.sha1), std::move(texts.sha256)});
}

}  // namespace plimsoll::image
