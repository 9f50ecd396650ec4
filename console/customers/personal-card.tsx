import { useState } from 'react';
import { PERSONAL_FIELDS } from '../../domain/privacy/mask';
import { languageTexts, personalFieldTexts } from '../../domain/texts/names/customers';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { useMay } from '../api/session';
import { Button } from '../parts/button';
import { Facts } from '../parts/facts';
import { say } from '../parts/live';
import { ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { Reveal } from './reveal';

type Values = Reply<'readPersonalData'>['values'];

/** A customer's data, masked until it is asked for with a purpose; what was revealed lives in this page only. */
export function PersonalCard({ customer }: { customer: Reply<'getCustomer'> }) {
  const words = useWords(customerWords);
  const text = useText();
  const may = useMay();
  const [values, setValues] = useState<Values | null>(null);
  const [asking, setAsking] = useState(false);
  const shown: Values = { ...customer.masked, ...values };
  return (
    <Card
      title={words.personal}
      aside={
        values ? (
          <Button look="quiet" onClick={() => setValues(null)}>
            {words.hide}
          </Button>
        ) : (
          may('personal.read') && <Button onClick={() => setAsking(true)}>{words.reveal}</Button>
        )
      }
    >
      <div className="col">
        {values && <p className="xs mut">{words.revealedOnly}</p>}
        <Facts
          items={[
            ...PERSONAL_FIELDS.map((field) => {
              const value = inWords(field, shown);
              return value !== null && ([text(personalFieldTexts[field]), value] as const);
            }),
            [words.language, <NoticeLanguage key="language" customer={customer} />],
          ]}
        />
      </div>
      {asking && (
        <Reveal
          customerId={customer.customerId}
          onClose={() => setAsking(false)}
          onRevealed={(revealed) => {
            setValues(revealed);
            setAsking(false);
          }}
        />
      )}
    </Card>
  );
}

/** In which language notices go out, and a button for the other one. */
function NoticeLanguage({ customer: { customerId, language } }: { customer: Reply<'getCustomer'> }) {
  const words = useWords(customerWords);
  const text = useText();
  const may = useMay();
  const act = useAct('setCustomerLanguage');
  const other = language === 'en' ? 'ja' : 'en';
  const otherName = text(languageTexts[other]);
  const change = async () => {
    if (await act.run({ params: { id: customerId }, body: { language: other } })) say(words.languageSet(otherName));
  };
  return (
    <>
      <span className="row wrap tight-row">
        {text(languageTexts[language])}
        {may('consent.edit') && (
          <Button look="quiet" busy={act.busy} onClick={() => void change()}>
            {words.languageTo(otherName)}
          </Button>
        )}
      </span>
      <ProblemNote problem={act.problem} />
    </>
  );
}

/** A field as a text of one or several lines; null: nothing on file. */
function inWords(field: (typeof PERSONAL_FIELDS)[number], values: Values) {
  if (field === 'contracts') return lines((values.contracts ?? []).map(({ number, remark }) => [number, remark]));
  if (field === 'representatives') {
    return lines((values.representatives ?? []).map(({ name, phone, mail, address }) => [name, phone, mail, address]));
  }
  return values[field] ?? null;
}

const lines = (rows: (string | null)[][]) =>
  rows.length === 0 ? null : (
    <ul>
      {rows.map((row, index) => (
        <li key={index}>{row.filter(Boolean).join(' ・ ')}</li>
      ))}
    </ul>
  );
