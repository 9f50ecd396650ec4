import { useState } from 'react';
import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { consentTexts, purposeTexts } from '../../domain/texts/names/customers';
import { channelTexts } from '../../domain/texts/names/delivery';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { type Stopping, StopChannel } from './stop-channel';

const CHANNELS: readonly Channel[] = ['phone', 'sms', 'mail', 'post'];
const PURPOSES: readonly Purpose[] = ['service_notice', 'offer'];
const TONES = { yes: 'ok', no: 'danger', unknown: 'plain' } as const;

/** What the customer allows, by channel, and a way to stop or allow one; what an act did is said here. */
export function ChannelsCard({ customerId }: { customerId: number }) {
  const words = useWords(customerWords);
  const text = useText();
  const may = useMay();
  const consents = useApi('listConsents', { params: { id: customerId } });
  const [stopping, setStopping] = useState<Stopping | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  return (
    <Card title={words.channels}>
      <Loaded read={consents}>
        {({ items }) => {
          const of = (channel: Channel, purpose: Purpose) => {
            const newest = items.find((one) => one.inForce && one.channel === channel && one.purpose === purpose);
            return newest === undefined ? 'unknown' : newest.value ? 'yes' : 'no';
          };
          return (
            <div>
              {said && (
                <Note tone="ok" role="status">
                  {said}
                </Note>
              )}
              {CHANNELS.map((channel) => {
                const refused = of(channel, 'service_notice') === 'no';
                const name = text(channelTexts[channel]);
                return (
                  <div key={channel} className="channel-row">
                    <span className="b">{name}</span>
                    <span className="row wrap tight-row">
                      {PURPOSES.map((purpose) => (
                        <Chip key={purpose} tone={TONES[of(channel, purpose)]}>
                          {text(purposeTexts[purpose])} {text(consentTexts[of(channel, purpose)])}
                        </Chip>
                      ))}
                    </span>
                    {may('consent.edit') && (
                      <Button look="quiet" onClick={() => setStopping({ channel, undo: refused })}>
                        {refused ? words.undo(name) : words.stop(name)}
                      </Button>
                    )}
                  </div>
                );
              })}
            </div>
          );
        }}
      </Loaded>
      {stopping && (
        <StopChannel
          customerId={customerId}
          stopping={stopping}
          onClose={() => setStopping(null)}
          onDone={(sentence) => {
            setSaid(sentence);
            setStopping(null);
          }}
        />
      )}
    </Card>
  );
}
