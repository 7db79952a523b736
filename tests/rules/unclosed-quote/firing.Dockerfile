FROM alpine:3.20
ENV A=it's
#~      ^ unclosed-quote: nothing closes the quote that is opened here
ENV B it's
#~      ^ unclosed-quote: nothing closes the quote that is opened here
LABEL c="d
#~      ^ unclosed-quote: nothing closes the quote that is opened here
WORKDIR "/srv
#~      ^ unclosed-quote: nothing closes the quote that is opened here
COPY "a b" c
#~   ^ unclosed-quote: nothing closes the quote that is opened here
