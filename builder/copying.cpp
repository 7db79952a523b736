// COPY, ADD and WORKDIR: an entry list, its key, its layer.
//
// The key of a result is its entry list with the digests of all contents, so that what another
// stage or context gives by another way is found again. Before that list is made, a quick key over
// where the files come from, where they go to and how is asked: for a context a digest of what the
// sources can see there, which is remembered by stat, for a stage the chain of its layers.
//
// A context may change while it is read: digests first, bytes for the layer later. The layer is
// used, but no key remembers it: the key names what was there before, and would give the change to
// whoever goes back to that.

#include "builder/actions.h"
#include "builder/downloads.h"
#include "builder/key.h"
#include "builder/layer/unchanged.h"
#include "builder/steps/copy.h"

namespace plimsoll::builder {
namespace {

void add_words(KeyWriter& key, const std::vector<Value>& values) {
  key.number(values.size());
  for (const Value& value : values) key.value(value);
}

// All that an instruction says, but for where its files come from.
void add_step(KeyWriter& key, const lowered::CopyStep& step) {
  key.number(step.add ? 1 : 0);
  add_words(key, step.sources);
  key.number(step.inline_files.size());
  for (const lowered::InlineFile& file : step.inline_files) key.text(file.name).value(file.content);
  key.value(step.destination).value(step.workdir);
  key.number(step.chown ? 1 : 0);
  if (step.chown) key.value(step.chown->user).value(step.chown->group);
  key.number(step.chmod ? 1 : 0);
  if (step.chmod) key.value(*step.chmod);
  add_words(key, step.excludes);
  key.number(step.link ? 1 : 0).number(step.parents ? 1 : 0);
  key.number(step.unpack ? 1 + static_cast<unsigned>(*step.unpack) : 0);
}

// `below` is null where the layer does not depend on those below (--link).
Result<Layer> write_through_overlay(const Place& place, const std::vector<Entry>& entries,
                                    const FileTree* below) {
  Workbench& bench = place.bench;
  std::vector<std::string> lower;
  if (below) {
    Result<std::vector<std::string>> trees = bench.layers.trees(place.root);
    if (!trees) return tl::unexpected<Error>(trees.error());
    lower = std::move(*trees);
  }
  const Result<ScratchDirectory> scratch = ScratchDirectory::make(bench.store);
  if (!scratch) return tl::unexpected<Error>(scratch.error());
  const Result<std::string> upper = apply_in_overlay(lower, scratch->path(), entries);
  if (!upper) return tl::unexpected<Error>(upper.error());
  const EmptyTree nothing;
  const Result<std::vector<Entry>> changes = changes_of(*upper, below ? *below : nothing);
  if (!changes) return tl::unexpected<Error>(changes.error());
  return bench.layers.write(*changes);
}

// The layer of sorted entries, without those that stand below as they are; those of `context` know
// its remembered digests.
Result<Made> layer_of(const Place& place, std::vector<Entry> entries, const FileTree* below,
                      const ContextTree* context, const std::function<bool()>& holds) {
  Workbench& bench = place.bench;
  for (Entry& entry : entries) entry.mtime_s = std::min(entry.mtime_s, bench.epoch_s);
  if (below) {
    if (const Result<void> dropped = drop_unchanged(entries, *below); !dropped) {
      return tl::unexpected<Error>(dropped.error());
    }
  }
  if (const Result<void> filled = fill_digests(entries, context, bench.workers); !filled) {
    return tl::unexpected<Error>(filled.error());
  }
  KeyWriter key("layer");
  key.text(key_of(entries, bench.epoch_s));
  key.text(bench.options.through_overlay ? place.root.chain : "T0");
  return bench.results.get(
      key.finish(),
      [&]() {
        return bench.options.through_overlay ? write_through_overlay(place, entries, below)
                                             : bench.layers.write(entries);
      },
      holds);
}

class Copying {
 public:
  Copying(const Place& place, const lowered::CopyStep& step)
      : place_(place), bench_(place.bench), step_(step) {}

  Result<Made> run() {
    Result<SourceOf> source = place_.open(step_.from);
    if (!source) return tl::unexpected<Error>(source.error());
    source_ = std::move(*source);
    if (const Result<void> fetched = fetch_all(); !fetched) {
      return tl::unexpected<Error>(fetched.error());
    }
    const std::string quick = quick_key();
    if (quick.empty()) return by_entries();
    bool cached = false;
    Result<Made> made = bench_.results.get(
        quick,
        [&]() -> Result<Layer> {
          Result<Made> inner = by_entries();
          if (!inner) return tl::unexpected<Error>(inner.error());
          cached = inner->cached;
          return std::move(inner->layer);
        },
        [this] { return holds(); });
    if (made) made->cached = made->cached || cached;
    return made;
  }

