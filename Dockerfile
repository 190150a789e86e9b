# One image for all processes: api, worker and command line differ by their command.
# Never built by its makers, for want of a Docker engine; each step was run by hand (docs/OPERATIONS.md).

FROM node:24.18.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# A development dependency that lies in the repository; npm wants to see it even where it is left out.
COPY test/bench/sqlite3-shim test/bench/sqlite3-shim
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/link-libs.mjs scripts/link-libs.mjs
COPY libs libs
COPY apps apps
RUN npm run build

FROM node:24.18.0-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY test/bench/sqlite3-shim test/bench/sqlite3-shim
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.18.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
COPY procedures procedures
COPY calendars calendars
# The embedded scale keeps its data here; a volume that is put there for the first time takes over owner and mode.
RUN install -d -o node -g node -m 700 /data
ENV DATA_FOLDER=/data PORT=4310
USER node
# Node is the first process and gets SIGTERM itself: it drains and ends.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/main.js"]
