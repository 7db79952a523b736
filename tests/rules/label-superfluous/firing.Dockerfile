#~ args: --strict-labels --label team=text
FROM alpine:3.20
LABEL team="harbour" taem="harbour"
#~                   ^^^^ label-superfluous: `taem` is not in the label schema
