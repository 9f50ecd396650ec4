import { instantOf, localDate } from '../../../domain/campaigns/calendar';
import { ApiRefusal } from '../api-client';
import { person, type ScenarioContext } from '../scenario';

const ZONE = 'Asia/Tokyo';

interface Task {
  id: number;
  nextAt: string;
}

/** On the afternoon before, an operator makes one call and promises to call back at five past ten on the desk's day. */
export async function promiseCallback(context: ScenarioContext, opens: number): Promise<void> {
  const operator = person(context, 'operator');
  const callbackAt = new Date(instantOf(localDate(opens, ZONE), '10:05', ZONE)).toISOString();
  const { items } = await operator.call<{ items: Task[] }>('/api/call-tasks?state=due&limit=50');
  for (const { id } of items) {
    try {
      await operator.call(`/api/call-tasks/${id}/lease`, { method: 'POST', body: {} });
      await operator.call(`/api/call-tasks/${id}/outcome`, {
        method: 'POST',
        body: { result: 'callback', callbackAt },
      });
      return;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error; // this one may not be called now: the next
    }
  }
}
