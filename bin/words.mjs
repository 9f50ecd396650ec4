/**
 * Words that are not used in this project, with the term to use instead.
 *
 * `words`: forms of one word, found in prose and as a part of identifiers; or `phrase`: a pattern.
 * `identifiers`: prose may use the word, names may not.
 * `except`: lines with an ordinary use of the word.
 */
export const RETIRED = [
  { words: ['bell', 'bells', 'rung'], use: 'signal, notify' },
  { words: ['tend', 'tends', 'tended', 'tending'], use: "the job's name", except: /\btends? to\b/ },
  { words: ['relay', 'relays', 'relayed'], use: 'outbox', except: /\b(mail|smtp|e-mail) relays?\b/i },
  { words: ['sweep', 'sweeps', 'sweeper', 'swept', 'sweeping'], use: 'reconcile' },
  { words: ['sleeper', 'sleepers'], use: 'waiting journeys' },
  { words: ['revive', 'revives', 'revived', 'reviving'], use: 'restart' },
  {
    words: ['settle', 'settles', 'settled', 'settling', 'settlement'],
    use: 'close out, finish, decide, reopen',
    except: /allSettled|SettledResult|\bsettled: /,
  },
  { words: ['holders'], use: 'recipients of a text' },
  { words: ['stray', 'strays'], use: 'orphaned claim, unexpected' },
  { words: ['needle', 'needles'], use: 'pattern' },
  { words: ['lot', 'lots'], use: 'seeded random number', except: /\ba lot\b|\bwhole lot\b/i },
  { words: ['temper', 'tempers'], use: 'persona' },
  { words: ['deed', 'deeds'], use: 'action' },
  { words: ['door', 'doors'], use: 'channel, endpoint', except: /refused at the door/ },
  { words: ['fate', 'fates'], use: 'delivery outcome' },
  { words: ['story', 'stories'], use: 'scenario', except: /journeys\/story|'\.\/story'|tells (the|its) story/i },
  { words: ['happening', 'happenings'], use: 'event' },
  { words: ['condemn', 'condemns', 'condemned'], use: 'mark the address bad' },
  { words: ['placed', 'placement', 'placements'], use: 'step taken, step result, scheduled contact' },
  { phrase: /carry[-_]out|carryOut/g, use: 'execute the approved request' },
  { words: ['told'], use: 'notified, reported' },
  { words: ['wills'], use: 'choices' },
  { words: ['will'], use: 'choice', identifiers: true },
  { words: ['behind'], use: 'plan progress', identifiers: true },
  {
    words: ['look', 'looks', 'looked'],
    use: 'review, access log, preview',
    identifiers: true,
    except: /lookUp|looksLike|looks_like/,
  },
  { phrase: /\blook(s|ed|ing)? at\b/gi, use: 'checks, reads, reviews' },
  { phrase: /\banswers how many\b/gi, use: 'returns the number of' },
  {
    words: ['whoever', 'somebody', 'nobody'],
    use: 'the role: a person, the caller, no one',
    except: /['`]nobody['`]/,
  },
  { words: ['seal', 'seals', 'sealed', 'reseal', 'resealed', 'unseal'], use: 'encrypt' },
  { words: ['gather', 'gathers', 'gathered'], use: 'batch, collect', except: /_per_gather/ },
  { words: ['persist', 'persists'], use: 'retryTransient, store', identifiers: true },
];

/** Files that are not checked: this list, its check and test, and generated files. */
export const UNCHECKED = [
  'domain/delivery/bounce-words.ts',
  'bin/words.mjs',
  'bin/check-words.mjs',
  'test/platform/words.test.ts',
  'docs/asvs.md',
];
