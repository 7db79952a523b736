#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Started& program : facts.contents.started()) {
    if (program.field != "Healthcheck") continue;
    const std::string name = quoted(program.word);
    const Location where = facts.place_of("HEALTHCHECK");
    if (is_no(program.found)) {
      report.at(where, "HEALTHCHECK calls " + name + ", which is not in the image")
          .help(
              "install it, or let the program check itself; of a base without a shell, in exec "
              "form");
    } else if (!program.missing_interpreter.empty()) {
      report
          .at(where,
              "HEALTHCHECK calls " + name + ", which needs " + quoted(program.missing_interpreter))
          .related(facts.in_layer(program.file), "the program");
    } else if (is_no(program.executable)) {
      report.at(where, "HEALTHCHECK calls " + name + ", which the image's user may not execute")
          .related(facts.in_layer(program.file), "the program");
    } else {
      continue;
    }
    return;  // the shell is told before what it calls
  }
}

extern constinit const Rule healthcheck_tool_missing{
    .name = "healthcheck-tool-missing",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "HEALTHCHECK calls a program that the image does not have",
    .why =
        "Every container becomes unhealthy after some minutes, however well it works, and an "
        "orchestrator starts it again and again. Slim bases have neither curl nor wget; the "
        "program is looked up as the container would look it up.",
    .bad = R"(FROM python:3.12-slim
HEALTHCHECK CMD curl --fail http://localhost:8000/ || exit 1
CMD ["python", "-m", "http.server"]
)",
    .good = R"(FROM python:3.12-slim
HEALTHCHECK CMD ["python", "/app/check.py"]
CMD ["python", "-m", "http.server"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#healthcheck"},
    .check_image = check_image};

}  // namespace plimsoll::rules
