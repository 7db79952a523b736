// Secrets in the files of archives that lie in a layer.

#include "tests/unit/analyzer/image/scan/scanning.h"
#include "tests/unit/analyzer/image/zip_files.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const SecretScanner& scanner() {
  static const std::unique_ptr<SecretScanner> made = std::move(*SecretScanner::make());
  return *made;
}

std::string key(int which = 0) {
  const std::string keys[] = {"Q3EXR7ZLWT5MPYVN", "7ZLQ3EXRWT5VNMPY", "T5MPYVNQ3EXR7ZLW"};
  return "AKIA" + keys[which];
}

std::string password() { return "spring.datasource.password=Vq7-kLm" + std::string("2.pXz9Rt\n"); }

// "path!/inner:line" of each secret, then notes.
std::string found_in(const std::string& layer, const ScanOptions& more = {}) {
  ScanOptions options = more;
  options.secrets = &scanner();
  std::string all;
  for (const std::size_t piece : {SIZE_MAX, std::size_t{61}}) {
    const LayerScan scan = scan_one(layer, options, piece);
    std::string text;
    for (const FileSecret& each : scan.layer->secrets) {
      text += scan.layer->path_of(scan.layer->entries[each.entry]);
      if (!each.inner.empty()) text += "!/" + each.inner;
      text += ":" + std::to_string(each.hit.line) + "\n";
    }
    for (const LayerNote& note : scan.layer->notes) text += std::string(note.kind) + "\n";
    CHECK((all.empty() || all == text));
    all = text;
  }
  return all;
}

std::string in_layer(const std::string& path, const std::string& bytes) {
  return found_in(file(path, bytes) + end_blocks);
}

}  // namespace

TEST_CASE("Settings in a jar are searched as settings, by their own name and lines") {
  ZipFile settings{"BOOT-INF/classes/application.properties", "a=b\n" + password()};
  const ZipFile manifest{"META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"};
  for (const bool behind : {false, true}) {
    settings.size_behind = behind;
    CHECK(in_layer("app/app.jar", manifest.text() + settings.text() + zip_directory) ==
          "app/app.jar!/BOOT-INF/classes/application.properties:2\n");
  }
  // No other name than that of its begin is asked for.
  CHECK(in_layer("srv/upload", ZipFile{".env", password()}.text() + zip_directory) ==
        "srv/upload!/.env:1\n");
}

TEST_CASE("Tokens are found in all kinds of files of an archive but pictures and archives") {
  const std::string token = "x " + key() + " y\n";
  const std::string binary = std::string("\xCA\xFE\xBA\xBE\0\0\0", 7) + key(1) + " ";
  const std::string zip =
      ZipFile{"a/Main.class", binary}.text() + ZipFile{"a/logo.png", token, false}.text() +
      ZipFile{"notes.txt", token}.text() +
      ZipFile{"lib/inner.jar", ZipFile{"deep", key(2), false}.text(), false}.text() + zip_directory;
  CHECK(in_layer("app/app.war", zip) == "app/app.war!/a/Main.class:0\napp/app.war!/notes.txt:1\n");
}

TEST_CASE("A long file of an archive streams; a short one is whole") {
  const std::string lines(3'000'000, '\n');
  const std::string zip = ZipFile{"long.txt", lines + key() + "\n" + lines}.text() +
                          ZipFile{"short.txt", "\n" + key(1) + "\n"}.text() + zip_directory;
  CHECK(in_layer("a.zip", zip) == "a.zip!/long.txt:3000001\na.zip!/short.txt:2\n");
}

TEST_CASE("An archive behind a script is found, and the script is searched") {
  const std::string zip = ZipFile{"x.env", password()}.text() + zip_directory;
  const std::string script =
      "#!/bin/sh\nexport AWS_ACCESS_KEY_ID=" + key() + "\nexec java -jar $0\n";
  CHECK(in_layer("app/app.jar", script + zip) == "app/app.jar:2\napp/app.jar!/x.env:1\n");
  CHECK(in_layer("app/run.sh", script + zip).find("x.env") == std::string::npos);
}

TEST_CASE("What is encrypted, cut off or no archive is no trouble") {
  ZipFile secret{"x.env", password(), false};
  secret.encrypted = true;
  const std::string open = ZipFile{"y.env", password()}.text();
  CHECK(in_layer("a.zip", secret.text() + open + zip_directory) == "a.zip!/y.env:1\n");
  CHECK(in_layer("a.zip", open) == "a.zip!/y.env:1\n");
  CHECK(in_layer("a.zip", open.substr(0, 40)).empty());
  CHECK(in_layer("a.zip", "PK\3\4 and then something else: " + key()) == "a.zip:1\n");
  CHECK(in_layer("a.zip", "PK").empty());
  CHECK(in_layer("a.zip", key() + "\n") == "a.zip:1\n");
  // Samples are none in an archive either.
  CHECK(in_layer("a.jar", ZipFile{"application.yml", "password: changeme\n"}.text()).empty());
}

