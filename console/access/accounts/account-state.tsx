import { accountStateTexts } from '../../../domain/texts/names/access';
import { type Reply } from '../../api/client';
import { useNow } from '../../clock';
import { Chip } from '../../parts/chip';
import { accountWords } from '../../texts/accounts';
import { useText, useWords } from '../../words';

export type Account = Reply<'getAccount'>;
const TONES = { invited: 'acc', active: 'ok', closed: 'plain' } as const;

/** Where an account stands, and whether it is locked or waits for its code to be used. */
export function AccountState({ account }: { account: Account }) {
  const words = useWords(accountWords);
  const text = useText();
  const locked = useIsLocked(account);
  return (
    <span className="row wrap tight">
      <Chip tone={TONES[account.state]}>{text(accountStateTexts[account.state])}</Chip>
      {locked && <Chip tone="warn">{words.locked}</Chip>}
      {account.codeOpen && account.state !== 'closed' && <Chip>{words.codeOpen}</Chip>}
    </span>
  );
}

/** Whether an account is locked now, by the server's clock. */
export function useIsLocked({ lockedUntil }: Account): boolean {
  const { now } = useNow(10_000);
  return lockedUntil !== null && Date.parse(lockedUntil) > now;
}
