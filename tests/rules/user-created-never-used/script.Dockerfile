FROM python:3.12
RUN useradd app
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["python3"]
