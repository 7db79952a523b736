#~ args: --platform linux/arm64
FROM amd64/debian:12
#~   ^^^^^^^^^^^^^^^ base-image-platform-mismatch: `amd64/debian:12` is for amd64, not for linux/arm64
FROM arm64v8/debian:12
