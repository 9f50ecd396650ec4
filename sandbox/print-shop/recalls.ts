import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../../config/files';
import { type Recall } from './entries';
import { recallAnswersOf } from './delivery-outcome';
import { envelopesOf, type Run } from './runs';
import { type ShopSettings } from './settings';
import { type Shop } from './shop';

const list = z.object({
  key: z.string().regex(/^[\w-][\w.-]*$/),
  run: z.string(),
  asked: z.number().int(),
  pieces: z.array(z.string()),
  pieceCodesSha256: z.string(),
});
type List = z.infer<typeof list>;

/** Takes envelopes out of runs that are not posted yet, as requested by files in the folder `recall`. */
export class RecallDesk {
  readonly #shop: Shop;
  readonly #settings: ShopSettings;

  constructor(shop: Shop, settings: ShopSettings) {
    this.#shop = shop;
    this.#settings = settings;
    for (const folder of ['recall', 'recall-ack']) mkdirSync(this.#shared(folder), { recursive: true });
  }

  #shared(...path: string[]): string {
    return join(this.#settings.printDir, ...path);
  }

  /** Reads every recall and takes out what is not posted. A recall that was read before is only answered again. */
  takeLists(): void {
    for (const name of this.#names('recall')) {
      const parsed = list.safeParse(readJson(this.#shared('recall', name)));
      if (!parsed.success || !isWhole(parsed.data)) continue;
      const { key, run: runKey } = parsed.data;
      const run = this.#shop.runs.get(runKey);
      if (!run) continue; // not handed in yet
      if (!this.#shop.recalls.has(key)) this.#take(parsed.data, run);
      else if (!existsSync(this.#answer(key)))
        writeJson(this.#answer(key), answerOf(this.#shop.recalls.get(key)!, false));
      rmSync(this.#shared('recall', name));
    }
  }

  #take({ key, run: runKey, pieces }: List, run: Run): void {
    const at = this.#shop.clock ?? '';
    const inside = new Set(run.postedAt === undefined ? envelopesOf(run).map(({ piece }) => piece) : run.pulled);
    const pulled = pieces.filter((piece) => inside.has(piece));
    const tooLate = pieces.filter((piece) => !inside.has(piece));
    const answers = recallAnswersOf(this.#settings.faults, key, Date.parse(at));
    this.#shop.put({ type: 'list', key, run: runKey, at, pulled, tooLate, answers });
  }

  /** Writes the next planned answer to each recall once it is due and the previous one was fetched. */
  answerLists(): void {
    const at = this.#shop.clock ?? '';
    for (const recall of this.#shop.recalls.values()) {
      const planned = recall.answers[recall.answered];
      if (!planned || planned.due > at || existsSync(this.#answer(recall.key))) continue;
      writeJson(this.#answer(recall.key), answerOf(recall, planned.wrong));
      this.#shop.put({ type: 'answered', key: recall.key, at });
    }
  }

  /** Number of recalls and answers left for now. */
  left(): number {
    const at = this.#shop.clock ?? '';
    const owed = [...this.#shop.recalls.values()].filter(({ answers, answered }) => {
      const next = answers[answered];
      return next !== undefined && next.due <= at;
    });
    return owed.length + this.#names('recall-ack').length;
  }

  #answer(key: string): string {
    return this.#shared('recall-ack', `${key}.json`);
  }

  #names(folder: string): string[] {
    return readdirSync(this.#shared(folder))
      .filter((name) => name.endsWith('.json'))
      .sort();
  }
}

const isWhole = ({ asked, pieces, pieceCodesSha256 }: List): boolean =>
  asked === pieces.length && createHash('sha256').update(pieces.join('\n')).digest('hex') === pieceCodesSha256;

/** The file recall-ack/<key>.json. A `wrong` one has a total that is one too low. */
const answerOf = ({ key, run, at, pulled, tooLate }: Recall, wrong: boolean) => ({
  key,
  run,
  asked: pulled.length + tooLate.length,
  pulled: pulled.length - (wrong && pulled.length > 0 ? 1 : 0),
  tooLate: tooLate.length - (wrong && pulled.length === 0 ? 1 : 0),
  pieces: { pulled, tooLate },
  answeredAt: at,
});
