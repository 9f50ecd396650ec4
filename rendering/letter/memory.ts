/** So many texts are remembered at most; those of a letter's own text come again in every letter of a run. */
const MOST = 4_000;

const memories: Map<string, unknown>[] = [];

/** A function of a text whose results are remembered while a file is drawn. Results must not be changed. */
export function remembered<Result>(make: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, Result>();
  memories.push(known);
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    if (known.size >= MOST) known.clear();
    known.set(key, made);
    return made;
  };
}

/** Forgets all of them: names and addresses are among them. */
export const forgetTexts = (): void => memories.forEach((known) => known.clear());

/** What is the same in every letter of a version and style, made once for each. Nothing personal belongs in it. */
export class MadeOnce<Part> {
  private readonly known = new WeakMap<object, Part>();

  of(style: object, make: () => Part): Part {
    const before = this.known.get(style);
    if (before !== undefined) return before;
    const made = make();
    this.known.set(style, made);
    return made;
  }
}
