import { useNow } from '../../clock';
import { localDay } from '../../format';
import { DaybookCard } from '../daybook-card';
import { BoxesCard } from './boxes-card';
import { EnclosuresCard } from './enclosures-card';
import { IntakesCard } from './intakes-card';
import { SetAsidesCard } from './set-asides-card';

/** Post from the carrier's hand to the end of the day: what came, what cannot be booked, and whether the day balances. */
export function MailRoomMode({ bookSetAside }: { bookSetAside: (id: number) => void }) {
  const { now } = useNow(60_000);
  return (
    <>
      <IntakesCard today={localDay(now)} />
      <div className="desk">
        <div className="col">
          <SetAsidesCard book={bookSetAside} />
          <EnclosuresCard today={localDay(now)} />
          <BoxesCard />
        </div>
        <DaybookCard today={localDay(now)} whole />
      </div>
    </>
  );
}
