FROM alpine:3.20
LABEL com.docker.team="x" "with blank"="y"
#~    ^^^^^^^^^^^^^^^ label-key-invalid: the label `com.docker.team` is in a namespace of Docker's own
#~                        ^^^^^^^^^^^^ label-key-invalid: the label `with blank` has more than letters, digits, `.-_/`
LABEL -dash=1 dotted..twice=2 umlaut.ä=3
#~    ^^^^^ label-key-invalid: the label `-dash` begins or ends with a separator
#~            ^^^^^^^^^^^^^ label-key-invalid: the label `dotted..twice` has a separator twice in a row
#~                            ^^^^^^^^^ label-key-invalid: the label `umlaut.ä` has more than letters, digits, `.-_/`
