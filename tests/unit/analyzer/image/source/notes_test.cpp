// What does not fit together is noted, layer by layer.

#include <catch2/catch.hpp>

#include "analyzer/base/base64.h"
#include "analyzer/digest/sha512.h"
#include "analyzer/image/source/layer_types.h"
#include "tests/unit/analyzer/image/source/made_image.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string layer = layer_with("app", "0123456789");

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

std::string kinds(const Folder& folder, const Members& members) {
  const auto source = open_image(folder.write("x.tar", members.tar()), options_in(folder));
  return source ? kinds_of(**source) : source.error().message;
}

// An image of one layer whose manifest and configuration are changed before they are digested.
struct Changed {
  std::string config = config_of({layer});
  std::string manifest;
  bool with_layer = true;
  bool with_config = true;

  Changed() { remake(); }
  void remake() { manifest = manifest_of(config, {layer}); }
  Members members() const {
    Members made;
    if (with_layer) made.blob(layer);
    if (with_config) made.blob(config);
    made.blob(manifest);
    made.add("index.json", index_of({descriptor(manifest_type, manifest)}));
    return made;
  }
};

}  // namespace

TEST_CASE("Media types of layers") {
  const std::string oci = "application/vnd.oci.image.layer.";
  const std::string docker = "application/vnd.docker.image.rootfs.";
  for (const std::string& type : {oci + "v1.tar", docker + "diff.tar"}) {
    CHECK(image::layer_type(type).is_layer);
    CHECK(image::layer_type(type).compression == Compression::None);
    CHECK(!image::layer_type(type).foreign);
  }
  CHECK(image::layer_type(oci + "v1.tar+gzip").compression == Compression::Gzip);
  CHECK(image::layer_type(oci + "v1.tar+zstd").compression == Compression::Zstd);
  CHECK(image::layer_type(docker + "diff.tar.gzip").compression == Compression::Gzip);
  for (const std::string& type :
       {oci + "nondistributable.v1.tar", oci + "nondistributable.v1.tar+gzip",
        oci + "nondistributable.v1.tar+zstd", docker + "foreign.diff.tar.gzip"}) {
    INFO(type);
    CHECK(image::layer_type(type).is_layer);
    CHECK(image::layer_type(type).foreign);
  }
  CHECK(image::layer_type(oci + "v1.tar+gzip+encrypted").encrypted);
  CHECK(image::layer_type(oci + "v1.tar+encrypted").is_layer);
  for (const std::string type : {"", "application/vnd.in-toto+json", "application/octet-stream",
                                 "application/vnd.oci.image.layer.v2.tar"}) {
    CHECK(!image::layer_type(type).is_layer);
  }
}

TEST_CASE("A media type that the bytes belie") {
  const std::string plain = layer_type_plain;
  CHECK(!disagreement(plain, Compression::None));
  CHECK(!disagreement(plain + "+gzip", Compression::Gzip));
  CHECK(!disagreement(plain + "+gzip+encrypted", Compression::None));
  CHECK(!disagreement("", Compression::Gzip));
  CHECK(disagreement(plain + "+gzip", Compression::None) ==
        "its bytes are not compressed, its media type is " + plain + "+gzip");
  CHECK(disagreement(plain, Compression::Zstd) == "its bytes are zstd, its media type is " + plain);
}

TEST_CASE("Layers that cannot be read make the answer partial") {
  const Folder folder;
  Changed image;
  image.with_layer = false;
  CHECK(kinds(folder, image.members()) == "layer-not-present@0!");
  replace(image.manifest, "image.layer.v1", "image.layer.nondistributable.v1");
  CHECK(kinds(folder, image.members()) == "foreign-layer@0!");
  image.with_layer = true;
  CHECK(kinds(folder, image.members()) == "");
  image.remake();
  replace(image.manifest, layer_type_plain, layer_type_plain + "+gzip+encrypted");
  CHECK(kinds(folder, image.members()) == "encrypted-layer@0!");
  image.remake();
  replace(image.manifest, layer_type_plain, "application/vnd.in-toto+json");
  CHECK(kinds(folder, image.members()) == "not-a-layer@0!");
  const auto source = open_image(folder.path("x.tar"), options_in(folder));
  CHECK(!(*source)->open_layer(0));
}

