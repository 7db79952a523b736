FROM golang:1.22 AS build
RUN go build -o /out/server .

FROM scratch
COPY --from=build /out/server /server
HEALTHCHECK --interval=5s CMD /server --check || exit 1
#~                            ^^^^^^^^^^^^^^^^^^^^^^^^^ healthcheck-shell-form-no-shell: the check needs a shell, and the image has none
CMD ["/server"]

FROM gcr.io/distroless/static-debian12
COPY --from=build /out/server /server
HEALTHCHECK CMD /server --check
#~              ^^^^^^^^^^^^^^^ healthcheck-shell-form-no-shell: the check needs a shell, and the image has none
CMD ["/server"]

FROM scratch
COPY --from=build /out/server /server
HEALTHCHECK CMD test -f $FILE
#~              ^^^^^^^^^^^^^ healthcheck-shell-form-no-shell: the check needs a shell, and the image has none
#~ unsafe-fix: firing.fixed.Dockerfile
