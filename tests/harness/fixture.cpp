#include "tests/harness/fixture.h"

#include <algorithm>
#include <charconv>

#include "rules/suppression/pragmas.h"
#include "rules/table.h"

namespace plimsoll::harness {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  return text;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return parts;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

// The value behind `key:`; false when the marker is something else.
bool take(std::string_view marker, std::string_view key, std::string& value) {
  if (!marker.starts_with(key)) return false;
  value = trimmed(marker.substr(key.size()));
  return true;
}

// `name(severity): message`
void read_words(std::string_view words, Expectation& expectation) {
  const std::size_t colon = words.find(':');
  std::string_view name = trimmed(words.substr(0, colon));
  if (colon != std::string_view::npos) expectation.message = trimmed(words.substr(colon + 1));
  if (const std::size_t open = name.find('('); open != std::string_view::npos) {
    expectation.severity = name.substr(open + 1, name.size() - open - 2);
    name = name.substr(0, open);
  }
  expectation.rule = name;
}

// `   ^^^^... name: message`, `  | name`, `1-4 name`, `3| name`. `line` is the whole marker.
bool read_expectation(std::string_view line, Expectation& expectation) {
  std::string_view rest = line.substr(2);
  const std::size_t first = rest.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  std::size_t at = first;
  if (rest[first] == '^' || rest[first] == '|') {
    while (at < rest.size() && rest[at] == '^') ++at;
    expectation.column = static_cast<std::uint32_t>(first + 3);
    expectation.width = static_cast<std::uint32_t>(at - first);
    if (expectation.width == 0) ++at;
  } else {
    const char* const end = rest.data() + rest.size();
    auto number = std::from_chars(rest.data() + first, end, expectation.column);
    if (number.ec != std::errc() || number.ptr == end) return false;
    if (*number.ptr == '-') {
      std::uint32_t last = 0;
      number = std::from_chars(number.ptr + 1, end, last);
      if (number.ec != std::errc() || last < expectation.column) return false;
      expectation.width = last - expectation.column + 1;
    } else if (*number.ptr == '|') {
      ++number.ptr;
    } else {
      return false;
    }
    at = static_cast<std::size_t>(number.ptr - rest.data());
  }
  rest = rest.substr(at);
  if (rest.starts_with("...")) {
    expectation.goes_on = true;
    rest.remove_prefix(3);
  }
  if (trimmed(rest).empty()) return false;
  read_words(trimmed(rest), expectation);
  return true;
}

void read_marker(std::string_view line, std::uint32_t above, Fixture& fixture) {
  const std::string_view marker = trimmed(line.substr(2));
  std::string value;
  if (take(marker, "elsewhere:", value)) {
    fixture.elsewhere.push_back(value);
    return;
  }
  bool directive = true;
  if (take(marker, "only:", value)) {
    fixture.only = split(value, ", ");
  } else if (take(marker, "with:", value)) {
    fixture.with = split(value, ", ");
  } else if (take(marker, "args:", value)) {
    fixture.args += " " + value;
  } else if (take(marker, "image:", value)) {
    fixture.image_path = value;
  } else if (take(marker, "unsafe-fix:", value)) {
    fixture.unsafe_path = value;
  } else if (take(marker, "fix:", value)) {
    fixture.fixed_path = value;
  } else if (!take(marker, "note:", value)) {
    directive = false;
  }
  if (directive) {
    fixture.directives.emplace_back(above, std::string(trimmed(line)));
    return;
  }
  Expectation expectation;
  expectation.line = above;
  if (above > 0 && read_expectation(line, expectation)) {
    fixture.expected.push_back(std::move(expectation));
  } else {
    fixture.mistakes.push_back("cannot read the marker `" + std::string(trimmed(line)) + "`");
  }
}

LabelKind label_kind(std::string_view name) {
  static constexpr std::pair<std::string_view, LabelKind> kinds[] = {
      {"url", LabelKind::Url},         {"semver", LabelKind::Semver}, {"hash", LabelKind::Hash},
      {"rfc3339", LabelKind::Rfc3339}, {"spdx", LabelKind::Spdx},     {"email", LabelKind::Email}};
  for (const auto& [known, kind] : kinds) {
    if (known == name) return kind;
  }
  return LabelKind::Text;
}

void read_args(Fixture& fixture, const std::string& rule, Scene& scene, rules::Choices& choices) {
  const std::vector<std::string> args = split(fixture.args, " ");
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string& arg = args[i];
    if (arg == "--strict-labels") {
      scene.settings.strict_labels = true;
      continue;
    }
    if (arg == "--no-ignores") {
      choices.honour_pragmas = false;
      continue;
    }
    if (i + 1 >= args.size()) {
      fixture.mistakes.push_back("`" + arg + "` is no argument of a fixture, or lacks its value");
      return;
    }
    const std::string& value = args[++i];
    const std::size_t equals = std::min(value.find('='), value.size());
    const std::string name = value.substr(0, equals);
    const std::string tail = equals < value.size() ? value.substr(equals + 1) : "";
    Invocation& invocation = scene.settings.invocation;
    if (arg == "--target") {
      invocation.target = value;
    } else if (arg == "--build-arg") {
      invocation.build_args[name] = tail;
    } else if (arg == "--platform") {
      invocation.platforms.push_back(value);
    } else if (arg == "--build-context") {
      invocation.named_contexts.push_back(name);
    } else if (arg == "--today") {
      scene.settings.today = rules::day_from(value).value_or(0);
    } else if (arg == "--trusted-registry") {
      scene.settings.trusted_registries.push_back(value);
    } else if (arg == "--label") {
      scene.settings.label_schema[name] = label_kind(tail);
    } else if (arg == "--require") {
      scene.settings.required_instructions.push_back(value);
    } else if (arg == "--shell") {
      scene.settings.shell = value;
    } else if (arg == "--option") {
      choices.settings[rule].values[name].push_back(tail);
      scene.settings.options[rule + "." + name] = tail;
    } else {
      fixture.mistakes.push_back("`" + arg + "` is no argument of a fixture");
    }
  }
}

}  // namespace

