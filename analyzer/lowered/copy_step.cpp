// COPY and ADD, as BuildKit's dispatch makes them.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "analyzer/lowered/interpreter.h"

namespace plimsoll::lowered {

namespace {

bool flag_is_on(const Copy& copy, std::string_view name) {
  const Flag* flag = copy.flag(name);
  return flag && (!flag->value || flag->value->str() == "true");
}

ChangedOwner owner_of(const Value& text) {
  ChangedOwner owner;
  bool in_group = false;
  for (const Piece& piece : text.pieces()) {
    Value& part = in_group ? owner.group : owner.user;
    const std::size_t colon = piece.hole || in_group ? std::string::npos : piece.text.find(':');
    if (piece.hole) {
      part.append(Value::unknown(piece.text, piece.choices));
    } else if (colon == std::string::npos) {
      part.append(piece.text);
    } else {
      part.append(std::string_view(piece.text).substr(0, colon));
      owner.group.append(std::string_view(piece.text).substr(colon + 1));
      in_group = true;
    }
  }
  if (owner.user.pieces().empty()) owner.user = Value("0");
  if (in_group && owner.group.pieces().empty()) owner.group = Value("0");
  return owner;
}

bool is_number(const Value& value) {
  return value.known() && value.text().find_first_not_of("0123456789") == std::string::npos;
}

bool is_url(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

// What only a git client can fetch.
bool is_git(std::string_view text) {
  if (text.starts_with("git://") || text.starts_with("ssh://") || text.starts_with("git@")) {
    return true;
  }
  if (!is_url(text)) return false;
  const std::string_view path = text.substr(0, text.find_first_of("?#"));
  return path.ends_with(".git");
}

// An octal number up to 7777, or the symbolic form of chmod: `u+x,go=rX`.
bool is_mode(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 8);
  if (error == std::errc() && end == text.data() + text.size()) return number <= 07777;
  if (text.find_first_not_of("0123456789") == std::string_view::npos) return false;
  std::size_t at = 0;
  const auto skip = [&](std::string_view letters) {
    const std::size_t begin = at;
    while (at < text.size() && letters.find(text[at]) != std::string_view::npos) ++at;
    return at > begin;
  };
  do {
    skip("ugoa");
    bool any = false;
    while (at < text.size() && (text[at] == '+' || text[at] == '-' || text[at] == '=')) {
      ++at;
      skip("rwxXstugo");
      any = true;
    }
    if (!any) return false;
    if (at == text.size()) return true;
  } while (text[at++] == ',');
  return false;
}

}  // namespace

// Returns --chown as it reads.
Value Interpreter::copy_flags(const Copy& copy, CopyStep& step) {
  Value owner;
  if (const Flag* flag = copy.flag("chown"); flag && flag->value) {
    owner = word(*flag->value);
    if (!is_yes(owner.empty())) step.chown = owner_of(owner);
  }
  if (const Flag* flag = copy.flag("chmod"); flag && flag->value) {
    const Value mode = word(*flag->value);
    if (!is_yes(mode.empty())) step.chmod = mode;
    if (step.chmod && mode.known() && !is_mode(mode.text())) {
      refuse(flag->span, fmt::format("--chmod={}: write an octal number up to 7777, or u+x and its "
                                     "like",
                                     mode.text()));
    }
  }
  for (const Flag& flag : copy.flags) {
    if (flag.name == "exclude" && flag.value) step.excludes.push_back(plain(*flag.value));
  }
  step.link = flag_is_on(copy, "link");
  step.parents = flag_is_on(copy, "parents");
  step.keep_git_dir = flag_is_on(copy, "keep-git-dir");
  if (copy.flag("unpack")) step.unpack = flag_is_on(copy, "unpack");
  if (const Flag* flag = copy.flag("checksum"); flag && flag->value) {
    step.checksum = word(*flag->value);
  }
  return owner;
}

void Interpreter::check_copy(const Copy& copy, const CopyStep& step) {
  if (step.link && step.chown &&
      ((step.chown->user.known() && !is_number(step.chown->user)) ||
       (step.chown->group.known() && !is_number(step.chown->group)))) {
    refuse(copy.flag("chown")->span,
           "--link knows no names of users: give --chown numbers, or leave --link out");
  }
  for (std::size_t i = 0; i < step.sources.size(); ++i) {
    if (step.add || !step.sources[i].known()) continue;
    const std::string& source = step.sources[i].text();
    if (is_url(source) || is_git(source)) {
      refuse(copy.sources[i].span(),
             fmt::format("COPY fetches nothing from `{}`: use ADD", source));
    }
  }
  if (is_yes(step.checksum.empty())) return;
  const Span where = copy.flag("checksum")->span;
  if (step.sources.size() != 1) {
    refuse(where, "--checksum takes one source: write an ADD for each");
  } else if (step.sources[0].known() && !is_url(step.sources[0].text()) &&
             !is_git(step.sources[0].text())) {
    refuse(where, "--checksum is for a URL or a git repository, not for files of the context");
  }
}

void Interpreter::copy(const Copy& copy) {
  CopyStep step;
  step.add = copy.keyword == Keyword::Add;
  const Value owner = copy_flags(copy, step);
  const Flag* from = step.add ? nullptr : copy.from();
  if (from && from->value && !from->value->empty()) {
    step.from = source_of(shared_.file.copied_from(*from->value), from->value->span());
  }
  for (const Text& source : copy.sources) step.sources.push_back(word(source));
  for (const Text& argument : copy.arguments) {
    // Two of one name have one content: the last.
    const auto found = std::find_if(
        copy.heredocs.rbegin(), copy.heredocs.rend(),
        [&](const Heredoc& heredoc) { return source_->at(heredoc.opener) == argument.str(); });
    if (&argument == &copy.arguments.back() || found == copy.heredocs.rend()) continue;
    std::string content(body(*found));
    if (found->chomp) content = without_tabs(content);
    step.inline_files.push_back(
        {found->name, found->expand ? state_.scope.expand_body(content) : Value(content)});
  }
  step.destination = word(copy.destination);
  step.workdir = state_.workdir;
  check_copy(copy, step);

  std::string history = step.add ? "ADD" : "COPY";
  if (step.parents) history += " --parents";
  if (step.chown) history += " --chown=" + owner.display();
  if (step.chmod) history += " --chmod=" + step.chmod->display();
  for (const Value& source : step.sources) history += " " + source.display();
  for (const InlineFile& file : step.inline_files) history += " <<" + file.name;
  history += " " + step.destination.display() + " # buildkit";
  done(std::move(step), std::move(history));
}

}  // namespace plimsoll::lowered
