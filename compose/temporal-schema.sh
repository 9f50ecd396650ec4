#!/bin/sh
# Temporal's own tables; harmless when they are there.
set -eu
for database in temporal temporal_visibility; do
  folder=${database#temporal_}
  tool="temporal-sql-tool --plugin postgres12_pgx --ep $SQL_HOST -p 5432 -u $SQL_USER --db $database"
  $tool setup-schema -v 0.0 || true
  $tool update-schema --schema-name "postgresql/v12/$folder"
done
