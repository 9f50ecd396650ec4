import { useState } from 'react';
import { type CampaignDoc, channelsOf, noticeFor } from '../../../domain/campaigns/campaign';
import { type SampleName, SAMPLES } from '../../../domain/campaigns/samples';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useText, useWords } from '../../words';
import { Field } from '../../parts/field';
import { Card } from '../../parts/page';
import { contentWords, sampleWords } from '../../texts/campaigns/content';
import { NoticePreview } from './notice-preview';

/** The notices of one version: choose one, and for whom. */
export function Notices({
  id,
  version,
  doc,
  only,
  notice,
  setNotice,
}: {
  id: string;
  version: number;
  doc: CampaignDoc;
  /** Some of them, such as those that changed. */
  only?: readonly string[];
  notice: string;
  setNotice: (notice: string) => void;
}) {
  const words = useWords(contentWords);
  const text = useText();
  const [sample, setSample] = useState<SampleName>('plain');
  const ids = (only ?? Object.keys(doc.notices)).filter((one) => doc.notices[one]);
  const first = doc.plan.steps.flatMap((step) => channelsOf(step).flatMap((channel) => noticeFor(step, channel) ?? []));
  const shown = [notice, ...first].find((one) => ids.includes(one)) ?? ids[0];
  if (shown === undefined) return null;
  return (
    <Card title={words.notices} aside={<span className="hint">{words.asItLeaves}</span>}>
      <div className="col" id="notices">
        <div className="row wrap picks">
          <Field label={words.notice}>
            <select value={shown} onChange={({ target }) => setNotice(target.value)}>
              {ids.map((one) => (
                <option key={one} value={one}>
                  {text(channelTexts[doc.notices[one]!.channel])} — {one}
                </option>
              ))}
            </select>
          </Field>
          <Field label={words.sample} hint={words.sampleHint}>
            <select value={sample} onChange={({ target }) => setSample(target.value as SampleName)}>
              {SAMPLES.map((one) => (
                <option key={one} value={one}>
                  {text(sampleWords[one])}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <NoticePreview shown={{ id, version, notice: shown, sample }} sender={doc.sender} />
      </div>
    </Card>
  );
}
