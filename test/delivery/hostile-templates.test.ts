import { renderMail } from '../../rendering/render';
import { lintNotice } from '../../rendering/lint';
import { testDoc } from '../support/seed';

const personal = { name: '山田', link: 'https://x.example/m/a', optOutLink: 'https://x.example/s/a' };
const docWith = (body: string) => {
  const text = { ja: body, en: '' };
  return testDoc({ notices: { notice: { channel: 'mail', subject: { ja: '件名', en: '' }, body: text } } });
};
const doubling = (times: number) =>
  `{% assign x = 'aaaaaaaaaa' %}${'{% assign x = x | append: x %}'.repeat(times)}{{ x }}`;

it.each<[string, string]>([
  ['a loop without end', '{% for i in (1..1000000000) %}x{% endfor %}'],
  [
    'loops in loops',
    '{% for i in (1..9999) %}{% for j in (1..9999) %}{% for k in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}',
  ],
  ['a text that doubles', doubling(40)],
  ['a text of forty million signs', doubling(22)],
  [
    'a text that doubles in a loop',
    `{% assign x = 'a' %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}`,
  ],
  [
    'a text replaced by longer ones',
    `{% assign x = 'aaaaaaaaaaaaaaaa' %}${`{% assign x = x | replace: 'a', 'aaaaaaaaaaaaaaaa' %}`.repeat(8)}{{ x }}`,
  ],
  [
    'a list that grows',
    `{% assign x = 'a,b' | split: ',' %}${'{% assign x = x | concat: x %}'.repeat(40)}{{ x | join: '' }}`,
  ],
  ['a padded date', `{{ '2027-01-01' | date: '%999999999Y' }}`],
  ['a table without end', '{% tablerow i in (1..1000000000) %}x{% endtablerow %}'],
  ['a cycle over a table', `{% for i in (1..1000000000) %}{% cycle 'a', 'b' %}{% endfor %}`],
  ['blocks in blocks', `${'{% if true %}'.repeat(20_000)}${'{% endif %}'.repeat(20_000)}`],
  ['more than may be read', 'a'.repeat(200_000)],
  ['an unclosed tag', '{% if true %}'],
  ['another file', `{% include '/etc/passwd' %}`],
  ['another template', `{% render 'secret' %}`],
  ['a layout', `{% layout '../../package.json' %}`],
  ['an unknown variable', '{{ secret }}'],
  ['an unknown filter', '{{ name | shell }}'],
  ['a constructor', '{{ name.constructor.constructor }}'],
  ['a prototype', '{{ sender.__proto__.toString }}'],
  ['a method', '{{ facts.hasOwnProperty }}'],
  ['the process', '{{ process.env.PATH }}'],
  ['the whole world', '{{ globalThis }}'],
])('%s is refused when it is checked and when it is filled in', (_, body) => {
  const doc = docWith(`${body}{{ link }}{{ optOutLink }}`);
  expect(lintNotice(doc, 'notice').map(({ code }) => code)).not.toEqual([]);
  expect(() => renderMail(doc, 'notice', personal)).toThrow(expect.objectContaining({ code: 'notice_invalid' }));
});

it('a name that looks like a template is a name', () => {
  const name = '{{ link }}{% for i in (1..1000000000) %}<b>&';
  const { text, html } = renderMail(docWith('{{ name }}様 {{ link }} {{ optOutLink }}'), 'notice', {
    ...personal,
    name,
  });
  expect(text).toContain(`${name}様`);
  expect(html).toContain('&lt;b&gt;&amp;');
});
