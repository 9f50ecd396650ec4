import { type Entry, type DeliveryOutcome, type Piece, type PieceRead, type PlannedAck } from './entries';

/** An envelope and its history. */
export interface Envelope extends Piece {
  read?: PieceRead;
  outcome?: DeliveryOutcome;
  /** Number of its delivery. */
  letter?: number;
  /** Its number in the mailbag when it was returned. */
  returned?: number;
}

export interface Run {
  key: string;
  at: string;
  pieces: number;
  pages: number;
  envelopes: Map<number, Envelope>;
  postedAt?: string;
  /** Codes of the envelopes that were taken out on request; they are not posted. */
  pulled: string[];
  spoiled: string[];
  acks: PlannedAck[];
  /** Acknowledgements written: the planned ones, and those for a run that was handed in again. */
  acknowledged: number;
  again: number;
  /** The carrier's numbers are written. */
  numbered?: true;
}

type Of<T extends Entry['type']> = Extract<Entry, { type: T }>;

/** The accepted runs with their envelopes. */
export class Runs {
  readonly all: Run[] = [];
  readonly refused: { key: string; at: string; problem: string }[] = [];
  readonly #byKey = new Map<string, Run>();
  readonly #byPiece = new Map<string, Envelope>();
  readonly #lettersTo = new Map<string, number>();
  readonly #piecesOf: (key: string) => Piece[];

  /** `piecesOf` reads a run's envelopes from the shop's copy. */
  constructor(piecesOf: (key: string) => Piece[]) {
    this.#piecesOf = piecesOf;
  }

  get(key: string): Run | undefined {
    return this.#byKey.get(key);
  }

  envelope(key: string, no: number): Envelope | undefined {
    return this.#byKey.get(key)?.envelopes.get(no);
  }

  /** The envelope with this code that was printed last. */
  byCode(piece: string): Envelope | undefined {
    return this.#byPiece.get(piece);
  }

  /** Number of letters posted to this address before. */
  lettersTo(address: string): number {
    return this.#lettersTo.get(address) ?? 0;
  }

  taken({ key, at, pieces, pages }: Of<'run'>): void {
    const envelopes = new Map(this.#piecesOf(key).map((piece) => [piece.no, { ...piece }]));
    const run = { key, at, pieces, pages, envelopes, pulled: [], spoiled: [], acks: [], acknowledged: 0, again: 0 };
    this.all.push(run);
    this.#byKey.set(key, run);
  }

  read(entry: Of<'read'>): void {
    const envelope = this.envelope(entry.key, entry.no);
    if (envelope) envelope.read = entry;
  }

  posted({ key, at, spoiled, outcomes, acks }: Of<'posted'>): void {
    const run = this.get(key);
    if (!run) return;
    Object.assign(run, { postedAt: at, spoiled, acks });
    for (const outcome of outcomes) {
      const envelope = run.envelopes.get(outcome.no);
      if (!envelope) continue;
      envelope.outcome = outcome;
      this.#byPiece.set(envelope.piece, envelope);
      const address = addressOf(envelope);
      this.#lettersTo.set(address, this.lettersTo(address) + 1);
    }
  }

  /** Takes envelopes out of a run that is not posted. */
  pulled({ run: key, pulled }: Of<'list'>): void {
    const run = this.get(key);
    if (run) run.pulled.push(...pulled.filter((piece) => !run.pulled.includes(piece)));
  }

  acknowledged({ key, again }: Of<'acked'>): void {
    const run = this.get(key);
    if (!run) return;
    if (again) run.again++;
    else run.acknowledged++;
  }
}

/** Key of a letter box: the lines in the window, else the code of the piece. */
export function addressOf({ piece, read }: Envelope): string {
  return read?.lines.join('\n') || piece;
}

/** The envelopes of a run that are posted, or will be. */
export const postedOf = (run: Run): Envelope[] => envelopesOf(run).filter(({ piece }) => !run.pulled.includes(piece));

/** The envelopes of a run by their numbers. */
export const envelopesOf = (run: Run): Envelope[] => [...run.envelopes.values()].sort((a, b) => a.no - b.no);