TEST_CASE("Where an archive cannot be read, its bytes are searched") {
  const std::string token = "TOKEN=" + key() + "\n";
  const std::string other = "x " + key(1) + " y\n";
  const std::string good = ZipFile{"y.txt", other}.text();
  const std::string stored = ZipFile{"y.txt", other, false}.text();
  const std::string found = "a.zip!/y.txt:1\n";
  CHECK(in_layer("a.zip", "PK\3\4" + std::string(26, '\0') + token) == "a.zip:0\n");
  CHECK(in_layer("a.zip", "PK\3\4\n" + token) == "a.zip:2\n");
  for (const std::string& before : {good, stored}) {
    CHECK(in_layer("a.zip", before + token) == found + "a.zip:0\n");
    CHECK(in_layer("a.zip", before + zip_directory + token) == found + "a.zip:0\n");
    CHECK(in_layer("a.zip", before + zip_directory + other) == found);
    CHECK(in_layer("a.zip", before + std::string(200'000, '\0') + token) == found + "a.zip:0\n");
  }
  ZipFile hidden{"x", token, false};
  hidden.encrypted = true;
  CHECK(in_layer("a.zip", good + hidden.text() + zip_directory) == found + "a.zip:0\n");
  CHECK(in_layer("a.zip", hidden.text() + good) == found + "a.zip:0\n");
  hidden.size_behind = true;
  CHECK(in_layer("a.zip", good + hidden.text() + zip_directory) == found + "a.zip:0\n");
  for (const bool behind : {false, true}) {
    ZipFile damaged{"x.txt"};
    damaged.content = "\7" + token;  // a kind of block that is none
    damaged.size_behind = behind;
    CHECK(in_layer("a.zip", good + damaged.text() + zip_directory) == found + "a.zip:0\n");
  }
  ZipFile early{"x.txt"};
  early.content = std::string("\3\0", 2) + token;  // a stream that ends at once
  CHECK(in_layer("a.zip", early.text() + good) == found + "a.zip:0\n");
  CHECK(in_layer("a.zip", ZipFile{"d/", token, false}.text() + good) == found + "a.zip:0\n");
  CHECK(in_layer("a.zip", ZipFile{"y.txt", "", false}.text() + "PK" + token) == "a.zip:0\n");
  const std::string script = "#!/bin/sh\n# " + key(2) + "\n";
  CHECK(in_layer("a.jar", script + "PK\3\4" + std::string(26, '\0') + token) ==
        "a.jar:2\na.jar:0\n");
  CHECK(in_layer("a.jar", script + stored + zip_directory) == "a.jar:2\na.jar!/y.txt:1\n");
}

TEST_CASE("Packages that are published have no tests in archives either") {
  const std::string zip = ZipFile{"x.txt", key() + "\n"}.text() + zip_directory;
  CHECK(in_layer("app/node_modules/a/test/data.zip", zip).empty());
  CHECK(in_layer("app/node_modules/a/data.zip", zip) == "app/node_modules/a/data.zip!/x.txt:1\n");
}

TEST_CASE("An archive that is too much is told, and makes the answer partial") {
  const std::string zeros(8 << 20, '\0');
  const std::string zip =
      ZipFile{"zeros", zeros}.text() + ZipFile{"x.env", password()}.text() + zip_directory;
  ScanOptions options;
  options.secrets = &scanner();
  options.limits.archive_bytes = 6 << 20;
  const std::string layer = file("a.zip", zip) + file("b.env", password()) + end_blocks;
  CHECK(found_in(layer, options) == "b.env:1\narchive-limit\n");
  CHECK(scan_image(MemoryImage({layer}), options).partial);
  options.limits.archive_bytes = 10 << 20;
  CHECK(found_in(layer, options) == "a.zip!/x.env:1\nb.env:1\n");
  CHECK_FALSE(scan_image(MemoryImage({layer}), options).partial);
  // The limit is that of all archives of a layer.
  CHECK(found_in(file("a.zip", zip) + layer, options) ==
        "a.zip!/x.env:1\nb.env:1\nduplicate-path\narchive-limit\n");
}
