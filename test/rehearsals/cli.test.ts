import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearse, type RehearseOptions } from '../../cli/rehearse-command';
import { type Output, type Patience } from '../../cli/rehearse-follow';
import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import { noteRehearsalProgress, storeRehearsalFailure, storeRehearsalResult } from '../../db/rehearsals/stored';
import { AppError } from '../../domain/errors';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../support/api';
import { eventually } from '../support/eventually';
import { resultFixture } from './result-fixture';

const ROOT = join(__dirname, '..', '..');
const REHEARSALS = { REHEARSAL_DATABASE_URL: 'postgres://rehearsals@127.0.0.1/rehearsals' };
const QUICK: Patience = { everyMs: 10, sayAfterMs: 60_000, giveUpAfterMs: 120_000 };

let api: Api;
let own: ApiClient;
let folder: string;
let env: Record<string, string>;
const before = { ...process.env };
beforeAll(async () => {
  api = await openApi();
  for (const lane of SHARED_LANES) await ensureLane(api.t.db, lane);
  folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
  env = { DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused', ...REHEARSALS };
});
beforeEach(async () => {
  own = await authored();
  Object.assign(process.env, env);
});
afterEach(() => {
  for (const name of Object.keys(env)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.t.close();
});

/** A campaign that a manager has written. */
async function authored(): Promise<ApiClient> {
  const made = await api.client();
  const { personId } = made.keys.manager;
  await api.t.db.updateTable('campaigns').set({ created_by: personId }).where('id', '=', made.campaignId).execute();
  return made;
}

/** Runs the command and returns its exit code with what it printed. */
async function run(
  options: Partial<RehearseOptions>,
  patience = QUICK,
  { signal = new AbortController().signal, err = [] as string[] } = {},
) {
  const printed = { out: [] as string[], err };
  const output: Output = { out: (line) => printed.out.push(line), err: (line) => printed.err.push(line), signal };
  const usual = { campaign: own.campaignId, sample: 400, all: false, seed: 7, json: false, lang: 'en' as const };
  const code = await rehearse({ ...usual, ...options }, output, patience);
  return { code, ...printed };
}

const rows = () =>
  api.t.db.selectFrom('rehearsals').selectAll().where('campaign_id', '=', own.campaignId).orderBy('id').execute();
/** Waits for the rehearsal that is asked for, then plays its worker. */
const worker = async (play: (id: number) => Promise<unknown>) => {
  const [row] = await eventually('the rehearsal', async () => {
    const found = await rows();
    return found.length > 0 ? found : undefined;
  });
  await play(row!.id);
};
const stores = (id: number) => storeRehearsalResult(api.t.db, id, resultFixture());

test('the answers are printed in words, with what capacity and calls come to', async () => {
  const [{ code, out, err }] = await Promise.all([run({}), worker(stores)]);
  expect(code).toBe(0);
  expect(err[0]).toMatch(/^Rehearsal \d+ waits for its start/);
  const text = out.join('\n');
  for (const part of [
    'No real contact was made',
    'Without capacity limits',
    '120 contracts are late and 28 are not completed',
    'yen per contract are:',
  ]) {
    expect(text).toContain(part);
  }
  expect((await rows())[0]).toMatchObject({ sample: 400, seed: 7 });
  expect(await ledgerKinds(api.t, own.campaignId)).toEqual(expect.arrayContaining(['rehearsal_requested']));
});

test('--json prints the result alone, and --pdf writes it to a file as well', async () => {
  const pdf = join(folder, 'r.pdf');
  const [{ code, out }] = await Promise.all([run({ json: true, pdf, all: true }), worker(stores)]);
  expect(code).toBe(0);
  expect(out).toHaveLength(1);
  expect(JSON.parse(out[0]!)).toEqual(resultFixture());
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await rows())[0]!.sample).toBeNull();
});

test('a PDF for a folder that is not there is refused before anything is asked for', async () => {
  const pdf = join(folder, 'missing', 'r.pdf');
  const { code, out, err } = await run({ pdf });
  expect([code, out, err]).toEqual([1, [], [expect.stringContaining(`Nothing can be written to “${pdf}”`)]]);
  expect(await rows()).toEqual([]);
});

test('a PDF whose folder goes meanwhile costs no answer: they are printed before', async () => {
  const going = mkdtempSync(join(folder, 'going-'));
  const [{ code, out, err }] = await Promise.all([
    run({ json: true, pdf: join(going, 'r.pdf') }),
    worker(async (id) => {
      rmSync(going, { recursive: true });
      await stores(id);
    }),
  ]);
  expect(JSON.parse(out[0]!)).toEqual(resultFixture());
  expect([code, err.at(-1)]).toEqual([1, expect.stringContaining('Nothing can be written to')]);
});

test.each([
  ['a rate above 1', 'rates:\n  bounce: { mail: { low: 0, likely: 2, high: 3, source: x } }', /2: rates\.bounce\.mail\.likely/],
  ['a name that is unknown', 'rates: { bounced: {} }', /1: rates\.bounced/],
  ['no mapping at all', '- 1', /behaviour|object|mapping/i],
])('a behaviour file with %s is refused, and nothing is asked for', async (_, text, expected) => {
  const behaviour = join(folder, 'behaviour.yaml');
  writeFileSync(behaviour, text);
  const { code, out, err } = await run({ behaviour });
  expect([code, out]).toEqual([1, []]);
  expect(err.join('\n')).toMatch(expected);
  expect(await rows()).toEqual([]);
}); // prettier-ignore