bool Expectation::accepts(const Expectation& shown) const {
  return line == shown.line && column == shown.column && width == shown.width &&
         goes_on == shown.goes_on && rule == shown.rule &&
         (message.empty() || message == shown.message) && severity == shown.severity;
}

Fixture read_fixture(std::string path, std::string_view bytes) {
  Fixture fixture;
  fixture.path = std::move(path);
  std::string* into = &fixture.text;
  std::uint32_t line_number = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    const std::string_view line = bytes.substr(at, end - at);
    if (line.starts_with("#~ --- ")) {
      if (fixture.tail.empty()) fixture.tail = bytes.substr(at);
      into = &fixture.files[std::string(trimmed(line.substr(7)))];
    } else if (line.starts_with("#~") && into == &fixture.text) {
      read_marker(line, line_number, fixture);
    } else {
      *into += line;
      if (into == &fixture.text) ++line_number;
    }
    at = end;
  }
  return fixture;
}

Scene scene_of(Fixture& fixture, const std::string& rule) {
  Scene scene;
  rules::Choices choices;
  choices.preview = true;
  if (!fixture.only.empty()) {
    choices.only = fixture.only;
  } else if (!rule.empty()) {
    choices.only = fixture.with;
    choices.only.push_back(rule);
  }
  read_args(fixture, rule, scene, choices);
  scene.selection =
      std::make_shared<const rules::Selection>(rules::resolve(std::span(&choices, 1)));
  for (const rules::UnknownSelector& unknown : scene.selection->unknown) {
    fixture.mistakes.push_back("no rule is called `" + unknown.text + "`");
  }
  if (!fixture.files.empty()) scene.context = fixture.files;
  return scene;
}

Expectation shown_as(const Finding& finding, const SourceFile& source) {
  Expectation shown;
  const Span span = std::get<InFile>(finding.primary.where).span;
  shown.line = source.lines().line_of(span.begin);
  const Span line = source.lines().line_span(shown.line);
  shown.column = span.begin - line.begin + 1;
  shown.goes_on = span.end > line.end;
  shown.width = (shown.goes_on ? std::max(line.end, span.begin) : span.end) - span.begin;
  shown.rule = finding.rule;
  shown.message = finding.message;
  const rules::Rule* rule = rules::find_by_name(finding.rule);
  if (rule && rule->severity != finding.severity) shown.severity = to_string(finding.severity);
  return shown;
}

std::string marker_of(const Expectation& e) {
  std::string marker = "#~";
  if (e.column >= 3) {
    marker += std::string(e.column - 3, ' ') + (e.width == 0 ? "|" : std::string(e.width, '^'));
  } else if (e.width == 0) {
    marker += " " + std::to_string(e.column) + "|";
  } else {
    marker += " " + std::to_string(e.column) + "-" + std::to_string(e.column + e.width - 1);
  }
  if (e.goes_on) marker += "...";
  marker += " " + e.rule;
  if (!e.severity.empty()) marker += "(" + e.severity + ")";
  return marker + ": " + e.message;
}

std::string shown_elsewhere(const Finding& finding, std::string_view text) {
  const SourceFile source("", std::string(text));
  const std::string line = std::to_string(shown_as(finding, source).line);
  return line + ": " + std::string(finding.rule) + ": " + finding.message;
}

static std::string shown_place(const Location& where) {
  const InLayer* in_layer = std::get_if<InLayer>(&where);
  if (!in_layer) return "Dockerfile";
  const bool config = in_layer->layer == InLayer::configuration;
  const std::string layer = config ? "config" : "layer " + std::to_string(in_layer->layer);
  return layer + (in_layer->path.empty() ? "" : " " + in_layer->path);
}

std::string shown_in_image(const Finding& finding) {
  std::string shown = shown_place(finding.primary.where) + ": " + std::string(finding.rule);
  const rules::Rule* rule = rules::find_by_name(finding.rule);
  if (rule && rule->severity != finding.severity) {
    shown += "(" + std::string(to_string(finding.severity)) + ")";
  }
  shown += ": " + finding.message;
  for (const Label& label : finding.related) {
    shown += " [" + shown_place(label.where) + ": " + label.text + "]";
  }
  // Names of an image are bytes; a marker is a line of text.
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20) c = '?';
  }
  return shown;
}

std::string annotated(const Fixture& fixture, const std::vector<Expectation>& found,
                      const std::vector<std::string>& elsewhere) {
  std::string out;
  std::uint32_t number = 0;
  const auto put_markers = [&] {
    for (const Expectation& expectation : found) {
      if (expectation.line == number) out += marker_of(expectation) + "\n";
    }
    for (const auto& [above, marker] : fixture.directives) {
      if (above == number) out += marker + "\n";
    }
  };
  put_markers();
  const std::string_view text = fixture.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out += text.substr(at, end - at);
    if (out.back() != '\n') out += '\n';
    ++number;
    put_markers();
    at = end;
  }
  for (const std::string& finding : elsewhere) out += "#~ elsewhere: " + finding + "\n";
  return out + fixture.tail;
}

}  // namespace plimsoll::harness
