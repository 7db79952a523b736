#include <algorithm>
#include <charconv>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static std::optional<unsigned> port_from(std::string_view text) {
  unsigned port = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || at != end || port == 0 || port > 65535) return std::nullopt;
  return port;
}

// "8000-8010/tcp" covers 8003.
static bool covers(std::string_view exposed, unsigned port) {
  exposed = exposed.substr(0, exposed.find('/'));
  const std::size_t dash = exposed.find('-');
  const auto first = port_from(exposed.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : port_from(exposed.substr(dash + 1));
  return !first || !last || (*first <= port && port <= *last);
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto& exposed = facts.description.config.exposed_ports;
  const std::optional<std::string_view> told = facts.contents.env("PORT");
  const std::optional<unsigned> port = told ? port_from(*told) : std::nullopt;
  if (!port || exposed.empty()) return;
  const bool covered = std::any_of(exposed.begin(), exposed.end(),
                                   [&](const std::string& each) { return covers(each, *port); });
  if (covered) return;
  report
      .at(facts.place_of("EXPOSE"), "PORT is " + std::to_string(*port) +
                                        ", but what is exposed is " + *exposed.begin() +
                                        (exposed.size() > 1 ? " and others" : ""))
      .help("expose the port that the program is told to listen on");
}

extern constinit const Rule expose_mismatch{
    .name = "expose-mismatch",
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .summary = "the variable PORT and EXPOSE name different ports",
    .why =
        "EXPOSE opens nothing: it tells people, proxies and `docker run -P` where the program "
        "listens. Where it is told to listen elsewhere, all of them knock at a closed door.",
    .bad = R"(FROM node:22
ENV PORT=3000
EXPOSE 8080
CMD ["node", "server.js"]
)",
    .good = R"(FROM node:22
ENV PORT=3000
EXPOSE 3000
CMD ["node", "server.js"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#expose"},
    .check_image = check_image};

}  // namespace plimsoll::rules
