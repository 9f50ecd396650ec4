import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { makeCustomers } from '../../examples/make-customers';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'campaign.yaml');

/** All that is played: audiences, campaign files, and how the stand-ins misbehave. */
export interface Stage {
  /** The data folder. */
  dir: string;
  /** Everybody, as the simulated customers know themselves. */
  everybody: string;
  /** The campaign that runs to its end. */
  whole: { customers: string; campaign: string };
  /** The campaign that is stopped in the middle; absent in the control run. */
  halted?: { customers: string; campaign: string };
  /** Ids of the steps that everybody gets who stays silent and can be written to. */
  demanded: string[];
  /** Settings of the stand-ins. */
  extraEnv: Record<string, Record<string, string>>;
}

export const DATES = {
  firstDispatch: '2027-02-01',
  lastDispatch: '2027-03-09', // the longest way through the plan ends before it
  applyBy: '2027-03-10',
  applyByRule: 'arrival',
  graceUntil: '2027-03-15',
  endOfService: '2027-03-31',
  claimsUntil: '2027-09-30',
};

const MAIL_FIRST = { mail: 'notice', sms: 'notice-sms', post: 'notice-letter' };
const STEPS = [
  { id: 'notice', kind: 'notice', first: ['mail', 'sms', 'post'], notice: MAIL_FIRST, wait: { days: 5 } },
  {
    id: 'call-notice',
    kind: 'notice',
    first: ['phone'],
    only: ['phone-only'],
    call: { attempts: 2, spacing: { businessDays: 1 } },
    notice: 'call-script',
    wait: { days: 3 },
  },
  {
    id: 'reminder',
    kind: 'reminder',
    first: ['sms', 'mail', 'post'],
    notice: { mail: 'reminder', sms: 'reminder-sms', post: 'reminder-letter' },
    wait: { days: 4 },
  },
  {
    id: 'letter',
    kind: 'reminder',
    first: ['post'],
    only: ['elderly'],
    notice: 'reminder-letter',
    wait: { businessDays: 4 },
  },
  {
    id: 'call',
    kind: 'call',
    first: ['phone'],
    call: { attempts: 2, spacing: { businessDays: 1 } },
    notice: 'call-script',
    wait: { businessDays: 2 },
  },
  {
    id: 'final',
    kind: 'reminder',
    first: ['mail', 'sms', 'post'],
    notice: { mail: 'final', sms: 'final-sms', post: 'final-letter' },
  },
];

/** Steps of the plan, in their order; those for everybody. */
export const ORDER = STEPS.map(({ id }) => id);

/** Where the unprivileged database user reaches. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-faults-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Writes audiences, campaign files and fault files below `folder`. */
export function setStage(
  folder: string,
  input: { seed: number; journeys: number; control: boolean; steps: number },
): Stage {
  const { seed, journeys, control, steps } = input;
  const write = (name: string, bytes: Buffer | string): string => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const all = makeCustomers({ seed, rows: Math.ceil(journeys * ROWS_PER_JOURNEY) + 3 });
  const extraEnv = faultFiles(write, seed, control);
  const dir = join(folder, 'data');
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  const everybody = write('everybody.csv', all);
  const demanded = STEPS.slice(0, steps).flatMap(({ id, kind, ...step }) => {
    return kind === 'call' || 'only' in step ? [] : [id];
  });
  if (control) {
    const campaign = write('control.yaml', campaignFile('対照', 2));
    return { dir, everybody, demanded, whole: { customers: everybody, campaign }, extraEnv };
  }
  const [most, rest] = split(all, 0.8);
  return {
    dir,
    everybody,
    demanded,
    whole: { customers: write('whole.csv', most), campaign: write('whole.yaml', campaignFile('全期間', steps)) },
    halted: { customers: write('halted.csv', rest), campaign: write('halted.yaml', campaignFile('途中中止', steps)) },
    extraEnv,
  };
}

/** Some rows are second contracts, some are refused. */
const ROWS_PER_JOURNEY = 1.15;

/** The example campaign, shortened to six weeks and to these steps. */
function campaignFile(name: string, steps: number): string {
  const document = parseDocument(readFileSync(EXAMPLE, 'utf8'));
  document.set('name', name);
  document.set('dates', document.createNode(DATES));
  const own = STEPS.slice(0, steps).map((step) => ({ purpose: 'service_notice', ...step }));
  document.setIn(['plan', 'steps'], document.createNode(own));
  document.deleteIn(['policy', 'overrides']);
  document.setIn(['policy', 'table', 'service_notice', 'mail', 'no'], 'dont');
  return document.toString();
}

/** Cuts an audience file in two, each with the header; a row of several lines stays whole. */
function split(file: Buffer, share: number): [Buffer, Buffer] {
  const header = file.indexOf('\r\n') + 2;
  const wanted = header + Math.floor((file.length - header) * share);
  const cut = file.indexOf('\r\nMN17', wanted) + 2;
  if (cut < header) throw new Error('The audience file is too short to be cut in two');
  return [file.subarray(0, cut), Buffer.concat([file.subarray(0, header), file.subarray(cut)])];
}

/** Every stand-in misbehaves in the ways it knows; in the control run the SMS provider takes no keys either. */
function faultFiles(write: (name: string, text: string) => string, seed: number, control: boolean) {
  const file = (name: string, faults: object) => write(`faults-${name}.json`, JSON.stringify({ seed, ...faults }));
  const inbox = { acceptThenDrop: control ? 0.6 : 0.03, tempFail: 0.05, slowMs: 15, dsnLate: 0.04, bounce: 0.03 };
  const sms = {
    acceptThenTimeout: control ? 0.6 : 0.08,
    tooMany: 0.06,
    unavailable: 0.06,
    doubleReceipt: 0.15,
    lateReceipt: 0.15,
  };
  const shop = { ackLate: 0.25, ackTwice: 0.25, spoil: 0.05 };
  return {
    inbox: { INBOX_FAULTS: file('inbox', inbox) },
    sms: { SMS_FAULTS: file('sms', sms), ...(control && { SMS_HONOURS_KEYS: 'false' }) },
    'print-shop': { SHOP_FAULTS: file('shop', shop) },
  };
}
