#include "analyzer/image/config.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

namespace {

std::string problem(std::string_view json) {
  const auto config = parse_image_config(json);
  return config ? "" : config.error().message;
}

constexpr const char* layer =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

}  // namespace

TEST_CASE("A configuration with everything keeps its order of keys and comes back") {
  ImageConfig config;
  config.platform = {"linux", "arm", "v7"};
  config.created = "1970-01-01T00:00:00Z";
  config.author = "me";
  config.user = "app";
  config.exposed_ports = {"80/tcp", "53/udp"};
  config.env = {"PATH=/bin", "A=b\"\\\n"};
  config.entrypoint = std::vector<std::string>{};
  config.cmd = std::vector<std::string>{"sh", "-c", "x"};
  config.volumes = {"/data"};
  config.working_dir = "/";
  config.labels = {{"b", "2"}, {"a", ""}};
  config.stop_signal = "SIGINT";
  config.args_escaped = true;
  config.healthcheck = HealthcheckConfig{.test = {"CMD-SHELL", "true"},
                                         .interval_ns = 30'000'000'000,
                                         .timeout_ns = 1,
                                         .start_period_ns = 2,
                                         .start_interval_ns = 3,
                                         .retries = 4};
  config.on_build = {"RUN x"};
  config.shell = std::vector<std::string>{"/bin/bash", "-c"};
  config.diff_ids = {layer};
  config.history = {{.created = "1970-01-01T00:00:00Z", .created_by = "RUN x"},
                    {.created_by = "ENV", .author = "me", .comment = "c", .empty_layer = true}};
  const std::string json = to_json(config);
  CHECK(
      json ==
      R"({"created":"1970-01-01T00:00:00Z","author":"me","architecture":"arm","os":"linux",)"
      R"("variant":"v7","config":{"User":"app","ExposedPorts":{"53/udp":{},"80/tcp":{}},)"
      R"("Env":["PATH=/bin","A=b\"\\\n"],"Entrypoint":[],"Cmd":["sh","-c","x"],)"
      R"("Volumes":{"/data":{}},"WorkingDir":"/","Labels":{"a":"","b":"2"},)"
      R"("StopSignal":"SIGINT","ArgsEscaped":true,"Healthcheck":{"Test":["CMD-SHELL","true"],)"
      R"("Interval":30000000000,"Timeout":1,"StartPeriod":2,"StartInterval":3,"Retries":4},)"
      R"("OnBuild":["RUN x"],"Shell":["/bin/bash","-c"]},"rootfs":{"type":"layers","diff_ids":[")" +
          std::string(layer) +
          R"("]},"history":[{"created":"1970-01-01T00:00:00Z","created_by":"RUN x"},)"
          R"({"created_by":"ENV","author":"me","comment":"c","empty_layer":true}]})");
  CHECK(parse_image_config(json).value() == config);
}

TEST_CASE("The empty configuration says its platform and that there is no layer") {
  ImageConfig config;
  config.platform.architecture = "amd64";
  CHECK(
      to_json(config) ==
      R"({"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}})");
}

TEST_CASE("What other tools write is understood, what is unknown passed over") {
  const auto config = parse_image_config(
      R"({"architecture":"amd64","os":"linux","container_config":{"Cmd":["x"]},"id":7,
          "docker_version":"20","config":{"Hostname":"h","Cmd":null,"Env":null,"Labels":null,
          "Volumes":{"/v":{}},"ExposedPorts":null,"OnBuild":null,"Healthcheck":{"Interval":5}},
          "history":null,"rootfs":{"type":"layers","diff_ids":null}})");
  REQUIRE(config.has_value());
  CHECK_FALSE(config->cmd.has_value());
  CHECK(config->volumes == std::set<std::string>{"/v"});
  CHECK(config->healthcheck->interval_ns == 5);
  CHECK(parse_image_config("{}").value().platform.os == "linux");
}

TEST_CASE("Wrong types are named, hostile texts refused") {
  CHECK(problem("") == "the image configuration is not valid JSON");
  CHECK(problem("[]") == "the image configuration is not a JSON object");
  CHECK(problem("{} x") == "the image configuration is not valid JSON");
  CHECK(problem(R"({"os":7})") == "the image configuration: \"os\" is not a string");
  CHECK(problem(R"({"config":{"Env":"A=b"}})") ==
        "the image configuration: in \"config\", \"Env\" is not an array");
  CHECK(problem(R"({"config":{"Env":[1]}})") ==
        "the image configuration: in \"config\", \"Env\" holds something that is not a string");
  CHECK(problem(R"({"config":{"Healthcheck":{"Interval":1.5}}})") ==
        "the image configuration: in \"config\", \"Healthcheck\": \"Interval\" is not a whole "
        "number");
  CHECK(problem(R"({"config":{"Labels":{"a":1}}})") ==
        "the image configuration: in \"config\", \"a\" in \"Labels\" is not a string");
  CHECK(problem(R"({"rootfs":{"diff_ids":["sha256:../../etc"]}})") ==
        "the image configuration: in \"rootfs\", \"diff_ids\" holds something that is no SHA-256 "
        "digest");
  CHECK(problem(R"({"history":[1]})") == "the image configuration: \"history\" holds no objects");
  CHECK(problem(std::string(100'000, '[')) ==
        "the image configuration is nested deeper than 64 levels");
  CHECK(problem(std::string(max_config_bytes + 1, ' ')) ==
        "the image configuration is bigger than 8388608 bytes");
  CHECK_FALSE(problem("{\"os\":\"\xff\"}").empty());
  CHECK_FALSE(problem(R"({"config":{"Healthcheck":{"Interval":99999999999999999999}}})").empty());
}

TEST_CASE("Bytes that are no UTF-8 are written as the replacement character") {
  ImageConfig config;
  config.env = {"A=\xff"};
  CHECK(to_json(config).find("A=\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("Many labels take linear time") {
  ImageConfig config;
  for (int i = 0; i < 100'000; ++i) config.labels[std::to_string(i)] = "x";
  CHECK(parse_image_config(to_json(config)).value() == config);
}
