#include "analyzer/attribution/history.h"

#include <algorithm>
#include <array>

// How builders write an instruction down (created_by, comment, author):
//
//   BuildKit   RUN |2 A=1 B=x y /bin/sh -c make # buildkit      comment buildkit.dockerfile.v0
//              COPY --chown=1:1 a.txt b.txt /x/ # buildkit      variables replaced
//              CMD ["a b" "c"]   EXPOSE [443/udp 80/tcp]   VOLUME [/data]   ENV A=1 B=two words
//   docker     |2 A=1 B=x y /bin/sh -c make                     until 22, still with
//   DOCKER_BUILDKIT=0
//              /bin/sh -c #(nop) COPY file:93cf.. in /x/        the shell is that of SHELL
//              /bin/sh -c #(nop)  CMD ["a b" "c"]               two blanks but for COPY, ADD,
//              WORKDIR
//   buildah    |4 A=1 B=x y /bin/sh -c make                     the number may be wrong
//              /bin/sh -c #(nop) COPY file:93cf.. in ${X}/      nothing replaced, flags left out
//              /bin/sh -c #(nop) CMD ["a b", "c"]               the rest of the line, as it is
//              ... the first entry of a stage has the comment "FROM docker.io/library/debian:12"
//   kaniko     RUN make   COPY --from=b $X /y                   the line as it is; author kaniko,
//   and
//                                                               only what has a layer
//
// A value of a build argument may have blanks, and nobody quotes it: see take_build_arguments.

namespace plimsoll {

namespace {

constexpr std::array<std::string_view, 17> keywords{
    "ADD",        "ARG",     "CMD", "COPY",  "ENTRYPOINT", "ENV",  "EXPOSE", "HEALTHCHECK", "LABEL",
    "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"};

constexpr std::string_view no_operation = "#(nop)";
constexpr std::string_view buildkit_mark = "# buildkit";
constexpr std::size_t longest_shell = 512;  // what may stand before "#(nop)"
constexpr std::size_t most_arguments = 10'000;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view first_word(std::string_view text) {
  const auto* const end = std::find_if(text.begin(), text.end(), blank);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// Takes a keyword and the blanks behind it off; "" for none.
std::string_view take_keyword(std::string_view& text) {
  const std::string_view word = first_word(text);
  const auto* const found = std::find(keywords.begin(), keywords.end(), word);
  if (found == keywords.end()) return {};
  text = trimmed(text.substr(word.size()));
  return *found;
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), letter);
}

// How many bytes at the front of `text` are a shell and its options: "/bin/bash -o pipefail -c",
// "cmd /S /C"; 0 = none.
std::size_t shell_size(std::string_view text) {
  const std::string_view program = first_word(text);
  const std::string_view name = program.substr(program.find_last_of("/\\") + 1);
  const bool windows = name == "cmd" || name == "cmd.exe";
  if (!windows && !(name.size() >= 2 && name.ends_with("sh"))) return 0;
  std::size_t at = program.size();
  for (int options = 0; options < 8; ++options) {
    while (at < text.size() && blank(text[at])) ++at;
    const std::string_view word = first_word(text.substr(at));
    if (word.empty()) return 0;
    at += word.size();
    if (windows ? word == "/C" || word == "/c" : word[0] == '-' && word.back() == 'c') return at;
  }
  return 0;
}

// "|2 A=1 B=2 /bin/sh -c x". A value goes on to where the next name stands, the last one's to the
// shell; where there is no shell (an exec form) it is taken for one word. There may be fewer than
// the number says.
bool take_build_arguments(std::string_view& text, HistoryStep& step) {
  if (!text.starts_with('|')) return false;
  std::size_t at = 1;
  std::size_t count = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && count < most_arguments) {
    count = count * 10 + static_cast<std::size_t>(text[at++] - '0');
  }
  if (at == 1 || at >= text.size() || !blank(text[at])) return false;
  std::size_t one_word_end = at;  // of the last argument, were its value one word
  while (at < text.size()) {
    while (at < text.size() && blank(text[at])) ++at;
    const std::string_view rest = text.substr(at);
    if (shell_size(rest) != 0) {
      text = rest;
      return true;
    }
    const std::string_view word = first_word(rest);
    const std::size_t equals = word.find('=');
    auto& found = step.build_arguments;
    if (equals != std::string_view::npos && is_name(word.substr(0, equals)) &&
        found.size() < count) {
      found.emplace_back(word.substr(0, equals), word.substr(equals + 1));
      one_word_end = at + word.size();
    } else if (!found.empty()) {
      (found.back().second += ' ') += word;
    }
    at += word.size();
  }
  if (!step.build_arguments.empty()) {
    std::string& value = step.build_arguments.back().second;
    value.resize(std::min(value.find(' '), value.size()));
  }
  text = trimmed(text.substr(one_word_end));
  return true;
}