 private:
  Result<void> fetch_all() {
    for (const Value& word : step_.sources) {
      if (!step_.add || !is_remote(word.text())) continue;
      if (!scratch_) {
        Result<ScratchDirectory> scratch = ScratchDirectory::make(bench_.store);
        if (!scratch) return tl::unexpected<Error>(scratch.error());
        scratch_.emplace(std::move(*scratch));
      }
      Result<Fetched> fetched =
          download(bench_, word.text(), step_.checksum.text(), scratch_->path(), fetched_.size());
      if (!fetched) return tl::unexpected<Error>(fetched.error());
      fetched_.push_back(std::move(*fetched));
    }
    return {};
  }

  // Asked when all was read, for both keys.
  bool holds() {
    if (!holds_) holds_ = !source_.context || source_.context->holds();
    return *holds_;
  }

  // "" where there is none: what was fetched has no key but its contents.
  std::string quick_key() {
    if (!fetched_.empty()) return "";
    KeyWriter key("copy");
    add_step(key, step_);
    key.text(is_linked(step_) ? "" : place_.root.chain);
    key.number(static_cast<std::uint64_t>(bench_.epoch_s)).number(bench_.options.through_overlay);
    if (source_.context == nullptr) return key.text(source_.root.chain).finish();
    if (step_.parents || !step_.excludes.empty()) return std::string();
    std::vector<std::string> sources;
    for (const Value& word : step_.sources) sources.push_back(word.text());
    const Result<std::string> seen = source_.context->digest_of(sources);
    if (!seen) return std::string();  // planning says it better
    return key.text(*seen).finish();
  }

  Result<std::vector<Entry>> plan() {
    if (!source_tree_) {
      Result<std::shared_ptr<const FileTree>> tree = tree_of(bench_, source_);
      if (!tree) return tl::unexpected<Error>(tree.error());
      source_tree_ = std::move(*tree);
    }
    if (!below_) {
      const Result<std::shared_ptr<const Stack>> stack = bench_.layers.stack(place_.root);
      if (!stack) return tl::unexpected<Error>(stack.error());
      below_ = *stack;
    }
    const bool of_context =
        source_.context != nullptr || step_.from.kind == lowered::Source::Kind::Context;
    return plan_copy({step_, *source_tree_, *below_, of_context, fetched_,
                      scratch_ ? scratch_->path() : std::string(), bench_.epoch_s});
  }

  Result<Made> by_entries() {
    if (step_.add && !scratch_) {
      Result<ScratchDirectory> scratch = ScratchDirectory::make(bench_.store);
      if (!scratch) return tl::unexpected<Error>(scratch.error());
      scratch_.emplace(std::move(*scratch));
    }
    Result<std::vector<Entry>> entries = plan();
    if (!entries) return tl::unexpected<Error>(entries.error());
    return layer_of(place_, std::move(*entries), is_linked(step_) ? nullptr : below_.get(),
                    source_.context, [this] { return holds(); });
  }

  const Place& place_;
  Workbench& bench_;
  const lowered::CopyStep& step_;
  SourceOf source_;
  std::shared_ptr<const FileTree> source_tree_;
  std::shared_ptr<const Stack> below_;
  std::optional<ScratchDirectory> scratch_;
  std::vector<Fetched> fetched_;
  std::optional<bool> holds_;
};

}  // namespace

Result<std::shared_ptr<const FileTree>> tree_of(Workbench& bench, const SourceOf& source) {
  if (source.context != nullptr) {
    // Owned by the workbench's contexts.
    return std::shared_ptr<const FileTree>(std::shared_ptr<void>(), source.context);
  }
  if (source.root.layers.empty()) return std::make_shared<const EmptyTree>();
  Result<std::shared_ptr<const Stack>> stack = bench.layers.stack(source.root);
  if (!stack) return tl::unexpected<Error>(stack.error());
  return std::shared_ptr<const FileTree>(std::move(*stack));
}

Result<Made> copy_files(const Place& place, const lowered::CopyStep& step) {
  return Copying(place, step).run();
}

Result<Made> make_workdir(const Place& place, const lowered::WorkdirStep& step) {
  Workbench& bench = place.bench;
  KeyWriter key("workdir");
  key.value(step.path).value(step.user).text(place.root.chain);
  key.number(static_cast<std::uint64_t>(bench.epoch_s)).number(bench.options.through_overlay);
  bool cached = false;
  Result<Made> made = bench.results.get(key.finish(), [&]() -> Result<Layer> {
    const Result<std::shared_ptr<const Stack>> below = bench.layers.stack(place.root);
    if (!below) return tl::unexpected<Error>(below.error());
    Result<std::vector<Entry>> entries = plan_workdir(step, **below, bench.epoch_s);
    if (!entries) return tl::unexpected<Error>(entries.error());
    Result<Made> inner = layer_of(place, std::move(*entries), below->get(), nullptr, nullptr);
    if (!inner) return tl::unexpected<Error>(inner.error());
    cached = inner->cached;
    return std::move(inner->layer);
  });
  if (made) made->cached = made->cached || cached;
  return made;
}

}  // namespace plimsoll::builder
