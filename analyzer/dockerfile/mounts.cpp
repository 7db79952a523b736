#include "analyzer/dockerfile/mounts.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/nearest.h"

namespace plimsoll {

namespace {

constexpr std::array<std::string_view, 20> known_keys = {
    "type",        "from", "source", "target",    "readonly", "id",  "sharing",
    "required",    "size", "mode",   "uid",       "gid",      "src", "dst",
    "destination", "ro",   "rw",     "readwrite", "env",      "true"};
constexpr std::array<std::string_view, 5> known_types = {"bind", "cache", "tmpfs", "secret", "ssh"};
constexpr std::array<std::string_view, 3> sharing_modes = {"shared", "private", "locked"};

template <class Words>
bool is_one_of(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 12> words = {"1", "t", "T", "TRUE",  "true",  "True",
                                                      "0", "f", "F", "FALSE", "false", "False"};
  return is_one_of(text, words);
}

bool is_number(std::string_view text, int base) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// A size in bytes such as 64m, 1.5GiB or 100.
bool is_size(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.')) ++at;
  if (at == 0) return false;
  std::string unit = lower_case(text.substr(at));
  if (!unit.empty() && unit.front() == ' ') unit.erase(0, 1);
  constexpr std::array<std::string_view, 17> units = {"",   "b",   "k", "kb", "kib", "m",
                                                      "mb", "mib", "g", "gb", "gib", "t",
                                                      "tb", "tib", "p", "pb", "pib"};
  return is_one_of(unit, units);
}

// Judges the fields of one mount. A type that holds a variable is unknown: nothing that depends on
// it is judged then.
class MountCheck {
 public:
  MountCheck(const Mount& mount, std::vector<Problem>& problems)
      : mount_(mount), problems_(problems) {}

  void check() {
    const std::optional<std::string_view> type = mount_.get({"type"});
    type_known_ = !type || type->find('$') == std::string_view::npos;
    type_ = type ? lower_case(*type) : "bind";
    for (const MountField& field : mount_.fields) {
      if (!check_field(field)) return;
    }
    if (type_known_) check_together();
  }

 private:
  bool check_field(const MountField& field);
  void check_together();
  bool refuse(Span where, std::string subject, std::string detail, std::string_view hint = {}) {
    Problem problem;
    problem.kind = Problem::Kind::MountInvalid;
    problem.where = where;
    problem.subject = std::move(subject);
    problem.detail = std::move(detail);
    problem.hint = hint;
    problem.refused_at_build = true;
    problems_.push_back(std::move(problem));
    return false;
  }
  [[nodiscard]] bool is(std::string_view type) const { return type_ == type; }

