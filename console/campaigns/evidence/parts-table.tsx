import { type ReactNode } from 'react';
import { VERIFIED_PARTS, type VerifiedPart } from '../../../domain/campaigns/verification';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Hash } from '../../parts/facts';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';
import { chainName, type Verification } from './findings';

/** Each part of a verification: what it does, whether it matches, and how much was verified. */
export function PartsTable({ verification }: { verification: Verification }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const more = {
    ledger: words.ledgerMore,
    rows: words.rowsMore,
    decisions: words.decisionsMore,
    completeness: words.completenessMore,
  };
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.verification}>
        <table className="verified">
          <caption className="sr">{words.verification}</caption>
          <thead>
            <tr>
              <th scope="col">{words.part}</th>
              <th scope="col">{words.result}</th>
              <th scope="col">{words.extent}</th>
            </tr>
          </thead>
          <tbody>
            {VERIFIED_PARTS.map((part) => (
              <tr key={part}>
                <th scope="row">
                  <span className="b">{words[part]}</span>
                  <span className="block hint">{more[part]}</span>
                </th>
                <td>
                  <PartChip part={part} verification={verification} />
                </td>
                <td>
                  <Extent part={part} verification={verification} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="xs mut">
        {words.asked(format.fullTime(verification.askedAt), verification.askedBy.name)}
        {verification.finishedAt && `　${words.finished(format.fullTime(verification.finishedAt))}`}
      </p>
    </>
  );
}

function PartChip({ part, verification }: { part: VerifiedPart; verification: Verification }) {
  const words = useWords(evidenceWords);
  const found = verification[part];
  if (found) return <Chip tone={found.ok ? 'ok' : 'danger'}>{found.ok ? words.matches : words.differs}</Chip>;
  if (verification.progress?.part === part) return <Chip tone="acc">{words.verifying}</Chip>;
  return <Chip>{words.notVerified}</Chip>;
}

function Extent({ part, verification }: { part: VerifiedPart; verification: Verification }): ReactNode {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const { ledger, rows, decisions, completeness } = verification;
  if (part === 'ledger' && ledger) {
    return ledger.chains.map(({ chain, entries, head }) => (
      <div key={chain}>
        {chainName(chain, words)}　{words.entries(format.number(entries))}
        <details className="xs">
          <summary>{words.head}</summary>
          <Hash value={head} />
          <span className="block hint">{words.headWhy}</span>
        </details>
      </div>
    ));
  }
  if (part === 'rows' && rows) {
    return (
      <>
        {words.journeys(format.number(rows.journeys))}
        {rows.unproved > 0 && <span className="block hint">{words.unproved(format.number(rows.unproved))}</span>}
      </>
    );
  }
  if (part === 'decisions' && decisions) return words.made(format.number(decisions.made));
  if (part === 'completeness' && completeness) {
    return (
      <>
        {words.contracts(format.number(completeness.contracts))}
        {!completeness.ended && <span className="block hint">{words.notEnded(format.number(completeness.open))}</span>}
      </>
    );
  }
  return '—';
}
