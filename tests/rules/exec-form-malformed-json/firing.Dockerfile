FROM alpine:3.20
CMD ['sleep', '60']
#~  ^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: strings need double quotes
CMD [ 'it is "so"' , '\d' ]
#~  ^^^^^^^^^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: strings need double quotes
CMD ["a" "b"]
#~  ^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: a comma is missing
CMD ["a", "b",]
#~  ^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: a comma is too many
CMD ["a", "b"
#~  ^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: its `]` is missing
CMD ["a", "b"] # words
#~  ^^^^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: something stands behind its `]`
CMD ["a", "b"];
#~  ^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: something stands behind its `]`
CMD [npm, start]
#~  ^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: its words need double quotes
ENTRYPOINT ["C:\dir\app.exe", "\"-x\""]
#~         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: a backslash has to be doubled
ENTRYPOINT [“sleep”, “60”]
#~         ^^^^^^^^^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: these quotes are typographic
ENTRYPOINT ["a, "b"]
#~         ^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: a comma is missing
RUN ["sh", '-c', "true"]
#~  ^^^^^^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: strings need double quotes
RUN ["sh", \
#~  ^^^^^^^^... exec-form-malformed-json: this is no JSON, hence a command for the shell: a comma is missing
     "-c" \
     # a remark
     "true"]
HEALTHCHECK CMD ['true']
#~              ^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: strings need double quotes
VOLUME ['/data']
#~     ^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence words with brackets: strings need double quotes
VOLUME [/data]
#~     ^^^^^^^ exec-form-malformed-json: this is no JSON, hence words with brackets: its words need double quotes
COPY ["a b" "c"]
#~   ^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence words with brackets: a comma is missing
COPY ['a b', 'c']
#~   ^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence words with brackets: strings need double quotes
CMD [ "run", "-p", $PORT ]
#~  ^^^^^^^^^^^^^^^^^^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: its words need double quotes
ONBUILD CMD ['a']
#~          ^^^^^ exec-form-malformed-json: this is no JSON, hence a command for the shell: strings need double quotes
#~ unsafe-fix: firing.fixed.Dockerfile
