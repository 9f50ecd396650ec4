/** What of JSON Schema our OpenAPI document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  minLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Operation {
  operationId: string;
  'x-action'?: string;
  'x-roles'?: string[];
  security?: object[];
  parameters?: { in: 'path' | 'query' | 'header'; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The tables that names of ids in queries and bodies stand for. */
const NAMED: Record<string, string> = {
  campaign: 'campaigns',
  campaignId: 'campaigns',
  contractId: 'contracts',
  customer: 'customers',
  customerId: 'customers',
  customerIds: 'customers',
  journeyId: 'journeys',
  ownerId: 'persons',
  clientId: 'clients',
  intakeId: 'intakes',
};
/** And in paths, by the part before them. */
const PATHS: Record<string, string> = {
  'call-tasks': 'call_tasks',
  'client-data': 'client_files',
  held: 'contracts',
  overrides: 'consent_overrides',
  'print-runs': 'print_runs',
  results: 'result_files',
  'set-asides': 'set_asides',
};

/** The table whose ids a name of a query or body takes; undefined for what is no id. */
export const tableOf = (name: string): string | undefined => NAMED[name];

/** The table of a path's parameter. */
export function pathTable(path: string, name: string): string {
  const before = path.split('/').at(path.split('/').indexOf(`{${name}}`) - 1)!;
  return PATHS[before] ?? before;
}

/** A value that fits a schema, with `idOf` for ids; optional fields only where they are ids. */
export function sample(
  document: Document,
  schema: Schema,
  idOf: (table: string, at: string) => number,
  at = '',
  /** Of an array: which of its elements; each takes another value of a list. */
  turn = 0,
): unknown {
  const go = (inner: Schema, path: string, which = turn) => sample(document, inner, idOf, path, which);
  const name = at.split('.').at(-1)!;
  if (schema.$ref) return go(document.components.schemas[schema.$ref.split('/').at(-1)!]!, at);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants)
    return go(
      variants.find(({ type }) => type !== 'null')!,
      at,
    );
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => go(part, at)));
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[turn % schema.enum.length];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  const table = tableOf(name);
  if ((type === 'integer' || type === 'number') && table) return idOf(table, at);
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return true;
  if (type === 'array') {
    return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, (_, index) => go(schema.items ?? {}, at, index));
  }
  if (type === 'object') {
    const fields = Object.entries(schema.properties ?? {});
    const wanted = fields.filter(([field]) => schema.required?.includes(field) || tableOf(field));
    return Object.fromEntries(wanted.map(([field, inner]) => [field, go(inner, `${at}.${field}`)]));
  }
  return textOf(schema);
}

function textOf({ format, pattern, minLength }: Schema): string {
  if (format === 'date-time') return '2027-01-05T00:00:00.000Z';
  if (format === 'date') return '2027-03-01';
  if (pattern?.includes('{64}')) return 'a'.repeat(64);
  return 'x'.repeat(minLength ?? 1);
}
