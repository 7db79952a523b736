FROM debian:12
RUN export VERSION=$(curl -fsS https://example.org/version) && echo "$VERSION" > /version
#~         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ masked-substitution: `export` hides a failure of the `$(...)`
RUN set -e; export A=1 B="x-`cat /b`"; make
#~                     ^^^^^^^^^^^^^^ masked-substitution: `export` hides a failure of the `$(...)`
