/** A form of a page: its target, hidden values and radio buttons. */
export interface Form {
  action: string;
  inputs: { name: string; type: string; value: string }[];
}

/** A parsed page. */
export class Page {
  constructor(
    readonly status: number,
    readonly url: URL,
    readonly markup: string,
  ) {}

  /** The page's name; '' when it is not one of the customer pages. */
  get name(): string {
    return /<meta name="tsunagi-page" content="([^"]*)"/.exec(this.markup)?.[1] ?? '';
  }

  /** The receipt number shown. */
  get receipt(): string {
    return /data-receipt[^>]*>([^<]*)</.exec(this.markup)?.[1]?.trim() ?? '';
  }

  /** Whether the page names questions that were asked before. */
  get hasAsked(): boolean {
    return /data-asked=/.test(this.markup);
  }

  get form(): Form | undefined {
    const match = /<form\b([^>]*)>([^]*?)<\/form>/.exec(this.markup);
    if (!match) return undefined;
    return { action: attributes(match[1]!).action ?? '', inputs: inputsOf(match[2]!) };
  }

  /** The questions of a form: legends with their radio buttons. */
  get questions(): { legend: string; name: string; values: string[] }[] {
    return [...this.markup.matchAll(/<fieldset\b[^>]*>([^]*?)<\/fieldset>/g)].flatMap(([, inner = '']) => {
      const legend = plain(/<legend\b[^>]*>([^]*?)<\/legend>/.exec(inner)?.[1] ?? '');
      const radios = inputsOf(inner).filter((input) => input.type === 'radio');
      const [first] = radios;
      return first ? [{ legend, name: first.name, values: radios.map((radio) => radio.value) }] : [];
    });
  }

  /** The lists of choices made. */
  get summary(): string {
    const lists = this.markup.match(/<dl class="summary">[^]*?<\/dl>|<ul class="many">[^]*?<\/ul>/g) ?? [];
    return plain(lists.join(' '));
  }

  /** Addresses that the page links to. */
  get links(): string[] {
    return [...this.markup.matchAll(/<a\b([^>]*)>/g)].flatMap(([, inner = '']) => attributes(inner).href ?? []);
  }
}

/**
 * A minimal browser: follows links, submits forms, keeps cookies, follows redirects. One visit; no cache, no scripts.
 */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** `origin`: all requests go there, whatever host a link names. */
  constructor(private readonly origin: string) {}

  get(address: string): Promise<Page> {
    return this.request(new URL(address, this.origin), undefined);
  }

  post(address: string, fields: Record<string, string>): Promise<Page> {
    return this.request(new URL(address, this.origin), new URLSearchParams(fields));
  }

  private async request(address: URL, body: URLSearchParams | undefined): Promise<Page> {
    let url = new URL(address.pathname + address.search, this.origin);
    let form = body;
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(url, {
        method: form ? 'POST' : 'GET',
        ...(form && { body: form }),
        redirect: 'manual',
        headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        signal: AbortSignal.timeout(20_000),
      });
      for (const line of response.headers.getSetCookie()) this.keep(line);
      const location = response.headers.get('location');
      const markup = await response.text();
      if (!location || response.status < 300 || response.status >= 400) return new Page(response.status, url, markup);
      url = new URL(location, url);
      form = undefined;
    }
    throw new Error('too many redirects');
  }

  private keep(line: string): void {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (!name) return;
    if (!value || /;\s*max-age=0\b/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function inputsOf(markup: string): Form['inputs'] {
  return [...markup.matchAll(/<input\b([^>]*)>/g)].flatMap(([, inner = '']) => {
    const { name, type = 'text', value = '' } = attributes(inner);
    return name ? [{ name, type, value }] : [];
  });
}

function attributes(inner: string): Record<string, string | undefined> {
  const pairs = [...inner.matchAll(/([a-z-]+)="([^"]*)"/gi)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), decodeEntities(value)]));
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decodeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);
const plain = (markup: string): string =>
  decodeEntities(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
