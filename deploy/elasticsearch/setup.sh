#!/bin/bash
# The template of log lines, a data stream for each level, and how long each is kept. Elasticsearch 8.14 and newer.
# Environment: ELASTICSEARCH_URL, ELASTIC_PASSWORD (of the user elastic).
set -euo pipefail
cd "$(dirname "$0")"

send() {
  curl --fail-with-body --silent --show-error --output /dev/null --user "elastic:$ELASTIC_PASSWORD" \
    --header 'content-type: application/json' --request PUT "$ELASTICSEARCH_URL/$1" "${@:2}"
}

send _index_template/taskmaster-logs --data @index-template.json
for level in debug:7d info:30d error:90d; do
  stream="taskmaster-logs-${level%%:*}"
  send "_data_stream/$stream" || true # there already
  send "_data_stream/$stream/_lifecycle" --data "{\"data_retention\": \"${level##*:}\"}"
done
echo "Data streams taskmaster-logs-debug, -info and -error are there."
