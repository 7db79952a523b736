#include <algorithm>
#include <optional>

#include "fixers/edits/text_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
// What a mode does for everybody, and the mode that does not.
struct Mode {
  bool opens = false;
  std::string closed;  // "" where there is none to offer
};
}  // namespace

static Mode read_octal(std::string_view text) {
  constexpr std::size_t longest = 5;
  Mode mode;
  if (text.size() < 3 || text.size() > longest) return mode;
  const int others = text.back() - '0';
  const int special = text.size() >= 4 ? text[text.size() - 4] - '0' : 0;
  const bool sticky = (special & 1) != 0;
  mode.opens = (others & 2) != 0 && !sticky;
  if (!mode.opens) return mode;
  mode.closed = text;
  mode.closed.back() = static_cast<char>('0' + (others & ~2));
  return mode;
}

// `a+w`, `o=rwx`, `ugo+rwX`; `+w` alone obeys the umask, which leaves others out.
static Mode read_symbolic(std::string_view text) {
  Mode mode;
  bool sticky = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string_view clause = text.substr(at, end - at);
    at = end + 1;
    const std::size_t operation = clause.find_first_of("+=-");
    if (operation == std::string_view::npos) continue;
    const std::string_view who = clause.substr(0, operation);
    const std::string_view what = clause.substr(operation + 1);
    const bool takes = clause[operation] == '-';
    const bool others = who.find_first_of("ao") != std::string_view::npos;
    if (!takes && what.find('t') != std::string_view::npos) sticky = true;
    if (others && what.find('w') != std::string_view::npos) mode.opens = !takes;
  }
  if (sticky) mode.opens = false;
  return mode;
}

static Mode read_mode(std::string_view text) {
  if (text.empty()) return {};
  const bool octal = text.find_first_not_of("01234567") == std::string_view::npos;
  return octal ? read_octal(text) : read_symbolic(text);
}

// Where everybody may write by design, or what is no file of a layer.
static bool shared_by_design(std::string_view path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/") || path.starts_with("/sys/");
}

static void say(const Facts& facts, Reporter& report, Span where, std::string_view text,
                const Mode& mode) {
  FindingBuilder finding = report.at(where, quoted(text) + " lets every account write here");
  if (mode.closed.empty()) {
    finding.help("give the files to the account that writes them: chown, or `COPY --chown`");
    return;
  }
  finding.fix(unsafe("another account may have to write there"), "write " + mode.closed,
              edits::replace_word(facts.source, where, mode.closed), Effects::none());
}

// `rm -rf "$dir"` behind it, in the same step: nothing of it is in the image.
static bool is_removed_later(const Facts& facts, const CommandList& list, const Command& chmod) {
  const std::string_view path = facts.source.at(chmod.operand(1).span);
  for (std::uint32_t i = chmod.index + 1; i < list.commands.size(); ++i) {
    const Command& rm = list.commands[i];
    if (!rm.is("rm")) continue;
    for (const ShellWord& word : rm.words) {
      if (facts.source.at(word.span) == path) return true;
    }
  }
  return false;
}

static void check_command(const Facts& facts, Reporter& report, const CommandList& list,
                          const Command& command) {
  if (command.is("chmod")) {
    if (command.operands.size() < 2 || !command.operand(0).known) return;
    const ShellWord& word = command.operand(0);
    Mode mode = read_mode(word.text);
    if (!mode.opens || is_removed_later(facts, list, command)) return;
    const std::string& path = command.operand(1).text;
    const bool temporary = path == "/tmp" || path == "/tmp/" || path == "/var/tmp";
    if (temporary && !mode.closed.empty()) mode.closed = "1777";
    if (!shared_by_design(path)) say(facts, report, word.span, word.text, mode);
    return;
  }
  if (!command.is("mkdir") && !command.is("install")) return;
  const Option* option = command.option({"-m", "--mode"});
  if (!option || !option->value || !option->value_known) return;
  Mode mode = read_mode(*option->value);
  if (!mode.opens) return;
  const Span where = command.words[option->value_word].span;
  if (facts.source.at(where) != *option->value) mode.closed.clear();
  say(facts, report, where, *option->value, mode);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!run.stage || !facts.graph().feeds_image(*run.stage)) continue;
    const CommandList& list = facts.commands(run);
    for (const Command& command : list.commands) check_command(facts, report, list, command);
  }
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    const Flag* flag = copy->flag("chmod");
    if (!flag || !flag->value || !copy.stage || !facts.graph().feeds_image(*copy.stage)) continue;
    const Value value = facts.value(copy, *flag->value);
    if (!value.known()) continue;
    Mode mode = read_mode(value.text());
    if (!mode.opens) continue;
    if (facts.source.at(flag->value->span()) != value.text()) mode.closed.clear();
    say(facts, report, flag->value->span(), value.text(), mode);
  }
}

static bool is_shared_by_design(std::string_view path) {
  for (const std::string_view place :
       {"tmp", "var/tmp", "dev", "proc", "sys", "run/lock", "var/lock"}) {
    if (path == place || (path.starts_with(place) && path[place.size()] == '/')) return true;
  }
  return false;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  constexpr std::uint16_t others_write = 02, sticky = 01000;
  constexpr std::size_t most_told = 4;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned || facts.of_base(layer)) continue;
    std::vector<image::EntryRef> open;
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
      const image::ScannedEntry& entry = scanned->entries[i];
      const bool directory = entry.kind == image::EntryKind::Directory;
      if (!directory && entry.kind != image::EntryKind::File) continue;
      if ((entry.mode & others_write) == 0 || (directory && (entry.mode & sticky) != 0)) continue;
      const image::EntryRef at{layer, i};
      if (facts.tree.fate(at) != image::Fate::Live) continue;
      if (is_shared_by_design(facts.tree.paths().path(facts.tree.path(at)))) continue;
      if (open.size() < most_told) open.push_back(at);
      ++count;
    }
    if (count == 0) continue;
    const std::string more = count > 1 ? " and " + std::to_string(count - 1) + " more" : "";
    FindingBuilder finding =
        report.at(facts.place(open.front()),
                  "everybody may write to " + quoted_path(facts, open.front()) + more);
    finding.help("give it to the account that writes: `COPY --chown`, `chmod 755`, `chmod o-w`");
    for (std::size_t i = 1; i < open.size(); ++i) {
      finding.related(facts.in_layer(open[i]), "and to this");
    }
  }
}

extern constinit const Rule world_writable_files{
    .name = "world-writable-files",
    .aliases = {"DF034"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "files that everybody may write: `chmod 777`",
    .why =
        "Whoever gets hold of any account in the container can change programs and settings that "
        "root runs or reads next. Mostly 777 hides that the files belong to the wrong account.",
    .bad = R"(FROM debian:12
RUN chmod -R 777 /srv
)",
    .good = R"(FROM debian:12
RUN chmod -R 775 /srv
)",
    .fix_safety =
        "Unsafe: the account that the container runs as may be one of the others. There is no fix "
        "for symbolic modes.",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run, Keyword::Copy, Keyword::Add},
                 .words = {"chmod", "mkdir", "install"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
