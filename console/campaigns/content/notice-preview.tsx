import { useState } from 'react';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type SampleName } from '../../../domain/campaigns/samples';
import { useText, useWords } from '../../words';
import { type Reply, urlOf } from '../../api/client';
import { useFile } from '../../api/file';
import { usePosted } from '../../api/posted';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Facts } from '../../parts/facts';
import { Loaded } from '../../parts/loaded';
import { Note } from '../../parts/note';
import { Picture } from '../../parts/picture';
import { contentWords } from '../../texts/campaigns/content';

export interface Shown {
  id: string;
  version: number;
  notice: string;
  sample: SampleName;
}
type Preview = Reply<'previewNotice'>;

/** A notice as it reaches a sample customer: mail and SMS as text, a letter as pictures, a call as its script. */
export function NoticePreview({ shown, sender }: { shown: Shown; sender: CampaignDoc['sender'] }) {
  const { id, ...body } = shown;
  const read = usePosted('previewNotice', { params: { id }, body });
  return (
    <Loaded read={read} lines={10}>
      {(preview) => <Rendered key={`${shown.notice} ${shown.sample}`} {...{ preview, shown, sender }} />}
    </Loaded>
  );
}

function Rendered({ preview, shown, sender }: { preview: Preview; shown: Shown; sender: CampaignDoc['sender'] }) {
  const words = useWords(contentWords);
  const text = useText();
  const format = useFormat();
  const { channel, reachable, subject, sms, pages } = preview;
  return (
    <div className="col">
      {!reachable && <Note tone="warn">{words.notReached}</Note>}
      {channel === 'mail' && (
        <>
          <Facts
            items={[
              [words.from, `${text(sender.name)} <${sender.mailFrom}>`],
              [words.subject, <span className="b">{subject}</span>],
            ]}
          />
          <MailLink shown={shown} />
        </>
      )}
      {sms && (
        <div>
          <Chip tone={sms.parts > 3 ? 'warn' : 'plain'}>
            {words.smsLength(format.number(sms.units), format.number(sms.parts))}
          </Chip>
        </div>
      )}
      {pages > 0 && <Letter shown={shown} pages={pages} />}
      {pages > 0 ? (
        <details>
          <summary>{words.letterText}</summary>
          {subject && <p className="b">{subject}</p>}
          <Languages preview={preview} />
        </details>
      ) : (
        <Languages preview={preview} />
      )}
    </div>
  );
}

/** The mail as mail programs show it, on a page of its own: the console's page shows nothing that is not its own. */
function MailLink({ shown: { id, notice, ...query } }: { shown: Shown }) {
  const words = useWords(contentWords);
  return (
    <p>
      <a href={urlOf('previewMail', { params: { id, noticeId: notice }, query })} target="_blank" rel="noreferrer">
        {words.openMail}
      </a>
    </p>
  );
}

function Languages({ preview: { text } }: { preview: Preview }) {
  const words = useWords(contentWords);
  return (
    <div className="grid2">
      <section>
        <h3 className="s">{words.japanese}</h3>
        <pre lang="ja" className="letter-text">
          {text.ja}
        </pre>
      </section>
      <section>
        <h3 className="s">{words.english}</h3>
        {text.en === null ? (
          <p className="s sub">{words.noEnglish}</p>
        ) : (
          <pre lang="en" className="letter-text">
            {text.en}
          </pre>
        )}
      </section>
    </div>
  );
}

/** The pages of a letter with its form, one at a time. */
function Letter({ shown, pages }: { shown: Shown; pages: number }) {
  const words = useWords(contentWords);
  const format = useFormat();
  const [page, setPage] = useState(1);
  const { id, notice, ...query } = shown;
  const read = useFile('previewLetter', { params: { id, noticeId: notice }, query: { ...query, page } }, 'image/png');
  return (
    <div className="col">
      <div className="row wrap">
        <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
          {words.previousPage}
        </Button>
        <span role="status">{words.page(format.number(page), format.number(pages))}</span>
        <Button disabled={page === pages} onClick={() => setPage(page + 1)}>
          {words.nextPage}
        </Button>
      </div>
      <Loaded read={read} lines={12}>
        {({ blob }) => <Picture className="sheet" blob={blob} alt={words.letterAlt(format.number(page))} />}
      </Loaded>
    </div>
  );
}
