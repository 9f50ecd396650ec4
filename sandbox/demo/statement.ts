import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyStatements } from '../../audit/statements';
import { type Text } from '../../domain/campaigns/campaign';
import { terminalText } from '../../domain/texts/terminal';
import { person, type ScenarioContext } from './scenario';

/** What the demo reads of the completeness statement. */
export interface Statement {
  rows: { total: number; refused: number };
  held: { undecided: number; released: number; excluded: number };
  contracts: { total: number; byOutcome: Record<string, number>; open: number };
  byClass: { class: string; name: Text; count: number }[];
  byReason: { outcome: string; class: string; reason: string; text: Text; count: number }[];
  balanced: boolean;
}

/** Prints the classes, which add up to the contracts, each with its reasons in words. */
export function tellStatement(context: ScenarioContext, { contracts, byClass, byReason }: Statement): void {
  const { language, say } = context;
  const text = (...line: Parameters<typeof terminalText> extends [unknown, ...infer Rest] ? Rest : never) =>
    say(terminalText(language, ...line));
  text('statementHead');
  for (const { class: name, name: words, count } of byClass) {
    text('statementRow', { name: words[language], count });
    for (const row of byReason.filter((entry) => entry.class === name)) {
      text('statementReason', { reason: row.text[language], count: row.count });
    }
  }
  text('statementSum', { total: contracts.total, open: contracts.open });
}

/**
 * Draws up the statement as the manager, signs it as the approver, and leaves it as PDF in the data folder. Returns
 * whether what is stored is what was signed. Repeating it changes nothing.
 */
export async function signStatement(context: ScenarioContext, campaignId: number): Promise<boolean> {
  const { language, say, options } = context;
  const path = `/api/campaigns/${campaignId}/statement`;
  const manager = person(context, 'manager');
  const { hash } = await manager.call<{ hash: string }>(path, { method: 'POST', body: {} });
  await person(context, 'approver').call(`${path}/sign`, { method: 'POST', body: { hash } });
  const file = join(options.data, 'statement.pdf');
  writeFileSync(file, await person(context, 'auditor').bytes(`${path}?format=pdf`), { mode: 0o600 });
  say(terminalText(language, 'statementSigned', { hash: hash.slice(0, 16), file }));
  const documents = await verifyStatements(context.db, campaignId);
  return documents.length > 0 && documents.every(({ faults }) => faults.length === 0);
}
