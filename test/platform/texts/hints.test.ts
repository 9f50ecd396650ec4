import { ERRORS, type ErrorCode } from '../../../domain/errors';
import { ALERT_KINDS } from '../../../domain/platform/alerts';
import { alertText } from '../../../domain/texts/alerts';
import { errorText } from '../../../domain/texts/errors';

/** Parts of the API that only a program can use: routes, methods, headers, fields of an answer. */
const FOR_PROGRAMS =
  /\/api\/|\b(GET|PUT|POST|PATCH|DELETE)\b|\b(Idempotency-Key|If-Match|ETag|X-[A-Z][A-Za-z-]+|Retry-After|Authorization|Bearer|Content-Type|Accept-Language|errorId|issues|csrf)\b|\?\w+=/;

const codes = Object.keys(ERRORS) as ErrorCode[];

describe.each(['ja', 'en'] as const)('what people read in %s', (language) => {
  it('names no route, header or field in an error', () => {
    const shown = codes.map((code) => errorText(code, language)).map(({ title, advice }) => `${title} ${advice}`);
    expect(shown.filter((text) => FOR_PROGRAMS.test(text))).toEqual([]);
  });

  it('names none in an alert', () => {
    const shown = ALERT_KINDS.map((kind) => alertText(kind, {})).map(
      ({ title, advice }) => `${title[language]} ${advice[language]}`,
    );
    expect(shown.filter((text) => FOR_PROGRAMS.test(text))).toEqual([]);
  });

  it('says the rest to programs', () => {
    expect(errorText('if_match_missing', language).hint).toContain('If-Match');
    expect(codes.filter((code) => errorText(code, language).hint !== undefined).length).toBeGreaterThan(15);
    expect(alertText('lane_stopped', { lane: 3 }).hint).toBe('PUT /api/lanes/3');
    expect(alertText('doubtful', {}).hint).toBeNull();
  });
});

it('notices a route in a sentence', () => {
  expect(FOR_PROGRAMS.test('確かめてください（GET /api/holds）。')).toBe(true);
});
