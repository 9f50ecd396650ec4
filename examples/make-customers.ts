import { writeFileSync } from 'node:fs';
import { program } from 'commander';
import iconv from 'iconv-lite';
import { makeContacts } from './customer-contacts';
import { makeFaults } from './customer-faults';
import { Dice, drawPlaces, type Maker, makeRow, relative, type Row, secondContract, TITLES } from './customer-rows';

/** Contracts that refuse mail but are contacted by override in examples/campaign.yaml. */
const OVERRIDDEN = [811, 812, 813];
const FIRST_NUMBER = 601;

/**
 * An audience file in the format of a billing system's export: CP932, CRLF, with several contracts per customer,
 * families and companies and, from 200 rows on, every kind of fault and customers whom mail cannot reach. The same seed
 * and rows give the same bytes.
 */
export function makeCustomers({ seed, rows }: { seed: number; rows: number }): Buffer {
  const dice = new Dice(seed);
  let next = FIRST_NUMBER;
  const nextNumber = (): string => {
    const number = next++;
    return OVERRIDDEN.includes(number) ? nextNumber() : numberOf(number);
  };
  const maker: Maker = { dice, places: drawPlaces(dice, Math.min(rows, 3000)), nextNumber };
  const groups: (Row | string[])[][] = [
    ...OVERRIDDEN.map((number) => [{ ...mailedRow(maker), 契約番号: numberOf(number), メール通知同意: '0' }]),
    ...makeFaults(maker, rows),
    ...makeContacts(maker, rows),
  ];
  let count = groups.flat().length;
  while (count < rows) {
    const group = makeGroup(maker).slice(0, rows - count);
    groups.push(group);
    count += group.length;
  }
  const lines = shuffle(groups.flat(), dice).map((row) =>
    Array.isArray(row) ? row : TITLES.map((title) => row[title]),
  );
  return encode([[...TITLES], ...lines].map(csvLine).join(''));
}

/** Encodes as CP932, including the first user-defined character (gaiji), which iconv-lite cannot encode. */
function encode(text: string): Buffer {
  const gaiji = Buffer.from([0xf0, 0x40]);
  const parts = text.split('\ue000').flatMap((part) => [gaiji, iconv.encode(part, 'cp932')]);
  return Buffer.concat(parts.slice(1));
}

const numberOf = (number: number) => `MN17${String(number).padStart(7, '0')}`;

function mailedRow(maker: Maker): Row {
  for (;;) {
    const row = makeRow(maker);
    if (row.メールアドレス.startsWith('user') && row.個人法人区分 === '個人') return row;
  }
}

/** The rows of one customer: usually one contract, sometimes several, sometimes with a relative at the same address. */
function makeGroup(maker: Maker): Row[] {
  const row = makeRow(maker);
  const kind = maker.dice.next();
  if (kind < 0.07) return [row, secondContract(row, maker)];
  if (kind < 0.08) return [row, secondContract(row, maker), secondContract(row, maker)];
  return kind < 0.11 && row.個人法人区分 === '個人' ? [row, relative(row, maker)] : [row];
}

function shuffle<Item>(items: Item[], dice: Dice): Item[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = dice.between(0, at);
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
  return items;
}

const csvLine = (values: string[]): string => `${values.map(quoted).join(',')}\r\n`;
const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

if (require.main === module) {
  program
    .requiredOption('--out <file>', 'where to write')
    .option('--rows <count>', 'data rows', Number, 300)
    .option('--seed <number>', 'same seed, same file', Number, 1)
    .action(({ out, ...options }: { out: string; rows: number; seed: number }) => {
      writeFileSync(out, makeCustomers(options));
    })
    .parse();
}
