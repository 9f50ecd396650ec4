import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson } from '../../config/files';
import { acknowledgement, refusal } from './acknowledgement';
import { type DeliveryOutcome, type PageFault, type Piece, type PieceRead } from './entries';
import { Carrier } from './carrier/carrier';
import { acksOf, outcomeOf, isSlipShort, isSpoiled, postedFrom } from './delivery-outcome';
import { BadRun, checkRun } from './manifest';
import { type PdfReader, type PrintedFile } from './reader';
import { RecallDesk } from './recalls';
import { addressOf, type Envelope, envelopesOf, postedOf, type Run } from './runs';
import { type ShopSettings } from './settings';
import { type Shop } from './shop';

const READ_AT_ONCE = 20;
const KEY = /^[\w-][\w.-]*$/;
const PIECE_CODE = /^[0-9A-HJKMNP-TV-Z]{12}$/;
const isLink = (text: string) => /^https?:\/\//i.test(text);

/** Accepts, prints, posts and acknowledges runs. One call of `work` at a time. */
export class Press {
  readonly #shop: Shop;
  readonly #reader: PdfReader;
  readonly #settings: ShopSettings;
  readonly #desk: RecallDesk;
  readonly #carrier: Carrier;

  constructor(shop: Shop, reader: PdfReader, settings: ShopSettings) {
    this.#shop = shop;
    this.#reader = reader;
    this.#settings = settings;
    this.#desk = new RecallDesk(shop, settings);
    this.#carrier = new Carrier(shop, settings);
    for (const folder of ['out', 'done', 'ack']) mkdirSync(this.#shared(folder), { recursive: true });
  }

  /** Works until nothing is left or the machine's clock (ms) reaches `until`. Returns the number of items left. */
  async work(until: number): Promise<number> {
    for (const key of this.#handedIn()) await this.#takeIn(key);
    this.#desk.takeLists();
    for (const run of this.#shop.runs.all) {
      if (run.postedAt !== undefined) continue;
      await this.#read(run, until);
      if (unread(run).length === 0 && !this.#waits(run)) this.#post(run);
    }
    for (const run of this.#shop.runs.all) this.#acknowledge(run);
    this.#desk.answerLists();
    this.#carrier.report();
    for (const key of this.#handedIn()) this.#putAway(key);
    return this.#left();
  }

  #shared(...path: string[]): string {
    return join(this.#settings.printDir, ...path);
  }

  /** Folders with a leading dot are not ready. */
  #handedIn(): string[] {
    const entries = readdirSync(this.#shared('out'), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && KEY.test(entry.name))
      .map(({ name }) => name)
      .sort();
  }

  async #takeIn(key: string): Promise<void> {
    if (this.#shop.runs.get(key)) return;
    const at = this.#shop.clock ?? '';
    const temporary = join(this.#shop.dir, 'runs', '.taking');
    rmSync(temporary, { recursive: true, force: true });
    cpSync(this.#shared('out', key), temporary, { recursive: true });
    try {
      const { pieces, pages, files } = checkRun(temporary, key);
      for (const file of files) await this.#checkPages(join(temporary, file.name), file.pages);
      rmSync(this.#shop.copyOf(key), { recursive: true, force: true });
      renameSync(temporary, this.#shop.copyOf(key));
      this.#shop.put({ type: 'run', key, at, pieces: pieces.length, pages });
    } catch (error) {
      if (!(error instanceof BadRun)) throw error;
      this.#shop.put({ type: 'refused', key, at, problem: error.message });
      writeJson(this.#shared('ack', `${key}.json`), refusal(key, at, error.message));
      this.#moveAway(key, 'refused');
    }
  }

  async #checkPages(path: string, wanted: number): Promise<void> {
    const file = await this.#reader.load(readFileSync(path)).catch(() => undefined);
    const pages = file?.pages;
    file?.close();
    if (pages !== wanted) throw new BadRun('pages in the PDF');
  }

  async #read(run: Run, until: number): Promise<void> {
    let open: { name: string; file: PrintedFile } | undefined;
    try {
      let batch: PieceRead[] = [];
      for (const envelope of unread(run)) {
        if (Date.now() >= until) break;
        if (open?.name !== envelope.file) {
          open?.file.close();
          const bytes = readFileSync(join(this.#shop.copyOf(run.key), envelope.file));
          open = { name: envelope.file, file: await this.#reader.load(bytes) };
        }
        batch.push({ type: 'read', key: run.key, ...(await readPiece(open.file, envelope)) });
        if (batch.length < READ_AT_ONCE) continue;
        this.#shop.put(...batch);
        batch = [];
        await new Promise((resolve) => setImmediate(resolve)); // lets other requests in between
      }
      this.#shop.put(...batch);
    } finally {
      open?.file.close();
    }
  }

  /** Printed, and kept until the next postal day. */
  #waits(run: Run): boolean {
    return (this.#shop.clock ?? '') < postedFrom(this.#settings.faults, run.key, run.at);
  }

  #post(run: Run): void {
    const { faults, seed } = this.#settings;
    const at = this.#shop.clock ?? '';
    const seen = new Map<string, number>();
    const outcomes = postedOf(run).map((envelope): DeliveryOutcome => {
      const address = addressOf(envelope);
      const nth = seen.get(address) ?? this.#shop.runs.lettersTo(address);
      seen.set(address, nth + 1);
      return outcomeOf(seed, { no: envelope.no, address, nth, at: Date.parse(at) });
    });
    const spoiled = envelopesOf(run).filter(({ no }) => isSpoiled(faults, run.key, no));
    this.#shop.put({
      type: 'posted',
      key: run.key,
      at,
      spoiled: spoiled.map(({ piece }) => piece),
      outcomes,
      acks: acksOf(faults, run.key, Date.parse(at)),
    });
  }

  /** Writes the next planned acknowledgement once it is due and the previous one was fetched. */
  #acknowledge(run: Run): void {
    const planned = run.acks[run.acknowledged];
    const at = this.#shop.clock ?? '';
    if (!planned || planned.due > at || existsSync(this.#shared('ack', `${run.key}.json`))) return;
    writeJson(
      this.#shared('ack', `${run.key}.json`),
      acknowledgement(run, planned.wrong, isSlipShort(this.#settings.faults, run.key)),
    );
    this.#shop.put({ type: 'acked', key: run.key, at, again: false });
    if (run.acknowledged === 1) this.#moveAway(run.key, 'printed');
  }

  /** A run that was acknowledged before and is still there, or again: not printed, only acknowledged. */
  #putAway(key: string): void {
    const run = this.#shop.runs.get(key);
    if (!run || run.acknowledged === 0) return;
    if (!existsSync(this.#shared('ack', `${key}.json`))) {
      writeJson(this.#shared('ack', `${key}.json`), acknowledgement(run, false));
      this.#shop.put({ type: 'acked', key, at: this.#shop.clock ?? '', again: true });
    }
    this.#moveAway(key, 'again');
  }

  /** Moves it to `done`, beside earlier ones. */
  #moveAway(key: string, why: 'printed' | 'again' | 'refused'): void {
    if (!existsSync(this.#shared('out', key))) return;
    const name = why === 'printed' ? key : `${key}.${why}`;
    let free = name;
    for (let n = 2; existsSync(this.#shared('done', free)); n++) free = `${name}-${n}`;
    renameSync(this.#shared('out', key), this.#shared('done', free));
  }

  #left(): number {
    const now = this.#shop.clock ?? '';
    const { runs, mailToTake } = this.#shop;
    const printing = runs.all.filter(({ postedAt }) => postedAt === undefined);
    const unprinted = printing.reduce((sum, run) => sum + unread(run).length, 0);
    const unacknowledged = runs.all.filter((run) => {
      const next = run.acks[run.acknowledged];
      if (run.postedAt === undefined) return !this.#waits(run);
      return next !== undefined && next.due <= now;
    });
    const unfetched = readdirSync(this.#shared('ack')).filter((name) => name.endsWith('.json'));
    return unprinted + unacknowledged.length + unfetched.length + mailToTake + this.#desk.left();
  }
}

const unread = (run: Run): Envelope[] => envelopesOf(run).filter(({ read }) => !read);

/** Checks every page of an envelope; twice when its links or the code of its form are not found. */
async function readPiece(file: PrintedFile, piece: Piece): Promise<Omit<PieceRead, 'type' | 'key'>> {
  const pages = Array.from({ length: piece.pages }, (_, index) => index + 1);
  const forms = pages.filter((page) => file.isForm(piece.firstPage + page - 1));
  const uncoded = ({ formPages }: { formPages: number[] }) => forms.filter((page) => !formPages.includes(page));
  let seen = await readPages(file, piece, false);
  if (seen.links.length === 0 || uncoded(seen).length > 0) seen = await readPages(file, piece, true);
  const faults = [...seen.faults];
  if (seen.links.length === 0) faults.push({ page: 1, what: 'link' });
  faults.push(...uncoded(seen).map((page): PageFault => ({ page, what: 'code' })));
  return { no: piece.no, lines: file.windowLines(piece.firstPage), ...seen, faults };
}

async function readPages(file: PrintedFile, piece: Piece, closely: boolean) {
  const faults: PageFault[] = [];
  const formPages: number[] = [];
  const links = new Set<string>();
  for (let page = 1; page <= piece.pages; page++) {
    const codes = await file.codes(piece.firstPage + page - 1, closely);
    codes.filter(isLink).forEach((link) => links.add(link));
    if (codes.includes(piece.piece)) formPages.push(page);
    if (codes.some((code) => PIECE_CODE.test(code) && code !== piece.piece)) faults.push({ page, what: 'foreign' });
  }
  return { links: [...links], formPages, faults };
}
