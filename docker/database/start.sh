#!/bin/bash
# Starts PostgreSQL with TLS, as the image's own entry point does. The server wants its key to be its
# own and nobody else's; the files that are mounted belong to whoever made them, so root takes copies
# first, in memory. Nobody learns the superuser's password: he enters from inside, without one.
set -eu
install -d -o postgres -g postgres -m 0700 /run/sealane
for file in server-key database-password; do
    install -o postgres -g postgres -m 0600 "/run/secrets/$file" "/run/sealane/$file"
done
POSTGRES_PASSWORD=$(head -c 32 /dev/urandom | base64)
export POSTGRES_PASSWORD
exec docker-entrypoint.sh postgres \
    -c ssl=on \
    -c ssl_cert_file=/etc/sealane/server.pem \
    -c ssl_key_file=/run/sealane/server-key \
    -c ssl_min_protocol_version=TLSv1.3 \
    -c hba_file=/etc/sealane/pg_hba.conf
