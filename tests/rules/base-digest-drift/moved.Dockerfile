FROM debian:12
#~   ^^^^^^^^^ base-digest-drift: built from `debian:11`, not from what FROM names
COPY a /a
#~ image: moved.image
