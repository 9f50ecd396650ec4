import { Choices } from '../../parts/choices';
import { Card } from '../../parts/page';
import { prefer, switchLanguage, usePreferences } from '../../preferences';
import { meWords } from '../../texts/me';
import { useWords } from '../../words';

/** How the console looks and which keys it hears, in this browser. */
export function PreferencesCard() {
  const words = useWords(meWords);
  const { lang, theme, text, keys } = usePreferences();
  return (
    <Card title={words.screen} aside={<span className="xs mut">{words.screenWhy}</span>}>
      <div className="grid2">
        <Choices
          legend={words.language}
          value={lang}
          onChange={switchLanguage}
          choices={[
            { value: 'ja', label: words.japanese },
            { value: 'en', label: words.english },
          ]}
        />
        <Choices
          legend={words.theme}
          value={theme}
          onChange={(value) => prefer({ theme: value })}
          choices={[
            { value: 'system', label: words.system },
            { value: 'light', label: words.light },
            { value: 'dark', label: words.dark },
          ]}
        />
        <Choices
          legend={words.text}
          value={text}
          onChange={(value) => prefer({ text: value })}
          choices={[
            { value: 'm', label: words.m },
            { value: 'l', label: words.l },
            { value: 'xl', label: words.xl },
          ]}
        />
        <Choices
          legend={words.shortcuts}
          value={keys ? 'on' : 'off'}
          onChange={(value) => prefer({ keys: value === 'on' })}
          choices={[
            { value: 'on', label: words.on },
            { value: 'off', label: words.off, more: words.shortcutsWhy },
          ]}
        />
      </div>
    </Card>
  );
}
