#include "rules/engine/raised.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace plimsoll::rules {

namespace {

using Place =
    std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::string_view>;

Place place_of(const Finding& finding) {
  if (const InFile* in_file = std::get_if<InFile>(&finding.primary.where)) {
    return {0, in_file->file, in_file->span.begin, in_file->span.end, {}};
  }
  const InLayer& in_layer = std::get<InLayer>(finding.primary.where);
  return {1, in_layer.layer, 0, 0, in_layer.path};
}

bool same(const Raised& a, const Raised& b) { return !before(a, b) && !before(b, a); }

}  // namespace

bool before(const Raised& a, const Raised& b) {
  return std::tuple(place_of(a.finding), a.finding.rule, std::string_view(a.finding.message)) <
         std::tuple(place_of(b.finding), b.finding.rule, std::string_view(b.finding.message));
}

void sort_out(std::vector<Raised>& raised) {
  std::stable_sort(raised.begin(), raised.end(), before);
  raised.erase(std::unique(raised.begin(), raised.end(), same), raised.end());
}

}  // namespace plimsoll::rules
