FROM alpine:3.20
CMD ["sleep", "60"]
CMD [ "it is \"so\"" , "\\d" ]
CMD ["a", "b"]
CMD ["a", "b"]
CMD ["a", "b"]
# words
CMD ["a", "b"]
CMD ["a", "b"]
CMD ["npm", "start"]
ENTRYPOINT ["C:\\dir\\app.exe", "\"-x\""]
ENTRYPOINT ["sleep", "60"]
ENTRYPOINT ["a, "b"]
RUN ["sh", "-c", "true"]
RUN ["sh", \
     "-c", \
     # a remark
     "true"]
HEALTHCHECK CMD ["true"]
VOLUME ["/data"]
VOLUME ["/data"]
COPY ["a b", "c"]
COPY ["a b", "c"]
CMD [ "run", "-p", $PORT ]
ONBUILD CMD ["a"]