  const Mount& mount_;
  std::vector<Problem>& problems_;
  bool type_known_ = true;
  std::string type_;
};

bool MountCheck::check_field(const MountField& field) {
  const std::string& key = field.key;
  const bool flag = is_one_of(
      key, std::array<std::string_view, 5>{"readonly", "ro", "readwrite", "rw", "required"});
  if (!is_one_of(key, known_keys) || key == "true") {
    return refuse(field.span, key, "a known key",
                  nearest(key, {known_keys.begin(), known_keys.end() - 1}));
  }
  if (!field.value && !flag) return refuse(field.span, key, "a value");
  const bool secretive = is("secret") || is("ssh");
  if (key == "required" && type_known_ && !secretive)
    return refuse(field.span, key, "a secret or ssh mount");
  if (key == "size" && type_known_ && !is("tmpfs")) return refuse(field.span, key, "a tmpfs mount");
  if (!field.value || field.value->find('$') != std::string::npos) return true;
  const std::string& value = *field.value;
  if (flag && !is_boolean(value)) return refuse(field.span, key, "true or false");
  if (key == "type" && !is_one_of(lower_case(value), known_types)) {
    return refuse(field.span, value, "bind, cache, tmpfs, secret or ssh",
                  nearest(value, {known_types.begin(), known_types.end()}));
  }
  if (key == "size" && !is_size(value)) return refuse(field.span, key, "a size such as 64m");
  if (key == "sharing" && !is_one_of(lower_case(value), sharing_modes)) {
    return refuse(field.span, value, "shared, private or locked",
                  nearest(value, {sharing_modes.begin(), sharing_modes.end()}));
  }
  if (key == "mode" && !is_number(value, 8)) return refuse(field.span, key, "an octal number");
  if ((key == "uid" || key == "gid") && !is_number(value, 10))
    return refuse(field.span, key, "a number");
  return true;
}

void MountCheck::check_together() {
  const auto given = [&](std::initializer_list<std::string_view> keys) -> const MountField* {
    const MountField* field = mount_.field(keys);
    return field && field->value && !field->value->empty() ? field : nullptr;
  };
  if (!is("secret") && !is("ssh") && !is("cache")) {
    for (const std::string_view key : {"mode", "uid", "gid"}) {
      if (const MountField* field = mount_.field({key})) {
        refuse(field->span, std::string(key), "a cache, secret or ssh mount");
        return;
      }
    }
  }
  const MountField* sharing = given({"sharing"});
  if (sharing && !is("cache")) {
    refuse(sharing->span, "sharing", "a cache mount");
    return;
  }
  if (!is("secret")) return;
  if (const MountField* from = given({"from"})) {
    refuse(from->span, "from", "a mount that is no secret");
  } else if (!given({"source", "src"}) && !given({"target", "dst", "destination"}) &&
             !given({"id"})) {
    refuse(mount_.span, "secret", "an id, a source or a target");
  } else if (given({"source", "src"}) && given({"id"})) {
    refuse(given({"id"})->span, "id", "no source beside it");
  }
}

}  // namespace

std::optional<std::vector<CsvField>> csv_fields(std::string_view record) {
  if (record.empty()) return std::nullopt;
  std::vector<CsvField> fields;
  std::size_t at = 0;
  for (;;) {
    CsvField field;
    field.begin = at;
    if (at < record.size() && record[at] == '"') {
      ++at;
      for (;;) {
        const std::size_t quote = record.find('"', at);
        if (quote == std::string_view::npos) return std::nullopt;
        field.text += record.substr(at, quote - at);
        at = quote + 1;
        if (at == record.size() || record[at] != '"') break;
        field.text += '"';
        ++at;
      }
      if (at < record.size() && record[at] != ',') return std::nullopt;
    } else {
      const std::size_t comma = std::min(record.find(',', at), record.size());
      field.text = record.substr(at, comma - at);
      if (field.text.find('"') != std::string::npos) return std::nullopt;
      at = comma;
    }
    field.end = at;
    fields.push_back(std::move(field));
    if (at == record.size()) return fields;
    ++at;
  }
}

Span field_span(const Text& record, const CsvField& field) {
  return record.source_span(static_cast<std::uint32_t>(field.begin),
                            static_cast<std::uint32_t>(field.end));
}

std::vector<Mount> read_mounts(const Instruction& run) {
  std::vector<Mount> mounts;
  for (const Flag& flag : run.flags) {
    if (flag.name != "mount" || !flag.value) continue;
    const auto fields = csv_fields(flag.value->str());
    if (!fields) continue;
    Mount mount;
    mount.span = flag.span;
    for (const CsvField& field : *fields) {
      MountField known;
      const std::size_t equals = field.text.find('=');
      known.key = lower_case(field.text.substr(0, equals));
      if (equals != std::string::npos) known.value = field.text.substr(equals + 1);
      known.span = field_span(*flag.value, field);
      mount.fields.push_back(std::move(known));
    }
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

void check_mounts(const Run& run, std::vector<Problem>& problems) {
  for (const Mount& mount : run.mounts) MountCheck(mount, problems).check();
}

}  // namespace plimsoll