TEST_CASE("A configuration that is missing or another one") {
  const Folder folder;
  Changed image;
  image.with_config = false;
  CHECK(kinds(folder, image.members()) == "config-not-present!");
  Members members = image.members();
  members.add("blobs/sha256/" + hex_of(image.config), image.config + " ");
  CHECK(kinds(folder, members) == "digest-mismatch! size-mismatch");
  const auto source = open_image(folder.path("x.tar"), options_in(folder));
  CHECK((*source)->description().config_digest == sha256_of(image.config + " "));
  Members saved = saved_of({layer}, "app");
  saved.files[1].second += " ";
  CHECK(kinds(folder, saved) == "digest-mismatch!");
}

TEST_CASE("A manifest that is not what its digest says") {
  const Folder folder;
  const Changed image;
  Members members = image.members();
  members.files[2].second += " ";
  CHECK(kinds(folder, members) == "digest-mismatch! size-mismatch");
}

TEST_CASE("Counts of layers, diffIDs and history") {
  const Folder folder;
  Changed image;
  replace(image.config, R"("history":[)", R"("history":[{"created_by":"RUN x"},)");
  image.remake();
  CHECK(kinds(folder, image.members()) == "history-count-differs");
  image.config = config_of({layer});
  replace(image.config, R"("history":[)",
          R"("history":[{"created_by":"ENV x","empty_layer":true},)");
  image.remake();
  CHECK(kinds(folder, image.members()) == "");
  replace(image.config, R"("history":)", R"("other":)");
  image.remake();
  CHECK(kinds(folder, image.members()) == "");
  replace(image.config, R"("diff_ids":[)", R"("diff_ids":[")" + sha256_of("x") + "\",");
  image.remake();
  CHECK(kinds(folder, image.members()) == "layer-count-differs!");
  image.config = config_of({});
  image.remake();
  CHECK(kinds(folder, image.members()) == "layer-count-differs");
  image.config = config_of({layer});
  replace(image.config, sha256_of(layer), "sha256:../../x");
  image.remake();
  CHECK(kinds(folder, image.members()) == "config-unreadable!");
}

TEST_CASE("Blobs in their own descriptors are verified before they are used") {
  const Folder folder;
  Changed image;
  const auto embed = [&](const std::string& of, const std::string& data) {
    replace(image.manifest, R"("digest":")" + sha256_of(of) + "\"",
            R"("digest":")" + sha256_of(of) + R"(","data":")" + base64_encoded(data) + "\"");
  };
  image.with_config = false;
  image.with_layer = false;
  embed(image.config, image.config);
  embed(layer, layer);
  CHECK(kinds(folder, image.members()) == "");
  auto source = open_image(folder.path("x.tar"), options_in(folder));
  CHECK((*source)->description().config.user == "app");
  CHECK(layer_bytes(**source, 0) == layer);
  image.remake();
  embed(image.config, image.config + " ");
  embed(layer, "other");
  CHECK(kinds(folder, image.members()) ==
        "embedded-data-disagrees config-not-present! embedded-data-disagrees@0 "
        "layer-not-present@0!");
  image.with_config = true;
  image.with_layer = true;
  CHECK(kinds(folder, image.members()) == "embedded-data-disagrees");
}

TEST_CASE("Digests of other algorithms") {
  const Folder folder;
  Changed image;
  const std::string config_digest = digest::sha512_hex(image.config);
  const std::string layer_digest = digest::sha512_hex(layer);
  const auto opened = [&](Members members, const std::string& config_path,
                          const std::string& layer_path) {
    members.add("blobs/" + config_path, image.config);
    members.add("blobs/" + layer_path, layer);
    const Folder other;
    const auto source = open_image(members.directory(other, "layout"), options_in(folder));
    return source ? kinds_of(**source) : source.error().message;
  };
  replace(image.manifest, sha256_of(image.config), "sha512:" + config_digest);
  replace(image.manifest, sha256_of(layer), "sha512:" + layer_digest);
  CHECK(opened(image.members(), "sha512/" + config_digest, "sha512/" + layer_digest) ==
        "digest-not-verified@0");
  const std::string wrong(128, 'a');
  replace(image.manifest, config_digest, wrong);
  CHECK(opened(image.members(), "sha512/" + wrong, "sha512/" + layer_digest) ==
        "digest-mismatch! digest-not-verified@0");
  image.remake();
  replace(image.manifest, sha256_of(layer), "blake3:" + hex_of(layer));
  CHECK(opened(image.members(), "blake3/" + hex_of("x"), "blake3/" + hex_of(layer)) ==
        "digest-not-verified@0");
}
