import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../support/seeded-random';
import { type MailbagItem, type PostalClass } from '../entries';
import { type Envelope, postedOf } from '../runs';
import { type ShopSettings } from '../settings';
import { type Shop } from '../shop';

/** First digit of the carrier's numbers, by class. */
const KINDS: Record<Exclude<PostalClass, 'ordinary'>, number> = { registered: 1, simple_registered: 3, recorded: 5 };
const RESULTS = 'お問い合わせ番号,状況,日時,理由';
const REASONS = { unknown: 'あて所に尋ねあたりません', moved: '転居先不明', incomplete: 'あて名不完全' } as const;

/**
 * The carrier: gives each recorded and registered envelope a number, and reports what became of it. Its files lie in the
 * folder `track`. A file that is written again after a crash is the same file.
 */
export class Carrier {
  constructor(
    private readonly shop: Shop,
    private readonly settings: ShopSettings,
  ) {
    mkdirSync(this.#folder(), { recursive: true });
  }

  #folder(name = ''): string {
    return join(this.settings.printDir, 'track', name);
  }

  /** Writes what is new: the numbers of posted runs, and results of envelopes whose numbers are known. */
  report(): void {
    for (const run of this.shop.runs.all) {
      if (run.postedAt === undefined || run.numbered || run.acknowledged === 0) continue;
      const rows = postedOf(run).flatMap((one) =>
        isTracked(one) ? [`${one.piece},${this.#number(run.key, one)}`] : [],
      );
      if (rows.length > 0) this.#write(`${run.key}-numbers.csv`, ['piece,tracking_no', ...rows]);
      this.shop.put({ type: 'numbered', key: run.key });
    }
    const { letters, mailbag, reported } = this.shop;
    if (letters.length === reported.letters && mailbag.length === reported.mail) return;
    const rows = [
      ...letters.slice(reported.letters).map(({ key, no, at }) => this.#row(key, no, 'お届け済み', at)),
      ...mailbag.slice(reported.mail).map((item) => this.#returnedRow(item)),
    ].filter((row) => row !== undefined);
    if (rows.length > 0) this.#write(`results-${letters.length}-${mailbag.length}.csv`, [RESULTS, ...rows]);
    this.shop.put({ type: 'reported', letters: letters.length, mail: mailbag.length });
  }

  #returnedRow({ at, returned }: MailbagItem): string | undefined {
    if (!returned) return undefined;
    const { key, no, reason } = returned;
    if (reason === 'refused') return this.#row(key, no, '受取拒絶', at);
    return this.#row(key, no, '返送', at, REASONS[reason]);
  }

  /** Undefined for ordinary mail. */
  #row(key: string, no: number, result: string, at: string, reason = ''): string | undefined {
    const envelope = this.shop.runs.envelope(key, no);
    if (!envelope || !isTracked(envelope)) return undefined;
    return [this.#number(key, envelope), result, local(at), reason].join(',');
  }

  /** Eleven digits: kind, nine of its own, and the remainder by seven. */
  #number(key: string, { no, class: of }: Envelope): string {
    const own = Math.floor(seededRandom(this.settings.seed, 'tracking', key, no) * 1e9);
    const body = `${KINDS[of as keyof typeof KINDS]}${String(own).padStart(9, '0')}`;
    return `${body}${Number(body) % 7}`;
  }

  #write(name: string, rows: string[]): void {
    writeFileSync(this.#folder(`.${name}`), `${rows.join('\r\n')}\r\n`);
    renameSync(this.#folder(`.${name}`), this.#folder(name));
  }
}

const isTracked = ({ class: of }: Envelope): boolean => of !== 'ordinary';

/** Day and time in Japan, as the carrier writes them. */
const local = (at: string): string =>
  new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
