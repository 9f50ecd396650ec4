import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Reply } from '../../api/client';
import { Field } from '../../parts/field';
import { versionWords } from '../../texts/campaigns/versions';
import { useWords } from '../../words';

type Version = Reply<'getPlanVersion'>;
export type Rule = NonNullable<Version['rule']>;

/** A rule to begin with: everyone moves, and what the version needs decided is not decided yet. */
export const firstRule = (version: Version): Rule =>
  version.rule ?? { default: 'migrate', segments: [], recall: version.diff.notices.map(({ notice }) => notice) };

/** What the version does to customers under way. Only the questions that this version raises are asked. */
export function RuleForm({
  version: { diff, dividesAnew },
  doc,
  rule,
  setRule,
}: {
  version: Version;
  doc: CampaignDoc;
  rule: Rule;
  setRule: (rule: Rule) => void;
}) {
  const words = useWords(versionWords);
  const moves = dividesAnew ? (['migrate'] as const) : (['migrate', 'stay'] as const);
  const segments = Object.keys(doc.segments ?? {});
  const removed = diff.steps.some(({ change }) => change === 'removed');
  const later = diff.dates.length > 0;
  const changed = diff.notices.filter(({ change }) => change !== 'added').map(({ notice }) => notice);
  const ofSegment = (segment: string) => rule.segments.find((one) => one.segment === segment)?.rule ?? '';
  return (
    <div className="col">
      {dividesAnew && <p className="s">{words.forAll}</p>}
      <div className="row wrap picks">
        {segments.map((segment) => (
          <Field key={segment} label={words.forSegment(segment)}>
            <select
              value={ofSegment(segment)}
              onChange={({ target }) => {
                const others = rule.segments.filter((one) => one.segment !== segment);
                const value = target.value as Rule['default'] | '';
                setRule({ ...rule, segments: value === '' ? others : [...others, { segment, rule: value }] });
              }}
            >
              <option value="">{words.asOthers}</option>
              {moves.map((move) => (
                <option key={move} value={move}>
                  {words[move]}
                </option>
              ))}
            </select>
          </Field>
        ))}
        <Field label={segments.length > 0 ? words.everyone : words.all}>
          <select
            value={rule.default}
            onChange={({ target }) => setRule({ ...rule, default: target.value as Rule['default'] })}
          >
            {moves.map((move) => (
              <option key={move} value={move}>
                {words[move]}
              </option>
            ))}
          </select>
        </Field>
        {removed && (
          <Choice
            label={words.onRemoved}
            value={rule.onRemoved}
            choices={[
              ['next', words.next],
              ['end', words.end],
            ]}
            onChange={(onRemoved) => setRule({ ...rule, onRemoved: onRemoved as Rule['onRemoved'] })}
          />
        )}
        {later && (
          <Choice
            label={words.reopenClosed}
            value={rule.reopenClosed}
            choices={[
              ['yes', words.yes],
              ['no', words.no],
            ]}
            onChange={(reopenClosed) => setRule({ ...rule, reopenClosed: reopenClosed as Rule['reopenClosed'] })}
          />
        )}
      </div>
      {changed.length > 0 && (
        <fieldset className="choices">
          <legend>{words.recall}</legend>
          <div className="row wrap">
            {changed.map((notice) => (
              <label key={notice} className="row check">
                <input
                  type="checkbox"
                  checked={rule.recall.includes(notice)}
                  onChange={({ target }) =>
                    setRule({
                      ...rule,
                      recall: target.checked ? [...rule.recall, notice] : rule.recall.filter((one) => one !== notice),
                    })
                  }
                />
                {notice}
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}

function Choice({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string | undefined;
  choices: [string, string][];
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Field label={label}>
      <select value={value ?? ''} onChange={({ target }) => onChange(target.value || undefined)}>
        <option value="">—</option>
        {choices.map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
      </select>
    </Field>
  );
}