// Takes the shell in front of a command off; SHELL may have put words before it: "conda run -n x
// /bin/bash -c".
bool take_shell(std::string_view& text, HistoryStep& step) {
  std::size_t at = 0;
  for (int words = 0; words < 8 && at < text.size(); ++words) {
    const std::size_t size = shell_size(text.substr(at));
    if (size != 0) {
      step.shell = text.substr(0, at + size);
      text = trimmed(text.substr(at + size));
      return true;
    }
    at += first_word(text.substr(at)).size();
    while (at < text.size() && blank(text[at])) ++at;
  }
  return false;
}

// Where "#(nop)" stands as a builder writes it: behind a shell, with a keyword behind it.
std::size_t find_no_operation(std::string_view text) {
  const std::size_t found = text.substr(0, longest_shell).find(no_operation);
  if (found == std::string_view::npos) return found;
  std::string_view rest = trimmed(text.substr(found + no_operation.size()));
  return take_keyword(rest).empty() ? std::string_view::npos : found;
}

void read_no_operation(std::string_view text, const HistoryEntry& entry, HistoryStep& step) {
  const bool two_blanks = text.starts_with("  ");
  text = trimmed(text);
  step.keyword = take_keyword(text);
  const bool one_blank_by_all =
      step.keyword == "COPY" || step.keyword == "ADD" || step.keyword == "WORKDIR";
  const bool buildah = (!two_blanks && !one_blank_by_all) || entry.comment.starts_with("FROM ");
  step.maker = buildah ? HistoryMaker::Buildah : HistoryMaker::Classic;
  step.arguments = text;
}

void read_plain(std::string_view text, const HistoryEntry& entry, HistoryStep& step) {
  const bool said = !(step.keyword = take_keyword(text)).empty();
  if (!said || step.keyword == "RUN") {
    const bool arguments = take_build_arguments(text, step);
    const bool shell = take_shell(text, step);
    if (!said && (arguments || shell)) step.keyword = "RUN";
  }
  step.arguments = text;
  if (step.maker == HistoryMaker::BuildKit) return;
  if (entry.author == "kaniko" || (said && entry.comment.empty())) {
    step.maker = HistoryMaker::Kaniko;
  } else if (!step.keyword.empty()) {
    const bool buildah = entry.comment.starts_with("FROM ");
    step.maker = buildah ? HistoryMaker::Buildah : HistoryMaker::Classic;
  } else {
    step.maker = HistoryMaker::Other;
    if (text.empty()) step.arguments = trimmed(entry.comment);
  }
}

}  // namespace

HistoryStep read_history(const HistoryEntry& entry) {
  HistoryStep step;
  std::string_view text = trimmed(entry.created_by);
  if (entry.comment.starts_with("buildkit.")) step.maker = HistoryMaker::BuildKit;
  if (text.ends_with(buildkit_mark)) {
    step.maker = HistoryMaker::BuildKit;
    text = trimmed(text.substr(0, text.size() - buildkit_mark.size()));
  }
  step.whole = text.empty() && entry.comment.starts_with("merge sha256:");
  const std::size_t marker =
      step.maker == HistoryMaker::BuildKit ? std::string_view::npos : find_no_operation(text);
  if (marker != std::string_view::npos) {
    read_no_operation(text.substr(marker + no_operation.size()), entry, step);
  } else {
    read_plain(text, entry, step);
  }
  return step;
}

std::string shown(const HistoryStep& step, std::size_t columns) {
  std::string text;
  std::size_t characters = 0;
  std::size_t cut = 0;  // where the text ends that leaves room for "..."
  bool gap = false;
  for (const std::string_view part :
       {std::string_view(step.keyword), std::string_view(" "), std::string_view(step.arguments)}) {
    for (const char c : part) {
      if (blank(c)) {
        gap = !text.empty();
        continue;
      }
      const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      const std::size_t more = (begins ? 1u : 0u) + (gap ? 1u : 0u);
      if (characters + more > columns || text.size() > 4 * columns) {
        return text.substr(0, cut) + (columns > 3 ? "..." : "");
      }
      if (begins && characters + 3 <= columns) cut = text.size();
      if (gap) text += ' ';
      text += c;
      characters += more;
      gap = false;
    }
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> recorded_arguments(const HistoryStep& step) {
  if (step.keyword != "ARG" || step.maker != HistoryMaker::BuildKit) return step.build_arguments;
  // Of one alone it is sure where the value ends; of several RUN will tell.
  const std::string_view text = step.arguments;
  const std::size_t equals = text.find('=');
  const bool one = text.find('=', equals + 1) == std::string_view::npos;
  if (equals == std::string_view::npos || !one || !is_name(text.substr(0, equals))) return {};
  return {{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))}};
}

}  // namespace plimsoll
