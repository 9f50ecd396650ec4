import { useState } from 'react';
import {
  authorityKindTexts,
  authorityStatusTexts,
  findingTexts,
  nextActionTexts,
} from '../../../domain/texts/authority/names';
import { type Reply } from '../../api/client';
import { useMay, useSession } from '../../api/session';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Facts } from '../../parts/facts';
import { Note } from '../../parts/note';
import { authorityWords } from '../../texts/desks/authority';
import { useText, useWords } from '../../words';
import { CheckDocuments } from './check-documents';
import { BookDocuments, EndCase, SendLetter } from './case-acts';
import { DecideCase } from './decide-case';
import { SetPerson, ShownPerson } from './person';

export type Case = Reply<'listAuthorityCases'>['items'][number];
type Dialog = 'person' | 'send' | 'came' | 'check' | 'decide' | 'end';

const WHY = { differs: 'whyDiffers', limited: 'whyLimited', twice: 'whyTwice' } as const;

/** One case: how it stands, what a person does next, and its letters; no name until it is asked for. */
export function CaseView({ item }: { item: Case }) {
  const words = useWords(authorityWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const { state } = useSession();
  const me = state && state.stage !== 'signed_out' ? state.person.id : undefined;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const { status } = item;
  const waits = status !== 'accepted' && status !== 'closed';
  const checks = status === 'received' || status === 'checked';
  const checked = me !== undefined && item.checkedBy.includes(me);
  const edits = may('representative.edit') && waits;
  const act = (name: Dialog, label: string) => (
    <Button look={name === 'end' ? 'quiet' : undefined} onClick={() => setDialog(name)}>
      {label}
    </Button>
  );
  return (
    <div className="col tight">
      <span className="row wrap tight-row">
        <span className="b">{text(authorityKindTexts[item.kind])}</span>
        <Chip tone={status === 'accepted' ? 'ok' : waits ? 'warn' : 'plain'}>{text(authorityStatusTexts[status])}</Chip>
        <span className="mono s">{item.number}</span>
      </span>
      <Facts
        items={[
          [words.next, <strong key="next">{text(nextActionTexts[item.next])}</strong>],
          waits && item.dueOn !== null && [words.due, format.shortDay(item.dueOn)],
          item.receivedOn !== null && [words.received, format.shortDay(item.receivedOn)],
        ]}
      />
      {item.decideWhy !== null && <Note tone="warn">{words[WHY[item.decideWhy]]}</Note>}
      {checks && checked && <Note>{words.checkedByMe}</Note>}
      <details>
        <summary>{words.documents}</summary>
        <ul className="col tight">
          {item.documents.map(({ id, name, maxAgeMonths }) => {
            const lack = item.round > 1 ? item.wanted.find(({ document }) => document === id) : undefined;
            return (
              <li key={id} className="s">
                {text(name)} {maxAgeMonths !== null && <span className="mut">{words.months(maxAgeMonths)}</span>}{' '}
                {lack && <Chip tone="warn">{text(findingTexts[lack.why])}</Chip>}
              </li>
            );
          })}
        </ul>
      </details>
      {item.letters.length > 0 && (
        <ul className="col tight" aria-label={words.letters}>
          {item.letters.map((letter, index) => (
            <li key={index} className="s row wrap tight-row">
              {words.letterLine(format.dayTime(letter.askedAt), format.shortDay(letter.dueOn))}
              {letter.cameBack && <Chip tone="warn">{words.cameBack}</Chip>}
            </li>
          ))}
        </ul>
      )}
      {item.hasPerson && waits && may('personal.read') && <ShownPerson item={item} />}
      <div className="row wrap">
        {edits && (status === 'asked' || status === 'received') && act('person', words.person)}
        {edits && status === 'asked' && item.writable && act('send', words.send)}
        {edits && status === 'asked' && act('came', words.came)}
        {edits && checks && !checked && act('check', words.check)}
        {status === 'decide' && may('authority.decide') && !checked && act('decide', words.decide)}
        {edits && act('end', words.end)}
      </div>
      {dialog === 'person' && <SetPerson item={item} onClose={close} />}
      {dialog === 'send' && <SendLetter item={item} onClose={close} />}
      {dialog === 'came' && <BookDocuments item={item} onClose={close} />}
      {dialog === 'check' && <CheckDocuments item={item} onClose={close} />}
      {dialog === 'decide' && <DecideCase item={item} onClose={close} />}
      {dialog === 'end' && <EndCase item={item} onClose={close} />}
    </div>
  );
}
