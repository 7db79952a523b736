#include "app/config/yaml_file.h"

// yaml-cpp's events, not its nodes: an alias arrives as a reference to something read before, so
// that what it unfolds to is counted while it is copied, and a bomb of aliases ends at the limit.
// Its parser guards its own recursion; ours ends at kMaxConfigDepth. Errors of ours leave the
// parser as an exception too (it has no other way to stop) and become a Complaint here.

#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "analyzer/source/utf8.h"

namespace plimsoll::app {

namespace {

struct Refused : std::exception {
  explicit Refused(Complaint why) : complaint(std::move(why)) {}
  Complaint complaint;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  // `base`: the offset of the text that yaml-cpp sees in the file (a BOM is left out).
  TreeBuilder(std::string_view text, std::uint32_t base) : text_(text), base_(base) {}

  [[nodiscard]] Value take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value;
    value.where = at(mark, 1);
    finish(std::move(value), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      throw Refused({at(mark, 1), "an alias inside of what it stands for", ""});
    }
    Value copy = known->second;
    count(copy, mark);
    finish(std::move(copy), 0);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Value value;
    value.where = scalar_span(mark, text);
    value.kind = ValueKind::String;
    value.text = text;
    if (tag == "?") make_plain(value);  // neither quoted nor tagged
    count(value, mark);
    finish(std::move(value), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(ValueKind::List, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(ValueKind::Table, mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Value value;
    YAML::anchor_t anchor = 0;
    std::optional<Value> key;
  };

  [[nodiscard]] Span at(const YAML::Mark& mark, std::uint32_t size) const {
    const auto end = static_cast<std::uint32_t>(text_.size());
    const auto begin = std::min(static_cast<std::uint32_t>(std::max(mark.pos, 0)), end);
    return {base_ + begin, base_ + std::min(begin + size, end)};
  }

  [[nodiscard]] Span scalar_span(const YAML::Mark& mark, const std::string& value) const {
    Span where = at(mark, static_cast<std::uint32_t>(value.size()));
    const std::string_view rest = text_.substr(where.begin - base_);
    if (rest.substr(0, value.size()) == value) return where;
    const std::size_t line = std::min(rest.find('\n'), rest.size());
    const bool quoted = !rest.empty() && (rest.front() == '"' || rest.front() == '\'');
    const std::size_t closing = quoted ? rest.find(rest.front(), 1) : std::string_view::npos;
    where.end = where.begin + static_cast<std::uint32_t>(
                                  closing < line ? closing + 1 : std::max<std::size_t>(line, 1));
    return where;
  }

  static void make_plain(Value& value) {
    const std::string& text = value.text;
    if (text == "true" || text == "True" || text == "TRUE") {
      value.kind = ValueKind::Boolean;
      value.boolean = true;
    } else if (text == "false" || text == "False" || text == "FALSE") {
      value.kind = ValueKind::Boolean;
    } else if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
      value.kind = ValueKind::Null;
    }
  }

  void count(const Value& value, const YAML::Mark& mark) {
    if (++values_ > kMaxYamlValues) throw Refused({at(mark, 1), "too many values", ""});
    for (const Value& item : value.items) count(item, mark);
    for (const Member& member : value.members) count(member.value, mark);
  }

  void open(ValueKind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() >= static_cast<std::size_t>(kMaxConfigDepth)) {
      throw Refused({at(mark, 1), "nested too deeply", ""});
    }
    Value value;
    value.kind = kind;
    value.where = at(mark, 1);
    count(value, mark);
    open_.push_back({std::move(value), anchor, std::nullopt});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    finish(std::move(done.value), done.anchor);
  }

  void finish(Value value, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = value;
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.kind == ValueKind::List) {
      parent.value.items.push_back(std::move(value));
    } else if (!parent.key) {
      if (value.kind == ValueKind::List || value.kind == ValueKind::Table) {
        throw Refused({value.where, "a key has to be a word", ""});
      }
      if (parent.value.find(value.text) != nullptr) {
        throw Refused({value.where, "the key `" + value.text + "` stands twice", ""});
      }
      parent.key = std::move(value);
    } else {
      parent.value.members.push_back({parent.key->text, parent.key->where, std::move(value)});
      parent.key.reset();
    }
  }

  std::string_view text_;
  std::uint32_t base_;
  Value root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Value> anchors_;
  int values_ = 0;
};

[[nodiscard]] Complaint complaint_of(const YAML::Exception& error, std::string_view text,
                                     std::uint32_t base) {
  const auto size = static_cast<std::uint32_t>(text.size());
  auto begin = error.mark.is_null()
                   ? size
                   : std::min(static_cast<std::uint32_t>(std::max(error.mark.pos, 0)), size);
  // At the end of the file the line that counts is the last one with text.
  while (begin == size && begin > 0 && text[begin - 1] == '\n') --begin;
  std::string why = error.msg;
  return {{base + begin, base + std::min(begin + 1, size)}, "not valid YAML: " + why, ""};
}

}  // namespace

tl::expected<Value, Complaint> read_yaml(const SourceFile& file) {
  std::string_view text = file.bytes();
  std::uint32_t base = 0;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    text.remove_prefix(3);
    base = 3;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const std::uint32_t at = base + static_cast<std::uint32_t>(nul);
    return tl::unexpected(Complaint{{at, at + 1}, "a NUL byte: this is not a text file", ""});
  }
  for (std::size_t i = 0; i < text.size();) {
    const utf8::CodePoint point = utf8::decode(text, i);
    const std::uint32_t at = base + static_cast<std::uint32_t>(i);
    if (!point.valid) return tl::unexpected(Complaint{{at, at + 1}, "not valid UTF-8", ""});
    i += point.size;
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder(text, base);
    const bool any = parser.HandleNextDocument(builder);
    Value root = builder.take();
    if (!any || root.kind == ValueKind::Null) {
      root.kind = ValueKind::Table;
    } else {
      TreeBuilder second(text, base);
      if (parser.HandleNextDocument(second)) {
        const Span where = second.take().where;
        return tl::unexpected(Complaint{where, "a second document in one file", ""});
      }
    }
    return root;
  } catch (const Refused& refused) {
    return tl::unexpected(refused.complaint);
  } catch (const YAML::Exception& error) {
    return tl::unexpected(complaint_of(error, text, base));
  } catch (const std::exception& error) {
    return tl::unexpected(
        Complaint{{base, base}, std::string("not valid YAML: ") + error.what(), ""});
  }
}

}  // namespace plimsoll::app
