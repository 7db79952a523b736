// RUN --mount: fields in the order in which they are written, expanded, with the defaults of their
// type; what BuildKit refuses is said with the field.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "analyzer/base/paths.h"
#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/lowered/interpreter.h"

namespace plimsoll::lowered {

namespace {

using Kind = MountStep::Kind;

std::optional<bool> boolean(std::string_view text) {
  constexpr std::string_view yes[] = {"1", "t", "T", "TRUE", "true", "True"};
  constexpr std::string_view no[] = {"0", "f", "F", "FALSE", "false", "False"};
  if (std::find(std::begin(yes), std::end(yes), text) != std::end(yes)) return true;
  if (std::find(std::begin(no), std::end(no), text) != std::end(no)) return false;
  return std::nullopt;
}

std::optional<std::uint32_t> number(std::string_view text, int base) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// `64m`, `1.5GiB`, `100`: powers of 1024.
std::optional<std::uint64_t> size_in_bytes(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  double amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, amount);
  if (error != std::errc() || end != text.data() + digits) return std::nullopt;
  std::string unit = lower_case(text.substr(digits));
  if (unit.starts_with(' ')) unit.erase(0, 1);
  constexpr std::string_view prefixes = "kmgtp";
  const std::size_t power = unit.empty() ? std::string_view::npos : prefixes.find(unit.front());
  if (power != std::string_view::npos) {
    if (unit != unit.substr(0, 1) && unit.substr(1) != "b" && unit.substr(1) != "ib") {
      return std::nullopt;
    }
    amount = std::ldexp(amount, 10 * (static_cast<int>(power) + 1));
  } else if (!unit.empty() && unit != "b") {
    return std::nullopt;
  }
  if (amount >= 9e18) return std::nullopt;
  return static_cast<std::uint64_t>(amount);
}

// One --mount as it is read.
struct Draft {
  MountStep mount;
  bool kind_known = true;
  std::optional<bool> read_only;
  std::string from;
  std::string sharing;
  std::optional<std::string> env;
  std::string problem;  // the first one
};

void read_kind(const Value& value, Draft& draft) {
  draft.kind_known = value.known();
  if (!draft.kind_known) return;
  const std::string name = lower_case(value.text());
  constexpr std::string_view names[] = {"bind", "cache", "tmpfs", "secret", "ssh"};
  const auto* found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) {
    draft.problem = fmt::format("`{}` is no type of mount: write bind, cache, tmpfs, secret or ssh",
                                value.text());
    return;
  }
  draft.mount.kind = static_cast<Kind>(found - std::begin(names));
}

void read_flag(const MountField& field, const Value& value, Draft& draft) {
  const bool on = !field.value || boolean(value.text_or("")).value_or(false);
  if (field.value && value.known() && !boolean(value.text())) {
    draft.problem = fmt::format("{}={}: write true or false", field.key, value.text());
  } else if (field.key == "required") {
    draft.mount.required = on;
    if (draft.mount.kind != Kind::Secret && draft.mount.kind != Kind::Ssh) {
      draft.problem = "`required` belongs to a secret or ssh mount, after its type=";
    }
  } else {
    draft.read_only = (field.key == "readonly" || field.key == "ro") == on;
  }
}

void read_number(const MountField& field, const Value& value, Draft& draft) {
  const bool mode = field.key == "mode";
  std::optional<std::uint32_t>& to = mode                 ? draft.mount.mode
                                     : field.key == "uid" ? draft.mount.uid
                                                          : draft.mount.gid;
  to = number(value.text_or("0"), mode ? 8 : 10);
  if (!to) {
    draft.problem =
        fmt::format("{}={}: write {} number", field.key, value.display(), mode ? "an octal" : "a");
  }
}

void read_field(const MountField& field, const Value& value, Draft& draft) {
  const std::string& key = field.key;
  MountStep& mount = draft.mount;
  if (key == "readonly" || key == "ro" || key == "readwrite" || key == "rw" || key == "required") {
    read_flag(field, value, draft);
  } else if (!field.value) {
    draft.problem = fmt::format("`{}` lacks its value: write {}=...", key, key);
  } else if (key == "type") {
    read_kind(value, draft);
  } else if (key == "from") {
    draft.from = *field.value;
  } else if (key == "source" || key == "src") {
    mount.source = value;
  } else if (key == "target" || key == "dst" || key == "destination") {
    mount.target = value;
  } else if (key == "id") {
    mount.id = value;
  } else if (key == "size") {
    mount.size_bytes = size_in_bytes(value.text_or("0"));
    if (mount.kind != Kind::Tmpfs) draft.problem = "`size` belongs to a tmpfs mount, after type=";
    if (!mount.size_bytes) {
      draft.problem = fmt::format("size={}: write a size such as 64m", value.display());
    }
  } else if (key == "sharing") {
    draft.sharing = lower_case(value.text_or("shared"));
    if (draft.sharing == "private") mount.sharing = MountStep::Sharing::Private;
    if (draft.sharing == "locked") mount.sharing = MountStep::Sharing::Locked;
    if (draft.sharing != "shared" && mount.sharing == MountStep::Sharing::Shared) {
      draft.problem = fmt::format("sharing={}: write shared, private or locked", value.display());
    }
  } else if (key == "mode" || key == "uid" || key == "gid") {
    read_number(field, value, draft);
  } else if (key == "env") {
    draft.env = value.display();
  } else {
    draft.problem = fmt::format("a mount has no field `{}`", key);
  }
}

