#include <map>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::size_t most_told = 20;

namespace {
struct Shared {
  std::vector<std::string> names;
  std::uint32_t line = 0;  // of the second one
};

template <class List, class Id>
std::map<std::uint64_t, Shared> by_id(const List& list, Id id) {
  std::map<std::uint64_t, Shared> ids;
  for (const auto& each : list) {
    if (!each.sound) continue;
    Shared& shared = ids[id(each)];
    // A second line for the same name is never read.
    if (!shared.names.empty() && shared.names.back() == each.name) continue;
    shared.names.push_back(each.name);
    if (shared.names.size() == 2) shared.line = each.line;
  }
  return ids;
}
}  // namespace

static void tell(const ImageFacts& facts, Reporter& report, std::string_view path,
                 std::string_view what, const std::map<std::uint64_t, Shared>& ids) {
  const image::EntryRef file = facts.tree.live(facts.tree.resolve(path));
  if (!file.valid()) return;
  const bool base = facts.of_base(file.layer);
  std::size_t told = 0;
  for (const auto& [id, shared] : ids) {
    if (shared.names.size() < 2 || ++told > most_told) continue;
    FindingBuilder finding = report.at(
        facts.place(file), listed(shared.names) + " have the same " + std::string(what) + " " +
                               std::to_string(id) + (base ? " in the base image" : ""));
    finding.label("line " + std::to_string(shared.line));
    if (base) finding.severity(Severity::Info);
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  tell(facts, report, "etc/passwd", "user id",
       by_id(facts.contents.accounts(), [](const image::Account& each) { return each.uid; }));
  tell(facts, report, "etc/group", "group id",
       by_id(facts.contents.groups(), [](const image::AccountGroup& each) { return each.gid; }));
}

extern constinit const Rule duplicate_uid_gid{
    .name = "duplicate-uid-gid",
    .aliases = {"DKL-LI-0002"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "two accounts or two groups of the image share a number",
    .why =
        "The kernel knows numbers, not names: each account has all that the other has. A second "
        "account with the number 0 is a second root, whatever it is called.",
    .bad = R"(FROM debian:12
RUN useradd --non-unique --uid 0 helper
)",
    .good = R"(FROM debian:12
RUN useradd --uid 10001 helper
)",
    .references = {"https://man7.org/linux/man-pages/man5/passwd.5.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
