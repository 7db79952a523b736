#include "app/cli/build_display.h"

#include <fmt/format.h>

#include <map>

#include "app/cli/visible.h"
#include "app/report/json_writer.h"

namespace plimsoll::app {
namespace {

using builder::BuildEvent;

constexpr unsigned char escape = 0x1b;

// Behind an escape sequence (ECMA-48: CSI, OSC and its kin, two-byte ones) that begins at `at`.
std::size_t behind_escape(std::string_view text, std::size_t at) {
  if (++at == text.size()) return at;
  const char kind = text[at++];
  if (kind == '[') {
    while (at < text.size() && (text[at] < 0x40 || text[at] > 0x7e)) ++at;
    return std::min(at + 1, text.size());
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
    while (at < text.size() && text[at] != '\a' && static_cast<unsigned char>(text[at]) != escape) {
      ++at;
    }
    return std::min(at + 1, text.size());
  }
  if (at < text.size() && kind >= 0x20 && kind <= 0x2f) return at + 1;  // a character set
  return at;
}

class QuietDisplay final : public BuildDisplay {
 public:
  void event(const BuildEvent& /*event*/) override {}
};

// A log: every line says which step it is about.
class PlainDisplay final : public BuildDisplay {
 public:
  explicit PlainDisplay(Session& session) : session_(session) {}

  void event(const BuildEvent& event) override {
    std::string text;
    switch (event.kind) {
      case BuildEvent::Kind::StepStarted:
        text = fmt::format("#{} {}\n", event.step, visible(event.name));
        break;
      case BuildEvent::Kind::StepCached:
        text = fmt::format("#{} CACHED\n\n", event.step);
        break;
      case BuildEvent::Kind::StepDone:
        text = rest(event.step) + fmt::format("#{} DONE {:.1f}s\n\n", event.step, event.seconds);
        break;
      case BuildEvent::Kind::StepFailed:
        text = rest(event.step) +
               fmt::format("#{} ERROR: {}\n\n", event.step, visible(first_line(event.text)));
        break;
      case BuildEvent::Kind::StepCancelled:
        text = rest(event.step) + fmt::format("#{} CANCELED\n\n", event.step);
        break;
      case BuildEvent::Kind::Output:
        lines_[{event.step, event.is_error}].feed(event.text, [&](const std::string& line) {
          text += fmt::format("#{} {:.3f} {}\n", event.step, event.seconds, line);
        });
        break;
      case BuildEvent::Kind::Note:
        text = fmt::format("note: {}\n", visible(event.text));
        break;
    }
    if (!text.empty()) session_.host.write_err(text);
  }

 private:
  static std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
  }

  std::string rest(std::uint32_t step) {
    std::string text;
    for (const bool is_error : {false, true}) {
      lines_[{step, is_error}].finish(
          [&](const std::string& line) { text += fmt::format("#{} {}\n", step, line); });
      lines_.erase({step, is_error});
    }
    return text;
  }

  Session& session_;
  std::map<std::pair<std::uint32_t, bool>, OutputLines> lines_;
};

// One object a line (docs/building.md).
class JsonDisplay final : public BuildDisplay {
 public:
  explicit JsonDisplay(Session& session) : session_(session) {}

  void event(const BuildEvent& event) override {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("event", name_of(event.kind));
    if (event.step != 0) json.field("step", event.step);
    if (event.kind == BuildEvent::Kind::StepStarted) {
      json.field("name", event.name).field("steps", event.steps);
      if (event.line != 0) json.field("line", event.line);
    } else {
      json.field("seconds", event.seconds);
    }
    if (event.kind == BuildEvent::Kind::Output) {
      json.field("stream", event.is_error ? "stderr" : "stdout");
    }
    if (!event.text.empty()) {
      json.field(event.kind == BuildEvent::Kind::Output ? "text" : "message", event.text);
    }
    json.end_object();
    session_.host.write_err(text + "\n");
  }

 private:
  static std::string_view name_of(BuildEvent::Kind kind) {
    constexpr std::string_view names[] = {"started",   "cached", "done", "failed",
                                          "cancelled", "output", "note"};
    return names[static_cast<std::size_t>(kind)];
  }
  Session& session_;
};

}  // namespace

std::string OutputLines::shown(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (const std::size_t back = line.rfind('\r'); back != std::string_view::npos) {
    line.remove_prefix(back + 1);
  }
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    if (static_cast<unsigned char>(line[at]) == escape) {
      at = behind_escape(line, at);
    } else if (line[at] == '\t') {
      text.append(8 - text.size() % 8, ' ');
      ++at;
    } else {
      text += line[at++];
    }
  }
  return visible(text);
}

std::unique_ptr<BuildDisplay> make_build_display(ProgressKind kind, Session& session) {
  switch (kind) {
    case ProgressKind::Terminal:
      return make_terminal_display(session);
    case ProgressKind::Json:
      return std::make_unique<JsonDisplay>(session);
    case ProgressKind::Quiet:
      return std::make_unique<QuietDisplay>();
    case ProgressKind::Plain:
      break;
  }
  return std::make_unique<PlainDisplay>(session);
}

}  // namespace plimsoll::app
