FROM alpine:3.20 AS 1st
#~                  ^^^ stage-name-invalid: `1st` cannot be the name of a stage
FROM alpine:3.20 AS 2
#~                  ^ stage-name-invalid: `2` cannot be the name of a stage
FROM alpine:3.20 AS ${NAME}
#~                  ^^^^^^^ stage-name-invalid: `${NAME}` cannot be the name of a stage
FROM alpine:3.20 AS a/b
#~                  ^^^ stage-name-invalid: `a/b` cannot be the name of a stage
FROM alpine:3.20 AS "quoted"
#~                  ^^^^^^^^ stage-name-invalid: `"quoted"` cannot be the name of a stage
FROM alpine:3.20 AS büro
#~                  ^^^^^ stage-name-invalid: `büro` cannot be the name of a stage
FROM alpine:3.20 AS _x
#~                  ^^ stage-name-invalid: `_x` cannot be the name of a stage
