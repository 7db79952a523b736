#include <algorithm>
#include <map>

#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
// Why a stage needs another one.
struct Need {
  const Stage* stage = nullptr;
  Span where;
};
using Needs = std::map<const Stage*, std::vector<Need>>;

// Every cycle is searched for anew, so their number is bounded.
constexpr std::size_t max_cycles = 8;
}  // namespace

static Needs needs_of(const Facts& facts) {
  const auto& cyclic = facts.graph().on_cycle();
  const auto add = [&](Needs& needs, const Stage* by, const Stage* to, Span where) {
    const bool both = std::find(cyclic.begin(), cyclic.end(), to) != cyclic.end() &&
                      std::find(cyclic.begin(), cyclic.end(), by) != cyclic.end();
    if (by != to && both) needs[by].push_back({to, where});
  };
  Needs needs;
  for (const Stage* stage : cyclic) {
    if (stage->parent()) add(needs, stage, stage->parent(), stage->base.where);
  }
  for (const Edge& edge : facts.graph().edges()) {
    if (edge.to.stage && !edge.in_trigger) add(needs, edge.by, edge.to.stage, edge.to.where);
  }
  return needs;
}

// The shortest way from `start` back to it, with each step's reason; empty when there is none.
static std::vector<Need> way_back(const Needs& needs, const Stage* start) {
  std::map<const Stage*, std::pair<const Stage*, Need>> reached;  // from where, and why
  std::vector<const Stage*> queue{start};
  for (std::size_t at = 0; at < queue.size() && !reached.contains(start); ++at) {
    const auto found = needs.find(queue[at]);
    if (found == needs.end()) continue;
    for (const Need& need : found->second) {
      if (reached.try_emplace(need.stage, queue[at], need).second) queue.push_back(need.stage);
    }
  }
  std::vector<Need> way;
  if (!reached.contains(start)) return way;
  const Stage* at = start;
  do {
    const auto& [from, need] = reached.at(at);
    way.push_back(need);
    at = from;
  } while (at != start);
  std::reverse(way.begin(), way.end());
  return way;
}

static std::string name_of(const Stage& stage) {
  return stage.name.empty() ? std::to_string(stage.index) : stage.name;
}

static void check(const Facts& facts, Reporter& report) {
  if (facts.graph().on_cycle().empty()) return;
  const Needs needs = needs_of(facts);
  std::vector<const Stage*> said;
  std::size_t cycles = 0;
  for (const Stage* stage : facts.graph().on_cycle()) {
    if (std::find(said.begin(), said.end(), stage) != said.end()) continue;
    if (++cycles > max_cycles) return;
    const std::vector<Need> way = way_back(needs, stage);
    if (way.empty()) continue;
    FindingBuilder finding =
        report.at(way.front().where,
                  "stage " + quoted(name_of(*stage)) + " waits for itself, by way of others");
    for (const Need& need : way) said.push_back(need.stage);
    for (std::size_t i = 1; i < way.size(); ++i) {
      finding.related(way[i].where, quoted(name_of(*way[i - 1].stage)) + " needs " +
                                        quoted(name_of(*way[i].stage)));
    }
  }
}

extern constinit const Rule circular_stage_deps{
    .name = "circular-stage-deps",
    .aliases = {"tally/circular-stage-deps"},
    .category = Category::MultiStage,
    .severity = Severity::Error,
    .summary = "stages need each other in a circle",
    .why =
        "Each of the stages needs something that another one of them has made, so none can be "
        "built "
        "first. The builder stops with `circular dependency detected`.",
    .bad = R"(FROM alpine:3.20 AS one
COPY --from=two /etc/two /etc/
FROM alpine:3.20 AS two
COPY --from=one /etc/one /etc/
)",
    .good = R"(FROM alpine:3.20 AS one
FROM alpine:3.20 AS two
COPY --from=one /etc/one /etc/
)",
    .references = {"https://docs.docker.com/build/building/multi-stage/"},
    .looks_at = {.words = {"from"}},
    .check = check};

}  // namespace plimsoll::rules
