#!/bin/sh
# Roles and databases, once, when the data volume is new. The owner migrates; the application role has few rights.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -d postgres \
  -v owner="$TSUNAGI_OWNER_PASSWORD" -v app="$TSUNAGI_APP_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role tsunagi_owner login password :'owner';
create role tsunagi_app login password :'app';
create role tsunagi_api nologin;
grant tsunagi_api to tsunagi_app;
create role temporal login createdb password :'temporal';
create database tsunagi owner tsunagi_owner encoding 'UTF8';
create database tsunagi_rehearsal owner tsunagi_owner encoding 'UTF8';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
psql -v ON_ERROR_STOP=1 -U postgres -d temporal_visibility -c 'create extension if not exists btree_gin'
