FROM debian:12@sha256:2222222222222222222222222222222222222222222222222222222222222222
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-digest-drift: built from `debian@sha256:11111111111111111111111111...`, not from what FROM names
COPY a /a
#~ image: pinned.image