// What BuildKit says when all fields are read; "" = nothing.
std::string problem_of(const Draft& draft) {
  const MountStep& mount = draft.mount;
  const bool owned = mount.mode || mount.uid || mount.gid;
  if (owned && (mount.kind == Kind::Bind || mount.kind == Kind::Tmpfs)) {
    return "mode, uid and gid belong to a cache, secret or ssh mount";
  }
  if (!draft.sharing.empty() && mount.kind != Kind::Cache) {
    return "`sharing` belongs to a cache mount";
  }
  if (mount.kind == Kind::Ssh && !is_yes(mount.source.empty())) {
    return "an ssh mount takes no source";
  }
  if (mount.kind != Kind::Secret) return "";
  if (!draft.from.empty()) return "a secret mount takes no from";
  const bool source = !is_yes(mount.source.empty());
  const bool id = !is_yes(mount.id.empty());
  if (!source && !id && is_yes(mount.target.empty())) return "a secret mount needs an id";
  if (source && id) return "a secret mount takes an id or a source, not both";
  return "";
}

Value base_name(const Value& path, std::string_view directory) {
  Value name(directory);
  if (path.known()) {
    name.append(path.text().empty() ? "." : file_name(normal_path(path.text())));
  } else {
    name.append(Value::unknown("name of " + identity(path)));
  }
  return name;
}

void finish_secret(Draft& draft) {
  MountStep& mount = draft.mount;
  if (!is_yes(mount.source.empty())) mount.id = mount.source;
  if (is_yes(mount.id.empty())) mount.id = base_name(mount.target, "");
  mount.source = Value();
  if (!draft.env && is_yes(mount.target.empty())) {
    mount.target = base_name(mount.id, "/run/secrets/");
  }
  mount.env = draft.env.value_or("");
}

}  // namespace

MountStep Interpreter::mount(const Mount& written) {
  Draft draft;
  bool hole = false;
  for (const MountField& field : written.fields) {
    Value value;
    if (field.value) {
      const auto size = static_cast<std::uint32_t>(field.value->size());
      value = word(
          Text(*field.value, field.span.size() >= size ? field.span.end - size : field.span.begin));
    }
    if (draft.problem.empty()) read_field(field, value, draft);
    const bool free = field.key == "target" || field.key == "dst" || field.key == "destination" ||
                      field.key == "source" || field.key == "src" || field.key == "id";
    hole = hole || (!value.known() && !free);
  }
  if (draft.problem.empty() && draft.kind_known) draft.problem = problem_of(draft);
  if (!draft.problem.empty()) refuse(written.span, draft.problem);

  MountStep& mount = draft.mount;
  const Value target = mount.target;
  if (mount.kind == Kind::Secret) finish_secret(draft);
  if (mount.kind == Kind::Ssh && is_yes(mount.id.empty())) mount.id = Value("default");
  if (mount.kind == Kind::Cache && is_yes(mount.id.empty())) mount.id = clean_path(target);
  const bool bare =
      (mount.kind == Kind::Secret || mount.kind == Kind::Ssh) && is_yes(mount.target.empty());
  if (!bare) {
    mount.target = clean_path(resolve_path(state_.workdir, mount.target));
    if (is_yes(mount.target.equals("/"))) refuse(written.span, "a mount cannot cover `/`");
  }
  mount.read_only =
      draft.read_only.value_or(mount.kind != Kind::Cache && mount.kind != Kind::Tmpfs);
  if (mount.kind == Kind::Bind || mount.kind == Kind::Cache) {
    Value source("/");
    source.append(mount.source);
    mount.source = clean_path(source);
  }
  if (!draft.from.empty()) {
    mount.from = source_of(shared_.file.mounted_from(draft.from), written.span);
  } else if (mount.kind != Kind::Bind) {
    mount.from = {Source::Kind::Scratch, 0, Value()};
  }
  // A hole where only known words make sense: what the fields say together is all that is known.
  if (hole) {
    Value all;
    for (const MountField& field : written.fields) {
      all.append(field.key + "=" + (field.value ? identity(word(Text(*field.value, 0))) : "") +
                 ",");
    }
    mount.from = {Source::Kind::Unknown, 0, Value::unknown(identity(all))};
  }
  return std::move(draft.mount);
}

}  // namespace plimsoll::lowered
