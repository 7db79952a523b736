#~ args: --label contact=email
FROM alpine:3.20
LABEL contact="the harbour team"
#~            ^^^^^^^^^^^^^^^^^^ label-bad-email: `the harbour team` is no e-mail address
LABEL contact="harbour@"
#~            ^^^^^^^^^^ label-bad-email: `harbour@` is no e-mail address
