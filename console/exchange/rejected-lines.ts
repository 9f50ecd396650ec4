/** A result that the client's system has rejected. */
export interface RejectedLine {
  contractNumber: string;
  code: string;
  reason: string;
}

const CODE = /^[A-Za-z0-9_.-]{1,20}$/;

/**
 * Reads lines of `contract number,code,reason`, as typed or pasted from a sheet; empty lines are skipped. The number of
 * the first line that cannot be read (from 1) is `wrong`.
 */
export function rejectedIn(text: string): { items: RejectedLine[] } | { wrong: number } {
  const items: RejectedLine[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [contractNumber = '', code = '', ...reason] = line.split(/[,、，\t]/).map((cell) => cell.trim());
    if (contractNumber === '' || !CODE.test(code.normalize('NFKC'))) return { wrong: at + 1 };
    items.push({ contractNumber, code: code.normalize('NFKC'), reason: reason.join(' ').slice(0, 200) });
  }
  return { items };
}
