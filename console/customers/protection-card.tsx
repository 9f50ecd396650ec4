import { useState } from 'react';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Field, ReasonField } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { customerWords, holdWords } from '../texts/desks/customers';
import { useWords } from '../words';

/** Whether the customer is under 支援措置, and how that begins or ends. */
export function ProtectionCard({ customerId }: { customerId: number }) {
  const words = useWords(holdWords);
  const { sourceHint } = useWords(customerWords);
  const may = useMay();
  const read = useApi('listProtections', { params: { id: customerId } });
  const protecting = useAct('openProtection');
  const lifting = useAct('askLift');
  const [act, setAct] = useState<'protect' | 'lift' | null>(null);
  const [why, setWhy] = useState('');
  const [asked, setAsked] = useState(false);
  const params = { id: customerId };
  const done = () => {
    setAct(null);
    setWhy('');
  };
  const protect = async () => {
    if (await protecting.run({ params, body: { source: why } })) done();
  };
  const lift = async () => {
    if (!(await lifting.run({ params, body: { reason: why } }))) return;
    setAsked(true);
    done();
  };
  return (
    <Card title={words.protections}>
      <Loaded read={read} lines={1}>
        {({ items }) => {
          const standing = items.some(({ liftedAt }) => liftedAt === null);
          return (
            <div className="col">
              {standing ? (
                <Chip tone="danger">{words.underProtection}</Chip>
              ) : (
                <p className="s mut">{words.noProtection}</p>
              )}
              {asked && (
                <Note tone="ok" role="status">
                  {words.askedFor}
                </Note>
              )}
              <div>
                {!standing && may('protection.open') && (
                  <Button look="quiet" onClick={() => setAct('protect')}>
                    {words.protect}
                  </Button>
                )}
                {standing && may('protection_lift.ask') && (
                  <Button look="quiet" onClick={() => setAct('lift')}>
                    {words.lift}
                  </Button>
                )}
              </div>
            </div>
          );
        }}
      </Loaded>
      {act === 'protect' && (
        <ActDialog
          title={words.protect}
          submit={words.protect}
          danger
          onClose={done}
          onSubmit={() => void protect()}
          busy={protecting.busy}
          problem={protecting.problem}
          missing={why.trim() === '' ? words.missing : null}
        >
          <p className="s sub">{words.protectMore}</p>
          <Field label={words.source} hint={sourceHint}>
            <input value={why} maxLength={100} onChange={(event) => setWhy(event.target.value)} />
          </Field>
        </ActDialog>
      )}
      {act === 'lift' && (
        <ActDialog
          title={words.lift}
          submit={words.lift}
          onClose={done}
          onSubmit={() => void lift()}
          busy={lifting.busy}
          problem={lifting.problem}
          missing={why.trim() === '' ? words.missingReason : null}
        >
          <p className="s sub">{words.liftMore}</p>
          <ReasonField value={why} onChange={setWhy} />
        </ActDialog>
      )}
    </Card>
  );
}
