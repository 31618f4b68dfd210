# Stands in for haproxy:*-bookworm: Debian's own package of the same release line.
FROM bookstore-stand-in/debian:bookworm
RUN apt-get update -qq \
  && apt-get install -qq --yes --no-install-recommends haproxy >/dev/null \
  && rm -rf /var/lib/apt/lists/*
STOPSIGNAL SIGUSR1
USER haproxy
CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
