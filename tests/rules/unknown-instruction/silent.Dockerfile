FROM alpine:3.20
run echo lower \
    # INCLUDE
    COPPY
Copy <<EOS /file
COPPY a b
EOS
