import { useState } from 'react';
import { accountReasonTexts } from '../../../domain/texts/names/access';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Card } from '../../parts/page';
import { accountWords } from '../../texts/accounts';
import { useText, useWords } from '../../words';
import { type Account, useIsLocked } from './account-state';
import { type OneTime } from './one-time-code';

type Open = 'reset' | 'unlock' | 'requirePassword' | 'close' | 'reopen' | 'revokeSessions';

interface Props {
  account: Account;
  /** Gets the code of a reset, which is shown once. */
  onCode: (given: OneTime) => void;
}

/** What an administrator can do with another person's account; each says what it leads to. */
export function AccountActs({ account, onCode }: Props) {
  const words = useWords(accountWords);
  const format = useFormat();
  const [open, setOpen] = useState<Open | null>(null);
  const locked = useIsLocked(account);
  const close = () => setOpen(null);
  const closed = account.state === 'closed';
  const offered: [Open, string, string][] = [
    ...(locked
      ? [['unlock', words.unlock, words.lockedUntil(format.fullTime(account.lockedUntil!))] as [Open, string, string]]
      : []),
    ...(closed
      ? [['reopen', words.reopen, words.reopenWhy] as [Open, string, string]]
      : ([
          ['reset', words.reset, words.resetWhy],
          ['requirePassword', words.requirePassword, words.requirePasswordWhy],
          ['close', words.close, words.closeWhy],
        ] as [Open, string, string][])),
  ];
  return (
    <Card title={words.acts}>
      <ul className="acts">
        {offered.map(([name, label, why]) => (
          <li key={name}>
            <span className="s sub">{why}</span>
            <Button look={name === 'close' ? 'danger' : 'plain'} onClick={() => setOpen(name)}>
              {label}
            </Button>
          </li>
        ))}
      </ul>
      {open === 'reset' && <Reset account={account} onClose={close} onCode={onCode} />}
      {open === 'close' && <Close account={account} onClose={close} />}
      {open === 'unlock' && (
        <Plain account={account} operation="unlockAccount" title={words.unlock} why={words.unlockWhy} onClose={close} />
      )}
      {open === 'reopen' && (
        <Plain account={account} operation="reopenAccount" title={words.reopen} why={words.reopenWhy} onClose={close} />
      )}
      {open === 'requirePassword' && (
        <Plain
          account={account}
          operation="requirePassword"
          title={words.requirePassword}
          why={words.requirePasswordWhy}
          onClose={close}
        />
      )}
    </Card>
  );
}

/** An act that takes nothing but the account. */
export function Plain({
  account,
  operation,
  title,
  why,
  danger,
  onClose,
}: {
  account: Account;
  operation: 'unlockAccount' | 'reopenAccount' | 'requirePassword' | 'revokeAccountSessions';
  title: string;
  why: string;
  danger?: boolean;
  onClose: () => void;
}) {
  const words = useWords(accountWords);
  const act = useAct(operation);
  const run = async () => {
    if (!(await act.run({ params: { id: account.id } }))) return;
    say(words.done);
    onClose();
  };
  return (
    <ActDialog
      title={title}
      submit={title}
      danger={danger}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      onSubmit={() => void run()}
    >
      <p className="b">
        {account.name}（{account.login}）
      </p>
      <p>{why}</p>
    </ActDialog>
  );
}

const RESET_REASONS = ['forgotten', 'device_lost', 'misuse_suspected', 'other'] as const;
const CLOSE_REASONS = ['left', 'moved', 'misuse_suspected', 'other'] as const;

function Why<Reason extends keyof typeof accountReasonTexts>({
  reasons,
  value,
  onChange,
}: {
  reasons: readonly Reason[];
  value: Reason;
  onChange: (reason: Reason) => void;
}) {
  const words = useWords(accountWords);
  const text = useText();
  return (
    <Field label={words.why}>
      <select value={value} onChange={({ target }) => onChange(target.value as Reason)}>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {text(accountReasonTexts[reason])}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Reset({ account, onClose, onCode }: Props & { onClose: () => void }) {
  const words = useWords(accountWords);
  const act = useAct('resetAccount');
  const [reason, setReason] = useState<(typeof RESET_REASONS)[number]>('forgotten');
  const [secondFactor, setSecondFactor] = useState(false);
  const run = async () => {
    const answer = await act.run({ params: { id: account.id }, body: { reason, secondFactor } });
    if (!answer) return;
    onClose();
    onCode({ login: account.login, ...answer.body });
  };
  return (
    <ActDialog
      title={words.reset}
      submit={words.reset}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      onSubmit={() => void run()}
    >
      <p className="b">
        {account.name}（{account.login}）
      </p>
      <p>{words.resetWhy}</p>
      <Why
        reasons={RESET_REASONS}
        value={reason}
        onChange={(chosen) => {
          setReason(chosen);
          if (chosen === 'device_lost') setSecondFactor(true);
        }}
      />
      <label className="choice">
        <input type="checkbox" checked={secondFactor} onChange={({ target }) => setSecondFactor(target.checked)} />
        <span>
          {words.resetFactor}
          <span className="hint block">{words.resetFactorWhy}</span>
        </span>
      </label>
    </ActDialog>
  );
}

function Close({ account, onClose }: { account: Account; onClose: () => void }) {
  const words = useWords(accountWords);
  const act = useAct('closeAccount');
  const [reason, setReason] = useState<(typeof CLOSE_REASONS)[number]>('left');
  const run = async () => {
    if (!(await act.run({ params: { id: account.id }, body: { reason } }))) return;
    say(words.done);
    onClose();
  };
  return (
    <ActDialog
      title={words.close}
      submit={words.closeNow(account.name)}
      danger
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      onSubmit={() => void run()}
    >
      <p>{words.closeWhy}</p>
      <Why reasons={CLOSE_REASONS} value={reason} onChange={setReason} />
    </ActDialog>
  );
}
