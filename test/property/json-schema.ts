import fc from 'fast-check';
import { nasty } from './mutations';

type Schema = Record<string, unknown>;

/** Values that fit a JSON schema as far as it is easy to say, and among them some that do not. */
export function valueOf(schema: Schema, root: Schema = schema): fc.Arbitrary<unknown> {
  const wrong = fc.oneof(
    nasty,
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(-1, 2 ** 31, 2 ** 53, 1e300, 0.5, null, [], {}),
  );
  return fc.oneof({ weight: 6, arbitrary: fitting(schema, root) }, { weight: 1, arbitrary: wrong });
}

function fitting(schema: Schema, root: Schema): fc.Arbitrary<unknown> {
  const { type, properties, items, anyOf, oneOf, allOf, $ref } = schema as {
    type?: string;
    properties?: Record<string, Schema>;
    items?: Schema;
    anyOf?: Schema[];
    oneOf?: Schema[];
    allOf?: Schema[];
    $ref?: string;
  };
  if ($ref) return fitting(resolved($ref, root), root);
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const options = anyOf ?? oneOf;
  if (options) return fc.oneof(...options.map((option) => valueOf(option, root)));
  if (allOf) return fitting(Object.assign({}, ...allOf) as Schema, root);
  if (type === 'object' || properties) return objectOf(schema, properties ?? {}, root);
  if (type === 'array') return fc.array(valueOf(items ?? {}, root), { maxLength: 3 });
  if (type === 'integer') return fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer());
  if (type === 'number') return fc.double();
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'string') return textOf(schema);
  return fc.jsonValue({ maxDepth: 2 });
}

function objectOf(schema: Schema, properties: Record<string, Schema>, root: Schema): fc.Arbitrary<unknown> {
  const required = (schema.required as string[] | undefined) ?? [];
  const fields = Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, valueOf(of, root)]));
  return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
}

function textOf({ format, pattern }: Schema): fc.Arbitrary<string> {
  const instant = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'date-time') return instant;
  if (format === 'date') return instant.map((text) => text.slice(0, 10));
  if (typeof pattern === 'string') return fc.oneof(fc.constantFrom('a', '1', 'a'.repeat(64), 'INQ-1'), nasty);
  return fc.oneof(fc.constantFrom('理由', 'reason', 'x'), nasty);
}

const resolved = (ref: string, root: Schema): Schema =>
  ref === '#'
    ? root
    : ref
        .split('/')
        .slice(1)
        .reduce((at, part) => at[part] as Schema, root);
