import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { titlesIn } from './titles';
import required from './asvs-5-ids.json';

const ROOT = join(__dirname, '..', '..');
const DOCS = ['docs/security.md', 'docs/asvs.md'];
const STATES = ['shown', 'built', 'partly', 'open', 'operator', 'n/a'];
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

interface Row {
  id: string;
  level: string;
  state: string;
  why: string;
}
const lines = read('docs/asvs.md').split('\n');
const rows = lines
  .filter((line) => /^\| V\d/.test(line))
  .map((line): Row => {
    const [id = '', level = '', , state = '', why = ''] = cells(line);
    return { id, level, state, why };
  });

test.each(DOCS)('every file that %s names is there', (doc) => {
  const named = [...read(doc).matchAll(/`((?:[a-z-]+\/)+[\w.-]+\.\w+|[a-z-]+\.(?:ts|json))(?: › [^`]+)?`/g)].map(
    ([, file]) => file!,
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('the table has each requirement of levels 1 and 2 once, in the order of the standard', () => {
  const ids = Object.values(required).flatMap((levels) =>
    Object.entries(levels).flatMap(([level, list]) =>
      list
        .split(' ')
        .filter(Boolean)
        .map((id) => ({ id: `V${id}`, level })),
    ),
  );
  const ordered = (list: { id: string; level: string }[]) =>
    list.map(({ id, level }) => `${id} ${level}`).sort(new Intl.Collator('en', { numeric: true }).compare);
  expect(ids).toHaveLength(70 + 183); // of ASVS 5.0.0
  expect(ordered(rows)).toEqual(ordered(ids));
  expect(rows.map(({ id }) => id)).toEqual(
    rows.map(({ id }) => id).sort(new Intl.Collator('en', { numeric: true }).compare),
  );
});

const NAMED = /`(test\/[^`]+?\.test\.ts)(?: › ([^`]+))?`/g;
const testsIn = ({ id, why }: Row) => [...why.matchAll(NAMED)].map(([, file = '', title]) => ({ id, file, title }));
const titlesOf = new Map<string, string[]>();
const isKnown = (file: string, title: string | undefined): boolean => {
  const known = titlesOf.get(file) ?? titlesIn(read(file));
  titlesOf.set(file, known);
  return title !== undefined && known.includes(title);
};

test('what is shown names its test, and what is not says why', () => {
  expect(rows.filter(({ state }) => !STATES.includes(state))).toEqual([]);
  expect(rows.filter(({ why }) => why === '')).toEqual([]);
  expect(rows.filter((row) => row.state === 'shown' && testsIn(row).length === 0)).toEqual([]);
});

test('every test that shows something is there, under its name', () => {
  const named = rows.filter(({ state }) => state === 'shown').flatMap(testsIn);
  expect(named.length).toBeGreaterThan(170);
  expect(named.filter(({ file, title }) => !isKnown(file, title))).toEqual([]);
});

test.each<[string, string[]]>([
  ["describe('a', () => { it('b', f); test('c', f); })", ['a b', 'a c']],
  ["it.each([['x', 1], ['y', 2]])('%s is %s', f)", ['%s is %s']],
  ["it.each<[string]>(['x', 'y'])('%s is red', f)", ['%s is red', 'x is red', 'y is red']],
  ["describe.each([['x', 1]])('of %s', () => it('b', f))", ['of %s b', 'of x b']],
  ["it(name, f); t.db.selectFrom('it')", []],
])('the names that jest gives in %s', (source, names) => {
  expect(titlesIn(source)).toEqual(names);
});

test('the figures are those of the rows', () => {
  const stated = lines.filter((line) => /^\| [12] /.test(line)).map((line) => cells(line).map(Number));
  const counted = [1, 2].map((level) => {
    const of = rows.filter((row) => row.level === String(level));
    return [level, ...STATES.map((state) => of.filter((row) => row.state === state).length), of.length];
  });
  expect(stated).toEqual(counted);
});
