/** Wordings of mail servers: what their reports, in plain text or as diagnostics, use for which case. */

/** Texts that name the recipient's mailbox as the one that does not exist. */
export const UNKNOWN_RECIPIENT = [
  /\b(unknown|invalid|no such|illegal|non[- ]?existent|undefined) (or (illegal|invalid|non[- ]?existent) )?(local )?(e-?mail )?(user|recipient|mailbox|address|account|alias|local[- ]?part)\b/i,
  /\b(user|recipient|mailbox|address|account|name)s? ?(\(s\))?( <?\S+@\S+>?,?)? ?(is |was |are )?(unknown|not (be )?(found|known|listed|recogni[sz]ed)|does ?n[o']t? exist|not exist|doesnt exist|undefined)\b/i,
  /\b(user|recipient|mailbox|address|account|name)s?[^\n]{0,80}\b((could |can ?)not be found|was ?n[o']t found|(is |are )?unknown|does(n't| not) exist|(is |was |are )?not (listed|recogni[sz]ed|found))\b/i,
  /\b(no|not an?( valid| existing| local| known)*|no longer( a)?( valid)?|not our) (such |valid |local )?(user|recipient|mailbox|customer|person|account)\b/i,
  /\b(there is no (such )?(user|one|account|mailbox|recipient)|(does ?n[o']t|doesn't) have an? [^\n]{0,40}account|isn't (a )?(valid|known)|no mailbox (here )?(by|of) that name)\b/i,
  /\b(sorry, no mailbox|no mailbox here|mailbox (name )?(is )?(invalid|not allowed|not available|unavailable: no)|addressee unknown|invalid final delivery user)/i,
  /(宛先|宛て?先|受信者|ユーザー?|メールアドレス|あて先)[^。\n]{0,24}(存在しません|見つかりません|見つかりませんでした|存在しない|不明)/,
];

/** Texts that speak of us, of our mail, of the moment or of the recipient's own rules, whatever code stands beside. */
export const NOT_THE_RECIPIENT =
  /\b(spam|virus|blacklist|block ?list|blocked|blocking|reputation|rbl|dnsbl|spamhaus|spamcop|barracuda\w*|(is |are |was )listed|after MAIL FROM|in reply to MAIL FROM|(recipient|user)'?s? preferences|polic(y|ies)|spf|dkim|dmarc|unauthenticated|not authenticated|greylist\w*|grey-listed|rate|too (many|quickly|fast|large|big)|quota|mailbox (is )?full|over ?quota|exceed\w*|storage|temporar(y|ily)|try again|timed? ?out|relay(ing)? (access )?(is )?(not permitted|denied|prohibited|not allowed)|(sender|from|return path|originator|envelope from)( address| domain)?:? ?(\S+ )?(is |was )?(rejected|refused|denied|blocked|unknown|invalid|not (allowed|verified|exist\w*|found))|(unknown|invalid|bad|no such) (sender|from)|sender (domain|verify)|cannot find your (hostname|reverse)|reverse (dns|hostname))\b|迷惑メール|容量|一杯|いっぱい|なりすまし|受信拒否|拒否設定/i;

/** The reply came to the mail itself, not to the recipient. */
export const END_OF_DATA =
  /(in reply to|after) (the )?end of (DATA|message)|after DATA\b|>>> DATA\s*<<< 5|SMTP command\s+DATA\b/i;

/** Reasons that servers give in words alone, with the status (RFC 3463) they stand for. All leave the address alone. */
export const REASONS: [status: string, words: RegExp][] = [
  [
    '5.2.2',
    /\b(mailbox|inbox|quota|storage|disk)\b[^.\n]{0,60}\b(full|exceed\w*|over)\b|\bover ?quota\b|\bmail ?box is full\b|exceeded the local limit|容量|一杯|いっぱい|満杯/i,
  ],
  ['5.3.4', /\b(message|mail|size)\b[^.\n]{0,60}\b(too (big|large)|exceeds?|larger than|size limit)\b|サイズ/i],
  [
    '5.7.1',
    /\b(spam|virus|black ?list\w*|block ?list\w*|blocked|polic(y|ies)|filter\w*|rejected|refused|denied|relay\w*|not permitted|unauthori[sz]ed|prohibited|not (be )?accept\w*|content)\b|迷惑|拒否|受け付け/i,
  ],
  ['5.4.4', /\b(host|domain|name server|nameserver|dns|mx|hop count|loops?|unrouteable|route|routing)\b/i],
  [
    '4.4.7',
    /\b(timed? ?out|time-?out|giv(e|en|ing) up|retry time|expired|too long|undeliverable for|days|connection (refused|reset|closed)|not respond\w*|no response|could ?n[o']t connect|unreachable)\b/i,
  ],
  [
    '5.2.1',
    /\b(mailbox|account|user|inactive|recipient)s?\b[^.\n]{0,60}\b(disabled?|suspended|inactive|not active|expired|unavailable|locked|closed)\b|使用できません|停止/i,
  ],
  [
    '5.3.0',
    /\b(system|local|configuration|internal|software|i\/o|disk|program|service|mailer|delivery) (error|problem|failure|unavailable)\b|\bcommand\b/i,
  ],
];

/** The mail was not delivered, whatever the reason. */
export const FAILED =
  /\b(undeliver\w*|un-deliver\w*|non-?deliver\w*|not (be )?deliver\w*|returned? (mail|message|e-?mail|to sender)|(deliver\w*|failure|failed|error)s? ?(mail|message|notice|notification|report|status)?|failure|failed|did not reach|unable to|could ?n[o']t|can(no|')t)\b|エラー|届き|配信|配送|送信でき|送信に失敗|不達/i;

/** The server is still trying. */
export const DELAYED =
  /\b(will (be )?(continue|keep|retr\w+|re-?try|try again)|still (being )?(trying|retried)|has not (yet )?been delivered|not yet been delivered|being retried|delivery (has been |is |was )?delayed|delivery attempts will continue|attempts? will continue|delayed mail|warning:? (could not send|message)|no action is required)\b|遅延|再送を続け/i;

/** The server has stopped trying, whatever it says of delays. */
export const GIVEN_UP = /\b(have given up|has given up|i've given up|giving up on|permanent(ly)?|fatal errors?)\b/i;

/** Actions of RFC 3464 of a mail that has arrived or left the reporting system; all others but `delayed` are failures. */
export const PASSED_ON = new Set(['delivered', 'relayed', 'expanded']);
