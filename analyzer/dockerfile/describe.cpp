#include "analyzer/dockerfile/describe.h"

#include <fmt/format.h>

#include "analyzer/dockerfile/characters.h"

namespace plimsoll {

namespace {

// Adds `text` as a JSON string. Bytes that are not UTF-8 become U+FFFD.
void add_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t width = 1;
    const std::int32_t c = decode(text, at, width);
    if (c < 0) {
      out += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04x}", c);
    } else {
      out += text.substr(at, width);
    }
    at += width;
  }
  out += '"';
}

void add_key(std::string& out, std::string_view key) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += key;
  out += "\":";
}

void add_string_field(std::string& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  add_key(out, key);
  add_string(out, value);
}

void add_number_field(std::string& out, std::string_view key, std::size_t value) {
  add_key(out, key);
  out += fmt::format("{}", value);
}

class List {
 public:
  explicit List(std::string& out) : out_(out) { out_ += '['; }
  void add(std::string_view text) {
    if (out_.back() != '[' || some_) out_ += ',';
    some_ = true;
    add_string(out_, text);
  }
  void close() { out_ += ']'; }

 private:
  std::string& out_;
  bool some_ = false;
};

// A flag as BuildKit's parser leaves it. It takes each byte for a code point, so that text beyond
// ASCII comes out doubly encoded.
std::string flag_word(const Flag& flag) {
  std::string word = "--" + flag.name;
  if (flag.value) word += "=" + flag.value->str();
  std::string wide;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      wide += c;
    } else {
      wide += static_cast<char>(0xC0U | byte >> 6U);
      wide += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return wide;
}

void add_arguments(std::string& out, const Instruction& instruction) {
  List list(out);
  if (instruction.keyword == Keyword::Env || instruction.keyword == Keyword::Label) {
    const auto& with_pairs = static_cast<const KeyValues&>(instruction);
    for (const KeyValue& pair : with_pairs.pairs) {
      list.add(pair.key.str());
      list.add(pair.value ? pair.value->str() : "");
      list.add(with_pairs.legacy ? "" : "=");
    }
  } else if (instruction.keyword == Keyword::Unknown) {
    list.add("");
  } else if (instruction.keyword == Keyword::OnBuild) {
    if (static_cast<const OnBuild&>(instruction).trigger) list.add("");
  } else {
    for (const Text& argument : instruction.arguments) list.add(argument.str());
  }
  list.close();
}

void add_flags(std::string& out, const Instruction& outer, const Instruction& inner) {
  if (outer.flags.empty() && inner.flags.empty()) return;
  add_key(out, "flags");
  List list(out);
  for (const Flag& flag : outer.flags) list.add(flag_word(flag));
  if (&outer != &inner) {
    for (const Flag& flag : inner.flags) list.add(flag_word(flag));
  }
  list.close();
}

void add_heredocs(std::string& out, const std::vector<Heredoc>& heredocs, std::string_view file) {
  if (heredocs.empty()) return;
  add_key(out, "heredocs");
  out += '[';
  for (const Heredoc& heredoc : heredocs) {
    if (out.back() != '[') out += ',';
    out += "{\"name\":";
    add_string(out, heredoc.name);
    out += fmt::format(",\"expand\":{},\"chomp\":{},\"body\":", heredoc.expand, heredoc.chomp);
    add_string(out, heredoc.body.in(file));
    out += '}';
  }
  out += ']';
}

void add_instruction(std::string& out, const Instruction& instruction, std::string_view file) {
  const Instruction* inner = &instruction;
  out += '{';
  add_number_field(out, "start", instruction.first_line);
  add_number_field(out, "end", instruction.last_line);
  add_key(out, "name");
  add_string(out, instruction.name);
  if (const OnBuild* on_build = as<OnBuild>(instruction); on_build && on_build->trigger) {
    inner = on_build->trigger.get();
    add_string_field(out, "sub", inner->name);
  }
  add_flags(out, instruction, *inner);
  add_key(out, "args");
  add_arguments(out, *inner);
  if (inner->json) {
    add_key(out, "json");
    out += "true";
  }
  add_heredocs(out, instruction.heredocs, file);
  out += '}';
}

