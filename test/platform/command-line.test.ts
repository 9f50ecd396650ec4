import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { instant, localDay } from '../../cli/arguments';
import { readScenario } from '../../api/campaign-file/scenario';
import { testDoc } from '../support/seed';

const ROOT = join(__dirname, '..', '..');

function tsunagi(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/tsunagi.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('--version prints the version of package.json', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(tsunagi('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('a command refuses a day that does not exist, before it does anything', () => {
  const { status, stderr } = tsunagi('plan', 'check', 'examples/campaign.yaml', '--start', '2027-02-30');
  expect(status).toBe(1);
  expect(stderr).toMatch(/'--start <day>' argument '2027-02-30' is invalid\. there is no day 2027-02-30/);
});

describe('days and instants of the command line', () => {
  test.each([
    ['2027-02-01', '2027-02-01T00:00:00+09:00'],
    ['2028-02-29', '2028-02-29T00:00:00+09:00'],
    ['2027-02-01T09:30+09:00', '2027-02-01T09:30:00+09:00'],
    ['2027-02-01T00:30:00Z', '2027-02-01T09:30:00+09:00'],
  ])('%s is %s', (text, at) => {
    expect(instant(text)).toBe(Date.parse(at));
  });

  const nonsense = 'such as 2027-02-01';
  test.each([
    ['2027-02-30', 'there is no day 2027-02-30 in the calendar'],
    ['2027-02-29', 'there is no day 2027-02-29 in the calendar'],
    ['2027-04-31T10:00+09:00', 'there is no day 2027-04-31 in the calendar'],
    ['2027-13-01', 'there is no day 2027-13-01 in the calendar'],
    ['2027-02-01T10:00', 'a time needs its offset'],
    ['1', nonsense],
    ['tomorrow', nonsense],
  ])('%s is refused: %s', (text, why) => {
    expect(() => instant(text)).toThrow(InvalidArgumentError);
    expect(() => instant(text)).toThrow(why);
  });

  test.each([
    ['2027-02-31', 'there is no day 2027-02-31 in the calendar'],
    ['31.1.2027', nonsense],
  ])('the day %s is refused: %s', (text, why) => {
    expect(() => localDay(text)).toThrow(why);
  });

  test('an event of a scenario on such a day is refused', () => {
    const scenario = `{events: [{event: answer, on: '2027-02-30'}]}`;
    expect(readScenario(scenario, testDoc())).toMatchObject({ findings: [{ code: 'day_malformed' }] });
  });
});
