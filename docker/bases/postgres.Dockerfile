# Stands in for postgres:*-bookworm, as far as this shop uses it: POSTGRES_PASSWORD(_FILE), POSTGRES_USER,
# POSTGRES_DB, PGDATA, scripts in /docker-entrypoint-initdb.d, arguments for the server, psql and
# pg_isready. Context: PostgreSQL's programs for this machine, as the registry's package has them.
FROM bookstore-stand-in/debian:bookworm
RUN apt-get update -qq \
  && apt-get install -qq --yes --no-install-recommends libstdc++6 postgresql-client >/dev/null \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --system --gid 999 postgres \
  && useradd --system --uid 999 --gid postgres --home-dir /var/lib/postgresql --shell /bin/bash postgres \
  && install --directory --mode 1777 --owner postgres --group postgres /var/lib/postgresql \
  && install --directory --mode 3777 --owner postgres --group postgres /var/run/postgresql \
  && mkdir /docker-entrypoint-initdb.d
COPY bin /usr/lib/postgresql/18/bin
COPY lib /usr/lib/postgresql/18/lib
COPY share /usr/lib/postgresql/18/share
COPY entrypoint.sh /usr/local/bin/docker-entrypoint.sh
ENV PGDATA=/var/lib/postgresql/18/docker \
  PATH=/usr/lib/postgresql/18/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
