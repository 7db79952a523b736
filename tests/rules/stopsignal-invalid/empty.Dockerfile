FROM alpine:3.20
STOPSIGNAL $NOWHERE
#~         ^^^^^^^^ stopsignal-invalid: `$NOWHERE` is empty, and no signal
