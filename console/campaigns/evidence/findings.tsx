import { type Reply } from '../../api/client';
import { Note } from '../../parts/note';
import { useFormat } from '../../format';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useText, useWords } from '../../words';
import { Link } from '@tanstack/react-router';

export type Verification = Reply<'getVerification'>;

/** So many faults of a part are listed; the rest are counted. */
const LISTED = 20;

/** What a verification found amiss, first on the page and across it; nothing where everything matches. */
export function Findings({ verification }: { verification: Verification }) {
  const words = useWords(evidenceWords);
  const text = useText();
  const format = useFormat();
  const { ledger, rows, decisions, completeness } = verification;
  if (verification.status === 'failed') {
    return (
      <Note tone="warn" role="alert">
        <p className="b">{words.failed}</p>
        <p>{words.failedMore}</p>
      </Note>
    );
  }
  if ([ledger, rows, decisions, completeness].every((part) => part === undefined || part.ok)) return null;
  const document = (no: number) => (no === 0 ? words.main : words.supplement(format.number(no)));
  const broken = ledger?.chains.filter((chain) => !chain.ok) ?? [];
  return (
    <Note tone="danger" role="alert">
      <p className="b">{words.amissTitle}</p>
      {broken.map(({ chain, firstBad }) => (
        <p key={chain}>
          {words.entryNo(chainName(chain, words), format.number(firstBad?.seq ?? 0))} —{' '}
          {firstBad && text(firstBad.text)}
        </p>
      ))}
      {rows && !rows.ok && (
        <Faults
          amiss={rows.amiss}
          lines={rows.faults.map((fault) => words.rowAmiss(text(fault.tableText), fault.row, text(fault.text)))}
        />
      )}
      {decisions && decisions.amiss > 0 && (
        <Faults
          amiss={decisions.amiss}
          lines={decisions.differing.map(({ seq, journey }) => (
            <>
              {words.decisionAmiss(format.number(seq))}{' '}
              <Link to="/journeys/$id" params={{ id: String(journey) }}>
                {words.openJourney}
              </Link>
            </>
          ))}
        />
      )}
      {completeness && !completeness.ok && (
        <>
          {completeness.ended && completeness.open > 0 && (
            <p>{words.openContracts(format.number(completeness.open))}</p>
          )}
          {completeness.unexpected > 0 && <p>{words.unexpected(format.number(completeness.unexpected))}</p>}
          {completeness.ended && completeness.journeysAmiss > 0 && (
            <p>{words.journeysAmiss(format.number(completeness.journeysAmiss))}</p>
          )}
          <Faults
            amiss={completeness.amiss}
            lines={completeness.contradicted.map((id) => words.contractAmiss(String(id)))}
          />
          {completeness.statements.flatMap(({ no, faults }) =>
            faults.map((fault, index) => (
              <p key={`${no} ${index}`}>{words.documentAmiss(document(no), text(fault.text))}</p>
            )),
          )}
        </>
      )}
    </Note>
  );
}

/** The chain in words; ids stay out of the page. */
export const chainName = (chain: string, words: { ownChain: string; installationChain: string }): string =>
  chain === 'installation' ? words.installationChain : words.ownChain;

function Faults({ amiss, lines }: { amiss: number; lines: readonly React.ReactNode[] }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  if (amiss === 0) return null;
  const shown = lines.slice(0, LISTED);
  return (
    <ul className="dots">
      {shown.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
      {amiss > shown.length && <li>{words.more(format.number(amiss - shown.length))}</li>}
    </ul>
  );
}
