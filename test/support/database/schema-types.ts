import { Kysely, PostgresDialect, sql } from 'kysely';
import { type DatabaseMetadata, generate, PostgresDialect as GeneratorDialect } from 'kysely-codegen';
import pg from 'pg';
import { format, resolveConfig } from 'prettier';

export const SCHEMA_FILE = 'db/platform/schema.generated.ts';

const COLUMN_TYPES = './column-types';
const DOMAIN = '../../domain';

/** Columns whose values the database does not describe: contents of jsonb, and texts without a check. */
const COLUMNS: Record<string, string> = {
  'alerts.figures': 'JsonText<Record<string, number | string>>',
  'api_keys.rights': 'Generated<Right[]>',
  'arrivals.data': 'JsonText<Record<string, unknown>>',
  'client_files.totals': 'JsonText<Record<string, unknown>>',
  'corrections.before': 'OutcomeName | null',
  'findings.detail': 'JsonText<Record<string, unknown>> | null',
  'grants.rights': 'Generated<Right[]>',
  'plan_versions.wave_moves': 'Generated<JsonText<WaveMove[]>>',
  'journeys.plan_progress': 'JsonText<PlanProgress> | null',
  'lanes.provider': 'Generated<JsonText<Record<string, unknown>>>',
  'pauses.area': 'JsonText<PauseArea> | null',
  'plan_versions.rule': 'JsonText<PlanRule> | null',
  'print_runs.acknowledged': 'JsonText<Record<string, unknown>> | null',
  'print_runs.totals': 'JsonText<Record<string, unknown>> | null',
  'recalls.answer': 'JsonText<RecallAnswer> | null',
  'rehearsals.behaviour': 'JsonText<Record<string, unknown>>',
  'rehearsals.error': 'JsonText<RehearsalError> | null',
  'rehearsals.progress': 'JsonText<RehearsalProgress> | null',
  'rehearsals.result': 'JsonText<RehearsalResult> | null',
  'representatives.bad':
    'Generated<ColumnType<Record<string, string>, Record<string, string>, Record<string, string>>>',
  'representatives.purposes': "('service_notice' | 'offer')[] | null",
  'requests.action': 'Requested',
  'requests.payload': 'JsonText<Record<string, unknown>>',
  'return_entries.data': 'JsonText<Record<string, unknown>>',
  'returns.defects': 'JsonText<string[]> | null',
  'search_keys.keys': 'string[]', // 64-bit hashes, which no JavaScript number holds
};

/** The types of all tables of the migrated database at `url`, as the text of SCHEMA_FILE. */
export async function schemaTypes(url: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const text = await generate({
      db,
      dialect: new GeneratorDialect({ dateParser: 'string' }),
      outFile: null,
      excludePattern: 'kysely_*',
      typeOnlyImports: true,
      typeMapping: { int8: 'number', timestamptz: 'Instant', jsonb: 'JsonText<unknown>' },
      overrides: { columns: COLUMNS },
      customImports: {
        Instant: COLUMN_TYPES,
        JsonText: COLUMN_TYPES,
        Right: `${DOMAIN}/access/access`,
        Requested: `${DOMAIN}/access/access`,
        OutcomeName: `${DOMAIN}/journeys/states`,
        PauseArea: `${DOMAIN}/campaigns/pauses`,
        PlanProgress: `${DOMAIN}/campaigns/plan-rule`,
        PlanRule: `${DOMAIN}/campaigns/plan-rule`,
        RecallAnswer: `${DOMAIN}/print/recall`,
        RehearsalError: `${DOMAIN}/rehearsals/run`,
        RehearsalProgress: `${DOMAIN}/rehearsals/run`,
        RehearsalResult: `${DOMAIN}/rehearsals/result`,
        WaveMove: `${DOMAIN}/campaigns/replan/replan`,
      },
      postprocess: async ({ metadata }) => withCheckedValues(db, metadata),
    });
    const config = await resolveConfig(SCHEMA_FILE);
    return await format(text.replaceAll('"', "'"), { ...config, parser: 'typescript' });
  } finally {
    await db.destroy();
  }
}

/** Gives a text column the values of its check `column in (…)`, as an enum type would have them. */
async function withCheckedValues(db: Kysely<unknown>, metadata: DatabaseMetadata): Promise<DatabaseMetadata> {
  const { rows } = await sql<{ table: string; condition: string }>`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as condition
    from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`.execute(db);
  for (const { table, condition } of rows) {
    const [, name, list] = /^CHECK \(\((\w+) = ANY \(ARRAY\[([^\]]*)\]\)\)\)$/.exec(condition) ?? [];
    const column = metadata.tables.find((found) => found.name === table)?.columns.find((found) => found.name === name);
    if (column && list) column.enumValues = [...list.matchAll(/'([^']*)'::text/g)].map(([, value]) => value!);
  }
  return metadata;
}
