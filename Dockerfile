# markcheck in a small image: nothing is fetched when it runs, and nothing runs as root.
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY src ./src
COPY rules ./rules
RUN pip install --no-cache-dir build && python -m build --wheel --outdir /wheels

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 markcheck
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/*.whl)[docx,pptx,pdf,xml]" && rm -r /wheels
USER markcheck
ENV MARKCHECK_CACHE=false
WORKDIR /documents
ENTRYPOINT ["markcheck"]
CMD ["--help"]
