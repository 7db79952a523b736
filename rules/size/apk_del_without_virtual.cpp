#include <algorithm>
#include <string>
#include <vector>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::vector<std::string> names(const Command& command) {
  std::vector<std::string> out;
  for (const std::uint32_t index : command.operands) {
    const ShellWord& word = command.words[index];
    if (!word.known || word.glob || word.brace) return {};
    out.push_back(word.text.substr(0, word.text.find_first_of("=<>~@")));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// The `apk add` without a group of all that `del` names, or of some of it.
static const Command* adder(const CommandList& list, const Command& del,
                            const std::vector<std::string>& deleted) {
  for (const Command* add : list.all("apk", "add")) {
    if (add->index > del.index || add->has_option({"-t", "--virtual"})) continue;
    const std::vector<std::string> added = names(*add);
    std::vector<std::string> both;
    std::set_intersection(added.begin(), added.end(), deleted.begin(), deleted.end(),
                          std::back_inserter(both));
    if (!both.empty()) return add;
  }
  return nullptr;
}

// Both lists are the same: the group takes the place of the second one.
static edits::Edits name_group(const Facts& facts, const Command& add, const Command& del) {
  std::vector<Span> words;
  for (const std::uint32_t index : del.operands) words.push_back(del.words[index].span);
  const Span first = words.front();
  words.erase(words.begin());
  const std::string_view written = facts.source.at(first);
  if (written.empty() || written != del.operand(0).text) return std::nullopt;
  std::vector<edits::Edits> parts{edits::add_option(facts, add, "--virtual .build-deps"),
                                  edits::replace_word(facts.source, first, ".build-deps")};
  if (!words.empty()) {
    parts.push_back(edits::remove_words(facts.source, std::move(words), facts.dockerfile.escape));
  }
  return edits::all(std::move(parts));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const CommandList& list = facts.commands(run);
    for (const Command* del : list.all("apk", "del")) {
      const std::vector<std::string> deleted = names(*del);
      if (deleted.size() < 2) continue;  // one name is as short as a group's
      const Command* add = adder(list, *del, deleted);
      if (!add) continue;
      FindingBuilder finding =
          report.at(del->span, "these packages are named twice, to add and to delete them");
      finding.related(add->span, "added here").help("add them as a group: `--virtual .build-deps`");
      const bool taken = facts.source.bytes().find(".build-deps") != std::string_view::npos;
      if (names(*add) == deleted && !taken && run->command.form == Form::Shell) {
        finding.fix(unsafe("packages that were there before stay with a group"), "name the group",
                    name_group(facts, *add, *del), Effects{.packages = {"*"}});
      }
    }
  }
}

extern constinit const Rule apk_del_without_virtual{
    .name = "apk-del-without-virtual",
    .aliases = {"apkadd-missing-virtual"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "`apk add` and `apk del` of the same packages without a group",
    .why =
        "Two lists drift apart: what is added and not deleted stays in the image, with what it "
        "pulled in. `apk add --virtual .build-deps` gives them one name, and `apk del "
        ".build-deps` takes exactly these out, but nothing that something else needs.",
    .bad = R"(FROM alpine:3.20
RUN apk add --no-cache gcc musl-dev && cc -o /app app.c && apk del gcc musl-dev
)",
    .good = R"(FROM alpine:3.20
RUN apk add --no-cache --virtual .build-deps gcc musl-dev && cc -o /app app.c \
    && apk del .build-deps
)",
    .fix_safety =
        "Always unsafe: a package that was there before, or that something else needs, stays with "
        "a group, where `apk del` by name may remove it. Only where both lists are the same.",
    .references = {"https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Virtual_Packages"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apk"}},
    .check = check};

}  // namespace plimsoll::rules
