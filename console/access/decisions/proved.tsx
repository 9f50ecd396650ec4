import { languageTexts } from '../../../domain/texts/names/customers';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Loaded } from '../../parts/loaded';
import { Note } from '../../parts/note';
import { Card } from '../../parts/page';
import { proofWords } from '../../texts/campaigns/proofs';
import { useText, useWords } from '../../words';

type Copy = Reply<'listProofs'>['copies'][number];

const TONES = {
  waiting: 'plain',
  sent: 'ok',
  delivered: 'ok',
  bounced: 'danger',
  failed: 'danger',
  doubtful: 'warn',
} as const satisfies Record<Copy['state'], string>;

/** Who got proofs of the notices, what became of them, and whether they showed what is to be approved. */
export function Proved({ id, version }: { id: string; version: number }) {
  const words = useWords(proofWords);
  const may = useMay();
  const read = useApi('listProofs', { params: { id }, query: { version } }, { every: 10_000 });
  if (!may('proof.read')) return null;
  return (
    <Card title={words.title}>
      <Loaded read={read} lines={4}>
        {({ copies, unproved }) => (
          <div className="col">
            {unproved.length > 0 ? (
              <Note tone="warn">{words.unproved(unproved.join(', '))}</Note>
            ) : (
              <p className="s sub">{words.allProved}</p>
            )}
            {copies.length > 0 && <Copies copies={copies} />}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Copies({ copies }: { copies: Copy[] }) {
  const words = useWords(proofWords);
  const text = useText();
  const format = useFormat();
  return (
    <div className="data-table">
      <div className="scroll" tabIndex={0} role="region" aria-label={words.copies}>
        <table>
          <caption className="sr">{words.copies}</caption>
          <thead>
            <tr>
              {[words.recipient, words.notice, words.content, words.state, words.handedOver].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {copies.map(({ id, name, channel, notice, language, version, outdated, state, ...copy }) => (
              <tr key={id}>
                <td>{name ?? words.removedOne}</td>
                <td>
                  {text(channelTexts[channel])} <span className="mono">{notice}</span>・{text(languageTexts[language])}
                </td>
                <td>
                  <Chip tone={outdated ? 'warn' : 'ok'}>{outdated ? words.outdated : words.same}</Chip>{' '}
                  {words.versionNo(format.number(version))}
                </td>
                <td>
                  <Chip tone={TONES[state]}>{words[state === 'waiting' ? 'stillWaiting' : state]}</Chip>
                  {copy.code && <span className="xs mut mono"> {copy.code}</span>}
                  {copy.reportedAt && <div className="xs mut">{format.dayTime(copy.reportedAt)}</div>}
                </td>
                <td>{copy.sentAt ? format.dayTime(copy.sentAt) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
