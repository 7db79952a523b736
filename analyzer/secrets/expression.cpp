#include "analyzer/secrets/expression.h"

#include <re2/re2.h>

#include <algorithm>

#include "analyzer/base/check.h"

namespace plimsoll::secrets {

namespace {

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // a file's bytes are no text for sure
  constexpr std::int64_t most_memory = 1 << 20;
  options.set_max_mem(most_memory);
  return options;
}

std::optional<Expression::Match> match(const re2::RE2& compiled, int groups, std::string_view text,
                                       std::size_t begin, std::size_t end,
                                       re2::RE2::Anchor anchor) {
  re2::StringPiece found[2];
  if (!compiled.Match({text.data(), text.size()}, begin, end, anchor, found, groups + 1)) {
    return std::nullopt;
  }
  const auto place = [&](const re2::StringPiece& piece) {
    const auto at = static_cast<std::size_t>(piece.data() - text.data());
    return Stretch{at, at + piece.size()};
  };
  Expression::Match out{place(found[0]), std::nullopt};
  if (groups > 0 && found[1].data() != nullptr) out.group = place(found[1]);
  return out;
}

}  // namespace

Expression::Expression(std::string_view pattern)
    : compiled_(std::make_unique<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()),
                                                 options())),
      groups_(std::min(compiled_->NumberOfCapturingGroups(), 1)) {
  CHECK(compiled_->ok());
}

Expression::~Expression() = default;

std::optional<Expression::Match> Expression::match_at(std::string_view text, std::size_t begin,
                                                      std::size_t end) const {
  return match(*compiled_, groups_, text, begin, end, re2::RE2::ANCHOR_START);
}

std::optional<Expression::Match> Expression::match_all(std::string_view text) const {
  return match(*compiled_, groups_, text, 0, text.size(), re2::RE2::ANCHOR_BOTH);
}

}  // namespace plimsoll::secrets
