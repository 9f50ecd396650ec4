import { type Role } from '../../domain/access/access';
import { type Text } from '../../domain/campaigns/campaign';

export const roleTexts: Record<Role, Text> = {
  manager: { ja: '案件責任者', en: 'Manager' },
  approver: { ja: '承認者', en: 'Approver' },
  client_approver: { ja: '委託元承認者', en: 'Client approver' },
  operator: { ja: 'オペレーター', en: 'Operator' },
  auditor: { ja: '監査人', en: 'Auditor' },
  client_viewer: { ja: '委託元閲覧者', en: 'Client viewer' },
  administrator: { ja: 'システム管理者', en: 'Administrator' },
};
