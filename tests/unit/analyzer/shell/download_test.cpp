#include "analyzer/shell/download.h"

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

TEST_CASE("URLs are split") {
  const UrlParts whole = split_url("https://user:pw@example.com:8080/a/b?c#d");
  CHECK(whole.scheme == "https");
  CHECK(whole.host == "example.com");
  CHECK(whole.path == "/a/b?c#d");
  CHECK(split_url("example.com/x").scheme.empty());
  CHECK(split_url("example.com/x").host == "example.com");
  CHECK(split_url("http://${HOST:-mirror}/x").host == "${HOST:-mirror}");
  CHECK(split_url("http://[::1]:80/").host == "[::1]");
  CHECK(split_url("").host.empty());
  CHECK(split_url("http://[").host == "[");
}

TEST_CASE("hosts are public, private or unknown") {
  for (const std::string_view host : {"example.com", "8.8.8.8", "172.32.0.1", "EXAMPLE.ORG"}) {
    CHECK(is_yes(is_public_host(host)));
  }
  for (const std::string_view host :
       {"localhost", "LOCALHOST", "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "mirror",
        "repo.corp", "host.docker.internal", "169.254.169.254"}) {
    CHECK(is_no(is_public_host(host)));
  }
  for (const std::string_view host : {"$HOST", "${A}.example.com", "", "[::1]"}) {
    CHECK(is_unknown(is_public_host(host)));
  }
}

TEST_CASE("what checks files is told from what only computes") {
  const auto verifies = [](std::string_view text) { return verifies_files(read_shell(text)); };
  CHECK(verifies("echo x | sha256sum -c -"));
  CHECK(verifies("shasum -a 256 --check sums"));
  CHECK(verifies("gpg --batch --verify a.asc a"));
  CHECK(verifies("cosign verify-blob --key k a"));
  CHECK_FALSE(verifies("sha256sum a > sums"));
  CHECK_FALSE(verifies("gpg --import key"));
  CHECK_FALSE(verifies("make"));
}

TEST_CASE("a fetch ends in a file, a pipe, a text or nowhere") {
  const auto target = [](std::string_view text) {
    const CommandList list = read_shell(text);
    return target_of(list.fetches().at(0), list);
  };
  CHECK(target("curl -o a http://x.org/b") == FetchTarget::File);
  CHECK(target("curl -O http://x.org/b") == FetchTarget::File);
  CHECK(target("curl http://x.org/b > c") == FetchTarget::File);
  CHECK(target("wget http://x.org/b") == FetchTarget::File);
  CHECK(target("curl http://x.org/b | tar x") == FetchTarget::Pipe);
  CHECK(target("wget -O- http://x.org/b | tar x") == FetchTarget::Pipe);
  CHECK(target("v=$(curl http://x.org/b)") == FetchTarget::Text);
  CHECK(target("curl http://x.org/b") == FetchTarget::Nowhere);
  CHECK(target("curl -o /dev/null http://x.org/b") == FetchTarget::Nowhere);
  CHECK(target("curl http://x.org/b >/dev/null") == FetchTarget::Nowhere);
}

TEST_CASE("variables that hold options are told by their names") {
  CHECK(first_command("curl $CURL_OPTS http://x.org").names_hidden_options());
  CHECK(first_command("curl ${flags} http://x.org").names_hidden_options());
  CHECK(first_command("curl \"$@\"").names_hidden_options());
  CHECK_FALSE(first_command("curl $URL").names_hidden_options());
  CHECK_FALSE(first_command("curl http://x.org/$ARGS").names_hidden_options());
  CHECK_FALSE(first_command("curl x").names_hidden_options());
}

TEST_CASE("archives are told by their names") {
  CHECK(archive_by_name("a.tar.gz") == Archive::Tar);
  CHECK(archive_by_name("a.TGZ") == Archive::Tar);
  CHECK(archive_by_name("a.tar.xz?raw=1") == Archive::Tar);
  CHECK(archive_by_name("a.zip") == Archive::Other);
  CHECK(archive_by_name("a.gz") == Archive::Other);
  CHECK(archive_by_name("tar") == Archive::None);
}

}  // namespace
}  // namespace plimsoll