// What is wrong, in a few words.
std::string_view kind_text(Problem::Kind kind) {
  switch (kind) {
    case Problem::Kind::EmptyFile:
      return "no instruction";
    case Problem::Kind::LineTooLong:
      return "line of 64 KiB or more";
    case Problem::Kind::HeredocUnterminated:
      return "heredoc without end";
    case Problem::Kind::DirectiveDuplicate:
      return "directive given twice";
    case Problem::Kind::EscapeInvalid:
      return "escape is neither backslash nor backtick";
    case Problem::Kind::JsonElement:
      return "array element that is not a string";
    case Problem::Kind::InstructionUnknown:
      return "unknown instruction";
    case Problem::Kind::BeforeFrom:
      return "instruction before the first FROM";
    case Problem::Kind::NoStage:
      return "no FROM";
    case Problem::Kind::Arity:
      return "wrong number of arguments";
    case Problem::Kind::FlagUnknown:
      return "unknown flag";
    case Problem::Kind::FlagDuplicate:
      return "flag given twice";
    case Problem::Kind::FlagValue:
      return "wrong value of a flag";
    case Problem::Kind::MountInvalid:
      return "invalid mount";
    case Problem::Kind::StageName:
      return "invalid stage name";
    case Problem::Kind::KeyValueSyntax:
      return "not name=value";
    case Problem::Kind::HealthcheckType:
      return "neither CMD nor NONE";
    case Problem::Kind::ShellNotJson:
      return "not a JSON array";
    case Problem::Kind::OnBuildTrigger:
      return "not allowed after ONBUILD";
    case Problem::Kind::HeredocDestination:
      return "heredoc as destination";
    case Problem::Kind::Other:
      break;
  }
  return "not understood";
}

std::string describe(const Problem& problem) {
  std::string text(kind_text(problem.kind));
  if (!problem.subject.empty()) text += ": " + problem.subject;
  if (!problem.detail.empty()) text += " (wanted: " + problem.detail + ")";
  return text;
}

std::size_t count_stages(const Dockerfile& dockerfile) { return dockerfile.all<From>().size(); }

// BuildKit warns once an instruction.
std::size_t count_warnings(const Dockerfile& dockerfile) {
  std::size_t count = 0;
  auto line = dockerfile.empty_continuations.begin();
  for (const auto& instruction : dockerfile.instructions) {
    const std::uint32_t end = instruction->lines.end;
    const auto first = line;
    while (line != dockerfile.empty_continuations.end() && line->begin < end) ++line;
    count += first != line ? 1 : 0;
  }
  return count;
}

}  // namespace

std::string describe_as_json(const SourceFile& source, const Dockerfile& dockerfile) {
  std::string out = "{";
  const Problem* refusal = dockerfile.refusal();
  const bool parsed = !refusal || !refusal->refused_in_parser;
  add_key(out, "path");
  add_string(out, source.path());
  add_string_field(out, "stage", !refusal ? "ok" : parsed ? "instr" : "parse");
  if (refusal) {
    add_string_field(out, "err", describe(*refusal));
    if (refusal->line != 0) add_number_field(out, "line", refusal->line);
  }
  if (parsed) add_string_field(out, "escape", std::string_view(&dockerfile.escape, 1));
  add_string_field(out, "syntax", dockerfile.syntax);
  add_number_field(out, "stages", refusal ? 0 : count_stages(dockerfile));
  const std::size_t warnings = count_warnings(dockerfile);
  if (parsed && warnings != 0) add_number_field(out, "warn", warnings);
  add_number_field(out, "bytes", source.bytes().size());
  if (parsed && !dockerfile.instructions.empty()) {
    add_key(out, "ins");
    out += '[';
    for (const auto& instruction : dockerfile.instructions) {
      if (out.back() != '[') out += ',';
      add_instruction(out, *instruction, source.bytes());
    }
    out += ']';
  }
  out += '}';
  return out;
}

}  // namespace plimsoll
