# Images of the monitor (target monitor) and of the demo's services (target service); neither runs as root.
FROM node:24.21.0-trixie-slim AS base
WORKDIR /app
ENV NODE_ENV=production

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
# Scripts only fetch another Node and test PostgreSQL; the image has its Node and is given a DATABASE_URL.
RUN npm ci --include=dev --ignore-scripts

FROM dependencies AS build
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json \
  && npm prune --omit=dev --ignore-scripts

FROM base AS monitor
COPY package.json ./
COPY bin ./bin
COPY sql ./sql
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
ENTRYPOINT ["node", "bin/esm-monitor.js"]
CMD ["watch", "--headless"]

FROM base AS service
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY demo-stack/instrumentation ./demo-stack/instrumentation
COPY demo-stack/services ./demo-stack/services
USER node
ENV HOST=0.0.0.0
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "demo-stack/services/check-health.ts"]
CMD ["node", "demo-stack/services/user-management/main.ts"]
