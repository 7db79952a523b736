// One document, two readers.
//
// Go's decoder takes {"layers": [], "Layers": [...]} for one list, the last one; Python's and most
// others see two names. An image can be made so that a scanner sees another image than the runtime,
// and whole attacks are made of it (CVE-2021-41190). So each name that means something, at a place
// where it does, is compared as Go compares it: by letters without regard to case, with the two
// signs beyond ASCII that fold to letters (U+017F to s, U+212A to k). A name that is there twice,
// or in another spelling, is told; the text that comes out has the proper spelling, so that our
// parser (which takes the last of two equal names) reads what Go reads.
//
// Two liberties of Go's in strings are taken as well, or else an image that runs could not be
// scanned: bytes that are no UTF-8, and halves of surrogate pairs, are U+FFFD.
//
// This is a pass over text, not a parser: whether it is JSON at all is asked afterwards.
//
// Rejected: refusing whatever is not spelled as usual. A scanner that refuses an image that runs
// has nothing to say about it.

#include "analyzer/image/source/go_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>

#include "analyzer/image/json.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t max_ambiguities = 8;
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// The names that an object may have, and the shape of what they name: of an object, of the objects
// in a list. A shape without names is anybody's: nothing in it is compared.
struct Shape;
struct Name {
  std::string_view spelling;
  const Shape* inside;
};
struct Shape {
  const Name* names = nullptr;
  std::size_t count = 0;
  const Shape* all = nullptr;  // of every member, whatever its name
};

template <std::size_t N>
constexpr Shape shape_of(const Name (&names)[N]) {
  static_assert(N <= 32, "one bit each");
  return {names, N, nullptr};
}

constexpr Shape anything = {};

constexpr Name platform_names[] = {{"architecture", &anything},
                                   {"os", &anything},
                                   {"variant", &anything},
                                   {"os.version", &anything}};
constexpr Shape platform = shape_of(platform_names);
constexpr Name descriptor_names[] = {{"mediaType", &anything},   {"digest", &anything},
                                     {"size", &anything},        {"urls", &anything},
                                     {"annotations", &anything}, {"data", &anything},
                                     {"platform", &platform},    {"artifactType", &anything}};
constexpr Shape descriptor = shape_of(descriptor_names);
constexpr Name manifest_names[] = {
    {"schemaVersion", &anything}, {"mediaType", &anything},   {"artifactType", &anything},
    {"config", &descriptor},      {"layers", &descriptor},    {"manifests", &descriptor},
    {"subject", &descriptor},     {"annotations", &anything}, {"fsLayers", &anything}};
constexpr Shape manifest = shape_of(manifest_names);

constexpr Shape descriptors_by_name = {nullptr, 0, &descriptor};
constexpr Name saved_names[] = {{"Config", &anything},
                                {"RepoTags", &anything},
                                {"Layers", &anything},
                                {"LayerSources", &descriptors_by_name}};
constexpr Shape saved = shape_of(saved_names);

constexpr Name check_names[] = {{"Test", &anything},    {"Interval", &anything},
                                {"Timeout", &anything}, {"StartPeriod", &anything},
                                {"Retries", &anything}, {"StartInterval", &anything}};
constexpr Shape check = shape_of(check_names);
constexpr Name run_names[] = {
    {"User", &anything},         {"Env", &anything},        {"Entrypoint", &anything},
    {"Cmd", &anything},          {"WorkingDir", &anything}, {"Labels", &anything},
    {"ExposedPorts", &anything}, {"Volumes", &anything},    {"OnBuild", &anything},
    {"StopSignal", &anything},   {"Healthcheck", &check},   {"Shell", &anything},
    {"ArgsEscaped", &anything}};
constexpr Shape run = shape_of(run_names);
constexpr Name root_names[] = {{"type", &anything}, {"diff_ids", &anything}};
constexpr Shape root = shape_of(root_names);
constexpr Name history_names[] = {{"created", &anything},
                                  {"created_by", &anything},
                                  {"author", &anything},
                                  {"comment", &anything},
                                  {"empty_layer", &anything}};
constexpr Shape history = shape_of(history_names);
constexpr Name config_names[] = {
    {"created", &anything}, {"author", &anything},     {"architecture", &anything},
    {"os", &anything},      {"os.version", &anything}, {"variant", &anything},
    {"config", &run},       {"rootfs", &root},         {"history", &history}};
constexpr Shape config = shape_of(config_names);
constexpr Name old_layer_names[] = {{"parent", &anything},
                                    {"created", &anything},
                                    {"author", &anything},
                                    {"comment", &anything},
                                    {"container_config", &run}};
constexpr Shape old_layer = shape_of(old_layer_names);

const Shape& shape_of(DocumentKind kind) {
  if (kind == DocumentKind::Manifest) return manifest;
  if (kind == DocumentKind::OldLayer) return old_layer;
  return kind == DocumentKind::Config ? config : saved;
}

// A name as Go compares it; nothing for one that can be none of ours.
std::optional<std::string> folded(std::string_view name) {
  if (name.size() > 64) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view rest = name.substr(i);
    if (rest.starts_with("\xC5\xBF")) {
      text += 's';
      ++i;
    } else if (rest.starts_with("\xE2\x84\xAA")) {
      text += 'k';
      i += 2;
    } else {
      text += name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
    }
  }
  return text;
}

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void append_utf8(std::string& text, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | (point >> 6U));
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | (point >> 12U));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | (point >> 18U));
    put(0x80U | ((point >> 12U) & 0x3FU));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

