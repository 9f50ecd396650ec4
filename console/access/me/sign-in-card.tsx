import { useState } from 'react';
import { useAct } from '../../api/act';
import { askFreshCode } from '../../api/fresh-code';
import { type OpenSession, readSession, take } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Dialog } from '../../parts/dialog';
import { Note } from '../../parts/note';
import { Card } from '../../parts/page';
import { Enrol, RecoveryCodes } from '../../sign-in/enrol';
import { NewPassword } from '../../sign-in/new-password';
import { partWords } from '../../texts/parts';
import { meWords } from '../../texts/me';
import { useWords } from '../../words';

type Open = 'password' | 'authenticator' | 'codes';
/** From so few left on, the reader is asked to make new ones. */
const FEW = 3;

/** Password, authenticator and recovery codes of the reader. */
export function SignInCard({ session }: { session: OpenSession }) {
  const words = useWords(meWords);
  const format = useFormat();
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const close = () => setOpen(null);
  const begin = (what: Open) => {
    setDone(null);
    setOpen(what);
  };
  return (
    <Card title={words.signIn}>
      <div className="col">
        {done && (
          <Note tone="ok" role="status">
            <p>{done}</p>
          </Note>
        )}
        <ul className="acts">
          <li>
            <span>
              <span className="b">{words.password}</span>
              <span className="hint block">{words.passwordWhy}</span>
            </span>
            <Button onClick={() => begin('password')}>{words.changePassword}</Button>
          </li>
          <li>
            <span>
              <span className="b">{words.authenticator}</span>{' '}
              <Chip tone={session.secondFactor ? 'ok' : 'warn'}>
                {session.secondFactor ? words.registered : words.notRegistered}
              </Chip>
              <span className="hint block">{words.renewAuthenticatorWhy}</span>
            </span>
            <Button
              onClick={() => {
                setDone(null);
                void askFreshCode().then((given) => given && setOpen('authenticator'));
              }}
            >
              {words.renewAuthenticator}
            </Button>
          </li>
          <li>
            <span>
              <span className="b">{words.recovery}</span>{' '}
              <Chip tone={session.recoveryCodesLeft <= FEW ? 'warn' : 'plain'}>
                {words.left(format.number(session.recoveryCodesLeft))}
              </Chip>
              <span className="hint block">{session.recoveryCodesLeft <= FEW ? words.few : words.renewCodesWhy}</span>
            </span>
            <Button onClick={() => begin('codes')}>{words.renewCodes}</Button>
          </li>
        </ul>
      </div>
      {open === 'password' && (
        <Closable title={words.changePassword} onClose={close}>
          <NewPassword
            title={words.password}
            then={(state) => {
              take(state);
              setDone(words.changed);
              close();
            }}
          />
        </Closable>
      )}
      {open === 'authenticator' && (
        <Closable title={words.renewAuthenticator} onClose={close}>
          <Enrol
            then={(state) => {
              take(state);
              setDone(words.replaced);
              close();
            }}
          />
        </Closable>
      )}
      {open === 'codes' && <NewCodes onClose={close} />}
    </Card>
  );
}

function Closable({ title, onClose, children }: { title: string; onClose: () => void; children: React.ReactNode }) {
  const parts = useWords(partWords);
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div>
        <Button onClick={onClose}>{parts.cancel}</Button>
      </div>
    </Dialog>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const words = useWords(meWords);
  const act = useAct('renewRecoveryCodes');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) {
    return (
      <Dialog title={words.recovery} mustAnswer onClose={onClose}>
        <RecoveryCodes codes={codes} onNoted={onClose} />
      </Dialog>
    );
  }
  return (
    <ActDialog
      title={words.recovery}
      submit={words.renewCodes}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      onSubmit={() =>
        void act.run({}).then((answer) => {
          if (!answer) return;
          setCodes(answer.body.recoveryCodes);
          void readSession(); // how many are left
        })
      }
    >
      <p>{words.renewCodesWhy}</p>
    </ActDialog>
  );
}
