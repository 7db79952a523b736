#include "app/config/flags.h"

#include <fmt/format.h>
#include <algorithm>

#include "app/config/toml_file.h"
#include "rules/table.h"

namespace plimsoll::app {

namespace {

using Flag = ConfigurationFlags::Flag;

[[nodiscard]] Value text_value(std::string text) {
  Value value;
  value.kind = ValueKind::String;
  value.text = std::move(text);
  return value;
}

// The words of all values, split at commas.
[[nodiscard]] std::vector<std::string> words(const std::vector<std::string>& values) {
  std::vector<std::string> out;
  for (const std::string& value : values) {
    for (std::size_t at = 0; at <= value.size();) {
      const std::size_t comma = std::min(value.find(',', at), value.size());
      if (comma > at) out.push_back(value.substr(at, comma - at));
      at = comma + 1;
    }
  }
  return out;
}

[[nodiscard]] Value list_value(const std::vector<std::string>& items) {
  Value value;
  value.kind = ValueKind::List;
  for (const std::string& item : items) value.items.push_back(text_value(item));
  return value;
}

// NAME=VALUE each. A NAME alone takes its value from the environment of the build: unknown here.
[[nodiscard]] Value table_value(const std::vector<std::string>& values) {
  Value table;
  table.kind = ValueKind::Table;
  for (const std::string& value : values) {
    const std::size_t equals = value.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = value.substr(0, equals);
    table.members.erase(std::remove_if(table.members.begin(), table.members.end(),
                                       [&](const Member& member) { return member.key == key; }),
                        table.members.end());
    table.members.push_back({key, {}, text_value(value.substr(equals + 1))});
  }
  return table;
}

[[nodiscard]] Value value_of(const Option& option, const std::vector<std::string>& values) {
  const std::string last = values.empty() ? std::string() : values.back();
  switch (option.type) {
    case OptionType::Boolean: {
      Value value = text_value(last);
      if (last.empty() || last == "true" || last == "false") {
        value.kind = ValueKind::Boolean;
        value.boolean = last != "false";
      }
      return value;
    }
    case OptionType::Selectors:
    case OptionType::TextList:
      return list_value(words(values));
    case OptionType::Globs:
    case OptionType::Files:
      return list_value(values);
    case OptionType::TextTable:
    case OptionType::Severities:
    case OptionType::LabelSchema:
      return table_value(values);
    default:
      return text_value(last);
  }
}

// Flags have no file to show: what is wrong, and in which flag.
[[nodiscard]] std::string render_flag(std::string_view level, const Complaint& complaint,
                                      const std::string& flag) {
  std::string text = fmt::format("{}: {} ({})\n", level, complaint.message, flag);
  if (!complaint.help.empty()) text += fmt::format("  = help: {}\n", complaint.help);
  return text;
}

class FlagReader {
 public:
  explicit FlagReader(const std::string& directory) : directory_(directory) {}

  [[nodiscard]] Result<void> add_flag(const Flag& flag) {
    std::vector<Complaint> errors, warnings;
    if (flag.option == "only") {
      for (const std::string& word : words(flag.values)) {
        (void)check_selector(word, {}, errors, warnings);
        out_.only.push_back(word);
      }
    } else if (const Option* option = find_option(flag.option)) {
      Entry entry{option, value_of(*option, flag.values), {OriginKind::Flag, flag.spelled}, {}};
      if (check_value(*option, entry.value, errors, warnings)) put(flags_, std::move(entry));
    } else {
      errors.push_back({{}, fmt::format("unknown option `{}`", flag.option), ""});
    }
    for (const Complaint& warning : warnings) {
      out_.warnings.push_back(render_flag("warning", warning, flag.spelled));
    }
    if (errors.empty()) return {};
    std::string text;
    for (const Complaint& error : errors) text += render_flag("error", error, flag.spelled);
    return failure(text);
  }

  // `key = value` as a line of plimsoll.toml; a value that is not TOML is taken as a bare word.
  [[nodiscard]] Result<void> add_assignment(const std::string& text) {
    const SourceFile written("--config", text);
    auto tree = read_toml(written);
    const std::size_t equals = text.find('=');
    std::size_t value = equals == std::string::npos ? text.size() : equals + 1;
    while (value < text.size() && text[value] == ' ') ++value;
    const SourceFile quoted("--config", text.substr(0, value) + to_quoted(text.substr(value)));
    const bool bare = !tree && value < text.size();
    if (bare) tree = read_toml(quoted);
    const SourceFile& file = bare ? quoted : written;
    if (!tree) return failure(render("error", tree.error(), file));
    CheckedFile checked = check_configuration(*tree, file, directory_);
    if (checked.errors.empty() && (!checked.extends.empty() || checked.layers.size() > 1)) {
      checked.errors.push_back({{0, 0}, "only a file can say this", ""});
    }
    if (!checked.errors.empty()) return failure(render_all("error", checked.errors, file));
    for (const Complaint& warning : checked.warnings) {
      out_.warnings.push_back(render("warning", warning, file));
    }
    for (Entry& entry : checked.layers.front().entries) {
      entry.origin = {OriginKind::Flag, "--config"};
      entry.member_origins.clear();
      put(assignments_, std::move(entry));
    }
    return {};
  }

  [[nodiscard]] FlagLayer take() {
    for (Layer* layer : {&assignments_, &flags_}) {
      layer->folder = directory_;
      if (!layer->entries.empty()) out_.layers.push_back(std::move(*layer));
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] static std::string to_quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + "\"";
  }

  // Lists of an option that is given twice add up; else the later comes behind the earlier.
  static void put(Layer& layer, Entry entry) {
    for (Entry& known : layer.entries) {
      if (known.option != entry.option || known.value.kind != ValueKind::List) continue;
      for (Value& item : entry.value.items) known.value.items.push_back(std::move(item));
      return;
    }
    layer.entries.push_back(std::move(entry));
  }

  const std::string& directory_;
  Layer assignments_;
  Layer flags_;
  FlagLayer out_;
};

}  // namespace

void ConfigurationFlags::add_config_argument(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  const auto belongs = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '"' || c == ' ';
  };
  const bool assignment =
      equals != std::string::npos && equals > 0 &&
      std::all_of(argument.begin(), argument.begin() + static_cast<std::ptrdiff_t>(equals),
                  belongs);
  if (assignment) {
    assignments.push_back(argument);
  } else {
    file = argument;
  }
}

Result<FlagLayer> read_flags(const ConfigurationFlags& flags, const std::string& directory) {
  FlagReader reader(directory);
  for (const std::string& assignment : flags.assignments) {
    if (Result<void> done = reader.add_assignment(assignment); !done) {
      return tl::unexpected(done.error());
    }
  }
  for (const Flag& flag : flags.flags) {
    if (Result<void> done = reader.add_flag(flag); !done) return tl::unexpected(done.error());
  }
  return reader.take();
}

}  // namespace plimsoll::app
