# Stands in for node:*-bookworm-slim. Context: the folder of the workspace's own Node.
FROM bookstore-stand-in/debian:bookworm
RUN apt-get update -qq \
  && apt-get install -qq --yes --no-install-recommends libatomic1 libstdc++6 >/dev/null \
  && rm -rf /var/lib/apt/lists/*
COPY node /usr/local/bin/node
CMD ["node"]