// The bytes of the well-formed character that `text` begins with; 0 for none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
  };
  const auto tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool fits = tail(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return fits && tail(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool fits = tail(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return fits && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

class Reader {
 public:
  Reader(std::string_view document, const Shape& shape, std::string what)
      : text_(document), what_(std::move(what)) {
    next_ = &shape;
    out_.text.reserve(document.size());
  }

  Result<GoJson> read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        if (levels_.size() == max_json_depth) {
          return failure(
              fmt::format("the {} is nested deeper than {} levels", what_, max_json_depth));
        }
        open(c == '{');
      } else if (c == '\0') {
        return failure(fmt::format("the {} has a zero byte in it", what_));
      } else {
        plain(c);
      }
      if (values_ > max_json_values) {
        return failure(fmt::format("the {} has more than {} values", what_, max_json_values));
      }
    }
    return std::move(out_);
  }

 private:
  struct Level {
    bool object = false;
    bool wants_name = false;
    const Shape* shape = nullptr;
    std::uint32_t seen = 0;  // a bit for each name of the shape
  };

  void open(bool object) {
    levels_.push_back({object, object, next_, 0});
    out_.text += text_[at_++];
    ++values_;
  }

  void plain(char c) {
    if (c == '}' || c == ']') {
      if (!levels_.empty()) levels_.pop_back();
    } else if (c == ',') {
      ++values_;
      if (!levels_.empty()) {
        levels_.back().wants_name = levels_.back().object;
        next_ = levels_.back().shape;  // a list's elements are alike
      }
    }
    if (c == '}' || c == ']' || c == ',') {
      next_ = levels_.empty() ? &anything : levels_.back().shape;
    }
    out_.text += c;
    ++at_;
  }

  void string() {
    const std::size_t begin = out_.text.size();
    std::string value;  // of a name alone
    const bool is_name = !levels_.empty() && levels_.back().wants_name;
    out_.text += text_[at_++];
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') {
        escape(value);
      } else {
        character(value);
      }
    }
    if (at_ < text_.size()) out_.text += text_[at_++];
    if (!is_name) return;
    levels_.back().wants_name = false;
    name(value, begin);
  }

  void character(std::string& value) {
    const std::size_t length = utf8_length(text_.substr(at_, 4));
    const std::string_view good = length == 0 ? replacement : text_.substr(at_, length);
    out_.text += good;
    value += good;
    at_ += std::max<std::size_t>(length, 1);
  }

  // The four digits behind "\u" at `at`.
  [[nodiscard]] std::optional<std::uint32_t> unit(std::size_t at) const {
    if (text_.size() < at + 6 || text_[at] != '\\' || text_[at + 1] != 'u') return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
      const int digit = hex_of(text_[i]);
      if (digit < 0) return std::nullopt;
      number = number * 16 + static_cast<std::uint32_t>(digit);
    }
    return number;
  }

  void escape(std::string& value) {
    const std::optional<std::uint32_t> first = unit(at_);
    if (!first) {
      const std::string_view two = text_.substr(at_, 2);
      out_.text += two;
      value += two == "\\/" ? "/" : two == "\\\\" ? "\\" : two == "\\\"" ? "\"" : "\n";
      at_ += two.size();
      return;
    }
    std::size_t length = 6;
    std::uint32_t point = *first;
    if (point >= 0xD800 && point <= 0xDFFF) {
      const std::optional<std::uint32_t> second = unit(at_ + 6);
      const bool pair = point < 0xDC00 && second && *second >= 0xDC00 && *second <= 0xDFFF;
      point = pair ? 0x10000 + ((point - 0xD800) << 10U) + (*second - 0xDC00) : 0xFFFD;
      if (pair) length = 12;
    }
    if (point == 0xFFFD) {
      out_.text += replacement;
    } else {
      out_.text += text_.substr(at_, length);
    }
    append_utf8(value, point);
    at_ += length;
  }

  // A name is whole; what follows has the shape that goes with it.
  void name(const std::string& spelled, std::size_t begin) {
    Level& level = levels_.back();
    next_ = level.shape->all ? level.shape->all : &anything;
    const std::optional<std::string> key = folded(spelled);
    if (!key) return;
    for (std::size_t i = 0; i < level.shape->count; ++i) {
      const Name& known = level.shape->names[i];
      if (folded(known.spelling) != key) continue;
      next_ = known.inside;
      if ((level.seen >> i & 1U) != 0) {
        tell(fmt::format("\"{}\" stands twice in one object of the {}", known.spelling, what_));
      } else if (spelled != known.spelling) {
        tell(fmt::format("\"{}\" is spelled otherwise in the {}", known.spelling, what_));
      }
      level.seen |= 1U << i;
      if (spelled == known.spelling) return;
      out_.text.resize(begin);
      out_.text += '"';
      out_.text += known.spelling;
      out_.text += '"';
      return;
    }
  }

  void tell(std::string clause) {
    std::vector<std::string>& told = out_.ambiguities;
    if (told.size() == max_ambiguities) return;
    if (std::find(told.begin(), told.end(), clause) == told.end())
      told.push_back(std::move(clause));
  }

  std::string_view text_;
  std::string what_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
  const Shape* next_ = nullptr;  // of the object that may begin here
  std::vector<Level> levels_;
  GoJson out_;
};

}  // namespace

Result<GoJson> as_go_reads(std::string_view document, DocumentKind kind, std::size_t limit_bytes,
                           const std::string& what) {
  if (document.size() > limit_bytes) {
    return failure(fmt::format("the {} is bigger than {} bytes", what, limit_bytes), EFBIG);
  }
  if (document.starts_with("\xEF\xBB\xBF")) {
    return failure(
        fmt::format("the {} begins with a byte-order mark, which JSON does not have", what));
  }
  return Reader(document, shape_of(kind), what).read();
}

}  // namespace plimsoll::image
