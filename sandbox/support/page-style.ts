/** The style of the stand-ins' pages, in the colours of the console. */
export const PAGE_STYLE = `
:root { color-scheme: light dark;
  --bg: #f6f5f2; --surface: #fff; --surface-2: #faf9f7; --border: #e2e0da; --border-strong: #85827b;
  --text: #1c1e21; --text-2: #4b4f55; --text-3: #62666d;
  --accent: #165e83; --accent-hover: #0f4966; --accent-weak: #e5f0f5; --accent-line: #a6cadb; --on-accent: #fff;
  --ok: #1a7340; --ok-weak: #e3f3e9; --warn: #874700; --warn-weak: #fff1d9; --danger: #b3261e; --danger-weak: #fcebe9;
  --focus-ink: #000; --focus-gap: #ffd43d;
  --font: "Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "BIZ UDPGothic", "Yu Gothic UI", Meiryo, system-ui, sans-serif;
  --mono: "Noto Sans Mono", "Noto Sans Mono CJK JP", ui-monospace, Consolas, monospace; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #131619; --surface: #1a1e22; --surface-2: #20252a; --border: #30373e; --border-strong: #7d868f;
  --text: #eceef0; --text-2: #bcc2c8; --text-3: #9aa2aa;
  --accent: #72b8da; --accent-hover: #9bcfe8; --accent-weak: #15303e; --accent-line: #2d5d75; --on-accent: #06202c;
  --ok: #62ca8f; --ok-weak: #14301f; --warn: #f3b04a; --warn-weak: #382609; --danger: #ff9189; --danger-weak: #3c1a18;
  --focus-ink: #ffd43d; --focus-gap: #000; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: .875rem/1.6 var(--font); }
:where(a, button, input, summary):focus-visible { outline: 3px solid var(--focus-ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus-gap); }
a { color: var(--accent); } a:hover { color: var(--accent-hover); }
header { background: var(--surface); border-bottom: 1px solid var(--border); }
.wide { max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem; }
.head { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
h1 { font-size: 1.25rem; line-height: 1.35; margin: 0; } h1 a { color: inherit; text-decoration: none; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.about { color: var(--text-3); margin: 0; flex: 1 1 20rem; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1rem; padding: 0; list-style: none; }
.facts li { background: var(--surface); border: 1px solid var(--border); border-radius: 8px; padding: .375rem .75rem; color: var(--text-2); }
.facts b { color: var(--text); font-size: 1rem; margin-left: .375rem; font-variant-numeric: tabular-nums; }
.facts .good b { color: var(--ok); } .facts .bad { background: var(--danger-weak); } .facts .bad b { color: var(--danger); }
form { display: flex; gap: .5rem; margin: 0 0 1rem; flex-wrap: wrap; align-items: center; }
input[type=search] { flex: 1 1 16rem; max-width: 28rem; height: 2.25rem; padding: 0 .75rem; font: inherit; color: inherit;
  background: var(--surface); border: 1px solid var(--border-strong); border-radius: 4px; }
button, .button { height: 2.25rem; padding: 0 1rem; font: inherit; border: 0; border-radius: 4px; background: var(--accent); color: var(--on-accent);
  cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button:hover, .button:hover { background: var(--accent-hover); color: var(--on-accent); }
.card { background: var(--surface); border: 1px solid var(--border); border-radius: 8px; overflow: hidden; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .5rem .75rem; vertical-align: top; }
thead th { background: var(--surface-2); color: var(--text-2); font-weight: 700; border-bottom: 1px solid var(--border); white-space: nowrap; }
tbody tr + tr td { border-top: 1px solid var(--border); } tbody tr:hover { background: var(--accent-weak); }
td.when { white-space: nowrap; color: var(--text-2); font-variant-numeric: tabular-nums; } td.to { overflow-wrap: anywhere; }
td.to a { color: var(--text-2); text-decoration: none; } td.to a:hover { text-decoration: underline; }
.chip { display: inline-block; border-radius: 999px; padding: 0 .5rem; margin-left: .375rem; font-size: .75rem; white-space: nowrap; }
.chip.warn { background: var(--warn-weak); color: var(--warn); } .chip.bad { background: var(--danger-weak); color: var(--danger); }
.nothing { padding: 3rem 1rem; text-align: center; color: var(--text-3); }
nav.pages { display: flex; gap: 1rem; align-items: center; justify-content: flex-end; padding: .75rem 0; color: var(--text-2); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; padding: 1rem; }
dt { color: var(--text-3); } dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
pre.code { font: .75rem/1.6 var(--mono); }
iframe { display: block; width: 100%; height: 34rem; border: 0; background: #fff; color-scheme: light; }
details.apart { margin-top: 1.5rem; }
summary { cursor: pointer; padding: .75rem 1rem; color: var(--text-2); }
#new { position: sticky; top: .5rem; z-index: 1; margin: 0 auto 1rem; } #new[hidden] { display: none; }
@media (max-width: 40rem) { .wide { padding: .75rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } td, th { padding: .5rem; } }
`;

/** Announces new mail without moving the content. */
export const PAGE_SCRIPT = `
const button = document.getElementById('new');
if (button) {
  button.addEventListener('click', () => location.assign(button.dataset.href));
  setInterval(async () => {
    try {
      const { total } = await (await fetch('/api/total')).json();
      const fresh = total - Number(button.dataset.total);
      button.hidden = fresh <= 0;
      button.textContent = button.dataset.label.replace('{n}', fresh.toLocaleString());
    } catch { /* the inbox is being restarted */ }
  }, 3000);
}
`;
