import { type CampaignDoc, type Channel, channelsOf, noticeFor, type Step } from '../../../domain/campaigns/campaign';
import { postalOf, type PostalClass } from '../../../domain/print/postal-class';
import { campaignDateTexts, stepKindTexts } from '../../../domain/texts/names/campaigns';
import { purposeTexts } from '../../../domain/texts/names/customers';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { postalText } from '../../../domain/texts/names/postal';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Card } from '../../parts/page';
import { usePreferences } from '../../preferences';
import { contentWords, waitWords } from '../../texts/campaigns/content';
import { useText, useWords } from '../../words';

/** The plan as a line of steps with the waits between them. */
export function Plan({ doc, openNotice }: { doc: CampaignDoc; openNotice: (notice: string) => void }) {
  const words = useWords(contentWords);
  const { lang } = usePreferences();
  const { steps } = doc.plan;
  return (
    <Card title={words.plan}>
      <ol className="plan">
        {steps.map((step, index) => (
          <li key={step.id}>
            <StepLine step={step} usual={doc.post?.mailClass} openNotice={openNotice} />
            <p className="s mut wait">
              {index < steps.length - 1 ? words.thenWaits(waitWords[lang](step.wait)) : words.lastStep}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepLine({
  step,
  usual,
  openNotice,
}: {
  step: Step;
  usual: PostalClass | undefined;
  openNotice: (notice: string) => void;
}) {
  const words = useWords(contentWords);
  const text = useText();
  const { lang } = usePreferences();
  const channels = channelsOf(step).map((channel) => text(channelTexts[channel]));
  const named = channels.join(lang === 'ja' ? '→' : ', ');
  const call = step.call ?? (channelsOf(step).includes('phone') ? { attempts: 3, spacing: { businessDays: 1 } } : null);
  return (
    <div className="col tight">
      <div className="row wrap">
        <span className="b">{text(stepKindTexts[step.kind])}</span>
        <span className="mono">{step.id}</span>
        {step.purpose === 'offer' && <Chip tone="warn">{text(purposeTexts.offer)}</Chip>}
      </div>
      <p>
        {step.atOnce && `${words.atOnce} `}
        {step.first && step.first.length > 1 ? words.first(named) : step.all ? words.all(named) : named}
        {call && ` ${words.attempts(String(call.attempts), waitWords[lang](call.spacing))}`}
        {channelsOf(step).includes('post') && `（${words.letters(postalText(postalOf(step.postal, usual), lang))}）`}
      </p>
      <Conditions step={step} />
      <div className="row wrap">
        {noticesOf(step).map(([channel, notice]) => (
          <button key={channel} type="button" className="link" onClick={() => openNotice(notice)}>
            {text(channelTexts[channel])}：{notice}
          </button>
        ))}
      </div>
    </div>
  );
}

function Conditions({ step: { only, except, at } }: { step: Step }) {
  const words = useWords(contentWords);
  const text = useText();
  const format = useFormat();
  const parts = [
    only && words.only(only.join(', ')),
    except && words.except(except.join(', ')),
    at && words.notBefore(format.number(at.daysBefore), text(campaignDateTexts[at.date])),
  ].filter(Boolean);
  return parts.length === 0 ? null : <p className="s sub">{parts.join(' ・ ')}</p>;
}

/** The notice of each channel of a step. */
const noticesOf = (step: Step): [Channel, string][] =>
  channelsOf(step).flatMap((channel): [Channel, string][] => {
    const notice = noticeFor(step, channel);
    return notice === undefined ? [] : [[channel, notice]];
  });
