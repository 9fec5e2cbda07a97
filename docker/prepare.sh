#!/bin/sh
# Makes what compose.yaml mounts: keys, certificates, agreements and a node.yaml of us, nl and sg, by
# `sealane certs`, then names of containers in place of the loopback address, and for each database a
# password and a TLS certificate. All below docker/federation, which git ignores; for development only.
#
#   docker/prepare.sh                           with gateway/sealane: a JDK 25 and, once, Maven
#   SEALANE='docker run ...' docker/prepare.sh  with any other command that stands for it
set -eu
umask 077

here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
made=$here/federation
new=$here/federation.new

fail() {
    printf 'prepare: %s\n' "$1" >&2
    exit 3
}

# Replaces in a node.yaml, and is sure that there was something to replace.
replace() {
    grep -q "$2" "$1" || fail "$1 has no line like $2: certs writes another form than it did"
    sed "s#$2#$3#" "$1" >"$1.part"
    mv "$1.part" "$1"
}

[ ! -e "$made" ] || fail "$made is there: its keys are not replaced. Remove it and the volumes first."
command -v openssl >/dev/null || fail 'openssl is needed.'
rm -rf "$new"
mkdir "$new"
printf '*\n' >"$new/.gitignore"
# shellcheck disable=SC2086 # a command and its options are words
${SEALANE:-"$here/../gateway/sealane"} certs --out "$new" >/dev/null

for node in us nl sg; do
    folder=$new/$node
    yaml=$folder/node.yaml
    replace "$yaml" '^data: data$' 'data: /var/lib/sealane'
    replace "$yaml" 'keys/node\.p12' '/run/secrets/node-keys'
    replace "$yaml" 'keys/password' '/run/secrets/node-password'
    # Parties and partners come from outside of the container; the operator does not.
    for listener in api federation; do
        grep -q "^$listener:\$" "$yaml" || fail "$yaml has no $listener"
        sed "/^$listener:\$/,/port:/s/host: 127\\.0\\.0\\.1/host: 0.0.0.0/" "$yaml" >"$yaml.part"
        mv "$yaml.part" "$yaml"
    done
    for partner in us:8444 nl:8544 sg:8644; do
        name=${partner%:*}
        if [ "$name" != "$node" ]; then
            replace "$yaml" "https://127\\.0\\.0\\.1:${partner#*:}" \
                "https://$name.sealane.example:${partner#*:}"
        fi
    done

    database=db.$node.sealane.example
    mkdir "$folder/database"
    openssl rand -hex 32 >"$folder/database/password"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 30 -sha256 \
        -subj "/CN=$database" -addext "subjectAltName=DNS:$database" \
        -keyout "$folder/database/server-key" -out "$folder/database/server.pem" 2>/dev/null ||
        fail 'openssl made no certificate; version 3 or newer is needed.'
    {
        printf 'database:\n'
        printf '  url: postgresql://sealane@%s:5432/sealane' "$database"
        printf '?sslmode=verify-full&sslrootcert=/etc/sealane/database.pem\n'
        printf '  passwordFile: /run/secrets/database-password\n'
    } >>"$yaml"
    chmod 644 "$folder/database/server.pem" # PostgreSQL reads it as another user
done

# The node in its container is the user that these files belong to. It is never root.
uid=$(id -u)
if [ "$uid" = 0 ]; then
    uid=10001
    chown -R "$uid:$uid" "$new"
fi
printf 'SEALANE_UID=%s\n' "$uid" >"$here/.env"
mv "$new" "$made"
printf 'Made %s. The nodes run with:\n  docker compose -f %s up --build\n' "$made" "$here/compose.yaml"
