#include "analyzer/image/scan/scan.h"

#include <catch2/catch.hpp>

#include "analyzer/digest/content_hash.h"
#include "analyzer/digest/sha256.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

TEST_CASE("A layer is read in one pass") {
  const std::string tar =
      Block{.name = "./", .type = '5'}.text() + Block{.name = "etc/", .type = '5'}.text() +
      file("./etc/a", "hello") + Block{.name = "etc/l", .type = '2', .link = "../b"}.text() +
      Block{.name = "etc/h", .type = '1', .link = "/etc/a"}.text() + file("etc/.wh.gone", "") +
      file("etc/.wh..wh..opq", "") + file(".wh..wh.plnk/1.2", "x") + end_blocks;
  CHECK(told_of(tar) ==
        "d /\nd /etc\nf /etc/a 5\nl /etc/l ->../b\nh /etc/h ->etc/a\nw /etc/gone\no /etc\n"
        "m /.wh..wh.plnk/1.2 1\n");
  const LayerScan scan = scan_one(tar);
  CHECK(scan.blob_digest == "sha256:" + digest::to_hex(digest::sha256(tar)));
  CHECK(scan.layer->diff_id == scan.blob_digest);
  CHECK(scan.layer->plain_bytes == tar.size());
  CHECK(scan.layer->entries_end == tar.size() - 1024);
  CHECK(scan.layer->wire_entries_end == tar.size() - 1024);
  CHECK(scan.layer->entries[3].begin() == 2048);
  CHECK(scan.layer->entries[3].wire == 2048);
  CHECK(scan.layer->entries[2].content() == digest::content_hash("hello")[0]);
  CHECK(scan.layer->entries[2].flags == entry_is_text);
}

TEST_CASE("What a layer is not as its descriptor says") {
  MemoryImage source({file("a", "b") + end_blocks});
  LayerBlob& told = source.describe().layers[0];
  const auto kinds = [&] {
    const ImageScan scan = scan_image(source, {});
    std::string text;
    for (const SourceNote& note : scan.layers[0].notes) text += note.kind + " ";
    return text + (scan.partial ? "partial" : "");
  };
  CHECK(kinds() == "");
  told.blob.media_type = "application/vnd.oci.image.layer.v1.tar+gzip";
  CHECK(kinds() == "media-type-disagrees ");
  told.blob.media_type = "application/vnd.oci.image.layer.v1.tar";
  told.blob.digest = "sha256:" + std::string(64, 'a');
  told.diff_id = told.blob.digest;
  CHECK(kinds() == "size-mismatch digest-mismatch diff-id-mismatch partial");
}
