import { type ApprovalFact, gateOf, isSelfApproval, missingGates } from '../../domain/campaigns/approval';

const approval = (change: Partial<ApprovalFact> = {}): ApprovalFact => ({
  gate: 'internal',
  contentHash: 'now',
  personId: 2,
  voided: false,
  ...change,
});

it.each([
  ['no one has approved', [], ['internal:not_approved', 'client:not_approved']],
  ['one gate is open', [approval()], ['client:not_approved']],
  ['both are', [approval(), approval({ gate: 'client' })], []],
  [
    'one was for other contents',
    [approval({ contentHash: 'old' }), approval({ gate: 'client' })],
    ['internal:approval_void'],
  ],
  ['one is void', [approval({ voided: true }), approval({ gate: 'client' })], ['internal:approval_void']],
  ['one was void and is given again', [approval({ voided: true }), approval(), approval({ gate: 'client' })], []],
])('%s', (_what, approvals, expected) => {
  expect(missingGates('now', approvals).map(({ gate, code }) => `${gate}:${code}`)).toEqual(expected);
});

it.each([
  ['a stranger', 9, [], false],
  ['an author', 1, [], true],
  ['the holder of the other gate', 9, [approval({ gate: 'client', personId: 9 })], true],
  [
    'the holder of the other gate, for other contents',
    9,
    [approval({ gate: 'client', personId: 9, contentHash: 'old' })],
    false,
  ],
  ['the holder of the other gate, void', 9, [approval({ gate: 'client', personId: 9, voided: true })], false],
])('%s approving oneself', (_who, personId, approvals, expected) => {
  expect(isSelfApproval({ personId, gate: 'internal', contentHash: 'now', authors: [1, null], approvals })).toBe(
    expected,
  );
});

it.each([
  ['approver', 'internal'],
  ['client_approver', 'client'],
  ['manager', null],
  ['administrator', null],
])('%s opens the gate %s', (role, gate) => {
  expect(gateOf(role)).toBe(gate);
});