test('a behaviour file that is not there is named, and nothing is asked for', async () => {
  const behaviour = join(folder, 'missing.yaml');
  const { code, out, err } = await run({ behaviour });
  expect([code, out, err]).toEqual([1, [], [expect.stringContaining(`There is no file “${behaviour}”`)]]);
  expect(await rows()).toEqual([]);
});

test('an unknown campaign, and a second rehearsal while one goes on, are refused', async () => {
  const unknown = await run({ campaign: 999_999_999 });
  expect([unknown.code, unknown.out]).toEqual([1, []]);
  expect(unknown.err).toHaveLength(1);
  const stranger = await run({ login: 'stranger' });
  expect([stranger.code, stranger.err]).toEqual([1, [expect.stringContaining('No account has the login “stranger”')]]);
  const first = run({});
  await worker(async (id) => {
    const second = await run({});
    expect([second.code, second.err]).toEqual([1, [expect.stringContaining('goes on already')]]);
    await stores(id);
  });
  expect((await first).code).toBe(0);
});

test('a campaign without an author asks for the login of who wants the rehearsal', async () => {
  await api.t.db.updateTable('campaigns').set({ created_by: null }).where('id', '=', own.campaignId).execute();
  const { code, err } = await run({});
  expect([code, err]).toEqual([1, [expect.stringMatching(/no author on record.*--login/)]]);
  expect(await rows()).toEqual([]);
});

test('an installation that cannot rehearse says what is missing, and nothing is asked for', async () => {
  delete process.env.REHEARSAL_DATABASE_URL;
  const { code, err } = await run({});
  expect([code, err]).toEqual([1, [expect.stringContaining('set REHEARSAL_DATABASE_URL')]]);
  expect(await rows()).toEqual([]);
});

test('a rehearsal that no worker takes up is waited for with words, and then cancelled', async () => {
  const { code, err } = await run({}, { everyMs: 10, sayAfterMs: 50, giveUpAfterMs: 300 });
  expect(code).toBe(1);
  expect(err.map((line) => line.replace(/\d+/g, 'N'))).toEqual([
    'Rehearsal N waits for its start …',
    'Rehearsal N is waiting for a worker … (since N:N)',
    expect.stringMatching(/^No worker took up rehearsal N within .* Start a worker that has REHEARSAL_DATABASE_URL/),
    'The rehearsal was cancelled.',
  ]);
  expect(await rows()).toMatchObject([{ status: 'cancelled' }]);
  expect((await ledgerKinds(api.t, own.campaignId)).slice(-2)).toEqual(['rehearsal_requested', 'rehearsal_cancelled']);
});

test('one that waits for another to end is not given up, and then shows its progress', async () => {
  const other = await authored();
  const abort = new AbortController();
  const elsewhere = run({ campaign: other.campaignId }, QUICK, { signal: abort.signal });
  const running = await eventually('the other one', () =>
    api.t.db.selectFrom('rehearsals').select('id').where('campaign_id', '=', other.campaignId).executeTakeFirst(),
  );
  await api.t.db.updateTable('rehearsals').set({ launched: true }).where('id', '=', running.id).execute();
  await noteRehearsalProgress(api.t.db, running.id, { journeys: 400, ended: 1, day: null });
  const err: string[] = [];
  let reads = 0;
  const counted = {
    get everyMs() {
      reads += 1;
      return 10;
    },
    ...{ sayAfterMs: 20, giveUpAfterMs: 60 },
  };
  const waiting = run({}, counted, { err });
  await worker(async (id) => {
    // with so many reads, 10 ms apart, it has waited for longer than it would wait for a worker
    await eventually('its reads', () => (reads >= 20 ? true : undefined));
    expect((await rows())[0]!.status).toBe('queued');
    await noteRehearsalProgress(api.t.db, id, { journeys: 0, ended: 0, day: null });
    await eventually('its beginning', () => err.find((line) => line.startsWith('Simulated customers are being drawn')));
    await noteRehearsalProgress(api.t.db, id, { journeys: 400, ended: 120, day: '2027-02-03' });
    abort.abort();
    expect((await elsewhere).code).toBe(2);
    await eventually('its progress', () => err.find((line) => line.startsWith('120 of 400')));
    await stores(id);
  });
  expect((await waiting).code).toBe(0);
  expect(err[0]).toBe(`Rehearsal ${running.id}, which goes on, has to end first …`);
  expect(err.at(-1)).toBe('120 of 400 journeys have ended; 2027-02-03 is reached');
});

test('one that fails says why and how to mend it', async () => {
  const fails = (id: number) => storeRehearsalFailure(api.t.db, id, new AppError('rehearsal_not_set_up'));
  const [{ code, err }] = await Promise.all([run({}), worker(fails)]);
  expect(code).toBe(1);
  expect(err.at(-1)).toMatch(/set REHEARSAL_DATABASE_URL\. \(rehearsal_not_set_up\)$/);
});

test('Ctrl-C cancels the rehearsal and ends with 2', async () => {
  const args = ['bin/tsunagi.mjs', 'rehearse', String(own.campaignId), '--pdf', join(folder, 'none.pdf'), '--lang', 'en'];
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = once(child, 'exit');
  await worker(async () => {
    await eventually('its first words', () => (said.includes('waits for its start') ? true : undefined));
    child.kill('SIGINT');
  });
  expect((await exit)[0]).toBe(2);
  expect(said).toContain('The rehearsal was cancelled.');
  expect(await rows()).toMatchObject([{ status: 'cancelled' }]);
  expect(existsSync(join(folder, 'none.pdf'))).toBe(false);
}); // prettier-ignore
