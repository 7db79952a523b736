#include <fmt/format.h>

#include "app/config/layer.h"

namespace plimsoll::app {

namespace {

class FileChecker {
 public:
  FileChecker(const SourceFile& file, const std::string& folder) : file_(file), folder_(folder) {}

  [[nodiscard]] CheckedFile check(const Value& tree) {
    Layer own;
    own.folder = folder_;
    const Value* blocks = nullptr;
    for (const Member& member : tree.members) {
      if (member.key == "overrides") {
        blocks = &member.value;
      } else {
        add(member, own, false);
      }
    }
    out_.layers.push_back(std::move(own));
    if (blocks != nullptr) overrides(*blocks);
    return std::move(out_);
  }

 private:
  void complain(Span where, std::string message, std::string help = "") {
    out_.errors.push_back({where, std::move(message), std::move(help)});
  }

  [[nodiscard]] Origin origin(Span where) const {
    return {OriginKind::File,
            fmt::format("{}:{}", file_.path(), file_.lines().line_of(where.begin))};
  }

  void add(const Member& member, Layer& layer, bool in_overrides) {
    const Option* option = find_option(member.key);
    if (option != nullptr && in_overrides && !option->in_overrides) {
      complain(member.key_where, fmt::format("`{}` cannot differ between paths", member.key),
               "set it for the whole file, above the first [table]");
      return;
    }
    if (option == nullptr) {
      const std::string_view near = nearest_option(member.key, in_overrides);
      complain(member.key_where, fmt::format("unknown key `{}`", member.key),
               near.empty() ? std::string() : fmt::format("did you mean `{}`?", near));
      return;
    }
    Entry entry{option, member.value, origin(member.key_where), {}};
    if (!check_value(*option, entry.value, out_.errors, out_.warnings)) return;
    if (option->name == "root") out_.root = entry.value.boolean;
    if (option->name == "extends") {
      for (const Value& item : entry.value.items) out_.extends.emplace_back(item.text, item.where);
    }
    for (const Member& inner : entry.value.members) {
      entry.member_origins.push_back(origin(inner.key_where));
    }
    layer.entries.push_back(std::move(entry));
  }

  void overrides(const Value& blocks) {
    if (blocks.kind != ValueKind::List) {
      complain(blocks.where, "`overrides` is an array of tables",
               "write [[overrides]] with two brackets on each side");
      return;
    }
    for (const Value& block : blocks.items) {
      if (block.kind != ValueKind::Table) {
        complain(block.where,
                 fmt::format("a block of overrides is a table, not {}", with_article(block.kind)));
        continue;
      }
      Layer layer;
      layer.folder = folder_;
      if (paths(block, layer)) {
        for (const Member& member : block.members) {
          if (member.key != "paths") add(member, layer, true);
        }
        out_.layers.push_back(std::move(layer));
      }
    }
  }

  [[nodiscard]] bool paths(const Value& block, Layer& layer) {
    static constexpr Option option{"paths", OptionType::Globs, true, "", ""};
    const Value* found = block.find("paths");
    if (found == nullptr) {
      complain(block.where, "a block of overrides without `paths`",
               "say where it holds: paths = [\"services/*/Dockerfile\"]");
      return false;
    }
    Value patterns = *found;
    if (!check_value(option, patterns, out_.errors, out_.warnings)) return false;
    if (patterns.items.empty()) {
      complain(found->where, "`paths` is empty: the block would hold nowhere");
      return false;
    }
    for (const Value& item : patterns.items) layer.paths.push_back(item.text);
    return true;
  }

  const SourceFile& file_;
  const std::string& folder_;
  CheckedFile out_;
};

}  // namespace

CheckedFile check_configuration(const Value& tree, const SourceFile& file,
                                const std::string& folder) {
  return FileChecker(file, folder).check(tree);
}

}  // namespace plimsoll::app
