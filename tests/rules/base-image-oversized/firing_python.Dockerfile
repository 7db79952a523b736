FROM python:3.12-bookworm
#~   ^^^^^^^^^^^^^^^^^^^^ base-image-oversized: nothing in this file needs more than the slim variant has
WORKDIR /app
RUN useradd app && mkdir -p data && chown app data
COPY . .
USER app
CMD ["python", "-m", "http.server"]
