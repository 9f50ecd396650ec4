import '../../styles/returns.css';
import { Link, useNavigate } from '@tanstack/react-router';
import { Page } from '../../parts/page';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';
import { DaybookCard } from '../daybook-card';
import { BoxesCard } from './boxes-card';
import { EnclosuresCard } from './enclosures-card';
import { IntakesCard } from './intakes-card';
import { ResearchCard } from './research-card';
import { SetAsidesCard } from './set-asides-card';

/** Post from the carrier's hand to the end of the day: what came, what cannot be booked, and whether the day balances. */
export function MailRoomPage() {
  const desk = useWords(returnWords);
  const navigate = useNavigate();
  const tabs = (
    <nav className="tabs" aria-label={desk.modes}>
      <Link to={'/returns' as never}>{desk.bookMode}</Link>
      <Link to={'/returns' as never} search={{ mode: 'stacks' } as never}>
        {desk.stackMode}
      </Link>
      <Link to={'/returns' as never} search={{ mode: 'read' } as never}>
        {desk.readMode}
      </Link>
      <a href="/mail-room" aria-current="page">
        {desk.roomMode}
      </a>
    </nav>
  );
  return (
    <Page title={desk.title} acts={tabs}>
      <IntakesCard />
      <div className="desk">
        <div className="col">
          <SetAsidesCard book={(id) => void navigate({ to: '/returns', search: { aside: String(id) } } as never)} />
          <EnclosuresCard />
          <ResearchCard />
          <BoxesCard />
        </div>
        <DaybookCard whole />
      </div>
    </Page>
  );
}
