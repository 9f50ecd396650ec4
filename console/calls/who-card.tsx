import { Link } from '@tanstack/react-router';
import { type Channel } from '../../domain/campaigns/campaign';
import { callResultTexts } from '../../domain/texts/names/desks';
import { relationTexts, consentTexts } from '../../domain/texts/names/customers';
import { channelTexts } from '../../domain/texts/names/delivery';
import { type Relation } from '../../domain/customers/who-answers';
import { Chip } from '../parts/chip';
import { Facts } from '../parts/facts';
import { Card } from '../parts/page';
import { useFormat, localDay } from '../format';
import { usePreferences } from '../preferences';
import { useEventWords } from '../journeys/event-words';
import { callWords } from '../texts/desks/calls';
import { partWords } from '../texts/parts';
import { useText, useWords } from '../words';
import { type InHand } from './use-call-desk';
import { ContractName } from './contract-name';

const DAY_MS = 86_400_000;
const TONES = { yes: 'ok', no: 'danger', unknown: 'plain' } as const;

/** Whom to call: name, number, whether it may be called, and what was tried before. */
export function WhoCard({ call: { task, lease }, now }: { call: InHand; now: number }) {
  const words = useWords(callWords);
  const { inLanguage } = useWords(partWords);
  const text = useText();
  const format = useFormat();
  const { lang } = usePreferences();
  const { representative } = lease;
  const languageName = (code: string) => new Intl.DisplayNames([lang], { type: 'language' }).of(code) ?? code;
  const left = Math.max(0, Math.round((Date.parse(localDay(lease.applyBy)) - Date.parse(localDay(now))) / DAY_MS));
  return (
    <Card title={lease.campaign}>
      <div className="col">
        <div>
          <p className="xs mut">{lease.kana}</p>
          <p className="who-name">{words.sama(lease.name)}</p>
          {representative && (
            <p className="s sub">
              {words.representativeOf(representative.for, text(relationTexts[representative.relation as Relation]))}
            </p>
          )}
          {lease.needs.map(({ kind, language }) => (
            <Chip key={kind} tone="warn">
              {language ? inLanguage(text(callResultTexts[kind]), languageName(language)) : text(callResultTexts[kind])}
            </Chip>
          ))}
          {representative?.mayDecide === false && <Chip tone="warn">{words.mayNotDecide}</Chip>}
        </div>
        <a className="dial" href={`tel:${lease.number}`}>
          <span className="dial-number">{lease.numberText}</span>
          <span className="s">{words.call}</span>
        </a>
        <Facts
          items={[
            [words.allowedUntil, words.until(format.time(lease.allowed.until))],
            [words.attempt, words.attemptOf(format.number(task.attempts + 1), format.number(task.maxAttempts))],
            [words.applyBy, words.daysLeft(format.shortDay(lease.applyBy), format.number(left))],
            [
              words.consents,
              <span className="row wrap tight-row" key="consents">
                {(Object.entries(lease.consents) as [Channel, keyof typeof TONES][]).map(([channel, value]) => (
                  <Chip key={channel} tone={TONES[value]}>
                    {text(channelTexts[channel])} {text(consentTexts[value])}
                  </Chip>
                ))}
              </span>,
            ],
            [
              words.contracts,
              lease.identified ? (
                <ul key="contracts">
                  {lease.contracts.map((contract) => (
                    <li key={contract.contractId}>
                      <ContractName {...contract} />
                    </li>
                  ))}
                </ul>
              ) : (
                words.notYet
              ),
            ],
          ]}
        />
        <LastContacts last={lease.last} />
        <Link to="/customers/$id" params={{ id: String(task.customerId) }} className="s">
          {words.customer}
        </Link>
      </div>
    </Card>
  );
}

function LastContacts({ last }: { last: InHand['lease']['last'] }) {
  const words = useWords(callWords);
  const text = useText();
  const format = useFormat();
  const eventWords = useEventWords();
  return (
    <section className="col tight">
      <h3 className="s">{words.last}</h3>
      {last.length === 0 && <p className="s mut">{words.noLast}</p>}
      <ol className="past">
        {last.map(({ at, kind, channel, what, reasonText }, index) => (
          <li key={index}>
            <span className="b">{eventWords.what({ kind, what, entry: { channel } })}</span>{' '}
            <span className="xs mut nw">{format.dayTime(at)}</span>
            {reasonText && <span className="s sub block">{text(reasonText)}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
