# Temporal's SDK ships binaries for glibc only: no Alpine.
FROM node:20-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN mkdir -p .build /print && chown node:node .build /print
USER node
ENTRYPOINT ["node", "bin/tsunagi.mjs"]
CMD ["api"]
