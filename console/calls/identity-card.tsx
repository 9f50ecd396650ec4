import { useEffect, useRef } from 'react';
import { useAct } from '../api/act';
import { IdentityForm } from '../customers/identity/identity-form';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Key } from '../parts/key';
import { ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';
import { type useCallDesk } from './use-call-desk';

/** Who is on the phone: two items, or a promised call to the number on file. The contracts appear afterwards. */
export function IdentityCard({ desk }: { desk: ReturnType<typeof useCallDesk> }) {
  const words = useWords(callWords);
  const { task, lease } = desk.call!;
  const form = useRef<HTMLDivElement>(null);
  useKeys({ i: () => form.current?.querySelector<HTMLElement>('button, input, select')?.focus() });
  if (lease.identified) return <Identified />;
  return (
    <Card title={words.identity} aside={<Key name="I" />}>
      <div ref={form} className="col">
        {lease.promised && <ByNumber desk={desk} />}
        <IdentityForm
          place={task}
          callTask={task.id}
          outgoing={!desk.call!.inbound && lease.representative === null}
          represented={lease.representative !== null}
          onIdentified={() => void desk.refresh()}
        />
      </div>
    </Card>
  );
}

/** Takes the focus from the form that has gone, so that the keys of the page work again. */
function Identified() {
  const words = useWords(callWords);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return (
    <Card title={words.identity}>
      <div ref={place} tabIndex={-1} role="status">
        <Chip tone="ok">{words.identified}</Chip>
      </div>
    </Card>
  );
}

/** A promised call to the number on file that has reached who asked for it. */
function ByNumber({ desk }: { desk: ReturnType<typeof useCallDesk> }) {
  const words = useWords(callWords);
  const checking = useAct('checkIdentity');
  const { task, lease } = desk.call!;
  const confirm = async () => {
    const saidBy = lease.representative ? ('representative' as const) : ('customer' as const);
    const body = { campaignId: task.campaignId, saidBy, callTask: task.id, registeredNumber: true as const };
    if (await checking.run({ params: { id: task.customerId }, body })) await desk.refresh();
  };
  return (
    <div className="col tight">
      <p className="s">{words.byNumberMore}</p>
      <div>
        <Button look="primary" busy={checking.busy} onClick={() => void confirm()}>
          {words.byNumber}
        </Button>
      </div>
      <ProblemNote problem={checking.problem} />
    </div>
  );
}
