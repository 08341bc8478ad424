# The service, and the Grafana bundle it belongs to. Targets: service (default), bundle.
# Versions are pinned; raise them together with package.json and plugins/datasource/go.mod.

FROM golang:1.26.5-alpine AS go

FROM node:24.21.0-alpine AS build
RUN apk add --no-cache git
COPY --from=go /usr/local/go /usr/local/go
ENV PATH=/usr/local/go/bin:$PATH
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

# Copies the bundle into a volume that Grafana reads; ends when that is done.
FROM alpine:3.22 AS bundle
RUN adduser -D -u 1000 bundle && mkdir /plugins && chown bundle /plugins
COPY --from=build /src/dist/taskmaster-observability-app /bundle
USER bundle
CMD ["sh", "-c", "rm -rf /plugins/taskmaster-observability-app && cp -R /bundle /plugins/taskmaster-observability-app"]

FROM node:24.21.0-alpine AS service
# Git: the history of a project's task file. Mounted projects belong to somebody else than the user in here.
RUN apk add --no-cache git \
  && git config --system --add safe.directory '*' \
  && mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/backend/dist backend/dist
COPY --from=build /src/backend/src/hook/taskmaster-observe-hook.sh backend/src/hook/
COPY --from=build /src/web/dist web/dist
COPY --from=build /src/dist dist
COPY --from=build /src/examples/sample-project examples/sample-project
ENV NODE_ENV=production \
  NODE_OPTIONS=--disable-warning=ExperimentalWarning \
  TASKMASTER_OBSERVE_DATA=/data \
  TASKMASTER_OBSERVE_HOST=0.0.0.0
USER node
VOLUME /data
EXPOSE 4747
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:4747/health/ready"]
ENTRYPOINT ["node", "--max-semi-space-size=2", "backend/dist/cli.js"]
CMD ["start"]
